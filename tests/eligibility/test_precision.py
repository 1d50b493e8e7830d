"""When the day itself is wanted: a number near a bound, said for another day, or easily taken for today's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Born, Declined, Given, Months, Years
from eligibility.days import Window
from eligibility.precision import DateWanted, dates_wanted
from eligibility.verdict import judge
from knowledge.conditions import Condition
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, answers, base_of, policies, policy_of

LATER = date(2026, 11, 22)
YOUNG = policy_of(Condition.model_validate({"id": "young", "clause": "一", "text": "年轻", "rule": {"fact": "age", "at_most": 45}}))
LONG = policy_of(Condition.model_validate({"id": "long", "clause": "一", "text": "够久", "rule": {"fact": "tenure", "at_least": "8个月"}}))


def wanted(policy: Policy, known: dict[str, Answer], today: date = LATER, day: date = DAY) -> tuple[DateWanted, ...]:
    return dates_wanted(base_of(policy), judge(base_of(policy), policy, None, known, day), known, today)


@pytest.mark.parametrize(("years", "asked"), [(44, False), (45, False), (46, True), (47, True), (48, False), (60, False)])
def test_who_may_have_told_todays_age_is_asked_near_the_bound(years: int, asked: bool) -> None:  # noqa: FBT001 - a case
    """46 or 47 today were 44 to 46 on the day that counts; 45 today were 43 or 44 then, which changes nothing."""
    facts = {"age": base_of(YOUNG).facts["age"].model_copy(update={"maximum": 100})}
    base = base_of(YOUNG)
    known: dict[str, Answer] = {"age": Given(Years(years))}
    base = type(base)(version=base.version, facts={**base.facts, **facts}, policies=base.policies)
    found = dates_wanted(base, judge(base, YOUNG, None, known, DAY), known, LATER)
    assert [(one.fact, one.confirms, [condition.id for condition in one.conditions]) for one in found] == [("age", True, ["young"])] * asked


def test_on_the_day_itself_a_number_is_exact() -> None:
    assert wanted(YOUNG, {"age": Given(Years(46))}, today=DAY) == ()


def test_lengths_are_confirmed_as_ages_are() -> None:
    assert [one.fact for one in wanted(LONG, {"tenure": Given(Months(9))}, today=date(2025, 3, 1))] == ["tenure"]
    assert wanted(LONG, {"tenure": Given(Months(12))}, today=date(2025, 3, 1)) == ()


def test_an_age_of_another_day_and_a_month_of_birth_are_too_rough() -> None:
    for answer in (Given(Years(46), date(2025, 6, 1)), Given(Born(Window(date(1978, 12, 1), date(1978, 12, 31))))):
        (one,) = wanted(YOUNG, {"age": answer})
        assert (one.fact, one.answer, one.day, one.confirms) == ("age", answer, DAY, False)
        assert [condition.id for condition in one.conditions] == ["young"]


def test_an_exact_birthday_and_a_refusal_want_nothing() -> None:
    exact = Given(Born(Window(date(1978, 12, 11), date(1978, 12, 11))))
    assert wanted(YOUNG, {"age": exact}) == wanted(YOUNG, {"age": Declined()}) == wanted(YOUNG, {}) == ()


@given(policies(), answers(), st.sampled_from([DAY, LATER, date(2024, 1, 1)]))
def test_a_day_is_wanted_only_of_what_was_answered_as_an_age_or_a_length(policy: Policy, known: dict[str, Answer], today: date) -> None:
    verdict = judge(base_of(policy), policy, None, known, DAY)
    found = dates_wanted(base_of(policy), verdict, known, today)
    assert {one.fact for one in found} <= {"age", "tenure"}
    assert [one.fact for one in found if not one.confirms] == list(verdict.imprecise)
    assert all(one.conditions and isinstance(known[one.fact], Given) for one in found)
