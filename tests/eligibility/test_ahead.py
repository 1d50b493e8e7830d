"""What time brings, against a walk day by day."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility import ahead
from eligibility.ahead import Turn, course, tied, turns
from eligibility.answers import Answer, Born, Given, Months, Since, Years
from eligibility.days import ONE_DAY, Window, add_months
from eligibility.verdict import State, Verdict, judge
from knowledge.conditions import Condition
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, answers, base_of, conditions, policy_of

GROWING = ("age", "tenure", "employed")
NEAR = 14
"""Months that are walked day by day."""

small = st.lists(st.integers(0, 3), max_size=3).flatmap(
    lambda found: st.tuples(*(conditions(number, GROWING) for number in range(len(found)))).map(lambda made: policy_of(*made))
)


def rough(fact: str) -> st.SearchStrategy[Answer]:
    """Starts near the bounds, to the day or not, on the awkward days of the calendar as well."""
    months = -12 * 45 if fact == "age" else -8
    starts = st.one_of(
        st.integers(-420, 420).map(lambda days: add_months(DAY, months) + days * ONE_DAY),
        st.sampled_from(
            [date(1980, 2, 29), date(1979, 2, 28)] if fact == "age" else [date(2024, 2, 29), date(2024, 8, 31), date(2024, 3, 1)]
        ),
    )
    windows = st.builds(lambda start, more: Window(start, start + more * ONE_DAY), starts, st.sampled_from([0, 0, 2, 29, 364]))
    return windows.map(lambda window: Given(Born(window) if fact == "age" else Since(window)))


some_answers = st.builds(
    lambda known, age, tenure: known | {fact: answer for fact, answer in (("age", age), ("tenure", tenure)) if answer},
    answers(),
    st.none() | rough("age"),
    st.none() | rough("tenure"),
)


def states(verdict: Verdict) -> tuple[tuple[str, State], ...]:
    return tuple((reason.condition.id, reason.state) for reason in verdict.reasons)


def coming(policy: Policy, known: dict[str, Answer]) -> tuple[Verdict, ...]:
    return course(base_of(policy), judge(base_of(policy), policy, None, known, DAY), known)


def walk(policy: Policy, known: dict[str, Answer]) -> Iterator[Verdict]:
    """The verdict of every day."""
    base, day, grown = base_of(policy), DAY, tied(known, DAY)
    while day <= add_months(DAY, NEAR):
        yield judge(base, policy, None, grown, day)
        day += ONE_DAY


@given(small, some_answers)
@settings(max_examples=40)
def test_every_day_has_the_verdict_of_its_stretch(policy: Policy, known: dict[str, Answer]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ahead, "FARTHEST", NEAR)
        stretches = coming(policy, known)
    assert all(one.day < other.day for one, other in pairwise(stretches))
    for verdict in walk(policy, known):
        stretch = next(one for one in reversed(stretches) if one.day <= verdict.day)
        assert (verdict.name, states(verdict), verdict.missing) == (stretch.name, states(stretch), stretch.missing)


@given(small, some_answers)
@settings(max_examples=40)
def test_a_condition_turns_on_the_first_day_on_which_it_holds_or_fails(policy: Policy, known: dict[str, Answer]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ahead, "FARTHEST", NEAR)
        found = {turn.condition.id: turn for turn in turns(coming(policy, known))}
    for condition in policy.conditions:
        if condition.kind == "preferred" or condition.decided_by != "answers":
            assert condition.id not in found
            continue
        # a condition by itself, so that no other can stand against it
        names = [(verdict.day, verdict.name) for verdict in walk(policy_of(condition), known)]
        first = names[0][1]
        if all(name == first for _, name in names):
            assert condition.id not in found
            continue
        turn = found[condition.id]
        aim = "eligible" if turn.holds else "not_eligible"
        assert first != aim
        assert turn.latest == next((day for day, name in names if name == aim), None)
        assert turn.earliest == (DAY if first == "undetermined" else next(day for day, name in names if name != first))


def of(rule: dict[str, Any], **more: object) -> Policy:
    return policy_of(Condition.model_validate({"id": "c", "clause": "一", "text": "条件", "rule": rule} | more))


def turn_of(policy: Policy, known: dict[str, Answer]) -> Turn:
    (turn,) = turns(coming(policy, known))
    return turn


def test_45_and_under_ends_on_the_46th_birthday() -> None:
    turn = turn_of(of({"fact": "age", "at_most": 45}), {"age": Given(Born(Window(date(1979, 12, 31), date(1979, 12, 31))))})
    assert (turn.holds, turn.earliest, turn.latest) == (False, date(2025, 12, 31), date(2025, 12, 31))


def test_who_is_born_on_a_leap_day_turns_older_on_the_28th() -> None:
    born: dict[str, Answer] = {"age": Given(Born(Window(date(1980, 2, 29), date(1980, 2, 29))))}
    assert turn_of(of({"fact": "age", "at_least": 45}), born).latest == date(2025, 2, 28)


def test_a_month_of_birth_leaves_a_month_open() -> None:
    born: dict[str, Answer] = {"age": Given(Born(Window(date(1980, 5, 1), date(1980, 5, 31))))}
    turn = turn_of(of({"fact": "age", "at_least": 45}), born)
    assert (turn.earliest, turn.latest) == (date(2025, 5, 1), date(2025, 5, 31))


def test_an_age_in_years_leaves_a_year_open() -> None:
    turn = turn_of(of({"fact": "age", "at_most": 45}), {"age": Given(Years(45))})
    assert (turn.earliest, turn.latest) == (date(2024, 12, 11), date(2025, 12, 10))


def test_months_said_are_full_after_as_many_more() -> None:
    turn = turn_of(of({"fact": "tenure", "at_least": "1年"}), {"tenure": Given(Months(8))})
    assert turn.holds
    assert (turn.earliest, turn.latest) == (date(2025, 3, 11), date(2025, 4, 10))


def test_over_a_year_is_a_day_later_than_a_year_and_more() -> None:
    begun: dict[str, Answer] = {"tenure": Given(Since(Window(date(2024, 3, 1), date(2024, 3, 1))))}
    assert turn_of(of({"fact": "tenure", "at_least": "1年"}), begun).latest == date(2025, 3, 1)
    assert turn_of(of({"fact": "tenure", "more_than": "1年"}), begun).latest == date(2025, 3, 2)


def test_what_took_too_long_already_never_turns() -> None:
    policy = of({"fact": "age", "at_most": 45})
    assert turns(coming(policy, {"age": Given(Years(46))})) == ()


def test_a_bar_that_time_lifts_comes_to_hold() -> None:
    turn = turn_of(
        of({"fact": "tenure", "less_than": "1年"}, kind="excluding"), {"tenure": Given(Since(Window(date(2024, 3, 1), date(2024, 3, 1))))}
    )
    assert (turn.holds, turn.latest) == (True, date(2025, 3, 1))


def test_time_settles_what_hangs_on_it_alone() -> None:
    """Too short a time, and nobody knows the title: from the day on which the time is full the title does not matter."""
    either = of({"any": [{"fact": "tenure", "at_least": "1年"}, {"fact": "level", "at_least": "top"}]})
    turn = turn_of(either, {"tenure": Given(Since(Window(date(2024, 3, 1), date(2024, 3, 1))))})
    assert (turn.holds, turn.earliest, turn.latest) == (True, DAY, date(2025, 3, 1))
