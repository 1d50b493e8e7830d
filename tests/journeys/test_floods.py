"""Floods: answers go on for a while, one word, silence until it eases; what somebody does counts all the same, and nobody else waits."""

from datetime import timedelta

import pytest

from bot import texts
from bot.sandbox.driver import Driver
from bot.usecases.braking import Pace, Paces
from knowledge.base import KnowledgeBase
from tests.bot.sandbox.client import png
from tests.journeys.interview import Interview, data_with, is_question
from tests.journeys.rows import Rows

HOURLY = timedelta(hours=1)
BURST, IN_GROUP = 6, 3
QUESTION = "包头金蓝领啥时候截止"
STATION = "jc-technician-station-2022"


@pytest.fixture
def paces() -> Paces:
    """So slow that no test can wait it out: only a moved clock eases it."""
    return Paces(Pace(BURST, HOURLY), Pace(IN_GROUP, HOURLY))


async def told(driver: Driver, user: str) -> list[str]:
    """What was said to somebody, once all that they wrote is dealt with: a pressed button is always acknowledged, behind all before."""
    chat = await driver.person(user)
    first = await driver.expect(chat_id=chat)
    await driver.click(first, data="x", user=user, stale=True)
    await driver.expect(kinds="answer", chat_id=chat)
    return [seen.text for seen in await driver.outbox(chat_id=chat) if seen.text != texts.STALE_GONE]


async def test_answers_go_on_then_one_word_then_silence_until_it_eases(driver: Driver, rows: Rows) -> None:
    chat = await driver.person("急性子")
    for _ in range(3 * BURST):
        await driver.say(QUESTION, user="急性子")
    said = await told(driver, "急性子")
    assert ["2024年12月10日" in text for text in said] == [True] * BURST + [False]
    assert said[-1].startswith(texts.SLOWLY[0])
    await driver.move_clock(HOURLY * (BURST // 2) + timedelta(seconds=5))
    await driver.say(QUESTION, user="急性子")
    await driver.expect("2024年12月10日", chat_id=chat)
    assert rows.all("SELECT DISTINCT state FROM inbox") == [("handled",)]


async def test_what_is_answered_in_a_questionnaire_counts_while_nothing_is_said(driver: Driver, base: KnowledgeBase, rows: Rows) -> None:
    person = Interview(driver, base)
    question = await person.begin(STATION)
    for _ in range(BURST):
        await driver.say("今天天气怎么样")
    await driver.expect(texts.SLOWLY[0])
    answer = data_with(question, "a")[0]
    await driver.click(question, data=answer, stale=True)
    toast = await driver.expect(kinds="answer")
    assert toast.text == texts.SLOWLY[0]
    assert rows.count("answers") == 1
    before = rows.all("SELECT value FROM answers")
    await driver.move_clock(HOURLY * BURST)
    await driver.say("/check")
    assert is_question(question)
    now = await driver.expect()
    assert now.text != question.text
    assert not now.text.startswith(texts.SLOWLY[0])
    assert rows.all("SELECT value FROM answers") == before


async def test_all_is_deleted_and_said_so_however_fast_it_was(driver: Driver, rows: Rows) -> None:
    await driver.say("/delete")
    asked = await driver.expect()
    for _ in range(BURST + 2):
        await driver.say(QUESTION)
    await driver.expect(texts.SLOWLY[0])
    await driver.click(asked, data=data_with(asked, "dd")[0])
    await driver.expect(texts.DELETED)
    assert rows.count("people") == rows.count("brakes") == 0


async def test_in_a_group_each_has_a_brake_of_their_own(driver: Driver) -> None:
    room = await driver.do("group", user="组长", title="技师群", members=["组员"])
    group = int(room["chat"]["id"])
    await driver.expect(chat_id=group)
    for _ in range(3 * IN_GROUP):
        await driver.say(f"@shenbao_sandbox_bot {QUESTION}", user="组员", chat_id=group)
    await driver.expect(texts.SLOWLY[0], chat_id=group)
    await driver.say(f"@shenbao_sandbox_bot {QUESTION}", user="组长", chat_id=group)
    await driver.expect("2024年12月10日", chat_id=group)
    await driver.say(QUESTION, user="组员")
    await driver.expect("2024年12月10日", chat_id=await driver.person("组员"))


async def test_an_album_gets_one_answer_however_many_pictures_it_has(driver: Driver) -> None:
    for number in range(10):
        await driver.send("photo", png(9, 9), f"{number}.png", album="甲")
    await driver.send("photo", png(9, 9), "0.png", album="乙", caption="特培计划什么时候截止")
    for number in range(1, 10):
        await driver.send("photo", png(9, 9), f"{number}.png", album="乙")
    said = await told(driver, "测试员")
    assert said[0] == texts.NOT_TEXT["photo"]
    assert "2023年3月20日" in said[1]
    assert len(said) == 2


async def test_a_flood_is_over_for_good_once_it_is_over(driver: Driver, rows: Rows) -> None:
    for _ in range(BURST + 3):
        await driver.say(QUESTION)
    await told(driver, "测试员")
    assert rows.count("brakes") == 1
    await driver.move_clock(HOURLY * (BURST + 2))
    await driver.say(QUESTION, user="旁人")
    await driver.expect(chat_id=await driver.person("旁人"))
    assert rows.count("brakes") == 1
