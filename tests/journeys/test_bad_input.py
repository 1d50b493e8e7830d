"""Whatever comes in, a short kind answer goes out, nothing answered is lost, and nothing is logged as an error."""

import pytest

from bot import texts
from bot.sandbox.driver import Driver
from knowledge.base import KnowledgeBase
from tests.bot.sandbox.client import png
from tests.journeys.interview import SUITED, Interview
from tests.journeys.rows import Rows

LONGEST_ANSWER = 600
TEPEI = "nmg-tepei-2023"
NOISE = "".join(chr(0x4E00 + (7919 * number) % 20000) if number % 5 else " " for number in range(1, 4097))

TEXTS = {
    "noise of a whole message": NOISE,
    "one letter over and over": "哈" * 4096,
    "zero-width characters": "\u200b特\u200d培\ufeff计\u2060划",
    "next to nothing but zero-width characters": "\u200b\u200c。\u2060",
    "control characters": "a\x07b\x1bc\x0bd",
    "right to left": "\u202e划计培特\u202c",
    "HTML": "<b>45</b><script>alert(1)</script> & <a href='tg://user?id=1'>x</a>",
    "broken HTML": "</b><i>&lt;&",
    "emoji": "🙂👨‍👩‍👧‍👦🏳️‍🌈",
    "beyond the basic plane": "𠮷𠮷𠮷",
    "SQL": "'; DROP TABLE answers; --",
    "YAML": "!!python/object/apply:os.system ['true']",
    "a template": "{day} %s {{7*7}} ${x}",
    "numbers out of range": "999999999999999999999999999999",
    "a negative number": "-1",
    "an exponent": "1e400",
    "not a number": "NaN",
    "a lone surrogate's replacement": "\ufffd\ufffd",
    "lines": "\n\n一\n\n二\n\n",
    "an unknown command": "/nosuchcommand 1 2 3",
    "a slash": "/",
    "a command of another bot": "/help@another_bot",
    "a web address": "https://example.org/?q=特培",
    "a mention of nobody": "@nobody 45",
}
SORTS = ("photo", "sticker", "voice", "document", "video", "audio", "animation", "video_note")


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def check_still_at(person: Interview, fact: str, rows: Rows) -> None:
    """The answer given before is kept and the question is still open."""
    assert await person.open_question() == fact
    assert rows.all("SELECT state FROM answers") == [("given",)]
    assert rows.all("SELECT state FROM inbox WHERE state <> 'handled'") == []
    assert rows.all("SELECT state FROM outbox WHERE state NOT IN ('sent', 'pending')") == []


async def test_any_text_is_answered_shortly_and_the_questionnaire_holds(person: Interview, rows: Rows) -> None:
    question = await person.one_in(TEPEI, "outside")
    for name, text in TEXTS.items():
        await person.driver.say(text)
        answer = await person.driver.expect()
        assert answer.text, name
        assert len(text) <= LONGEST_ANSWER or len(answer.text) <= LONGEST_ANSWER, name
        await check_still_at(person, person.fact_of(question), rows)


async def test_any_text_out_of_the_blue_is_answered(driver: Driver) -> None:
    for name, text in TEXTS.items():
        await driver.say(text)
        assert (await driver.expect()).text, name


async def test_what_is_not_text_gets_a_word_on_what_would_work(person: Interview, rows: Rows) -> None:
    question = await person.one_in(TEPEI, "outside")
    for sort in SORTS:
        await person.driver.send(sort, png(20, 20), "东西.png")
        answer = await person.driver.expect()
        assert answer.text in texts.NOT_TEXT.values(), sort
        assert len(answer.text) <= LONGEST_ANSWER
        await check_still_at(person, person.fact_of(question), rows)


async def test_a_question_under_a_picture_is_answered(driver: Driver) -> None:
    await driver.send("photo", png(20, 20), "截图.png", caption="特培计划什么时候截止")
    await driver.expect("2023年3月20日")


async def test_a_contact_and_a_place_are_answered(driver: Driver) -> None:
    await driver.say("你好")
    await driver.expect()
    await driver.do("share", user="测试员", phone="+8613000000000")
    assert (await driver.expect()).text == texts.NOT_TEXT["other"]
    await driver.do("share", user="测试员", latitude=40.6, longitude=109.8)
    assert (await driver.expect()).text == texts.NOT_TEXT["location"]


async def test_an_edited_message_does_not_change_what_was_answered(person: Interview, rows: Rows) -> None:
    await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    number = await person.driver.say("包头")
    question = await person.driver.expect()
    sealed = rows.all("SELECT value FROM answers")
    await person.driver.do("edit", user="测试员", message_id=number, text="晋城")
    assert (await person.driver.expect(kinds="message")).text == texts.NOT_TEXT["edited"]
    assert rows.all("SELECT value FROM answers") == sealed
    await check_still_at(person, person.fact_of(question), rows)


async def test_a_forwarded_question_is_answered_like_a_typed_one(driver: Driver) -> None:
    await driver.do("forward", user="测试员", text="包头金蓝领啥时候截止", author="同事")
    await driver.expect("2024年12月10日")


async def test_zero_width_characters_do_not_hide_a_question(driver: Driver) -> None:
    await driver.say("包头\u200b金\u200d蓝\ufeff领啥时候截止")
    await driver.expect("2024年12月10日")


async def test_what_people_type_comes_back_escaped(person: Interview) -> None:
    question = await person.begin(TEPEI, "outside")
    await person.driver.say("<b>粗</b>&<i>")
    answer = await person.driver.expect()
    assert "<b>粗</b>&<i>" in answer.text
    assert person.fact_of(answer) == person.fact_of(question)


async def test_twenty_stray_messages_in_a_row_are_each_answered_in_order(driver: Driver) -> None:
    chat = await driver.person("急性子")
    for number in range(20):
        await driver.say("包头金蓝领啥时候截止" if number % 2 else "今天天气怎么样", user="急性子")
    await driver.say("/help", user="急性子")
    await driver.expect("/check", chat_id=chat)
    told = await driver.outbox(chat_id=chat)
    assert ["2024年12月10日" in seen.text for seen in told[:-1]] == [bool(number % 2) for number in range(20)]
