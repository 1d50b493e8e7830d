"""What two published versions say otherwise of one policy, as far as it is fact; read once and kept for a while, for both stay."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from bot.usecases.correcting import POLICIES
from knowledge.changes.change import Change
from knowledge.changes.comparing import compare
from knowledge.changes.weighing import TOPICS, facts_changed, topics_of
from knowledge.entries import Topic
from knowledge.errors import KnowledgeError
from knowledge.facts import Fact
from knowledge.loader import load_facts, load_policy
from knowledge.policy import Policy
from knowledge.reading.files import FACTS
from storage.database import Transaction

MOST: Final = 64
"""Differences kept; and as many versions of the facts as two publications have."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Version:
    """A policy as one version has it, if it has it, and the facts that its rules name."""

    policy: Policy | None
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Difference:
    """What changed in fact from one version to another."""

    old: Version
    new: Version
    changes: tuple[Change, ...] = ()
    """None where it came or went as a whole."""

    @property
    def is_gone(self) -> bool:
        """Whether it is on file no more."""
        return self.old.policy is not None and self.new.policy is None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What people ask about that is otherwise; nobody was told of what is new as a whole."""
        return topics_of(self.changes) if not self.is_gone else tuple(dict.fromkeys(one for every in TOPICS.values() for one in every))

    @property
    def entries(self) -> frozenset[str]:
        """The entries that changed, by their ids."""
        return frozenset(change.path[1] for change in self.changes if change.within)


class Differences:
    """Reads differences, and keeps those that were read last."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._known: OrderedDict[tuple[str, int, int], Difference | None] = OrderedDict()
        self._facts: OrderedDict[int, Mapping[str, Fact]] = OrderedDict()

    async def between(self, rows: Transaction, policy: str, old: int, new: int) -> Difference | None:
        """What publication ``new`` says otherwise of a policy than ``old``; None where one of them can no longer be read."""
        key = (policy, old, new)
        if key not in self._known:
            self._known[key] = await self._read(rows, *key)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    async def _read(self, rows: Transaction, policy: str, old: int, new: int) -> Difference | None:
        path = f"{POLICIES}{policy}.yaml"
        raws = await rows.publications.file(old, path), await rows.publications.file(new, path)
        try:
            before, after = [await self._version(rows, number, path, raw) for number, raw in zip((old, new), raws, strict=True)]
        except KnowledgeError:
            log.warning("a published version can no longer be read; nobody is told what changed", policy=policy, old=old, new=new)
            return None
        if before.policy is None or after.policy is None or raws[0] == raws[1]:
            return Difference(before, after)
        changes = await asyncio.to_thread(compare, before.policy, after.policy)
        return Difference(before, after, facts_changed(changes))

    async def _version(self, rows: Transaction, number: int, path: str, raw: bytes | None) -> Version:
        """A policy as a publication has it, read in a thread.

        Raises:
            KnowledgeError: this program finds mistakes in it.
        """
        if number not in self._facts:
            self._facts[number] = await asyncio.to_thread(load_facts, await rows.publications.file(number, FACTS) or b"")
            while len(self._facts) > MOST:
                self._facts.popitem(last=False)
        facts = self._facts[number]
        return Version(await asyncio.to_thread(load_policy, path, raw, facts) if raw is not None else None, facts)
