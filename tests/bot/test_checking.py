"""A self-check without a chat: the files' own examples hold, and what is mistyped is told with the nearest spelling."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.checking import BadInputError, check, read_facts
from eligibility.answers import Declined, DoesNotKnow, Given
from knowledge.base import KnowledgeBase

TODAY = date(2024, 11, 28)


def test_every_example_of_every_file_comes_out_as_it_says(base: KnowledgeBase) -> None:
    seen = 0
    for policy in base.policies.values():
        for example in policy.examples:
            (checked,) = check(base, policy.id, example.track, example.facts, example.as_of or TODAY)
            assert checked.verdict.name == example.expect, (policy.id, example.name)
            assert not example.failed or set(checked.verdict.failed) == set(example.failed)
            seen += 1
    assert seen > 50


def test_without_a_track_there_is_one_result_for_each(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        results = check(base, policy.id, None, {}, TODAY)
        expected = [track.id for track in policy.tracks] if policy.tracks else [None]
        assert [one.verdict.track for one in results] == expected
        for one in results:
            assert (one.verdict.name == "not_applicable") == (policy.applicant is None)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (44, Given),
        ("四十四岁", Given),
        ("1980年5月", Given),
        ("?", DoesNotKnow),
        ("-", Declined),
    ],
)
def test_values_are_read_as_people_write_them(base: KnowledgeBase, value: object, answer: type) -> None:
    assert isinstance(read_facts(base, {"age": value}, TODAY)["age"], answer)


def test_json_values_and_typed_ones_mean_the_same(base: KnowledgeBase) -> None:
    assert read_facts(base, {"skill_leaders": 3}, TODAY) == read_facts(base, {"skill_leaders": "三个"}, TODAY)
    assert read_facts(base, {"skill_leaders": 3.0}, TODAY) == read_facts(base, {"skill_leaders": Decimal(3)}, TODAY)
    assert read_facts(base, {"employed": True}, TODAY) == read_facts(base, {"employed": "是"}, TODAY)
    assert read_facts(base, {"age": None}, TODAY) == {}


@pytest.mark.parametrize(
    ("policy", "track", "facts", "told"),
    [
        ("nmg-tepei-2032", None, {}, "nmg-tepei-2023"),
        ("zzz", None, {}, "nmg-tepei-2023"),
        ("", None, {}, "nmg-tepei-2023"),
        ("nmg-tepei-2023", "insid", {}, "inside"),
        ("jc-technician-station-2022", "inside", {}, "inside"),
        ("nmg-tepei-2023", None, {"aeg": 4}, "age"),
        ("nmg-tepei-2023", None, {"qqqqqq": 4}, "unit_place"),
        ("nmg-tepei-2023", None, {"age": 400}, "可以这样回答：45 / 四十五周岁"),
        ("nmg-tepei-2023", None, {"age": "老"}, "age"),
        ("nmg-tepei-2023", None, {"age": float("nan")}, "age"),
        ("nmg-tepei-2023", None, {"age": {"years": 4}}, "age"),
        ("nmg-tepei-2023", None, {"age": [1, 2]}, "age"),
        ("nmg-tepei-2023", None, {"unit_place": ["baotou"]}, "unit_place"),
        ("nmg-tepei-2023", None, {"unit_place": True}, "可以这样回答"),
        ("jc-technician-station-2022", None, {"skill_leaders": 2.5}, "skill_leaders"),
        ("jc-technician-station-2022", None, {"skill_leaders": -1}, "skill_leaders"),
    ],
)
def test_what_is_mistyped_is_told_with_what_would_do(
    base: KnowledgeBase, policy: str, track: str | None, facts: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInputError) as error:
        check(base, policy, track, facts, TODAY)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.data())
def test_any_json_is_either_judged_or_refused(base: KnowledgeBase, data: st.DataObject) -> None:
    facts = data.draw(st.dictionaries(st.sampled_from(sorted(base.facts)), json_values, max_size=3))
    policy = data.draw(st.sampled_from(sorted(base.policies)))
    try:
        told = str(check(base, policy, None, facts, TODAY)[0].verdict.policy)
    except BadInputError as error:
        told = str(error)
    assert any(name in told for name in (policy, *facts))
