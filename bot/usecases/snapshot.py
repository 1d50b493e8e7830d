"""One version of the knowledge with what is derived from it: built once, swapped whole."""

from dataclasses import dataclass

from bot.callbacks import CodeBook
from bot.usecases.finding import Finder
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.pasted.notices import Notices
from knowledge.search.comparing import Comparisons
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.shortcuts import Shortcuts
from knowledge.search.situations import Situations
from knowledge.search.tongues import Tongues


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


class Snapshots:
    """The current snapshot of a library."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        """Build the first snapshot."""
        self._library = library
        self._lexicon = lexicon
        self.current = self._build(library.base)

    def refresh(self) -> bool:
        """Read the files anew if they changed; whether there is a new snapshot. Blocks, so call it in a thread.

        Raises:
            KnowledgeError: the files have mistakes; the last good snapshot stays.
        """
        if not self._library.is_changed():
            return False
        base = self._library.refresh()
        if base.version == self.current.base.version:
            return False
        self.current = self._build(base)
        return True

    def _build(self, base: KnowledgeBase) -> Snapshot:
        index, lexicon = Index(base, self._lexicon), self._lexicon
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
        )
