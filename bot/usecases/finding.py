"""Policies by a few words, as somebody types them into any chat: those the search means, then all whose names hold the words."""

from collections.abc import Iterable
from datetime import datetime

from bot.usecases.listing import Listed, listed
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.index import Index
from knowledge.search.normal import normalise


class Finder:
    """The names of all policies, made plain once."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._names = {policy.id: _names_of(base, policy) for policy in base.policies.values()}

    def find(self, index: Index, query: str, now: datetime) -> tuple[Listed, ...]:
        """Best first, else what is open first; everything where nothing is typed, nothing where no policy is meant."""
        every = listed(self._base, now)
        words = normalise(query).split()
        if not words:
            return every
        by_id = {one.policy.id: one for one in every}
        named = (policy for policy in by_id if self._holds(policy, words))
        return tuple(by_id[policy] for policy in dict.fromkeys((*_meant(index, query), *named)))

    def _holds(self, policy: str, words: Iterable[str]) -> bool:
        return all(word in self._names[policy] for word in words)


def _meant(index: Index, query: str) -> tuple[str, ...]:
    understood = index.understand(query)
    return () if understood.action == "none" or understood.only_intent or understood.asks_screening else understood.policies


def _names_of(base: KnowledgeBase, policy: Policy) -> str:
    told = (policy.title, policy.short_title, *policy.aliases, base.series[policy.series.id].name, *policy.region, *policy.issuers)
    return normalise(" ".join((*told, str(policy.year))))
