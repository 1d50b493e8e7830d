"""Decisions against brute force over every way in which facts can come out, without any rules around them."""

from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.diagram import Decision, End, Prospect, certain
from eligibility.diagram import draw as draw_given
from eligibility.expressions import AtLeast, Expression, Leaf, Not, all_of, any_of, at_least, leaves, negate, settle
from eligibility.possible import Truths

BITS = 2
FACTS = 5
PLENTY = 10_000

Branches = Sequence[Sequence[Truths]]

_leaves = st.builds(Leaf, st.integers(0, FACTS - 1), st.integers(0, BITS - 1))
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(_leaves, _leaves, st.booleans()),
    lambda inner: st.one_of(
        inner.map(negate),
        st.builds(at_least, st.integers(0, 4), st.lists(inner, max_size=4)),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: any_of(*parts)),
    ),
    max_leaves=9,
)
_ways = st.lists(st.tuples(*[st.booleans()] * BITS), min_size=1, max_size=4, unique=True).map(sorted)
branches: st.SearchStrategy[Branches] = st.tuples(*[_ways] * FACTS)
decisions = st.builds(Decision, expressions, expressions)


def draw(decision: Decision, ways: Branches, limit: int) -> Prospect:
    return draw_given(decision.given([certain(fact) for fact in ways]), ways, limit)


def true_of(whole: Expression, outcome: Sequence[Truths]) -> bool:
    match whole:
        case bool():
            return whole
        case Leaf(fact, bit):
            return outcome[fact][bit]
        case Not(part):
            return not true_of(part, outcome)
        case AtLeast(least, parts):
            return sum(true_of(part, outcome) for part in parts) >= least


def ends_of(decision: Decision, ways: Branches) -> Mapping[tuple[Truths, ...], End]:
    def end(outcome: Sequence[Truths]) -> End:
        if true_of(decision.fails, outcome):
            return End.FAILS
        return End.PENDS if true_of(decision.pends, outcome) else End.FITS

    return {outcome: end(outcome) for outcome in product(*ways)}


def obvious(decision: Decision, ways: Branches) -> Prospect:
    ends = ends_of(decision, ways)
    swings = {
        fact
        for outcome, end in ends.items()
        for fact in range(FACTS)
        for other in ways[fact]
        if ends[(*outcome[:fact], other, *outcome[fact + 1 :])] is not end
    }
    return Prospect(frozenset(ends.values()), frozenset(swings))


@given(decisions, branches)
@settings(max_examples=400)
def test_a_drawing_knows_all_ends_within_reach_and_the_facts_that_swing_them(decision: Decision, ways: Branches) -> None:
    assert draw(decision, ways, PLENTY) == obvious(decision, ways)


@given(decisions, branches, st.integers(0, 3))
def test_beyond_the_limit_nothing_possible_is_denied(decision: Decision, ways: Branches, limit: int) -> None:
    found, truth = draw(decision, ways, limit), obvious(decision, ways)
    assert found.ends >= truth.ends
    assert found.open >= truth.open
    assert not found.exact or found == truth


@given(expressions, branches)
def test_what_is_certain_may_be_put_in(whole: Expression, ways: Branches) -> None:
    rows = [certain(fact) for fact in ways]
    left = settle(whole, lambda leaf: rows[leaf.fact][leaf.bit])
    assert all(true_of(left, outcome) is true_of(whole, outcome) for outcome in product(*ways))
    assert all(rows[leaf.fact][leaf.bit] is None for leaf in leaves(left))


@given(expressions)
def test_not_turned_around_twice_is_the_same_and_says_the_contrary(whole: Expression) -> None:
    assert negate(negate(whole)) == whole
    every_way = [[(False, False), (False, True), (True, False), (True, True)]] * FACTS
    some = list(product(*every_way))[::37]
    assert all(true_of(negate(whole), outcome) is not true_of(whole, outcome) for outcome in some)


def test_two_ages_that_exclude_each_other_are_no_open_question() -> None:
    young, old = Leaf(0, 0), Leaf(0, 1)
    ages = [(False, False), (False, True), (True, False)]
    assert draw(Decision(all_of(young, old)), [ages], PLENTY) == Prospect(frozenset({End.FITS}), frozenset())
    assert draw(Decision(any_of(young, old)), [ages], PLENTY) == Prospect(frozenset({End.FITS, End.FAILS}), frozenset({0}))


def test_what_pends_for_certain_leaves_only_failures_to_ask_for() -> None:
    yes_or_no = [(False,), (True,)]
    either = any_of(all_of(Leaf(0, 0), Leaf(1, 0)), all_of(negate(Leaf(0, 0)), Leaf(1, 0)), negate(Leaf(1, 0)))
    decision = Decision(Leaf(2, 0), any_of(either, Leaf(3, 0)))
    assert draw(decision, [yes_or_no] * 4, PLENTY) == Prospect(frozenset({End.PENDS, End.FAILS}), frozenset({2}))


def test_which_of_two_questions_is_left_is_a_question_itself() -> None:
    which, one, other, never = (Leaf(place, 0) for place in range(4))
    asked = [any_of(fact, all_of(fact, never)) for fact in (one, other)]
    decision = Decision(any_of(all_of(which, asked[0]), all_of(negate(which), asked[1])))
    assert draw(decision, [[(False,), (True,)]] * 4, PLENTY).open == frozenset({0, 1, 2})
