"""A sheet for the unit: chosen, made as text and picture, and refused kindly where it cannot be."""

import io
import re

import aiohttp
import pytest
from PIL import Image

from bot import texts
from bot.callbacks import target_code
from bot.outbox import papers
from bot.pictures.png import TooTallError
from bot.pictures.scene import Scene
from bot.pictures.sheet import NARROWEST, WIDEST
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.usecases.snapshot import Snapshots
from knowledge.base import KnowledgeBase
from tests.journeys.interview import Interview, data_with, verbs
from tests.journeys.rows import Rows

STATION = "jc-technician-station-2022"
BAOTOU = "bt-shibaiqian-2024"


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def asked(person: Interview, text: str = "晋城技师工作站要交什么") -> Seen:
    await person.driver.say(text)
    return await person.driver.expect()


async def file_of(sandbox: Sandbox, seen: Seen) -> tuple[str, bytes]:
    file = seen.raw["message"]["document"]
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}/control/file/{file['file_unique_id']}") as response:
        return file["file_name"], await response.read()


@pytest.mark.parametrize("question", ["晋城技师工作站要交什么", "晋城技师工作站怎么报", "晋城技师工作站要什么条件"])
async def test_it_is_offered_where_the_unit_has_to_be_won(person: Interview, question: str) -> None:
    assert "y" in verbs(await asked(person, question))


async def test_the_text_and_the_picture_come_with_what_was_chosen(person: Interview, sandbox: Sandbox, rows: Rows) -> None:
    first, second, *_ = person.base.policies[STATION].conditions
    choice = await person.press(await asked(person), "y")
    fewer = await person.click(choice, data_with(choice, "yt")[0])
    assert (fewer.kind, fewer.message_id) == ("edit", choice.message_id)
    assert f"☐ 1. {first.text[:20]}" in fewer.text
    await person.driver.click(fewer, data=data_with(fewer, "yg")[0])
    text = await person.driver.expect("给单位看")
    assert first.text not in text.text
    assert second.text in text.text
    assert "2022年12月8日" in text.text
    assert not re.search(r"还有 ?\d", text.text)
    picture = await person.driver.expect("图在这里")
    name, content = await file_of(sandbox, picture)
    assert name.endswith(".png")
    image = Image.open(io.BytesIO(content))
    assert image.format == "PNG"
    assert NARROWEST <= image.width / 2 <= WIDEST
    assert image.height > image.width
    assert rows.count("answers") == rows.count("checklists") == 0, "nothing of it is kept"


async def test_where_there_are_tracks_the_track_comes_first(person: Interview) -> None:
    tracks = await person.press(await asked(person, "包头金蓝领要交什么"), "y")
    assert len(data_with(tracks, "yt")) == 4
    choice = await person.press(tracks, "yt", target_code(BAOTOU, "senior"))
    assert "yg" in verbs(choice)
    assert choice.message_id == tracks.message_id


async def test_a_choice_from_other_conditions_is_stale(person: Interview) -> None:
    choice = await person.press(await asked(person), "y")
    code = target_code(STATION, None)
    less = await person.click(choice, data_with(choice, "yt")[0])
    for forged in (f"yt:{code}:1:000000", f"yg:{code}:1:000000", f"yg:{code}:zz:zz"):
        again = await person.click(less, forged)
        assert "☐" not in again.text.split("13.")[0], "all required ones again"
        less = await person.click(again, data_with(again, "yt")[0])


@pytest.mark.parametrize("data", ["y:nothing", "yt:nothing", "yg:nothing:1:1", f"y:{target_code('cn-gig-market-2023', None)}"])
async def test_a_forged_or_outlived_button_says_so(person: Interview, data: str) -> None:
    assert texts.STALE_GONE in (await person.click(await asked(person), data)).text


async def test_a_picture_too_long_to_draw_leaves_the_text(person: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Scene) -> bytes:
        raise TooTallError

    monkeypatch.setattr(papers, "png", refuse)
    choice = await person.press(await asked(person), "y")
    await person.driver.click(choice, data=data_with(choice, "yg")[0])
    await person.driver.expect("请对照这些条件")
    assert "画不下" in (await person.driver.expect("图")).text


async def test_a_policy_that_goes_before_the_picture_is_made_leaves_it_out(
    person: Interview, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    assert STATION in snapshots.current.base.policies
    monkeypatch.setattr(papers, "read_scope", lambda _base, _about: None)
    choice = await person.press(await asked(person), "y")
    await person.driver.click(choice, data=data_with(choice, "yg")[0])
    await person.driver.expect("请对照这些条件")
    await person.driver.expect(kinds="answer")
    assert rows.all("SELECT state FROM outbox WHERE kind = 'sheet'") == [("skipped",)]


async def test_in_a_group_it_stays_private(driver: Driver) -> None:
    group = int((await driver.do("group", user="测试员", title="技师群", members=["组员"]))["chat"]["id"])
    await driver.say("@shenbao_sandbox_bot 晋城技师工作站怎么报", chat_id=group)
    answer = await driver.expect("初审", chat_id=group)
    (link,) = [
        button["url"] for row in answer.raw["message"]["reply_markup"]["inline_keyboard"] for button in row if "给单位" in button["text"]
    ]
    await driver.start(link.partition("?start=")[2])
    await driver.expect("带上哪些条件")
