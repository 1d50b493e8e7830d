"""How many a unit may recommend: exact arithmetic from its head counts, every reading where the notice's brackets overlap.

The notices do not say how to round; a share is rounded down, so that never more is promised than the ratio gives.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from eligibility.answers import Answers, Given
from eligibility.evaluate import evaluate
from eligibility.truth import Truth
from knowledge.amounts import Bracket
from knowledge.entries import Quota
from knowledge.facts import Fact
from knowledge.policy import Policy, holds_for

WHOLE = Decimal(1)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Recommendation:
    """What one quota gives for one head count."""

    quota: Quota
    count: Decimal
    max: int | None
    """The number to plan with: the lowest reading; None when unlimited, or when no bracket holds the count."""
    other_reading: int | None = None
    """The other number, where brackets overlap at the count; None otherwise."""
    unlimited: bool = False
    provided: str | None = None
    """On which condition."""


@dataclass(frozen=True)
class Recommendations:
    """What a unit may recommend, and which head counts are still needed."""

    given: tuple[Recommendation, ...]
    missing: tuple[str, ...]
    not_theirs: tuple[Quota, ...] = ()
    """The quotas that are for other units than theirs: of another place, of another kind."""


def recommendations(facts: Mapping[str, Fact], policy: Policy, track: str | None, answers: Answers) -> Recommendations:
    """For each of a policy's quotas by head count: the number, that the head count is missing, or that it is not for this unit."""
    given: list[Recommendation] = []
    missing: list[str] = []
    not_theirs: list[Quota] = []
    day = policy.signed or policy.published or date(policy.year, 1, 1)
    for quota in counted_quotas(policy, track):
        answer = answers.get(quota.of or "")
        if quota.when is not None and evaluate(quota.when, facts, answers, day) is Truth.FALSE:
            not_theirs.append(quota)
        elif isinstance(answer, Given) and isinstance(answer.value, Decimal):
            given.append(recommend(quota, answer.value))
        elif quota.of:
            missing.append(quota.of)
    return Recommendations(tuple(given), tuple(dict.fromkeys(missing)), tuple(not_theirs))


def cuts_after(policy: Policy, quota: Quota) -> tuple[Quota, ...]:
    """What is cut again from the recommended of a quota, further up: a share of all that come in there, not of one unit's."""
    return tuple(
        later
        for later in policy.quotas
        if later.kind == "forwarded" and quota.kind == "recommended" and (not later.tracks or set(later.tracks) & set(quota.tracks))
    )


def counted_quotas(policy: Policy, track: str | None) -> tuple[Quota, ...]:
    """The quotas that follow from a head count."""
    return tuple(quota for quota in policy.quotas if quota.of is not None and holds_for(quota, track))


def recommend(quota: Quota, count: Decimal) -> Recommendation:
    """What a quota gives for a head count."""
    if quota.percent is not None:
        return Recommendation(quota, count, share(count, quota.percent))
    brackets = [bracket for bracket in quota.brackets if holds(bracket, count)]
    free = next((bracket for bracket in brackets if bracket.unlimited), None)
    if free is not None:
        return Recommendation(quota, count, None, unlimited=True, provided=free.provided)
    readings = sorted(set(_shares(brackets, count)))
    if not readings:
        return Recommendation(quota, count, None)
    other = readings[-1] if len(readings) > 1 else None
    return Recommendation(quota, count, readings[0], other, provided=brackets[0].provided)


def share(count: Decimal, percent: Decimal) -> int:
    """A percentage of a head count, rounded down."""
    return int((count * percent / HUNDRED).quantize(WHOLE, ROUND_FLOOR))


def holds(bracket: Bracket, count: Decimal) -> bool:
    """Whether a bracket holds a head count; 以上、以下 include the number, 不足、超过 do not (民法典 第一千二百五十九条)."""
    return (
        (bracket.at_least is None or count >= bracket.at_least)
        and (bracket.at_most is None or count <= bracket.at_most)
        and (bracket.more_than is None or count > bracket.more_than)
        and (bracket.less_than is None or count < bracket.less_than)
    )


def _shares(brackets: list[Bracket], count: Decimal) -> Iterator[int]:
    for bracket in brackets:
        if bracket.percent is not None:
            yield share(count, bracket.percent)
