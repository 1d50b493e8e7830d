"""What would come of changes if they were published: worked out beside the loop, kept nowhere."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.clock import SHANGHAI, Clock
from bot.usecases.publishing import Publisher
from bot.usecases.refusals import UnknownVersionError
from bot.usecases.snapshot import Snapshot, Snapshots
from bot.usecases.turning import Turned, count_turned
from eligibility.flips import Flip, flips
from knowledge.base import KnowledgeBase
from knowledge.changes.change import Change
from knowledge.changes.comparing import compare_bases, compare_files
from knowledge.reading.files import Files, version_of
from storage.database import Database
from storage.keeping_records import PublicationRecord


@dataclass(frozen=True)
class Difference:
    """Two versions beside each other. ``turned`` is None where nobody counted the saved self-checks."""

    old: KnowledgeBase
    new: KnowledgeBase
    changes: Sequence[Change]
    flips: Sequence[Flip]
    turned: Turned | None = None


@dataclass(frozen=True)
class Draft:
    """What would be served, and how it differs from what was published last (``latest``; None: nothing was)."""

    latest: PublicationRecord | None
    snapshot: Snapshot
    difference: Difference

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies of which applicants would be told something else, or that are new."""
        old, new = self.difference.old.policies, self.difference.new.policies
        return tuple(name for name, policy in new.items() if old.get(name) != policy)

    @property
    def removed(self) -> tuple[str, ...]:
        """The policies that would be gone."""
        return tuple(name for name in self.difference.old.policies if name not in self.difference.new.policies)


class Drafts:
    """Works out what would come of changes. One at a time: each holds a whole base."""

    def __init__(self, database: Database, snapshots: Snapshots, publisher: Publisher, clock: Clock) -> None:
        """Nothing is read before it is asked for."""
        self._database = database
        self._snapshots = snapshots
        self._publisher = publisher
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def of(self, base: int, changes: Mapping[str, bytes | None]) -> Draft:
        """Changes of the version of that number, upon what was published last.

        Raises:
            KnowledgeError: the files would have mistakes.
            PublishingError: it clashes with what others published, or changes nothing.
        """
        latest, before, after = await self._publisher.laid(base, changes)
        async with self._one_at_a_time:
            snapshot = await asyncio.to_thread(self._snapshots.prepare, after)
            difference = await asyncio.to_thread(self._compared, before, after, snapshot.base)
        turned = await count_turned(self._database, difference.old, difference.new, self._clock.now().astimezone(SHANGHAI))
        return Draft(latest, snapshot, Difference(difference.old, difference.new, difference.changes, difference.flips, turned))

    async def between(self, old: int, new: int) -> Difference:
        """Two published versions.

        Raises:
            UnknownVersionError: one of them is none.
            KnowledgeError: this program finds mistakes in one of them.
        """
        async with self._database.transaction() as rows:
            before, after = await rows.publications.files(old), await rows.publications.files(new)
        for number, files in ((old, before), (new, after)):
            if not files:
                raise UnknownVersionError(number)
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._compared, before, after, None)

    def _compared(self, before: Files, after: Files, prepared: KnowledgeBase | None) -> Difference:
        current = self._snapshots.current.base
        old = current if version_of(before) == current.version else self._snapshots.read(before)
        new = prepared or self._snapshots.read(after)
        return Difference(old, new, (*compare_bases(old, new), *compare_files(before, after)), flips(old, new))
