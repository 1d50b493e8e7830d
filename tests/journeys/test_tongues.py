"""Whoever writes in another language is told kindly that the bot knows Chinese only, and whom to call."""

import pytest

from bot import texts
from bot.sandbox.driver import Driver
from bot.views.render import to_plain
from bot.views.tongues import tongue_message
from knowledge.base import KnowledgeBase
from knowledge.search.tongues import Tongue
from tests.journeys.interview import SUITED, Interview
from tests.journeys.rows import Rows

SCRIPTS = {"蒙古文": "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "维吾尔文": "ئۇيغۇرچە سوئال", "藏文": "བོད་ཡིག་དྲི་བ།"}


@pytest.mark.parametrize(("name", "text"), SCRIPTS.items())
async def test_another_script_is_named_and_the_office_told(driver: Driver, name: str, text: str) -> None:
    await driver.say(text)
    told = await driver.expect()
    assert name in told.text.splitlines()[0]
    assert "12333" in told.text
    assert text not in told.text


async def test_a_questionnaire_stays_where_it_is(driver: Driver, base: KnowledgeBase, rows: Rows) -> None:
    person = Interview(driver, base)
    question = await person.one_in("nmg-tepei-2023", "outside", SUITED)
    await driver.say(SCRIPTS["藏文"])
    await driver.expect("藏文")
    assert rows.count("answers") == 1
    assert await person.open_question() == person.fact_of(question)


@pytest.mark.parametrize("text", ["What is the deadline?", "Hello, can you help me please", "how do I apply"])
async def test_english_gets_a_line_in_both_and_the_commands(driver: Driver, text: str) -> None:
    await driver.say(text)
    told = await driver.expect()
    assert told.text.splitlines()[0] == texts.ENGLISH[0]
    assert "/policies" in told.text


async def test_pinyin_is_no_english(driver: Driver) -> None:
    await driver.say("jincheng jishi gongzuozhan cailiao")
    await driver.expect("样材料")


async def test_a_voice_note_is_told_how_to_dictate(driver: Driver) -> None:
    await driver.send("voice", b"ogg", "说话.ogg")
    assert "话筒" in (await driver.expect()).text


def test_a_reviewed_line_goes_first_and_chinese_below() -> None:
    tongue = Tongue(id="x", name="某文", letters=("0F00-0FFF",), line="…", reviewed=True)
    first, *rest = to_plain(tongue_message(tongue)).splitlines()
    assert first == "…"
    assert any("某文" in line for line in rest)
