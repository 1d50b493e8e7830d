"""Where a knowledge folder stands among the published versions: what lies in it, what was published last, and what it came from."""

import asyncio
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from bot.usecases.merging import Digests, changed
from knowledge.errors import Problem
from knowledge.reading.files import Files, bytes_of, version_of
from storage.database import Transaction
from storage.keeping_records import PublicationRecord
from storage.publications import digest_of

FOLDER: Final = "文件夹"
"""Who published what somebody wrote into the folder."""


@dataclass(frozen=True)
class Standing:
    """A folder beside what was published."""

    disk: Files
    problems: tuple[Problem, ...]
    """Files in the folder that cannot be read."""
    latest: PublicationRecord | None
    theirs: Files
    """What was published last."""
    made_from: int
    """The number of the publication that the folder was made from; 0: of none."""
    base: Digests
    """The files of that one."""
    since: frozenset[tuple[str, str]]
    """Every path and digest that was published from then on: a file that is so was written by us, if not brought up to date yet."""

    @cached_property
    def on_disk(self) -> Digests:
        """The digests of what lies there."""
        return digests_of(self.disk)

    @cached_property
    def published(self) -> Digests:
        """The digests of what was published last."""
        return digests_of(self.theirs)

    @property
    def number(self) -> int:
        """Of what was published last; 0: nothing was."""
        return self.latest.number if self.latest else 0

    @cached_property
    def edited(self) -> frozenset[str]:
        """The files that somebody changed in the folder, and that were not published so."""
        other = changed(self.base, self.on_disk) & changed(self.published, self.on_disk)
        return frozenset(path for path in other if (path, self.on_disk.get(path)) not in self.since)

    @property
    def ours(self) -> Digests:
        """What the folder was made from, with what was edited there."""
        kept = {path: digest for path, digest in self.base.items() if path not in self.edited}
        return kept | {path: digest for path, digest in self.on_disk.items() if path in self.edited}

    def content(self, digests: Digests, *others: Files) -> Files:
        """The bytes of files that lie in the folder, were published, or are among others."""
        by_digest = {digest_of(raw): raw for files in (self.disk, self.theirs, *others) for raw in files.values()}
        return {path: by_digest[digest] for path, digest in digests.items()}

    def brought_to(self, target: Files, *, edits_too: bool = False) -> Files:
        """The folder as it will be: what nobody edited there becomes the target's; what was edited stays, unless that is to go too."""
        kept = frozenset[str]() if edits_too else frozenset(path for path in self.edited if self.disk.get(path) != target.get(path))
        mine = {path: raw for path, raw in self.disk.items() if path in kept}
        return {path: raw for path, raw in target.items() if path not in kept} | mine


def digests_of(files: Files) -> Digests:
    """The digest of each file."""
    return {path: digest_of(raw) for path, raw in files.items()}


async def standing_of(rows: Transaction, folder: Path, disk: Files, problems: Iterable[Problem]) -> Standing:
    """How a folder stands now."""
    latest = await rows.publications.latest()
    theirs = await rows.publications.files(latest.number) if latest else {}
    number = await _made_from(rows, folder, disk)
    base, since = await rows.publications.digests(number), await rows.publications.since(number)
    return Standing(disk, tuple(problems), latest, theirs, number, base, since)


async def note_standing(rows: Transaction, folder: Path, number: int) -> None:
    """Remember that a folder was made from what was published under that number."""
    await rows.marks.set(_mark(folder), str(number))


async def read_folder(folder: Path) -> tuple[Files, tuple[Problem, ...]]:
    """What lies in a folder, read in a thread."""
    files, problems = await asyncio.to_thread(bytes_of, folder)
    return files, tuple(problems)


async def _made_from(rows: Transaction, folder: Path, disk: Files) -> int:
    """What a folder was made from. One that nobody remembers is known by what lies in it, else it goes on from the last folder's."""
    marked = await rows.marks.get(_mark(folder))
    if marked is not None:
        return int(marked)
    known = await rows.publications.latest(version=version_of(disk)) or await rows.publications.latest(who=FOLDER)
    return known.number if known else 0


def _mark(folder: Path) -> str:
    return f"folder {platform.node()} {folder}"
