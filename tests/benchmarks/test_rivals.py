"""What is compared is the same: every engine comes to the judge's verdict, in its own words."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.engine import DATA, report, run
from benchmarks.rivals import plain, rivals
from benchmarks.varying import tracks_of, varied
from eligibility.answers import Born, Given, Since
from eligibility.deciding import facts_of
from eligibility.examples import check_example
from eligibility.screening.catalogue import Catalogue
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.loader import load
from tests.eligibility import oracle
from tests.eligibility.strategies import FACTS, IDS, VALUES, base_of, policies

EXACT = {fact: [one for one in values if not isinstance(one.value, Born | Since)] for fact, values in VALUES.items()}
known = st.fixed_dictionaries({fact: st.sampled_from(EXACT[fact]) for fact in IDS})


@given(policies().map(base_of), known)
def test_every_engine_judges_as_the_oracle_does(base: KnowledgeBase, values: Mapping[str, Given]) -> None:
    [policy] = base.policies.values()
    expected = oracle.verdict_of(policy, None, values)
    for rival in rivals(base, [Target(policy.id)]).values():
        assert rival.screen(plain(FACTS, values)) == [expected]


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - seeded on purpose


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return load(DATA, check_example)


def test_the_varied_policies_differ_in_their_bounds_alone_and_every_engine_agrees(real: KnowledgeBase) -> None:
    base, days = varied(real, 160, seeded(1))
    again, _ = varied(real, 160, seeded(1))
    assert list(base.policies.values()) == list(again.policies.values())
    for policy in base.policies.values():
        model = next(one for one, _ in tracks_of(real) if policy.id.startswith(f"{one.id}-"))
        assert [(one.id, facts_of(one)) for one in policy.conditions] == [(one.id, facts_of(one)) for one in model.conditions]
    done = run(base, Catalogue(base, days), rivals(base, tuple(days)), days, seeded(2))
    assert done.interview
    assert all(0 <= step.touched <= 1 for step in done.interview)


def test_the_table_has_a_line_for_everything_measured() -> None:
    lines = "\n".join(report(32, 2))
    for what in (
        "every fact answered",
        "after one more answer",
        "the next question",
        "rule-engine: all",
        "Touched by an answer",
        "Memory:",
    ):
        assert what in lines
