"""Answers that cannot stand together, and ages too rough for the bound they lie at: asked at once, kindly, and never a dead end."""

from datetime import UTC, datetime

import pytest

from bot import texts
from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.usecases.scope import PolicyScope, scope_code
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.interview import Interview, Value, data_with, is_question, is_result, verbs
from tests.journeys.rows import Rows

OUTSIDE = "nmg-tepei-2023", "outside"
SCOPE = scope_code(PolicyScope(*OUTSIDE))
AGE, WORK = code("fact", "age"), code("fact", "years_in_profession")
EARLY: dict[str, Value] = {
    "age": 22,
    "education": "master",
    "years_in_profession": "12年半",
    "professional_title": "none",
    "unit_place": "inner_mongolia",
    "ethnic_minority": True,
    "healthy": True,
}
"""Twelve and a half years in a trade at twenty-two."""


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def until(person: Interview, verb: str, answers: dict[str, Value]) -> Seen:
    """Answer until something with this button comes."""
    seen = await person.begin(*OUTSIDE)
    while verb not in verbs(seen):
        seen = await person.press(seen, "so") if "so" in verbs(seen) else await person.answer(seen, answers[person.fact_of(seen)])
    return seen


async def test_answers_at_odds_are_asked_about_at_once_and_one_is_changed(person: Interview) -> None:
    asked = await until(person, "lr", EARLY)
    assert set(person.said) >= {"age", "years_in_profession"}
    assert {"22周岁", "12年6个月"} <= {word for line in asked.text.splitlines() for word in line.split("：")[1:]}
    again = await person.press(asked, "lc", SCOPE, AGE)
    assert person.fact_of(again) == "age"
    assert "您原来答：22周岁" in again.text
    after = await person.answer(again, 40)
    assert "lr" not in verbs(after)


async def test_changing_to_something_as_odd_asks_again(person: Interview) -> None:
    asked = await until(person, "lr", EARLY)
    again = await person.press(asked, "lc", SCOPE, WORK)
    assert "lr" in verbs(await person.answer(again, "13年"))


async def test_all_right_is_remembered_over_a_restart_and_told_in_the_result(person: Interview, bot: Bot) -> None:
    asked = await until(person, "lr", EARLY)
    after = await person.press(asked, "lr")
    assert "lr" not in verbs(after)
    await bot.restart()
    result = await person.walk(after, EARLY)
    assert is_result(result)
    assert "不到14周岁就开始干本专业" in result.text
    assert is_result(await person.press(await person.press(result, "v"), "q"))
    reopened = await person.press(await person.press(result, "l"), "lc", SCOPE, AGE)
    assert "lr" in verbs(await person.answer(reopened, 23)), "another answer is asked about anew"


async def test_what_is_typed_meanwhile_changes_nothing(person: Interview, driver: Driver, rows: Rows) -> None:
    asked = await until(person, "lr", EARLY)
    before = rows.all("SELECT fact, value FROM answers")
    await driver.say("我也不知道呀")
    assert "lr" in verbs(await driver.expect())
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    assert "lr" in verbs(await person.press(await driver.expect("自测还没完"), "q"))
    assert rows.all("SELECT fact, value FROM answers") == before
    for _ in range(2):
        await driver.click(asked, data=data_with(asked, "lr")[0], stale=True)
        assert (await driver.expect(kinds="answer")).text != texts.STALE_GONE


async def test_who_tells_the_age_of_today_for_a_day_long_past_is_asked_for_the_date(person: Interview) -> None:
    asked = await person.answer(await person.reach(await person.begin(*OUTSIDE), "age", EARLY), 46)
    assert "ld" in verbs(asked)
    assert "46周岁" in asked.text
    assert "2023年3月20日" in asked.text
    why = await person.press(asked, "w")
    assert "45周岁以下" in why.text
    back = await person.press(why, "q")
    await person.driver.say("1978年6月1日")
    after = await person.driver.expect()
    assert is_question(after), "44 on the day that counts"
    assert after.message_id != back.message_id


@pytest.mark.parametrize("way", ["button", "same again", "not known"])
async def test_who_knows_no_day_is_not_asked_twice(person: Interview, driver: Driver, rows: Rows, way: str) -> None:
    asked = await person.answer(await person.reach(await person.begin(*OUTSIDE), "age", EARLY), 46)
    if way == "button":
        result = await person.press(asked, "ld")
    else:
        await driver.say("46" if way == "same again" else "记不清了")
        result = await driver.expect()
    assert is_result(result)
    assert LEADS["not_eligible"] in result.text
    assert "要是说的今天" not in result.text, "it was confirmed"
    assert rows.all("SELECT state FROM answers WHERE fact = 'age'") == [("given",)]
    assert is_result(await person.press(await person.press(result, "v"), "q"))


@pytest.mark.parametrize("start", [datetime(2023, 3, 1, 1, tzinfo=UTC)])
async def test_a_birthday_known_to_the_month_is_asked_to_the_day(person: Interview) -> None:
    asked = await until(person, "ld", EARLY | {"age": "1977年3月", "years_in_profession": "20年"})
    assert "正卡在线上" in asked.text
    await person.driver.say("1977年3月21日")
    assert "ld" not in verbs(await person.driver.expect())


async def test_an_age_by_the_old_count_is_asked_back(person: Interview, driver: Driver) -> None:
    asked = await person.reach(await person.begin(*OUTSIDE), "age", EARLY)
    await driver.say("虚岁46")
    again = await driver.expect()
    assert "周岁" in again.text
    assert person.fact_of(again) == person.fact_of(asked)
