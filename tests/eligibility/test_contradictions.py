"""Answers that cannot stand together: found only when certain, whatever their order, and never part of a verdict."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Born, DoesNotKnow, Given, Months, Since, Years
from eligibility.contradictions import contradictions
from eligibility.days import Window
from eligibility.examples import check_example
from eligibility.reading import Refusal, read_answer
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.contradictions import Begins, Contradiction, Exceeds
from knowledge.loader import load
from knowledge.policy import Policy, Value
from tests.eligibility.oracle import slow_birthday
from tests.eligibility.strategies import DAY, VALUES, answers, base_of, policies, rules, settled_by

WORK = Contradiction(id="work", ask="哪一个要改？", begins=Begins(fact="tenure", before="age", plus="45年"))
FOUNDED = Contradiction(id="founded", ask="哪一个要改？", begins=Begins(fact="founded", before="tenure"))
PART = Contradiction(id="part", ask="哪一个要改？", exceeds=Exceeds(fact="share", than="staff"))
ruled = st.sampled_from([("employed", "level"), ("staff", "region"), ("honours", "age")]).flatmap(rules)
some = st.lists(
    st.one_of(st.sampled_from([WORK, FOUNDED, PART]), ruled.map(lambda rule: Contradiction(id="rule", ask="哪一个要改？", rule=rule))),
    min_size=1,
    max_size=4,
).map(tuple)
NONE_FIT = base_of()


def found(known: dict[str, Answer], *data: Contradiction, day: date = DAY) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.id, one.facts) for one in contradictions(replace(NONE_FIT, contradictions=data), known, day)]


@given(some, answers(), st.randoms())
def test_the_order_of_answers_does_not_matter(data: tuple[Contradiction, ...], known: dict[str, Answer], random: Random) -> None:
    shuffled = list(known.items())
    random.shuffle(shuffled)
    assert found(known, *data) == found(dict(shuffled), *data)


@given(some, answers())
def test_only_what_every_completion_contradicts_is_told_and_of_answers_alone(
    data: tuple[Contradiction, ...], known: dict[str, Answer]
) -> None:
    for one in data:
        told = found(known, one)
        if not told:
            continue
        assert all(isinstance(known[fact], Given) for fact in told[0][1])
        for values in product(*(settled_by(fact, known.get(fact)) for fact in one.facts)):
            assert found(dict(zip(one.facts, values, strict=True)), one)


@given(policies(), some, answers())
def test_a_contradiction_never_changes_a_verdict(policy: Policy, data: tuple[Contradiction, ...], known: dict[str, Answer]) -> None:
    base = base_of(policy)
    assert judge(base, policy, None, known, DAY) == judge(replace(base, contradictions=data), policy, None, known, DAY)


@given(st.dates(date(1977, 1, 1), date(1980, 12, 31)), st.dates(date(2023, 12, 20), DAY))
def test_a_start_is_too_early_before_the_birthday_that_it_needs(birth: date, start: date) -> None:
    known: dict[str, Answer] = {"age": Given(Born(Window(birth, birth))), "tenure": Given(Since(Window(start, start)))}
    assert found(known, WORK) == [("work", ("tenure", "age"))] * (start < slow_birthday(birth, 45))


def test_what_may_still_be_right_is_left_alone() -> None:
    """An age in years and a length in months leave their days open; only what no day can mend is asked about."""
    assert found({"age": Given(Years(45)), "tenure": Given(Months(11))}, WORK) == []
    assert found({"age": Given(Years(44)), "tenure": Given(Months(0))}, WORK) == [("work", ("tenure", "age"))]
    assert found({"age": Given(Years(45)), "tenure": DoesNotKnow()}, WORK) == []
    assert found({"age": Given(Years(45), DAY + timedelta(days=700)), "tenure": Given(Months(0))}, WORK) == [("work", ("tenure", "age"))]


def test_days_and_numbers_are_compared_too() -> None:
    begun = Given(Since(Window(date(2024, 6, 1), date(2024, 6, 30))))
    assert found({"tenure": begun, "founded": Given(date(2024, 5, 31))}, FOUNDED) == [("founded", ("founded", "tenure"))]
    assert found({"tenure": begun, "founded": Given(date(2024, 6, 1))}, FOUNDED) == []
    assert found({"share": VALUES["share"][5], "staff": VALUES["staff"][1]}, PART) == [("part", ("share", "staff"))]
    assert found({"share": VALUES["share"][4], "staff": VALUES["staff"][1]}, PART) == []
    assert found({"share": VALUES["share"][5]}, PART) == []


def test_an_answer_that_no_longer_fits_contradicts_nothing() -> None:
    assert found({"age": Given(Years(4)), "tenure": Given(Months(0))}, WORK) == []


ON_FILE = Path(__file__).parents[2] / "knowledge" / "data"

CASES: dict[str, tuple[dict[str, Value], dict[str, Value]]] = {
    "work-before-fourteen": ({"age": 28, "years_in_profession": "30年"}, {"years_in_profession": "14年"}),
    "senior-before-eighteen": ({"age": 40, "years_as_senior_technician": "25年"}, {"years_as_senior_technician": "20年"}),
    "insured-before-fourteen": ({"age": "2000年5月", "insured_time": "2010年1月起"}, {"insured_time": "2018年1月起"}),
    "business-before-fourteen": ({"age": 20, "business_running": "10年"}, {"business_running": "6个月"}),
    "senior-longer-than-work": (
        {"years_in_profession": "2015年起", "years_as_senior_technician": "2012年起"},
        {"years_in_profession": "2012年起"},
    ),
    "senior-post-without-level": ({"skill_level": "技师", "years_as_senior_technician": "1年"}, {"years_as_senior_technician": "没有"}),
    "ranked-without-rank": ({"contest_ranks_2019": (), "ranked_as_worker": True}, {"ranked_as_worker": False}),
    "frontline-without-job": ({"employed": False, "frontline_skilled_work": True}, {"employed": True}),
    "student-without-school": ({"full_time_student": True, "school_place": "没有学籍"}, {"school_place": "西藏"}),
    "insured-nowhere": ({"insured_place": "没有交社保", "insured_time": "8个月"}, {"insured_time": "没有"}),
    "running-before-opening": ({"startup_stage": "准备创业", "business_running": "6个月"}, {"startup_stage": "刚开业"}),
    "school-or-frontline": ({"unit_type": "技工院校", "frontline_skilled_work": True}, {"unit_type": "企业"}),
    "not-an-enterprise-in-the-pilot": ({"unit_type": "普通高校", "xj_pilot_enterprise": "特变"}, {"xj_pilot_enterprise": "都不是"}),
    "public-unit-non-public": ({"unit_type": "医院", "unit_ownership": "民营"}, {"unit_ownership": "国有"}),
    "self-employed-public": ({"unit_type": "个体户", "unit_ownership": "国有"}, {"unit_ownership": "民营"}),
    "government-unaffiliated": ({"unit_type": "机关", "unit_affiliation": "没有主管部门"}, {"unit_affiliation": "市属"}),
    "central-non-public": ({"unit_affiliation": "央企", "unit_ownership": "民营"}, {"unit_ownership": "国有"}),
    "advanced-more-than-all": ({"annual_training_visits": 100, "annual_advanced_visits": 300}, {"annual_advanced_visits": 100}),
    "people-more-than-visits": ({"annual_trainees": 400, "annual_training_visits": 300}, {"annual_trainees": 300}),
    "large-more-than-all": ({"partner_enterprises": 2, "large_partner_enterprises": 5}, {"partner_enterprises": 5}),
}
"""For each contradiction on file: answers that clash, and a correction of one of them that does not."""


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load(ON_FILE, check_example)


def read(base: KnowledgeBase, values: dict[str, Value]) -> dict[str, Answer]:
    found_: dict[str, Any] = {fact: read_answer(base.facts[fact], value, today=DAY) for fact, value in values.items()}
    assert not [answer for answer in found_.values() if isinstance(answer, Refusal)]
    return found_


def test_each_contradiction_on_file_has_its_case(base: KnowledgeBase) -> None:
    assert [one.id for one in base.contradictions] == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_contradiction_on_file_clashes_and_is_mended(base: KnowledgeBase, name: str) -> None:
    clashing, mended = CASES[name]
    (one,) = contradictions(base, read(base, clashing), DAY)
    assert (one.id, set(one.facts)) == (name, set(clashing))
    assert one.ask.endswith(("？", "。"))
    assert "？" in one.ask
    assert contradictions(base, read(base, clashing | mended), DAY) == ()


def test_no_worked_example_contradicts_itself(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for example in policy.examples:
            assert contradictions(base, read(base, dict(example.facts)), DAY) == (), (policy.id, example.name)
