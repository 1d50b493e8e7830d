"""Self-checks through the real application: every kind of answer, all ways back, and the same verdict as without a chat."""

from datetime import date

import pytest

from bot import texts
from bot.callbacks import code
from bot.sandbox.driver import Driver
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import START, Bot
from tests.journeys.interview import SUITED, Interview, Value, data_with, is_question, is_result, verbs
from tests.journeys.rows import Rows

TEPEI = "nmg-tepei-2023"
TODAY = START.date()
SENIOR: dict[str, Value] = {"age": 40, "professional_title": "senior", "unit_place": "baotou"}

WALKS: list[tuple[str, str, str | None, dict[str, Value], list[str]]] = [
    (
        "区外, a birth date, years enough",
        TEPEI,
        "outside",
        {
            "age": "1980年5月",
            "education": "master",
            "years_in_profession": "12年半",
            "professional_title": "none",
            "unit_place": "inner_mongolia",
            "ethnic_minority": True,
            "healthy": True,
        },
        ["eligible"],
    ),
    ("区外, a year too old", TEPEI, "outside", {"age": "四十六岁"}, ["not_eligible"]),
    (
        "区内, on the boundary",
        TEPEI,
        "inside",
        {"age": "35", "professional_title": "中级", "unit_affiliation": "county", "unit_place": "包头", "healthy": True},
        ["eligible"],
    ),
    (
        "both tracks at once, too old for one",
        TEPEI,
        "all",
        {
            "age": "四十五岁",
            "education": "bachelor",
            "professional_title": "associate_senior",
            "unit_affiliation": "county",
            "unit_place": "inner_mongolia",
            "ethnic_minority": True,
            "healthy": True,
        },
        ["eligible", "not_eligible"],
    ),
    (
        "Baotou, a special technician asks for the chief's level",
        "bt-shibaiqian-2024",
        "chief",
        {"skill_level": "特级技师"},
        ["undetermined"],
    ),
    (
        "Baotou, 高级技师",
        "bt-shibaiqian-2024",
        "senior",
        {"unit_place": "baotou", "unit_type": "enterprise", "employed": True, "skill_level": "senior_technician"},
        ["eligible"],
    ),
    (
        "Jincheng's 技师工作站 with exactly three",
        "jc-technician-station-2022",
        None,
        {
            "unit_place": "jincheng",
            "unit_type": "企业",
            "skill_leaders": "三个人",
            "talent_system": True,
            "mentoring_plan": "有",
            "research_cooperation": True,
            "provides_support": True,
        },
        ["eligible"],
    ),
    (
        "Jincheng's 实训基地 with one trainee too few",
        "jc-talent-base-2022",
        None,
        {"unit_place": "jincheng", "unit_type": "technical_school", "annual_trainees": 299},
        ["not_eligible"],
    ),
    ("nothing is known", "jc-talent-base-2022", None, {}, ["undetermined"]),
]


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


@pytest.mark.parametrize(("policy", "track", "answers", "verdicts"), [walk[1:] for walk in WALKS], ids=[walk[0] for walk in WALKS])
async def test_a_walk_ends_with_the_verdict_that_the_answers_have_without_a_chat(
    person: Interview, policy: str, track: str | None, answers: dict[str, Value], verdicts: list[str]
) -> None:
    result = await person.walk(await person.begin(policy, track), answers)
    assert is_result(result)
    expected = person.expected(policy, None if track == "all" else track, TODAY)
    assert len(expected) == len(verdicts)
    for (lead, _), name in zip(expected, verdicts, strict=True):
        assert lead.startswith(LEADS[name])
        assert lead in result.text
    assert "自测仅供参考，以主管部门审核为准" in result.text
    assert person.base.version in result.text
    details = await person.press(result, "v")
    assert all(clause in details.text for _, clauses in expected for clause in clauses)
    assert (await person.press(details, "q")).text == result.text


