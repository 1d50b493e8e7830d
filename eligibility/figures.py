"""Figures that can be counted from a policy beside recommendations: what it costs, its classes, its places, its shares of money."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from eligibility.answers import Answers, Given
from eligibility.exact import per_cent
from eligibility.money import Costs, Wanted, costs
from knowledge.amounts import Course, Each
from knowledge.entries import Quota, Share, Stage
from knowledge.policy import Policy, holds_for

Kind = Literal["money", "classes", "places", "shares"]
"""What can be counted: costs and instalments; class sizes and hours; quotas given for each of something; shares of money."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Class:
    """How a course is taught."""

    stage: Stage
    hours: int
    days: int | None
    """Of the stage; None where it is not told in days."""
    hours_a_day: int | None
    """On that many days; None where it does not come out whole."""
    size: Quota | None
    """The quota that says how many a class holds; None where the notice sets no limit."""
    classes: int | None
    """How many classes the wanted number fills at least; None without a limit."""


@dataclass(frozen=True)
class Places:
    """How many a quota makes over all of what it is given for."""

    quota: Quota
    each: Each
    lowest: int | None
    highest: int | None


@dataclass(frozen=True)
class Portion:
    """What a share comes to."""

    share: Share
    base: Decimal
    """Yuan that it is a share of."""
    amount: Decimal
    """Yuan, exact."""


@dataclass(frozen=True)
class Figures:
    """Everything that can be counted from a policy or one of its tracks."""

    policy: Policy
    track: str | None
    wanted: Wanted
    costs: tuple[Costs, ...]
    classes: tuple[Class, ...]
    places: tuple[Places, ...]
    portions: tuple[Portion, ...]
    missing: tuple[str, ...]
    """Number facts without which some shares are not counted."""


def figures(policy: Policy, track: str | None, wanted: Wanted, answers: Answers) -> Figures:
    """Count all of it; ``answers`` give the sums of money that shares are taken of."""
    portions = tuple(_portions(policy, track, answers))
    counted = {portion.share.id for portion in portions}
    missing = (share.of for share in shares(policy, track) if share.of and share.id not in counted)
    return Figures(
        policy,
        track,
        wanted,
        costs(policy, track, wanted),
        tuple(_class(policy, stage, stage.course, wanted) for stage in policy.stages if stage.course and holds_for(stage, track)),
        tuple(_places(quota, quota.each) for quota in policy.quotas if quota.each and holds_for(quota, track)),
        portions,
        tuple(dict.fromkeys(missing)),
    )


def held_kinds(found: Figures) -> tuple[Kind, ...]:
    """The kinds of figures that a policy has."""
    held = {"money": found.costs, "classes": found.classes, "places": found.places, "shares": shares(found.policy, found.track)}
    return tuple(kind for kind in KINDS if held[kind])


def shares(policy: Policy, track: str | None) -> tuple[Share, ...]:
    """The shares of money that concern a track."""
    return tuple(share for share in policy.shares if holds_for(share, track))


def _class(policy: Policy, stage: Stage, course: Course, wanted: Wanted) -> Class:
    days = stage.lasts.amount if stage.lasts and stage.lasts.unit == "days" else None
    size = next((quota for quota in policy.quotas if quota.id == course.class_size), None)
    most = (size.highest or size.amount) if size else None
    return Class(
        stage,
        course.hours,
        days,
        course.hours // days if days and course.hours % days == 0 else None,
        size,
        -(-wanted.count // most) if most else None,
    )


def _places(quota: Quota, each: Each) -> Places:
    lowest, highest = (number if number is not None else quota.amount for number in (quota.lowest, quota.highest))
    return Places(quota, each, None if lowest is None else lowest * each.count, None if highest is None else highest * each.count)


def _portions(policy: Policy, track: str | None, answers: Answers) -> Iterator[Portion]:
    """Each share whose money is known; a share within another comes after it."""
    known: dict[str, Decimal] = {}
    for share in shares(policy, track):
        base = known.get(share.within) if share.within else _given(answers, share.of)
        if base is not None:
            known[share.id] = per_cent(base, share.percent)
            yield Portion(share, base, known[share.id])


def _given(answers: Answers, fact: str | None) -> Decimal | None:
    answer = answers.get(fact or "")
    return answer.value if isinstance(answer, Given) and isinstance(answer.value, Decimal) else None
