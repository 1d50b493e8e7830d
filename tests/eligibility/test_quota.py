"""Quotas by head count: exact, rounded down, both readings where brackets meet."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import DoesNotKnow, Given
from eligibility.quota import cuts_after, recommend, recommendations, share
from knowledge.amounts import Bracket
from knowledge.conditions import Comparison
from knowledge.entries import Quota
from tests.eligibility.strategies import FACTS, policy_of

SENIOR = Quota(
    id="recommend-senior",
    clause="三（一）1",
    text="按人数推荐",
    kind="recommended",
    of="seniors",
    brackets=(
        Bracket(at_least=100, percent=Decimal(5)),
        Bracket(at_least=10, at_most=100, percent=Decimal(10)),
        Bracket(less_than=10, unlimited=True, provided="成果突出"),
    ),
)


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_a_share_is_the_largest_whole_number_within_the_ratio(count: int, percent: int) -> None:
    found = share(Decimal(count), Decimal(percent))
    exact = Fraction(count * percent, 100)
    assert found <= exact < found + 1


@given(st.integers(0, 3_000))
def test_every_head_count_is_planned_with_the_lowest_reading(count: int) -> None:
    found = recommend(SENIOR, Decimal(count))
    readings = {count * percent // 100 for percent, fits in ((5, count >= 100), (10, 10 <= count <= 100)) if fits}
    assert found.unlimited == (count < 10)
    assert found.max == (min(readings) if readings else None)
    assert found.other_reading == (max(readings) if len(readings) > 1 else None)


def test_where_brackets_meet_both_numbers_are_given() -> None:
    found = recommend(SENIOR, Decimal(100))
    assert (found.max, found.other_reading) == (5, 10)


def test_below_the_lowest_bracket_it_is_unlimited_on_a_condition() -> None:
    found = recommend(SENIOR, Decimal(9))
    assert (found.unlimited, found.max, found.provided) == (True, None, "成果突出")


def test_a_head_count_that_is_not_known_is_missing_not_none() -> None:
    policy = policy_of(quotas=(SENIOR,))
    assert recommendations(FACTS, policy, None, {}).missing == ("seniors",)
    assert recommendations(FACTS, policy, None, {"seniors": DoesNotKnow()}).missing == ("seniors",)
    assert recommendations(FACTS, policy, None, {"seniors": Given(Decimal(37))}).given[0].max == 3


def test_a_flat_percentage_needs_no_brackets() -> None:
    quota = Quota(id="cut", clause="三", text="取三成", kind="forwarded", of="candidates", percent=Decimal(30))
    assert recommend(quota, Decimal(7)).max == 2


def test_a_count_in_a_gap_gets_no_number() -> None:
    quota = SENIOR.model_copy(update={"brackets": (Bracket(at_least=100, percent=Decimal(5)),)})
    assert recommend(quota, Decimal(50)).max is None


def test_a_quota_of_another_place_gives_no_number() -> None:
    here = SENIOR.model_copy(update={"when": Comparison(fact="region", one_of=("low",))})
    policy = policy_of(quotas=[here])
    counted = {"seniors": Given(Decimal(120))}
    for known, count in (({}, 1), ({"region": Given("low")}, 1), ({"region": Given("mid")}, 0), ({"region": DoesNotKnow()}, 1)):
        found = recommendations(FACTS, policy, None, {**counted, **known})
        assert len(found.given) == count
        assert [quota.id for quota in found.not_theirs] == ["recommend-senior"] * (1 - count)
        assert found.missing == ()


def test_a_cut_further_up_belongs_to_the_tracks_it_cuts() -> None:
    cut = Quota(id="cut", clause="三（一）1", text="再取30%", kind="forwarded", percent=Decimal(30), tracks=("one",))
    one, two = (SENIOR.model_copy(update={"id": track, "tracks": (track,)}) for track in ("one", "two"))
    policy = policy_of(quotas=[one, two, cut])
    assert [[later.id for later in cuts_after(policy, quota)] for quota in (one, two, cut)] == [["cut"], [], []]
    whole = policy_of(quotas=[two, cut.model_copy(update={"tracks": ()})])
    assert [later.id for later in cuts_after(whole, two)] == ["cut"]
