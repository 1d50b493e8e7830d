"""What time alone brings: the verdicts of the days to come, if all stays as it was answered and only ages and lengths grow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from eligibility.answers import Answer, Answers, Born, Given, Months, Since, Years, fitting
from eligibility.days import ONE_DAY, YEAR, Window, add_months
from eligibility.deciding import comparisons_in
from eligibility.possible import began
from eligibility.verdict import Reason, State, Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.bounds import duration_months
from knowledge.conditions import Comparison, Condition
from knowledge.policy import holds_for

FARTHEST = 10 * YEAR
"""Months that are looked ahead; what takes longer is no plan."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A condition that will come to hold by waiting, or cease to."""

    condition: Condition
    holds: bool
    """What it becomes."""
    earliest: date
    """The first day on which that may be so; the judging day where it may be so already."""
    latest: date | None
    """The first day on which it is so for certain, the same for an exact answer; None where no day ahead is certain."""


def tied(answers: Answers, day: date) -> dict[str, Answer]:
    """The answers with ages and lengths that were said as numbers for the day that counts tied to that day, from which they grow."""
    return {fact: _tied(answer, day) for fact, answer in answers.items()}


def _tied(answer: Answer, day: date) -> Answer:
    if isinstance(answer, Given) and answer.as_of is None and isinstance(answer.value, Years | Months):
        return replace(answer, as_of=day)
    return answer


def course(base: KnowledgeBase, verdict: Verdict, answers: Answers) -> tuple[Verdict, ...]:
    """A verdict and those that follow it over ten years, each standing from its own day until the next one's."""
    policy, track = base.policies[verdict.policy], verdict.track
    known = fitting(base.facts, tied(answers, verdict.day))
    conditions = [condition for condition in policy.conditions if holds_for(condition, track)]
    return (verdict, *(judge(base, policy, track, known, day) for day in turning_days(conditions, known, verdict.day)))


def turns(verdicts: Sequence[Verdict]) -> tuple[Turn, ...]:
    """The conditions of a course that time alone turns, in the notice's order; preferences and what others judge are left out."""
    days = [verdict.day for verdict in verdicts]
    found = (_turn(reasons, days) for reasons in zip(*(verdict.reasons for verdict in verdicts), strict=True))
    return tuple(turn for turn in found if turn)


def _turn(reasons: Sequence[Reason], days: Sequence[date]) -> Turn | None:
    condition, states = reasons[0].condition, [_holds(reason) for reason in reasons]
    changed = next((at for at, state in enumerate(states) if state is not states[0]), None)
    if changed is None or condition.kind == "preferred" or condition.decided_by != "answers":
        return None
    if states[0] is None:
        return Turn(condition, states[changed] is True, days[0], days[changed])
    holds = not states[0]
    return Turn(condition, holds, days[changed], next((day for day, state in zip(days, states, strict=True) if state is holds), None))


def _holds(reason: Reason) -> bool | None:
    """Whether a condition holds, as far as it is settled by itself: one that only clashes with others still has facts missing."""
    if reason.state in (State.MET, State.NOT_CONCERNED):
        return True
    return False if reason.state is State.FAILED and not reason.missing else None


def turning_days(conditions: Iterable[Condition], answers: Answers, day: date) -> tuple[date, ...]:
    """The days after a day on which a comparison of an age or a length may come out otherwise than the day before; in order."""
    found = {day + ONE_DAY} if any(_grows_from(answer, day) for answer in answers.values()) else set()
    for condition in conditions:
        for comparison in (*comparisons_in(condition.when), *comparisons_in(condition.rule)):
            if (start := _grows_from(answers.get(comparison.fact), day)) is not None:
                found.update(*(_crossings(start, months) for months in _thresholds(comparison)))
    farthest = add_months(day, FARTHEST)
    return tuple(sorted(one for one in found if day < one <= farthest))


def _grows_from(answer: Answer | None, day: date) -> Window | None:
    """The days on which something that grows began; None for every other answer."""
    if isinstance(answer, Given) and isinstance(answer.value, Years | Born | Months | Since):
        return began(answer.value, answer.as_of or day)
    return None


def _thresholds(comparison: Comparison) -> Iterator[int]:
    """After how many months a comparison may come out otherwise: on that day or the next."""
    for bound in comparison.bounds():
        if isinstance(bound, Decimal):
            yield YEAR * int(bound.to_integral_value(ROUND_CEILING))
            yield YEAR * (int(bound.to_integral_value(ROUND_FLOOR)) + 1)
        else:
            yield duration_months(bound)


def _crossings(start: Window, months: int) -> Iterator[date]:
    """The days on which it changes whether so many months have passed since some, each or exactly one of the days of a window."""
    full = {add_months(start.earliest + passed * ONE_DAY, months) for passed in range((start.latest - start.earliest).days + 1)}
    yield min(full) + ONE_DAY
    yield max(full)
    for one in full:
        if one - ONE_DAY not in full:
            yield one
        if one + ONE_DAY not in full:
            yield one + ONE_DAY
