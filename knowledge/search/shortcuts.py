"""Whether somebody asks about a short cut: money that is said to make it sure, places from the inside, an agent."""

from knowledge.search.hearing import LONGEST, Cleaner
from knowledge.search.lexicon import Lexicon
from knowledge.search.phrases import Phrasebook
from knowledge.search.understanding import Warned


class Shortcuts:
    """The phrases of ``shortcuts.yaml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        """What is done to a question is done to the phrases."""
        words = lexicon.shortcuts
        self.warning = Warned(words.fact, words.lead, words.lines, words.paid)
        self._clean = Cleaner(lexicon.words.fillers).clean
        self._phrases = Phrasebook(dict.fromkeys(words.says, True), self._clean)

    def find(self, question: str) -> Warned | None:
        """The warning, where a question speaks of one."""
        return self.warning if self._phrases.every(self._clean(question[:LONGEST])) else None
