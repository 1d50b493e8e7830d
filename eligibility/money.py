"""What a policy costs and to whom: each amount for one and for many, per year and in all, by payer; and parts of it by instalment.

Amounts are exact yuan. What the notice does not price, or does not say how to count, gets no number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from eligibility.exact import per_cent, times, total
from knowledge.amounts import Instalment
from knowledge.entries import Benefit, Stage
from knowledge.policy import Policy, holds_for

YEAR = 12
"""Months."""

MOST = 1_000_000
"""The largest number of persons, stations or years to count for."""


@dataclass(frozen=True)
class Wanted:
    """For how many to count and for how many years; without years, for as long as the notice pays."""

    count: int = 1
    years: int | None = None
    unit: str | None = None
    """Only what is paid for each of these (人, 个工作站); None for everything."""


@dataclass(frozen=True)
class Part:
    """One instalment of one amount."""

    instalment: Instalment
    amount: Decimal


@dataclass(frozen=True)
class Item:
    """One benefit that is money, counted."""

    benefit: Benefit
    yearly: Decimal | None
    """Yuan for one and a year; None where it is paid once, has no price, or a year of it cannot be told."""
    total: Decimal | None
    """Yuan for all that was wanted; None where the notice gives no price or no length."""
    parts: tuple[Part, ...] = ()
    """The instalments of the total."""


@dataclass(frozen=True)
class Bill:
    """What one payer pays."""

    payer: str | None
    """None where the notice does not say."""
    items: tuple[Item, ...]
    yearly: Decimal | None
    """For one and a year, of what has a price; None where nothing is paid by the year."""
    total: Decimal | None
    """In all, of what has a price; None where nothing has."""

    @property
    def unpriced(self) -> tuple[Benefit, ...]:
        """What this payer pays as well, without a price."""
        return tuple(item.benefit for item in self.items if item.benefit.amount is None)


@dataclass(frozen=True)
class Costs:
    """What a policy, or one of its tracks, costs each payer for one kind of thing: for persons, or for stations."""

    track: str | None
    unit: str
    """What is counted: 人, 个工作站."""
    wanted: Wanted
    stage: Stage | None
    """The stage for whose length the notice pays; None where nothing is paid by the month or year, or the length is not told."""
    bills: tuple[Bill, ...]

    @property
    def months(self) -> int | None:
        """How long the notice pays for one."""
        return length_of(self.stage)

    @property
    def total(self) -> Decimal | None:
        """Yuan in all, of what has a price; None where nothing has."""
        return _sum(bill.total for bill in self.bills)

    @property
    def beyond(self) -> bool:
        """Whether more years were wanted than one is paid for: then others follow."""
        return self.wanted.years is not None and self.months is not None and self.wanted.years * YEAR > self.months


def costs(policy: Policy, track: str | None, wanted: Wanted) -> tuple[Costs, ...]:
    """The bills of each track, or of the policy where its tracks pay alike, for each thing that money is counted by."""
    differ = track is None and any(benefit.tracks for benefit in counted_benefits(policy, None))
    tracks = [one.id for one in policy.tracks] if differ else [track]
    return tuple(
        _costs(policy, one, unit, wanted) for one in tracks for unit in units_of(policy, one) if wanted.unit is None or unit == wanted.unit
    )


def units_of(policy: Policy, track: str | None) -> tuple[str, ...]:
    """The things that money is paid for each of."""
    return tuple(dict.fromkeys(benefit.unit for benefit in counted_benefits(policy, track) if benefit.unit))


def counted_benefits(policy: Policy, track: str | None) -> tuple[Benefit, ...]:
    """The benefits that are money for each of something."""
    return tuple(benefit for benefit in policy.benefits if benefit.unit is not None and holds_for(benefit, track))


def _costs(policy: Policy, track: str | None, unit: str, wanted: Wanted) -> Costs:
    by_payer: dict[str | None, list[Item]] = {}
    stages: list[Stage] = []
    for benefit in (one for one in counted_benefits(policy, track) if one.unit == unit):
        stage = _paid_during(policy, benefit)
        stages += [stage] if stage else []
        by_payer.setdefault(benefit.payer, []).append(_item(benefit, wanted, length_of(stage)))
    bills = tuple(_bill(payer, tuple(items)) for payer, items in by_payer.items())
    return Costs(track, unit, wanted, max(stages, key=lambda stage: length_of(stage) or 0, default=None), bills)


def _bill(payer: str | None, items: tuple[Item, ...]) -> Bill:
    return Bill(
        payer,
        items,
        _sum(item.yearly for item in items),
        _sum(item.total for item in items),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those that are known; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return total(known) if known else None


def _item(benefit: Benefit, wanted: Wanted, months: int | None) -> Item:
    yearly = _yearly(benefit, months)
    whole = _total(benefit, yearly, wanted, months)
    parts = () if whole is None else tuple(Part(one, per_cent(whole, one.percent)) for one in benefit.instalments)
    return Item(benefit, yearly, whole, parts)


def _yearly(benefit: Benefit, months: int | None) -> Decimal | None:
    """A year for one, of which no more months are paid than there are; how a part of a year counts is not guessed."""
    if benefit.amount is None or benefit.period is None:
        return None
    amount = Decimal(benefit.amount)
    if benefit.period == "month":
        return times(amount, min(months or YEAR, YEAR))
    return amount if months is None or months >= YEAR else None


def _total(benefit: Benefit, yearly: Decimal | None, wanted: Wanted, months: int | None) -> Decimal | None:
    if benefit.amount is None:
        return None
    amount = Decimal(benefit.amount)
    if benefit.period is None:
        return times(amount, wanted.count)
    if wanted.years is not None:
        return None if yearly is None else times(yearly, wanted.count * wanted.years)
    if months is None or (benefit.period == "year" and months % YEAR):
        return None
    return times(amount, wanted.count * (months if benefit.period == "month" else months // YEAR))


def _paid_during(policy: Policy, benefit: Benefit) -> Stage | None:
    """The stage, of a length in months or years, in which a benefit is paid again and again."""
    wanted = benefit.during if benefit.period else None
    return next((stage for stage in policy.stages if stage.id == wanted and length_of(stage)), None)


def length_of(stage: Stage | None) -> int | None:
    """Months that a stage lasts; None where it is not told, or told in days."""
    if stage is None or stage.lasts is None or stage.lasts.unit not in _MONTHS:
        return None
    return stage.lasts.amount * _MONTHS[stage.lasts.unit]


_MONTHS = {"months": 1, "years": YEAR}
