"""Costs by payer: exact, never rounded, in step with how many and how long; nothing is counted that a notice does not say."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal, Inexact
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.exact import per_cent, times, total
from eligibility.money import Costs, Wanted, costs
from knowledge.amounts import Instalment
from knowledge.entries import Benefit, Length, Stage
from tests.eligibility.strategies import policy_of

amounts = st.integers(0, 10**9)
counts = st.integers(1, 10_000)
lengths = st.integers(1, 60)
years = st.integers(1, 20)
percents = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99.99"), places=2)


def paid(amount: int | None, period: str | None = None, *, payer: str | None = "基金", number: int = 1, **more: object) -> Benefit:
    return Benefit.model_validate(
        {
            "id": f"paid-{number}",
            "clause": "八",
            "text": "发钱",
            "amount": amount,
            "unit": "人",
            "period": period,
            "during": "training" if period else None,
            "payer": payer,
            **more,
        }
    )


def counted(*benefits: Benefit, wanted: Wanted | None = None, months: int | None = 12) -> Costs:
    """The bills of a policy with these benefits, whose training lasts so many months."""
    lasts = Length(amount=months, unit="months") if months else None
    training = Stage(id="training", clause="二", name="培养", actor="applicant", action="学习", lasts=lasts)
    (found,) = costs(policy_of(benefits=benefits, stages=(training,)), None, wanted or Wanted())
    return found


def values_in(value: object) -> Iterator[object]:
    """Everything inside frozen values."""
    yield value
    if is_dataclass(value):
        for one in fields(value):
            yield from values_in(getattr(value, one.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from values_in(inner)


@given(amounts, counts, years)
def test_years_and_heads_multiply(amount: int, count: int, span: int) -> None:
    found = counted(paid(amount, "year"), wanted=Wanted(count, span))
    assert found.total == amount * count * span
    assert found.bills[0].yearly == amount


@given(amounts, counts, lengths)
def test_months_count_for_as_long_as_the_notice_pays(amount: int, count: int, months: int) -> None:
    found = counted(paid(amount, "month"), wanted=Wanted(count), months=months)
    assert found.total == amount * count * months
    assert found.bills[0].yearly == amount * min(months, 12)


@given(st.lists(st.tuples(amounts, st.sampled_from([None, "month", "year"]), st.sampled_from(["甲", "乙", None])), min_size=1), counts)
def test_the_bills_add_up_to_the_total_and_the_items_to_the_bills(
    given_benefits: list[tuple[int, str | None, str | None]], count: int
) -> None:
    benefits = [paid(amount, period, payer=payer, number=at) for at, (amount, period, payer) in enumerate(given_benefits)]
    found = counted(*benefits, wanted=Wanted(count))
    assert [bill.payer for bill in found.bills] == list(dict.fromkeys(payer for _, _, payer in given_benefits))
    assert found.total == sum(bill.total for bill in found.bills if bill.total is not None)
    for bill in found.bills:
        assert bill.total == sum(item.total for item in bill.items if item.total is not None)
    assert found.total == count * sum(amount * {None: 1, "month": 12, "year": 1}[period] for amount, period, _ in given_benefits)


@given(amounts, st.sampled_from([None, "month", "year"]), st.tuples(counts, counts).map(sorted), st.tuples(years, years).map(sorted))
def test_more_heads_or_years_never_cost_less(amount: int, period: str | None, heads: list[int], spans: list[int]) -> None:
    less, more = (counted(paid(amount, period), wanted=Wanted(*wanted)).total for wanted in zip(heads, spans, strict=True))
    assert less is not None
    assert more is not None
    assert less <= more


@given(amounts, st.lists(percents, min_size=1, max_size=6), counts)
def test_instalments_add_up_exactly_to_the_total(amount: int, shares: list[Decimal], count: int) -> None:
    assume(sum(shares) < 100)
    split = (*shares, 100 - sum(shares))
    found = counted(paid(amount, instalments=tuple(Instalment(percent=one, due="某时") for one in split)), wanted=Wanted(count))
    (item,) = found.bills[0].items
    assert sum(part.amount for part in item.parts) == item.total == amount * count
    assert all(Fraction(part.amount) == Fraction(amount * count) * Fraction(part.instalment.percent) / 100 for part in item.parts)


@given(amounts, st.sampled_from([None, "month", "year"]), counts, st.none() | years, st.none() | lengths)
def test_there_is_no_float(amount: int, period: str | None, count: int, span: int | None, months: int | None) -> None:
    found = counted(paid(amount, period), paid(None, number=2), wanted=Wanted(count, span), months=months)
    assert not [value for value in values_in(found) if isinstance(value, float)]


@given(st.lists(st.decimals(min_value=0, max_value=10**15, places=6)), st.integers(0, 10**6))
def test_arithmetic_is_that_of_fractions(values: list[Decimal], number: int) -> None:
    assert Fraction(total(values)) == sum((Fraction(value) for value in values), Fraction())
    for value in values:
        assert Fraction(times(value, number)) == Fraction(value) * number
        assert Fraction(per_cent(value, Decimal("1.5"))) == Fraction(value) * Fraction(3, 200)


def test_what_does_not_come_out_exactly_is_refused_not_rounded() -> None:
    with pytest.raises(Inexact):
        total([Decimal("1e200"), Decimal("1e-200")])


def test_a_length_that_is_not_told_gives_a_year_but_no_total() -> None:
    found = counted(paid(600, "month"), months=None)
    (item,) = found.bills[0].items
    assert (found.months, item.yearly, item.total, found.total) == (None, Decimal(7200), None, None)
    assert found.bills[0].unpriced == ()
    assert counted(paid(600, "month"), wanted=Wanted(2, 3), months=None).total == 600 * 12 * 2 * 3


def test_a_length_in_days_is_no_length_to_pay_for() -> None:
    stage = Stage(id="training", clause="二", name="培养", actor="applicant", action="学", lasts=Length(amount=90, unit="days"))
    (found,) = costs(policy_of(benefits=(paid(600, "month"),), stages=(stage,)), None, Wanted())
    assert (found.months, found.total) == (None, None)


def test_a_part_of_a_year_is_not_guessed() -> None:
    half = counted(paid(30_000, "year"), months=6)
    assert (half.bills[0].yearly, half.total) == (None, None)
    assert counted(paid(30_000, "year"), months=18).total is None
    assert counted(paid(30_000, "year"), months=24).total == 60_000
    assert counted(paid(600, "month"), wanted=Wanted(1, 2), months=6).total == 600 * 6 * 2


def test_what_has_no_price_stands_beside_the_sum() -> None:
    found = counted(paid(30_000, "year"), paid(None, "year", payer="用人单位", number=2), wanted=Wanted(5))
    fund, unit = found.bills
    assert [fund.total, unit.total, unit.yearly, found.total] == [150_000, None, None, 150_000]
    assert [benefit.id for benefit in unit.unpriced] == ["paid-2"]


def test_more_years_than_one_is_paid_for_are_marked() -> None:
    assert not counted(paid(1, "year"), wanted=Wanted(1, 1)).beyond
    assert counted(paid(1, "year"), wanted=Wanted(1, 2)).beyond
    assert not counted(paid(1, "year")).beyond
    assert not counted(paid(1), wanted=Wanted(1, 9)).beyond


def test_a_policy_without_money_for_each_has_no_costs() -> None:
    lump = Benefit(id="lump", clause="七", text="一笔", amount=10_000)
    assert costs(policy_of(benefits=(lump,)), None, Wanted()) == ()
    assert costs(policy_of(), None, Wanted()) == ()


def test_tracks_that_pay_apart_are_billed_apart() -> None:
    shared = paid(100, number=1)
    assert [one.track for one in costs(policy_of(benefits=(shared,)), None, Wanted())] == [None]
    apart = (shared, paid(30, number=2, tracks=("one",)), paid(20, number=3, tracks=("two",)))
    found = costs(policy_of(benefits=apart), None, Wanted())
    assert [(one.track, one.total) for one in found] == [("one", Decimal(130)), ("two", Decimal(120))]
    assert [one.total for one in costs(policy_of(benefits=apart), "two", Wanted())] == [120]


def test_persons_and_stations_are_billed_apart() -> None:
    both = (paid(200_000, unit="个工坊"), paid(500, "month", number=2))
    training = Stage(id="training", clause="二", name="学徒", actor="applicant", action="学", lasts=Length(amount=1, unit="years"))
    policy = policy_of(benefits=both, stages=(training,))
    found = costs(policy, None, Wanted(10))
    assert [(one.unit, one.months, one.total) for one in found] == [("个工坊", None, Decimal(2_000_000)), ("人", 12, Decimal(60_000))]
    assert [one.unit for one in costs(policy, None, Wanted(10, None, "人"))] == ["人"]