async def test_a_failure_is_told_with_the_answer_the_amount_and_what_would_do(person: Interview) -> None:
    answers: dict[str, Value] = {"unit_place": "jincheng", "unit_type": "technical_school", "annual_trainees": 250}
    result = await person.walk(await person.begin("jc-talent-base-2022"), answers)
    assert "您答：250人，差50人" in result.text
    assert "年培训人数从250人到300人" in result.text


async def test_an_age_over_the_bound_is_told_by_how_much(person: Interview) -> None:
    result = await person.walk(await person.begin(TEPEI, "outside"), {"age": 47})
    assert "您答：47周岁，超2岁" in result.text


async def test_details_of_what_takes_no_application_are_gone(person: Interview) -> None:
    result = await person.walk(await person.begin(TEPEI, "outside"), {"age": 46})
    gone = await person.click(result, f"v:{code('policy', 'cn-gig-market-2023')}")
    assert gone.text == texts.STALE_GONE
    assert (await person.click(result, "v:nothing")).text == texts.STALE_GONE


async def test_nothing_is_stored_before_the_consent(person: Interview, driver: Driver, rows: Rows) -> None:
    asked = await person.choose(TEPEI, "outside")
    assert {"ok", "no"} <= verbs(asked)
    await driver.say("四十五岁")
    await driver.expect()
    assert rows.count("answers") == rows.count("profiles") == rows.count("interviews") == 0
    assert rows.all("SELECT consented_at FROM people") == [(None,)]

    await person.press(asked, "no")
    assert rows.count("answers") == rows.count("interviews") == 0
    assert rows.all("SELECT consented_at FROM people") == [(None,)]

    question = await person.begin(TEPEI, "outside")
    assert is_question(question)
    assert rows.all("SELECT consented_at IS NULL FROM people") == [(0,)]
    assert rows.count("answers") == 0
    asked = await person.reach(question, "age", SUITED)
    await person.answer(asked, "45")
    assert rows.all("SELECT state FROM answers WHERE fact = 'age'") == [("given",)]
    assert "45" not in str(rows.all("SELECT value FROM answers WHERE fact = 'age'")[0][0])


async def test_sensitive_questions_wait_for_a_consent_of_their_own(person: Interview, rows: Rows) -> None:
    result = await person.walk(await person.begin(TEPEI, "outside"), SENIOR)
    assert is_result(result)
    assert rows.all("SELECT sensitive_consented_at IS NULL, sensitive_declined_at IS NULL FROM people") == [(0, 1)]
    assert {"ethnic_minority", "healthy"} <= person.said.keys()


async def test_declined_sensitive_questions_are_never_asked_and_leave_it_open(person: Interview, rows: Rows) -> None:
    result = await person.walk(await person.begin(TEPEI, "outside"), SENIOR, sensitive=False)
    assert not {"ethnic_minority", "healthy"} & person.said.keys()
    assert LEADS["undetermined"] in result.text
    declined = {fact for (fact,) in rows.all("SELECT fact FROM answers WHERE state = 'declined'")}
    assert declined == set()  # a refusal is no answer: it can be taken back
    assert rows.all("SELECT sensitive_consented_at FROM people") == [(None,)]


async def test_going_back_from_a_question_asks_the_one_before_again(person: Interview, rows: Rows) -> None:
    begun = await person.begin(TEPEI, "outside")
    assert "b" not in verbs(begun)
    first = await person.reach(begun, "age", SUITED)
    before = rows.count("answers")
    second = await person.walk(first, {"age": "46周岁"})
    assert is_result(second)
    again = await person.press(second, "b")
    assert person.fact_of(again) == "age"
    assert rows.count("answers") == before
    third = await person.answer(again, "45周岁")
    assert not is_question(third) or person.fact_of(third) != "age"
    back = await person.press(third, "b")
    assert person.fact_of(back) == "age"


