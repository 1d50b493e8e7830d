"""What if: looked at on the result without losing anything, and stored only when somebody says so."""

import pytest

from bot import texts
from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.usecases.scope import PolicyScope, scope_code
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.interview import SUITED, Interview, Value, data_with, is_question, is_result, verbs
from tests.journeys.rows import Rows

SENIOR_TRACK = "bt-shibaiqian-2024", "senior"
WORKER: dict[str, Value] = {"unit_place": "baotou", "unit_type": "enterprise", "employed": True, "skill_level": "senior_technician"}
SCOPE = scope_code(PolicyScope(*SENIOR_TRACK))
KIND = code("fact", "unit_type")
ENTERPRISE = code("option", "unit_type=enterprise")
HIGHER = code("option", "skill_level=senior_technician")
SCHOOL: dict[str, Value] = {"unit_place": "jincheng", "unit_type": "technical_school", "annual_trainees": 250}


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


@pytest.fixture
async def result(person: Interview) -> Seen:
    """Everything answered; then the kind of unit, on second thoughts, is one that does not fit."""
    fits = await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
    asked = await person.press(await person.press(fits, "l"), "lc", SCOPE, KIND)
    changed = await person.press(asked, "a", KIND, code("option", "unit_type=government"))
    return await person.press(await person.press(changed, "v"), "q")


async def suppose(person: Interview, result: Seen, fact: str) -> Seen:
    listed = await person.press(result, "h")
    return await person.click(listed, next(data for data in data_with(listed, "hf") if data.endswith(code("fact", fact))))


async def test_what_stands_in_the_way_is_offered_first(person: Interview, result: Seen) -> None:
    listed = await person.press(result, "h")
    assert data_with(listed, "hf")[0] == f"hf:{SCOPE}:{KIND}"
    assert "现在：" in listed.labels[0]


async def test_an_answer_supposed_turns_the_verdict_and_stays_unstored(person: Interview, result: Seen, rows: Rows) -> None:
    before = rows.all("SELECT fact, value, position FROM answers")
    asked = await suppose(person, result, "unit_type")
    assert not is_question(asked)
    flips = await person.press(asked, "hs", SCOPE, KIND, ENTERPRISE)
    assert f"{LEADS['not_eligible']}，卡在 1 条 → {LEADS['eligible']}" in flips.text
    assert "没有改" in flips.text
    assert rows.all("SELECT fact, value, position FROM answers") == before
    back = await person.press(flips, "q")
    assert back.text == result.text


async def test_what_was_supposed_can_be_taken_for_the_answer(person: Interview, result: Seen, rows: Rows) -> None:
    flips = await person.press(await suppose(person, result, "unit_type"), "hs", SCOPE, KIND, ENTERPRISE)
    taken = await person.press(flips, "ht")
    assert is_result(taken)
    assert LEADS["eligible"] in taken.text
    assert "您的回答改了：单位类型" in taken.text
    again = await person.press(flips, "ht", SCOPE, KIND, ENTERPRISE)
    assert LEADS["eligible"] in again.text
    assert rows.all("SELECT count(*) FROM answers WHERE fact = 'unit_type'") == [(1,)]


async def test_a_number_is_supposed_with_a_button_for_each_other_outcome_or_typed(person: Interview, driver: Driver, rows: Rows) -> None:
    result = await person.walk(await person.begin("jc-talent-base-2022"), SCHOOL)
    asked = await suppose(person, result, "annual_trainees")
    assert "300人" in asked.labels
    before = rows.all("SELECT fact, value, position FROM answers")
    await driver.say("大概三百多")
    slip = await driver.expect()
    assert "可以这样回答" in slip.text
    await driver.say("三百五")
    await driver.expect()
    await driver.say("350")
    flips = await driver.expect("如果年培训人数是：350人")
    assert "ht" in verbs(flips)
    assert rows.all("SELECT fact, value, position FROM answers") == before
    assert "您的回答改了" in (await person.walk(await person.press(flips, "ht"), {})).text


async def test_a_question_of_theirs_ends_the_supposing(person: Interview, driver: Driver) -> None:
    result = await person.walk(await person.begin("jc-talent-base-2022"), SCHOOL)
    await suppose(person, result, "annual_trainees")
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日")
    await driver.say("350")
    assert "如果" not in (await driver.expect()).text


async def test_supposing_goes_on_after_a_restart(person: Interview, driver: Driver, bot: Bot) -> None:
    result = await person.walk(await person.begin("jc-talent-base-2022"), SCHOOL)
    await suppose(person, result, "annual_trainees")
    await bot.restart()
    await driver.say("350")
    await driver.expect("如果年培训人数是：350人")


