"""Classes, places and shares of money: exact, and only where the notice gives the numbers."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import DoesNotKnow, Given
from eligibility.figures import figures
from eligibility.money import Wanted
from knowledge.amounts import Course, Each
from knowledge.entries import Length, Quota, Share, Stage
from tests.eligibility.strategies import policy_of

SIZE = Quota(id="size", clause="十", text="每班不超过30人", kind="class", highest=30)
FUND = Share(id="fund", clause="六", name="经费", text="按工资提取", percent=Decimal("1.5"), of="payroll")
PART = Share(id="part", clause="六", name="技能培训", text="从经费里用", percent=Decimal(60), bound="at_least", within="fund")


def course(hours: int, days: int | None, class_size: str | None = "size") -> Stage:
    lasts = Length(amount=days, unit="days", bound="at_least") if days else None
    return Stage(
        id="course", clause="十一", name="课", actor="unit", action="上课", lasts=lasts, course=Course(hours=hours, class_size=class_size)
    )


@given(st.integers(1, 10_000), st.integers(1, 500))
def test_everybody_sits_in_a_class_and_no_class_is_one_too_many(count: int, most: int) -> None:
    size = SIZE.model_copy(update={"highest": most})
    (found,) = figures(policy_of(stages=(course(56, 7),), quotas=(size,)), None, Wanted(count), {}).classes
    assert found.classes is not None
    assert (found.classes - 1) * most < count <= found.classes * most


@given(st.integers(1, 1_000), st.integers(1, 60))
def test_hours_a_day_are_told_only_where_they_come_out_whole(hours: int, days: int) -> None:
    (found,) = figures(policy_of(stages=(course(hours, days, None),)), None, Wanted(), {}).classes
    assert found.hours_a_day == (Fraction(hours, days) if hours % days == 0 else None)


def test_without_a_limit_or_days_nothing_is_made_up() -> None:
    (found,) = figures(policy_of(stages=(course(24, None, None),)), None, Wanted(90), {}).classes
    assert (found.size, found.classes, found.days, found.hours_a_day) == (None, None, None, None)


@given(st.integers(1, 100), st.integers(2, 100))
def test_places_are_so_many_for_each(number: int, count: int) -> None:
    each = Each(of="项目", count=count, clause="一")
    fixed = Quota(id="fixed", clause="三", text="各几名", kind="recommended", amount=number, each=each)
    most = Quota(id="most", clause="三", text="最多几名", kind="recommended", highest=number, each=each)
    found = figures(policy_of(quotas=(fixed, most, SIZE)), None, Wanted(), {}).places
    assert [(one.lowest, one.highest) for one in found] == [(number * count, number * count), (None, number * count)]


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_a_share_is_exact_and_a_share_within_it_as_well(payroll: Decimal) -> None:
    found = figures(policy_of(shares=(FUND, PART)), None, Wanted(), {"payroll": Given(payroll)})
    fund, part = found.portions
    assert Fraction(fund.amount) == Fraction(payroll) * Fraction(3, 200)
    assert (part.base, Fraction(part.amount)) == (fund.amount, Fraction(payroll) * Fraction(9, 1000))
    assert found.missing == ()


def test_money_that_is_not_known_is_missing_not_none() -> None:
    policy = policy_of(shares=(FUND, PART))
    assert figures(policy, None, Wanted(), {}).missing == ("payroll",)
    assert figures(policy, None, Wanted(), {"payroll": DoesNotKnow()}).missing == ("payroll",)


def test_a_track_has_its_own_figures() -> None:
    one, two = (FUND.model_copy(update={"id": name, "tracks": (name,)}) for name in ("one", "two"))
    assert [
        portion.share.id for portion in figures(policy_of(shares=(one, two)), "two", Wanted(), {"payroll": Given(Decimal(1))}).portions
    ] == ["two"]
