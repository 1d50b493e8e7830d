"""Differences of fact are told from other wording; and what people ask about that they touch."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.changes.comparing import compare
from knowledge.changes.weighing import TOPICS, facts_changed, topics_of, topics_on
from knowledge.closed import Closed
from knowledge.conditions import AllOf
from knowledge.loader import load
from knowledge.policy import SECTIONS, Policy
from tests.knowledge.factories import every_example_holds

DATA = Path(__file__).parents[3] / "knowledge" / "data"
NOTHING: tuple[str, ...] = ()
WINDOW = ("deadline", "process", "how_to_apply")


@cache
def policies() -> tuple[Policy, ...]:
    return tuple(load(DATA, every_example_holds).policies.values())


def baotou() -> Policy:
    return next(one for one in policies() if one.id == "bt-shibaiqian-2024")


def changed(policy: Policy, field: str, change: Callable[[Any], dict[str, Any]], at: int = 0) -> tuple[str, ...]:
    """The topics that change when an entry of a list becomes another."""
    entries = list(getattr(policy, field))
    entries[at] = entries[at].model_copy(update=change(entries[at]))
    return topics(policy, {field: tuple(entries)})


def topics(policy: Policy, update: dict[str, Any]) -> tuple[str, ...]:
    return topics_of(facts_changed(compare(policy, policy.model_copy(update=update))))


@pytest.mark.parametrize(
    ("field", "change", "expected"),
    [
        ("stages", lambda _: {"ends": date(2030, 1, 1)}, WINDOW),
        ("stages", lambda one: {"clause": f"{one.clause}1"}, NOTHING),
        ("quotas", lambda one: {"amount": (one.amount or 0) + 1}, ("quota",)),
        ("quotas", lambda one: {"text": f"{one.text}，另见通知"}, NOTHING),
        ("quotas", lambda one: {"text": f"{one.text}，每年三次"}, ("quota",)),
        ("benefits", lambda one: {"text": f"不再{one.text}"}, ("benefit",)),
        ("benefits", lambda _: {"slots": ()}, NOTHING),
        ("benefits", lambda one: {"receiver": f" {one.receiver}。"}, NOTHING),
        ("benefits", lambda _: {"receiver": "所在单位"}, ("benefit",)),
        ("materials", lambda _: {"copies": 9}, ("materials",)),
        ("conditions", lambda one: {"rule": AllOf(all=(one.rule,))}, ("conditions", "scope")),
        ("gates", lambda _: {"topic": "fee"}, ("how_to_apply", "conditions")),
        ("benefits", lambda _: {"id": "another-id"}, NOTHING),
    ],
)
def test_a_change_is_weighed_by_what_it_changes(field: str, change: Callable[[Any], dict[str, Any]], expected: tuple[str, ...]) -> None:
    assert changed(baotou(), field, change) == expected


def test_what_is_no_fact_of_a_policy_touches_nothing() -> None:
    policy = baotou()
    told = {"title": "别的", "aliases": ("又名",), "caveats": (), "sources": policy.sources * 2, "summary": "换了个写法", "examples": ()}
    assert topics(policy, told) == ()
    assert topics(policy, {"quotas": tuple(reversed(policy.quotas))}) == ()


@given(st.data())
def test_an_entry_that_comes_or_goes_is_a_fact_of_its_topics(data: st.DataObject) -> None:
    policy = data.draw(st.sampled_from(policies()))
    field = data.draw(st.sampled_from([section for section in SECTIONS if getattr(policy, section)] or ["tracks"]))
    entries: tuple[Closed, ...] = getattr(policy, field)
    if not entries:
        return
    at = data.draw(st.integers(0, len(entries) - 1))
    fewer = policy.model_copy(update={field: entries[:at] + entries[at + 1 :]})
    for old, new in ((policy, fewer), (fewer, policy)):
        found = facts_changed(compare(old, new))
        assert set(topics_of(found)) == set(TOPICS[field])
        assert [change.path[1] for change in found] == [entries[at].id]  # type: ignore[attr-defined]
    assert set(TOPICS[field]) <= set(topics_on(policy, entries[at].id))  # type: ignore[attr-defined]
    assert set(topics_on(policy, "")) == {topic for every in TOPICS.values() for topic in every}
    assert facts_changed(compare(policy, policy)) == ()
