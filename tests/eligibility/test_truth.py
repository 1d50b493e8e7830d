"""Kleene's laws."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.truth import Truth, all_of, any_of, at_least, negate

truths = st.sampled_from(Truth)
lists = st.lists(truths, max_size=5)


@given(truths)
def test_not_twice_is_nothing(a: Truth) -> None:
    assert negate(negate(a)) is a


@given(lists)
def test_de_morgan(found: list[Truth]) -> None:
    assert negate(all_of(found)) is any_of(map(negate, found))


@given(lists, lists)
def test_and_is_associative_and_commutative(a: list[Truth], b: list[Truth]) -> None:
    assert all_of([*a, *b]) is all_of([all_of(b), all_of(a)])


@given(truths, truths, truths)
def test_and_distributes_over_or(a: Truth, b: Truth, c: Truth) -> None:
    assert all_of([a, any_of([b, c])]) is any_of([all_of([a, b]), all_of([a, c])])


@given(st.integers(0, 6), lists)
def test_at_least_is_what_all_completions_share(least: int, found: list[Truth]) -> None:
    options = [(True, False) if truth is Truth.UNKNOWN else (truth is Truth.TRUE,) for truth in found]
    results = {sum(values) >= least for values in product(*options)}
    assert at_least(least, found) is (Truth.of(results.pop()) if len(results) == 1 else Truth.UNKNOWN)


@pytest.mark.parametrize("value", [True, False])
def test_one_settles_what_one_can_settle(value: bool) -> None:  # noqa: FBT001 - pytest fills it in
    settle = any_of if value else all_of
    assert settle([Truth.UNKNOWN, Truth.of(value)]) is Truth.of(value)
