"""Kleene's logic, as rules are evaluated: what is not known is never false, and settles nothing before its time."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Given
from eligibility.evaluate import evaluate
from eligibility.truth import Truth
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf, Rule
from tests.eligibility.strategies import DAY, FACTS

YES_NO = tuple(fact.id for fact in FACTS.values() if fact.kind == "yes_no")
PARTS: tuple[Rule, ...] = tuple(Comparison.model_validate({"fact": fact, "is": True}) for fact in YES_NO)

truths = st.tuples(*[st.sampled_from(Truth)] * len(YES_NO))
Truths = tuple[Truth, ...]


def told(found: Truths) -> dict[str, Answer]:
    return {fact: Given(truth is Truth.TRUE) for fact, truth in zip(YES_NO, found, strict=True) if truth is not Truth.UNKNOWN}


def of(rule: Rule, found: Truths) -> Truth:
    return evaluate(rule, FACTS, told(found), DAY)


@given(truths)
def test_de_morgan(found: Truths) -> None:
    none_is_false = NoneOf(none=tuple(NoneOf(none=(part,)) for part in PARTS))
    assert of(none_is_false, found) is of(AllOf(all=PARTS), found)
    assert of(NoneOf(none=(NoneOf(none=PARTS),)), found) is of(AnyOf(any=PARTS), found)


@given(truths)
def test_how_parts_are_bracketed_does_not_matter(found: Truths) -> None:
    first, *rest = PARTS
    assert of(AllOf(all=(AllOf(all=tuple(rest)), first)), found) is of(AllOf(all=PARTS), found)
    assert of(AnyOf(any=(AnyOf(any=tuple(rest)), first)), found) is of(AnyOf(any=PARTS), found)


@given(truths)
def test_and_distributes_over_or(found: Truths) -> None:
    first, second, third = PARTS
    together = AllOf(all=(first, AnyOf(any=(second, third))))
    apart = AnyOf(any=(AllOf(all=(first, second)), AllOf(all=(first, third))))
    assert of(together, found) is of(apart, found)


@given(st.integers(1, len(PARTS)), truths)
def test_a_count_is_what_all_completions_share(least: int, found: Truths) -> None:
    options = [(True, False) if truth is Truth.UNKNOWN else (truth is Truth.TRUE,) for truth in found]
    results = {sum(values) >= least for values in product(*options)}
    assert of(CountOf(count=PARTS, at_least=least), found) is (Truth.of(results.pop()) if len(results) == 1 else Truth.UNKNOWN)


def test_what_is_asked_twice_is_not_known_to_be_the_same() -> None:
    either_way = AnyOf(any=(PARTS[0], NoneOf(none=(PARTS[0],))))
    assert of(either_way, (Truth.UNKNOWN,) * len(PARTS)) is Truth.UNKNOWN