async def test_going_back_from_the_result_and_answering_otherwise_turns_the_verdict(person: Interview) -> None:
    answers: dict[str, Value] = {"unit_place": "baotou", "unit_type": "enterprise", "employed": True, "skill_level": "advanced"}
    seen = await person.walk(await person.begin("bt-shibaiqian-2024", "senior"), answers)
    assert LEADS["not_eligible"] in seen.text
    while not is_question(seen) or person.fact_of(seen) != "skill_level":
        seen = await person.press(seen, "b")
    result = await person.walk(seen, answers | {"skill_level": "senior_technician"})
    assert LEADS["eligible"] in result.text


async def test_all_the_way_back_and_once_more_stays_at_the_first_question(person: Interview, driver: Driver) -> None:
    first = await person.begin(TEPEI, "inside")
    fact = person.fact_of(first)
    second = await person.answer(first, SENIOR[fact])
    again = await person.press(second, "b")
    assert person.fact_of(again) == fact
    await driver.click(again, data=data_with(second, "b")[0], stale=True)
    assert (await driver.expect(kinds="answer")).text == texts.STALE
    third = await person.answer(again, SENIOR[fact])
    assert person.fact_of(third) == person.fact_of(second)


async def test_why_names_the_clauses_and_leads_back_to_the_question(person: Interview) -> None:
    question = await person.reach(await person.begin(TEPEI, "all"), "age", SUITED | {"unit_affiliation": "county"})
    why = await person.press(question, "w")
    assert "三（一）2" in why.text
    assert "三（二）2" in why.text
    back = await person.press(why, "q")
    assert person.fact_of(back) == "age"


async def test_leaving_keeps_the_answers_and_the_way_back(person: Interview, driver: Driver, rows: Rows) -> None:
    second = await person.one_in(TEPEI, "outside")
    fact = person.fact_of(second)
    left = await person.press(second, "x")
    assert rows.count("answers") == 1
    assert rows.all("SELECT finished_at IS NULL FROM interviews") == [(0,)]
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    again = await person.press(left, "q")
    assert person.fact_of(again) == fact


async def test_my_shows_a_questionnaire_under_way_and_check_goes_on_with_it(person: Interview, driver: Driver) -> None:
    second = await person.one_in(TEPEI, "outside")
    await driver.say("/my")
    await driver.expect()
    going = await driver.expect("存下的自测")
    assert person.fact_of(await person.press(going, "q")) == person.fact_of(second)
    await driver.say("/check")
    assert person.fact_of(await driver.expect()) == person.fact_of(second)


async def test_starting_anew_forgets_this_questionnaires_answers_only(person: Interview, rows: Rows) -> None:
    await person.walk(await person.begin("jc-technician-station-2022"), {"unit_place": "jincheng", "unit_type": "enterprise"})
    other = {fact for (fact,) in rows.all("SELECT fact FROM answers")}
    seen = await person.begin(TEPEI, "outside")
    if not is_question(seen):
        seen = await person.press(seen, "q")
    result = await person.walk(seen, {"age": 50})
    first = await person.press(result, "r")
    assert is_question(first)
    left = {fact for (fact,) in rows.all("SELECT fact FROM answers")}
    assert left == other - {"unit_place"}


async def test_answers_are_offered_again_for_another_policy_and_may_be_given_anew(person: Interview, rows: Rows) -> None:
    await person.walk(await person.begin("bt-shibaiqian-2024", "senior"), {"unit_place": "baotou", "unit_type": "enterprise"})
    offered = await person.begin("jc-talent-base-2022")
    assert {"q", "r"} <= verbs(offered)
    assert "包头市" in offered.text
    assert "企业" in offered.text
    question = await person.press(offered, "r")
    assert is_question(question)
    assert not {"unit_place", "unit_type"} & {fact for (fact,) in rows.all("SELECT fact FROM answers")}


