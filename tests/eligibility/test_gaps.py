"""By how much: moving an answer by its gap is just enough."""

from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Born, Given, Years
from eligibility.days import Window
from eligibility.gaps import Gap, gaps
from eligibility.verdict import judge
from knowledge.conditions import Condition
from tests.eligibility.strategies import DAY, VALUES, base_of, policy_of


def found(rule: dict[str, Any], known: dict[str, Answer], **more: object) -> tuple[Gap, ...]:
    policy = policy_of(Condition.model_validate({"id": "c", "clause": "一", "text": "条件", "rule": rule} | more))
    verdict = judge(base_of(policy), policy, None, known, DAY)
    return gaps(base_of(policy), verdict, verdict.reasons[0], known)


BOUNDS = {"staff": ("0", "1", "1.5", "2", "4"), "share": ("0", "0.5", "1", "2"), "age": ("44", "45", "46")}
HOLDS = {"at_least": ge, "at_most": le, "more_than": gt, "less_than": lt}


@given(st.data(), st.sampled_from(list(BOUNDS)), st.sampled_from(list(HOLDS)))
def test_moved_by_its_gap_an_answer_is_just_enough(data: st.DataObject, fact: str, key: str) -> None:
    bound, answer = Decimal(data.draw(st.sampled_from(BOUNDS[fact]))), data.draw(st.sampled_from(VALUES[fact]))
    value = Decimal(answer.value.years if isinstance(answer.value, Years) else str(answer.value))
    told = found({"fact": fact, key: bound}, {fact: answer})
    assert len(told) == (not HOLDS[key](value, bound))
    for gap in told:
        assert (gap.fact, gap.least, gap.over) == (fact, gap.most, key in {"at_most", "less_than"})
        step = -1 if gap.over else 1
        reached = value + step * gap.least
        if fact == "share":
            assert reached == bound
        else:
            assert HOLDS[key](reached, bound)
            assert not HOLDS[key](reached - step, bound)


def test_an_age_known_to_the_year_leaves_a_range() -> None:
    born = Given(Born(Window(date(1975, 1, 1), date(1976, 12, 31))))
    assert found({"fact": "age", "at_most": 45}, {"age": born}) == (Gap("age", Decimal(2), Decimal(4), over=True),)


def test_all_that_is_missing_is_told() -> None:
    both = {"all": [{"fact": "staff", "at_least": 3}, {"all": [{"fact": "age", "at_most": 44}, {"fact": "level", "at_least": "top"}]}]}
    known: dict[str, Answer] = {"staff": Given(Decimal(1)), "age": Given(Years(46)), "level": Given("low")}
    assert found(both, known) == (Gap("staff", Decimal(2), Decimal(2), over=False), Gap("age", Decimal(2), Decimal(2), over=True))


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ({"any": [{"fact": "staff", "at_least": 3}, {"fact": "employed", "is": True}]}, {}),
        ({"fact": "staff", "at_most": 3}, {"kind": "excluding"}),
        ({"fact": "employed", "is": True}, {}),
        ({"fact": "staff", "at_least": 1}, {}),
    ],
)
def test_where_no_amount_tells_it_none_is_told(rule: dict[str, Any], more: dict[str, Any]) -> None:
    assert found(rule, {"staff": Given(Decimal(2)), "employed": Given(value=False)}, **more) == ()
