"""All knowledge of one version: immutable, indexed, told apart by the hash of its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from knowledge.clauses import Notice
from knowledge.contradictions import Contradiction
from knowledge.entries import Series
from knowledge.facts import Fact
from knowledge.general import GeneralFact
from knowledge.policy import Policy
from knowledge.reading.forms import FormOnDisk

WHOLE: Final = ""
"""In the place of an entry: all of a policy."""


@dataclass(frozen=True, eq=False)
class KnowledgeBase:
    """The policies, facts and general facts of one version of the files; equal to nothing but itself."""

    version: str
    """The first twelve hex digits of the SHA-256 over all files, names included."""
    facts: Mapping[str, Fact]
    policies: Mapping[str, Policy]
    notices: Mapping[str, Notice] = field(default_factory=dict)
    """The clause lists by id; a policy without one is not held to its clauses."""
    general: Mapping[str, GeneralFact] = field(default_factory=dict)
    """What to know whichever the policy, by id, in the order of the file."""

    contradictions: tuple[Contradiction, ...] = ()
    """Answers that cannot stand together."""
    forms: Mapping[str, FormOnDisk] = field(default_factory=dict)
    """The files in the folder of forms, by their place in it."""
    withdrawn: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What is being verified and not told for now, whatever the files say: by policy the ids of entries, or nothing for all of it."""

    checked: Mapping[str, date] = field(default_factory=dict)
    """By policy, the day on which somebody last held all of it against its notice, where that is known."""

    def is_withdrawn(self, policy: str, entries: Iterable[str] = ()) -> bool:
        """Whether all of a policy, or one of these entries, is not told for now."""
        withdrawn = self.withdrawn.get(policy, frozenset())
        return WHOLE in withdrawn or not withdrawn.isdisjoint(entries)

    @cached_property
    def editions(self) -> Mapping[str, tuple[Policy, ...]]:
        """The policies of each series by its id, newest first."""
        found: dict[str, list[Policy]] = {}
        for policy in sorted(self.policies.values(), key=lambda policy: (-policy.year, policy.id)):
            found.setdefault(policy.series.id, []).append(policy)
        return {series: tuple(policies) for series, policies in found.items()}

    @cached_property
    def series(self) -> Mapping[str, Series]:
        """The series by id."""
        return {series: policies[0].series for series, policies in self.editions.items()}

    @cached_property
    def used_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact, the ids of the policies whose rules refer to it."""
        found: dict[str, list[str]] = {fact: [] for fact in self.facts}
        for policy in self.policies.values():
            for fact in sorted(policy.facts_used):
                found.setdefault(fact, []).append(policy.id)
        return {fact: tuple(policies) for fact, policies in found.items()}