async def test_answers_used_again_are_not_asked_again(person: Interview) -> None:
    answers = {"unit_place": "jincheng", "unit_type": "enterprise"}
    await person.walk(await person.begin("jc-technician-station-2022"), answers)
    offered = await person.begin("jc-talent-base-2022")
    earlier = dict(person.said)
    person.said.clear()
    await person.walk(await person.press(offered, "q"), {})
    assert person.said
    assert not {"unit_place", "unit_type"} & person.said.keys()
    assert {"unit_place", "unit_type"} <= earlier.keys()


@pytest.mark.parametrize("way", ["restart", "stop"])
async def test_a_bot_that_ends_in_the_middle_goes_on_where_it_was(person: Interview, bot: Bot, way: str) -> None:
    answers: dict[str, Value] = {
        "age": "1990年1月2日",
        "professional_title": "senior",
        "unit_place": "baotou",
        "ethnic_minority": True,
        "healthy": True,
    }
    seen = await person.begin(TEPEI, "outside")
    for _ in range(2):
        seen = await person.answer(seen, answers.get(person.fact_of(seen), "?"))
        if way == "restart":
            await bot.restart()
        else:
            await bot.stop()
            bot.start()
    result = await person.walk(seen, answers)
    assert result.text.startswith(LEADS["eligible"])
    assert person.expected(TEPEI, "outside", TODAY)[0][0] in result.text


async def test_what_is_said_while_the_bot_is_down_is_answered_once_it_is_up(person: Interview, bot: Bot, driver: Driver) -> None:
    await person.reach(await person.begin(TEPEI, "outside"), "age", SUITED)
    await bot.stop()
    await driver.say("四十五岁")
    bot.start()
    answered = await driver.expect()
    assert not is_question(answered) or person.fact_of(answered) != "age"


async def test_a_question_in_the_middle_is_answered_and_the_questionnaire_goes_on(person: Interview, driver: Driver) -> None:
    second = await person.one_in(TEPEI, "outside")
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日")
    going = await driver.expect()
    assert verbs(going) == {"q"}
    back = await person.press(going, "q")
    assert person.fact_of(back) == person.fact_of(second)


@pytest.mark.parametrize("asked", ["什么时候截止", "哪天截止啊", "技师工作站截止日期"])
async def test_a_question_without_a_name_is_taken_for_the_policy_that_is_checked(person: Interview, driver: Driver, asked: str) -> None:
    await person.begin("jc-technician-station-2022")
    await driver.say(asked)
    await driver.expect("2022年12月8日")


async def test_a_slip_is_explained_and_the_question_stays(person: Interview, driver: Driver, rows: Rows) -> None:
    question = await person.reach(await person.begin(TEPEI, "outside"), "age", SUITED)
    before = rows.count("answers")
    for typed in ("一百五十岁", "-3", "虚岁46", "1980年13月", "2999年1月1日", "可以", "几年前", "本科在读", "没有单位", "abc", "9" * 50):
        await driver.say(typed)
        again = await driver.expect()
        assert is_question(again), typed
        assert person.fact_of(again) == person.fact_of(question) == "age"
        assert again.text != question.text
    assert rows.count("answers") == before


async def test_two_people_are_checked_side_by_side(driver: Driver, base: KnowledgeBase) -> None:
    first, second = Interview(driver, base, "甲"), Interview(driver, base, "乙")
    one = await first.reach(await first.begin(TEPEI, "outside"), "age", SUITED)
    two = await second.reach(await second.begin(TEPEI, "outside"), "age", SUITED)
    assert LEADS["not_eligible"] in (await first.walk(one, {"age": 46})).text
    assert not is_result(await second.answer(two, 45))


async def test_a_policy_can_be_judged_on_the_day_after_a_leap_day(person: Interview) -> None:
    result = await person.walk(await person.begin(TEPEI, "inside"), {"age": "1987年2月28日"})
    assert person.expected(TEPEI, "inside", date(2024, 11, 28))[0][0] in result.text
