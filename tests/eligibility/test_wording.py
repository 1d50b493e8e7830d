"""Rules in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.evaluate import compare
from eligibility.wording import describe_bound, describe_comparison, describe_group
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf
from knowledge.facts import AgeFact, DateFact, DurationFact, Fact, NumberFact, Option, ScaleFact, YesNoFact, options_of
from tests.eligibility.strategies import DAY, FACTS, IDS, VALUES, comparisons


def _fact(of: str, **more: object) -> Fact:
    kinds: dict[str, type[Fact]] = {"age": AgeFact, "date": DateFact, "duration": DurationFact, "number": NumberFact, "scale": ScaleFact}
    common = {"kind": of, "id": "it", "name": "它", "subject": "person", "group": "me", "ask": "？"}
    return kinds[of].model_validate(common | more)


AGE, DATE, TIME = _fact("age"), _fact("date"), _fact("duration")
STAFF = _fact("number", unit="人")
LEVEL = _fact("scale", options=[{"id": "none", "label": "没有"}, {"id": "mid", "label": "技师"}, {"id": "top", "label": "高级技师"}])


@pytest.mark.parametrize(
    ("fact", "bounds", "words"),
    [
        (AGE, {"at_most": Decimal(45)}, "它 不超过 45周岁"),
        (AGE, {"at_least": Decimal(18), "less_than": Decimal(46)}, "它 满 18周岁，且 不满 46周岁"),
        (AGE, {"more_than": Decimal(60)}, "它 超过 60周岁"),
        (TIME, {"at_least": "8年"}, "它 满 8年"),
        (TIME, {"less_than": "18个月"}, "它 不满 1年6个月"),
        (STAFF, {"at_least": Decimal(3000)}, "它 不少于 3000人"),
        (STAFF, {"less_than": Decimal("0.50")}, "它 少于 0.5人"),
        (LEVEL, {"at_least": "mid"}, "它 不低于 技师"),
        (LEVEL, {"less_than": "top"}, "它 低于 高级技师"),
        (LEVEL, {"at_least": "top"}, "它：高级技师"),
        (LEVEL, {"at_most": "none"}, "它：没有"),
        (LEVEL, {"more_than": "none"}, "它 高于 没有"),
        (DATE, {"at_most": "2024-12-10"}, "它 不晚于 2024年12月10日"),
        (DATE, {"more_than": "2024-12-10"}, "它 晚于 2024年12月10日"),
        (LEVEL, {"one_of": ("mid",)}, "它：技师"),
        (LEVEL, {"one_of": ("mid", "top")}, "它：技师、高级技师之一"),
    ],
)
def test_bounds_are_worded_as_they_include(fact: Fact, bounds: dict[str, object], words: str) -> None:
    assert describe_comparison(fact, Comparison.model_validate({"fact": "it"} | bounds)) == words


def test_yes_and_no_are_the_words_of_the_buttons() -> None:
    fact = YesNoFact(kind="yes_no", id="it", name="在职", subject="person", group="me", ask="？", yes="在岗", no="已离职")
    assert describe_comparison(fact, Comparison.model_validate({"fact": "it", "is": True})) == "在职：在岗"
    assert describe_comparison(fact, Comparison.model_validate({"fact": "it", "is": False})) == "在职：已离职"


def test_options_that_are_lists_themselves_are_set_apart() -> None:
    places = _fact("scale", options=[Option(id="west", label="和田、喀什"), Option(id="east", label="西藏")])
    assert "和田、喀什；西藏" in describe_comparison(places, Comparison(fact="it", one_of=("west", "east")))


def test_groups_say_how_their_parts_hold_together() -> None:
    part = (Comparison(fact="it", at_least=Decimal(1)),) * 3
    groups = (AllOf(all=part), AnyOf(any=part), NoneOf(none=part), CountOf(count=part, at_least=2))
    assert [describe_group(group) for group in groups] == ["全部满足", "满足其一", "都不满足", "至少满足 2 项（共 3 项）"]


@given(comparisons())
def test_every_bound_and_option_is_named(comparison: Comparison) -> None:
    fact = FACTS[comparison.fact]
    words = describe_comparison(fact, comparison)
    assert words.startswith(fact.name)
    labels = {option.id: option.label for option in options_of(fact)}
    for key, value in comparison.operators().items():
        if isinstance(value, tuple):
            assert all(labels[option] in words for option in value)
        elif key != "is":
            assert describe_bound(fact, value) in words


@given(st.sampled_from(IDS).flatmap(lambda fact: st.tuples(comparisons((fact,)), comparisons((fact,)))))
def test_the_same_words_mean_the_same(pair: tuple[Comparison, Comparison]) -> None:
    fact = FACTS[pair[0].fact]
    one, other = ([compare(comparison, fact, {fact.id: value}, DAY) for value in VALUES[fact.id]] for comparison in pair)
    assert describe_comparison(fact, pair[0]) != describe_comparison(fact, pair[1]) or one == other