async def test_an_age_can_be_supposed_by_a_date_of_birth(person: Interview, driver: Driver) -> None:
    result = await person.walk(await person.begin("nmg-tepei-2023", "outside"), {"age": "1970年1月1日"})
    assert LEADS["not_eligible"] in result.text
    asked = await suppose(person, result, "age")
    assert "45周岁" in asked.labels
    await driver.say("1985年3月2日")
    flips = await driver.expect("1985年3月2日出生")
    assert "→" in flips.text
    taken = await person.press(flips, "ht")
    assert not is_result(taken), "what the age had settled is open now"


async def test_several_options_are_supposed_one_at_a_time(person: Interview) -> None:
    seen = await person.reach(
        await person.begin("sqsz-contest-2020", "worker"), "contest_ranks_2019", {"unit_type": "enterprise", "employed": True}
    )
    assert "m" in verbs(seen)
    result = await person.walk(seen, {"unit_type": "enterprise", "employed": True})
    asked = await suppose(person, result, "contest_ranks_2019")
    assert all(label.startswith("加上") for label in asked.labels[: len(data_with(asked, "hs"))])
    assert "如果2019年竞赛名次是" in (await person.press(asked, "hs")).text


async def test_a_screening_tells_which_programmes_turn(person: Interview, driver: Driver) -> None:
    await driver.say("我52岁，高级工，在包头一家国企，能报啥")
    seen = await person.press(await driver.expect(), "ok")
    result = await person.walk(seen, {"employed": True})
    asked = await suppose(person, result, "skill_level")
    flips = await person.click(asked, next(data for data in data_with(asked, "hs") if data.endswith(HIGHER)))
    assert "包头" in flips.text
    assert "→" in flips.text
    assert "类不变" in flips.text


async def test_stale_and_forged_presses_store_nothing_and_draw_what_is_open(
    person: Interview, driver: Driver, result: Seen, rows: Rows
) -> None:
    before = rows.all("SELECT fact, value, position FROM answers")
    forged = (
        "h:zzz",
        "hf",
        f"hf:{SCOPE}",
        f"hf:{SCOPE}:zzz",
        f"hs:{SCOPE}:{KIND}",
        f"hs:{SCOPE}:{KIND}:zzz",
        f"ht:{SCOPE}:{KIND}:?",
        f"ht:{SCOPE}",
    )
    for data in forged:
        await driver.click(result, data=data, stale=True)
        assert (await driver.expect(kinds="answer")).text == texts.STALE, data
    assert rows.all("SELECT fact, value, position FROM answers") == before
    first = await person.press(result, "r")
    await driver.click(first, data=f"h:{SCOPE}", stale=True)
    assert (await driver.expect(kinds="answer")).text == texts.STALE
    assert await person.open_question() == person.fact_of(first)


OLDER: dict[str, Value] = SUITED | {"age": 48}


async def test_a_sentence_supposes_of_the_last_result(person: Interview, driver: Driver, rows: Rows) -> None:
    await person.walk(await person.begin("nmg-tepei-2023", "outside"), OLDER)
    before = rows.all("SELECT fact, value, position FROM answers")
    await driver.say("如果我40岁呢")
    flips = await driver.expect("如果年龄是：40周岁")
    assert f"{LEADS['not_eligible']}，卡在 1 条 → {LEADS['undetermined']}" in flips.text
    assert rows.all("SELECT fact, value, position FROM answers") == before
    assert is_question(await person.press(flips, "ht")), "what it hung on before is asked now"


async def test_a_sentence_that_supposes_several_things_lets_one_choose(person: Interview, driver: Driver) -> None:
    await person.walk(await person.begin("nmg-tepei-2023", "outside"), OLDER)
    await driver.say("要是我40岁，硕士呢")
    listed = await driver.expect("如果哪一样不同呢")
    assert {data.split(":")[2] for data in data_with(listed, "hf")} == {code("fact", "age"), code("fact", "education")}


@pytest.mark.parametrize("text", ["如果我40岁，包头金蓝领能报吗", "如果单位不给报呢"])
async def test_what_supposes_nothing_of_the_result_is_answered_as_asked(person: Interview, driver: Driver, text: str) -> None:
    await person.walk(await person.begin("nmg-tepei-2023", "outside"), OLDER)
    await driver.say(text)
    assert "您原来的回答没有改" not in (await driver.expect()).text


@pytest.mark.parametrize(("text", "verb"), [("特培计划自测", "cp"), ("特培计划区外我测一下够不够格", "ok")])
async def test_a_policy_named_with_a_wish_to_be_checked_begins_its_check(driver: Driver, text: str, verb: str) -> None:
    await driver.say(text)
    assert verb in verbs(await driver.expect())
