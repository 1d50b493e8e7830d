"""What a fact could become instead, against all values that it can have."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.alternatives import alternatives
from eligibility.answers import Given, Years
from eligibility.possible import Truths, possible
from knowledge.conditions import Comparison
from knowledge.facts import Changes, Fact, option_ids
from tests.eligibility.strategies import DAY, FACTS, VALUES, comparisons

PLAIN = [fact for fact in FACTS.values() if fact.changes != "grows"]
cases = st.sampled_from(PLAIN).flatmap(
    lambda fact: st.tuples(
        st.just(fact.model_copy(update={"changes": "any"})),
        st.sampled_from(VALUES[fact.id]),
        st.lists(comparisons((fact.id,)), min_size=1, max_size=3).map(tuple),
    )
)
Case = tuple[Fact, Given, tuple[Comparison, ...]]


def truths(fact: Fact, given_: Given, found: tuple[Comparison, ...]) -> Truths:
    (only,) = possible(fact, given_, found, DAY)
    return only


def steps(fact: Fact, one: Given, other: Given) -> int:
    """How far two values lie apart where that is counted in steps."""
    match fact.kind:
        case "scale":
            return abs(option_ids(fact).index(str(one.value)) - option_ids(fact).index(str(other.value)))
        case "choices":
            return len(frozenset(one.value) ^ frozenset(other.value))  # type: ignore[arg-type] # both are sets of options
        case _:
            return 1


@given(cases)
def test_there_is_one_for_each_way_in_which_the_comparisons_can_come_out_otherwise(case: Case) -> None:
    fact, here, found = case
    told = alternatives(fact, here.value, found)  # type: ignore[arg-type] # nothing that grows
    ways = [truths(fact, Given(value), found) for one in told for value in one.values]
    assert len({truths(fact, Given(one.values[0]), found) for one in told}) == len(told)
    assert set(ways) == {truths(fact, other, found) for other in VALUES[fact.id]} - {truths(fact, here, found)}
    for one in told:
        assert len({truths(fact, Given(value), found) for value in one.values}) == 1


@given(cases)
def test_each_is_the_nearest_of_its_kind(case: Case) -> None:
    fact, here, found = case
    for one in alternatives(fact, here.value, found):  # type: ignore[arg-type] # nothing that grows
        alike = [other for other in VALUES[fact.id] if truths(fact, other, found) == truths(fact, Given(one.values[0]), found)]
        assert one.steps == min(steps(fact, here, other) for other in alike)
        assert {steps(fact, here, Given(value)) for value in one.values} == {one.steps}
        if fact.kind == "number":
            assert all(one.distance <= abs(Decimal(str(here.value)) - Decimal(str(other.value))) for other in alike)


@given(cases)
def test_the_nearest_come_first(case: Case) -> None:
    fact, here, found = case
    sizes = [(one.steps, one.distance) for one in alternatives(fact, here.value, found)]  # type: ignore[arg-type] # nothing that grows
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("fact", "changes", "value", "rule", "expected"),
    [
        ("employed", "rises", True, {"is": False}, ()),
        ("employed", "rises", False, {"is": True}, (True,)),
        ("employed", "never", False, {"is": True}, ()),
        ("level", "rises", "mid", {"one_of": ["low", "top"]}, ("top",)),
        ("honours", "rises", frozenset({"low"}), {"includes_any": ["low"]}, ()),
        ("honours", "any", frozenset({"low"}), {"includes_any": ["low"]}, (frozenset(),)),
        ("staff", "rises", Decimal(3), {"at_most": 2}, ()),
        ("staff", "any", Decimal(3), {"at_most": 2}, (Decimal(2),)),
        ("staff", "any", Decimal(3), {"at_least": 9}, ()),
        ("share", "any", Decimal(0), {"more_than": 1, "less_than": Decimal("1.1")}, (Decimal("1.01"),)),
        ("founded", "any", DAY, {"less_than": "2024-12-10"}, (DAY.replace(day=9),)),
        ("age", "grows", Years(40), {"at_least": 45}, ()),
    ],
)
def test_only_what_the_fact_can_change_to_is_told(
    fact: str, changes: Changes, value: object, rule: dict[str, object], expected: tuple[object, ...]
) -> None:
    changed = FACTS[fact].model_copy(update={"changes": changes})
    told = alternatives(changed, value, (Comparison.model_validate({"fact": fact} | rule),))  # type: ignore[arg-type] # as it comes
    assert tuple(one for alternative in told[:1] for one in alternative.values) == expected
