"""Versions of the knowledge files: what is written into the folder or published otherwise is checked, kept, laid on the disk and served.

However many processes run on one database, each serves what was published last, and nobody's edit is overwritten by another's.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import Clock
from bot.usecases.keeping.consenting import Agreed, end_as_agreed
from bot.usecases.keeping.noting import note_published
from bot.usecases.keeping.stewarding import take_up_checked
from bot.usecases.keeping.withdrawing import heed
from bot.usecases.laying import lay, refuse_unfit
from bot.usecases.masking import without_persons_numbers
from bot.usecases.merging import changed, merge
from bot.usecases.refusals import (
    BusyError,
    ClashError,
    NothingNewError,
    Trouble,
    UnknownVersionError,
    UnwrittenError,
    lines_of,
    reason_of,
)
from bot.usecases.snapshot import Snapshot, Snapshots
from bot.usecases.standing import FOLDER, Standing, digests_of, note_standing, read_folder, standing_of
from knowledge.errors import KnowledgeError
from knowledge.reading.files import Files, stamps_of, version_of
from knowledge.writing import ChangedMeanwhileError, Placing
from storage.database import Database
from storage.keeping_records import PublicationRecord

CALM_SECONDS = 0.5
"""Files that were not written to for so long are taken for finished."""
CALM_TRIES = 20
TRIES = 4
"""How often it is begun anew because somebody else was faster."""
ASIDE = ".aside"
"""Where edits are kept that a version gone back to replaces, within the folder; nothing in it is read."""


@dataclass(frozen=True)
class Author:
    """Who publishes, in words (命令行, a name), and which person that is in the rows where it is known."""

    who: str
    person_id: int | None = None


@dataclass(frozen=True)
class Published:
    """What came of publishing. ``aside``: where unpublished edits went that stood in the way of going back."""

    record: PublicationRecord
    aside: Path | None = None


class _OvertakenError(Exception):
    """Somebody else published meanwhile."""


class Publisher:
    """Keeps the folder, the rows and what is served the same. One turn at a time."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is read before the first look."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._turn = asyncio.Lock()
        self._seen: object = None
        self._number = 0
        self._ailing: frozenset[str] = frozenset()
        self._is_behind = False
        self._checked: str | None = None
        self._troubles: list[Trouble] = []

    @property
    def number(self) -> int:
        """Of the version that was published last, as far as this process knows; 0 before the first look."""
        return self._number

    async def look(self) -> tuple[Trouble, ...]:
        """Take up what changed in the folder or was published elsewhere; what admins should know of since the last look."""
        async with self._turn:
            stamps = await asyncio.to_thread(stamps_of, self._snapshots.folder)
            async with self._database.transaction() as rows:
                number = await rows.publications.latest_number()
                await heed(rows, self._snapshots)
                self._checked = await take_up_checked(rows, self._snapshots, self._checked)
            if stamps != self._seen or number != self._number or self._is_behind:
                self._seen = await self._calm(stamps) if self._seen is not None else stamps
                await self._settle()
            told, self._troubles = tuple(self._troubles), []
            return told

    async def laid(self, base: int, changes: Mapping[str, bytes | None]) -> tuple[PublicationRecord | None, Files, Files]:
        """What was published last, its files, and the files that publishing these changes would make of them; nothing is done.

        Raises:
            KnowledgeError: files have no place by their names, or are too large.
            PublishingError: it clashes with what others published, changes nothing, or starts from no version that there is.
        """
        refuse_unfit(changes)
        standing = await self._standing()
        return standing.latest, standing.theirs, lay(standing, await self._files_of(base), changes)

    async def publish(
        self, base: int, changes: Mapping[str, bytes | None], author: Author, why: str, agreed: Agreed | None = None
    ) -> Published:
        """Publish files by their path (``None``: without it) as an edit of the version of that number; what was ``agreed`` ends with it.

        Raises:
            KnowledgeError: the files have mistakes, by name or by what they hold.
            PublishingError: it clashes with another edit, changes nothing, cannot be written, waits no more, or is not what was agreed to.
        """
        refuse_unfit(changes)
        async with self._turn:
            for _ in range(TRIES):
                standing = await self._settle()
                files = lay(standing, await self._files_of(base), changes)
                waiting = changed(standing.published, digests_of(files)) & standing.edited
                clashing = sorted(path for path in waiting if standing.disk.get(path) != files.get(path))
                if clashing:
                    raise ClashError(tuple(clashing), None)
                done = await self._try(standing, files, standing.brought_to(files), self._record(base, author, why), agreed)
                if done:
                    return Published(done)
            raise BusyError

    async def roll_back(self, number: int, author: Author, why: str, agreed: Agreed | None = None) -> Published:
        """Publish the files of an earlier version once more. Edits in the folder that are not published are put aside.

        What was ``agreed`` ends with it.

        Raises:
            KnowledgeError: this program finds mistakes in that version.
            PublishingError: there is no such version, it is what is there, or it cannot be written.
        """
        async with self._turn:
            for _ in range(TRIES):
                standing = await self._settle()
                files = await self._files_of(number)
                aside = f"{ASIDE}/{self._clock.now():%Y%m%dT%H%M%S}"
                lost = {path: raw for path, raw in standing.disk.items() if path in standing.edited and files.get(path) != raw}
                after = {**standing.brought_to(files, edits_too=True), **{f"{aside}/{path}": raw for path, raw in lost.items()}}
                if files == standing.theirs and after == standing.disk:
                    raise NothingNewError
                done = await self._try(standing, files, after, self._record(standing.number, author, why), agreed)
                if done:
                    return Published(done, self._snapshots.folder / aside if lost else None)
            raise BusyError

    async def _settle(self) -> Standing:
        """Publish what was edited in the folder, serve what was published last, and bring the folder up to it."""
        for _ in range(TRIES):
            troubles: list[Trouble] = []
            standing = await self._standing()
            try:
                if (standing.edited or standing.problems) and await self._take_in(standing, troubles):
                    continue
                await self._follow(standing, troubles)
                standing = await self._catch_up(standing, troubles)
            except (_OvertakenError, ChangedMeanwhileError):
                continue
            break
        self._number = standing.number
        if self._ailing and not troubles:
            self._troubles.append(Trouble("mended", (), standing.number))
        self._troubles += [trouble for trouble in troubles if trouble.key not in self._ailing]
        self._ailing = frozenset(trouble.key for trouble in troubles)
        self._is_behind = any(trouble.kind == "unwritten" for trouble in troubles)  # until the disk has room again
        return standing

    async def _take_in(self, standing: Standing, troubles: list[Trouble]) -> bool:
        """Publish what was edited in the folder; False, and why, where that cannot be."""
        merged = merge(standing.base, standing.ours, standing.published)
        try:
            if standing.problems:
                raise KnowledgeError(standing.problems)  # noqa: TRY301 - told below like the others
            if merged.clashes:
                troubles.append(Trouble("clash", merged.clashes, standing.number))
                return False
            files = standing.content(merged.files)
            snapshot = await self._prepared(files)
        except KnowledgeError as error:
            troubles.append(Trouble("broken", lines_of(error.problems), standing.number))
            return False
        why = f"资料文件夹里改了：{'、'.join(sorted(standing.edited))}" if standing.latest else "第一次启动时资料文件夹里的"
        record = self._record(standing.number, Author(FOLDER), why)
        await self._keep(standing, files, standing.disk, replace(record, number=standing.number + 1, version=snapshot.base.version))
        self._serve(snapshot)
        return True

    async def _follow(self, standing: Standing, troubles: list[Trouble]) -> None:
        """Serve what was published last, here or elsewhere."""
        if standing.latest:
            try:
                self._serve(await self._prepared(standing.theirs))
            except KnowledgeError as error:
                troubles.append(Trouble("outgrown", lines_of(error.problems), standing.number))

    async def _catch_up(self, standing: Standing, troubles: list[Trouble]) -> Standing:
        """Write to the folder what was published elsewhere; how it stands then."""
        after = standing.brought_to(standing.theirs)
        try:
            await self._keep(standing, standing.theirs, after)
        except ChangedMeanwhileError:
            raise
        except OSError as error:
            troubles.append(Trouble("unwritten", (reason_of(error),), standing.number))
            return standing
        return replace(standing, disk=after)

    async def _try(
        self, standing: Standing, files: Files, after: Files, record: PublicationRecord, agreed: Agreed | None
    ) -> PublicationRecord | None:
        """Publish files, if they are not what is published, and lay them on the disk; None where somebody else was faster."""
        snapshot = await self._prepared(files)
        numbered = replace(record, number=standing.number + 1, version=snapshot.base.version)
        is_new = files != standing.theirs
        try:
            await self._keep(standing, files, after, numbered if is_new else None, agreed)
        except (_OvertakenError, ChangedMeanwhileError):
            return None
        except OSError as error:
            raise UnwrittenError(error) from error
        self._serve(snapshot)
        published = numbered if is_new else standing.latest
        self._number = published.number if published else 0
        return published

    async def _keep(
        self, standing: Standing, files: Files, after: Files, record: PublicationRecord | None = None, agreed: Agreed | None = None
    ) -> None:
        """Rows and disk together, or neither: the files are in their places when the transaction ends, and taken back should that fail."""
        folder = self._snapshots.folder
        placing = await asyncio.to_thread(Placing(folder, standing.disk, after).write)
        try:
            async with self._database.transaction() as rows:
                await rows.publications.lock()
                if await rows.publications.latest_number() != standing.number:
                    raise _OvertakenError  # noqa: TRY301 - the transaction ends with it
                if agreed is not None:
                    await end_as_agreed(rows, agreed, self._clock.now())
                if record:
                    await rows.publications.add(record, files)
                    await note_published(rows, record)
                is_whole = {path: raw for path, raw in after.items() if not path.startswith(ASIDE)} == files and not standing.problems
                number = record.number if record else standing.number
                await note_standing(rows, folder, number if is_whole else standing.made_from)
                await asyncio.to_thread(placing.put)
        except Exception:
            await asyncio.to_thread(placing.undo)
            await asyncio.to_thread(placing.close)
            raise
        await asyncio.to_thread(placing.close)

    async def _standing(self) -> Standing:
        disk, problems = await read_folder(self._snapshots.folder)
        async with self._database.transaction() as rows:
            return await standing_of(rows, self._snapshots.folder, disk, problems)

    async def _files_of(self, number: int) -> Files:
        async with self._database.transaction() as rows:
            files = await rows.publications.files(number)
        if not files:
            raise UnknownVersionError(number)
        return files

    async def _prepared(self, files: Files) -> Snapshot:
        """Files checked, with all that is derived from them; what is served already is not worked out anew."""
        current = self._snapshots.current
        return current if version_of(files) == current.base.version else await asyncio.to_thread(self._snapshots.prepare, files)

    def _serve(self, snapshot: Snapshot) -> None:
        if snapshot is not self._snapshots.current:
            self._snapshots.swap(snapshot)

    def _record(self, based_on: int, author: Author, why: str) -> PublicationRecord:
        """A publication that has no number yet."""
        return PublicationRecord(
            number=0,
            version="",
            based_on=based_on or None,
            who=author.who,
            person_id=author.person_id,
            why=without_persons_numbers(why),
            published_at=self._clock.now(),
        )

    async def _calm(self, stamps: object) -> object:
        """Wait until nobody writes to the files any more."""
        for _ in range(CALM_TRIES):
            await asyncio.sleep(CALM_SECONDS)
            before, stamps = stamps, await asyncio.to_thread(stamps_of, self._snapshots.folder)
            if stamps == before:
                break
        return stamps
