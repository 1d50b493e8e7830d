"""In which situation somebody is who asks whether they may apply: no unit, a unit that refuses, sent by an agency, and so on."""

from knowledge.entries import SituationId
from knowledge.search.hearing import LONGEST, Cleaner
from knowledge.search.lexicon import Lexicon
from knowledge.search.phrases import Phrasebook
from knowledge.search.scanner import apart


class Situations:
    """The phrases of all situations."""

    def __init__(self, lexicon: Lexicon) -> None:
        """What is done to a question is done to the phrases."""
        self._clean = Cleaner(lexicon.words.fillers).clean
        said: dict[str, SituationId] = {phrase: about for about, phrases in lexicon.situations.by_situation().items() for phrase in phrases}
        self._phrases = Phrasebook(said, self._clean)

    def find(self, question: str) -> SituationId | None:
        """The situation that a question tells of; of several the one told in the longest phrase."""
        hits = apart(self._phrases.every(self._clean(question[:LONGEST])))
        return max(hits, key=lambda hit: (hit.end - hit.start, -hit.start)).value if hits else None
