"""Self-checks through the real application: every kind of answer, all ways back, and the same verdict as without a chat."""

from datetime import date

import pytest

from bot import texts
from bot.callbacks import code
from bot.sandbox.driver import Driver
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import START
from tests.journeys.interview import Interview, Value, is_result, verbs

TEPEI = "nmg-tepei-2023"
TODAY = START.date()

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
    details = await person.press(result, "v")
    assert person.base.version in details.text
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


async def test_a_policy_can_be_judged_on_the_day_after_a_leap_day(person: Interview) -> None:
    result = await person.walk(await person.begin(TEPEI, "inside"), {"age": "1987年2月28日"})
    assert person.expected(TEPEI, "inside", date(2024, 11, 28))[0][0] in result.text


async def test_a_paper_that_some_answers_hang_on_is_named_with_the_first_question(driver: Driver, base: KnowledgeBase) -> None:
    person = Interview(driver, base)
    first = await person.begin("bt-shibaiqian-2024", "chief")
    assert "要看《包头市“十百千”高技能人才认定申请表》，我们手里没有" in first.text
    second = await person.answer(first, "baotou")
    assert "申请表" not in second.text


async def test_that_an_edition_is_over_is_said_before_anything_else(driver: Driver, base: KnowledgeBase) -> None:
    interview = Interview(driver, base)
    await driver.say("/check")
    listed = await driver.expect()
    tracks = await interview.click(listed, f"c:{code('policy', TEPEI)}")
    consent = await interview.click(tracks, f"ct:{code('track', f'{TEPEI}/inside')}")
    assert consent.text.startswith("先说一句：内蒙古特培计划（2023）本期已截止")
    assert "fs" in verbs(consent), "the next time can be waited for at once"
    first = await interview.press(consent, "ok")
    assert "本期已截止" not in first.text, "it is said once"
    await driver.say("/check")
    await driver.expect()
    again = await interview.click(tracks, f"ct:{code('track', f'{TEPEI}/outside')}")
    assert again.text.startswith("先说一句：")
    open_one = await interview.click(listed, f"c:{code('policy', 'bt-shibaiqian-2024')}")
    assert "先说一句" not in (await interview.press(open_one, "cp")).text
