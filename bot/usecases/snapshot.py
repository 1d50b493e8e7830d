"""One version of the knowledge with what is derived from it: built once, swapped whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.callbacks import CodeBook
from bot.usecases.finding import Finder
from bot.usecases.matters import Matters
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.pasted.notices import Notices
from knowledge.reading.files import Files
from knowledge.search.comparing import Comparisons
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.shortcuts import Shortcuts
from knowledge.search.situations import Situations
from knowledge.search.slots import all_slots
from knowledge.search.tongues import Tongues
from knowledge.search.understanding import Narrow


@dataclass(frozen=True)
class Snapshot:
    """The knowledge that one turn works with, from its beginning to its end."""

    base: KnowledgeBase
    index: Index
    codes: CodeBook
    finder: Finder
    tongues: Tongues
    situations: Situations
    shortcuts: Shortcuts
    comparisons: Comparisons
    notices: Notices
    matters: Matters
    slots: tuple[Narrow, ...]
    """All that can be asked narrowly."""


class Snapshots:
    """The current snapshot of a library."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        """Build the first snapshot."""
        self._library = library
        self.current = _snapshot_of(library.base, lexicon)

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._library.folder

    def prepare(self, files: Files) -> Snapshot:
        """Check files and build all that is derived from them. Blocks, so call it in a thread.

        Raises:
            KnowledgeError: the files have mistakes.
        """
        return _snapshot_of(self._library.checked(files), self._library.words(files))

    def read(self, files: Files) -> KnowledgeBase:
        """The base of files that were published once; whether their examples hold is not asked. Blocks, so call it in a thread.

        Raises:
            KnowledgeError: this program finds mistakes in them.
        """
        return self._library.read(files)

    def swap(self, snapshot: Snapshot) -> None:
        """Answer from another snapshot from now on; what is withdrawn stays so, and what was checked."""
        before = self.current.base
        self.current = snapshot
        self.withdraw(before.withdrawn)
        self.note_checked(before.checked)

    def withdraw(self, withdrawn: Mapping[str, frozenset[str]]) -> bool:
        """Tell exactly this no more from now on (by policy the entries, or nothing for all of it); whether it is something else."""
        if withdrawn == self.current.base.withdrawn:
            return False
        self.current = replace(self.current, base=replace(self.current.base, withdrawn=withdrawn))
        return True

    def note_checked(self, checked: Mapping[str, date]) -> None:
        """Say from now on that policies were last held against their notices on these days."""
        if checked != self.current.base.checked:
            self.current = replace(self.current, base=replace(self.current.base, checked=checked))


def _snapshot_of(base: KnowledgeBase, lexicon: Lexicon) -> Snapshot:
    index = Index(base, lexicon)
    return Snapshot(
        base=base,
        index=index,
        codes=CodeBook(base),
        finder=Finder(base),
        tongues=Tongues(lexicon.tongues),
        situations=Situations(lexicon),
        shortcuts=Shortcuts(lexicon),
        comparisons=Comparisons(base, index, lexicon),
        notices=Notices(base, index, lexicon.notices, lexicon.shortcuts.demands),
        matters=Matters(index),
        slots=all_slots(lexicon.slots),
    )
