"""What is asked about a policy: phrases that say so, a comparison, a guess or a hint where none does."""

from collections.abc import Callable, Collection

from knowledge.entries import Topic
from knowledge.search.guess import Guesser
from knowledge.search.lexicon import IntentWords
from knowledge.search.phrases import Phrasebook
from knowledge.search.scanner import Hit, Scanner, apart


class Intents:
    """The phrases of all intents."""

    def __init__(self, words: IntentWords, clean: Callable[[str], str]) -> None:
        """``clean``: what is done to a question is done to the phrases."""
        by_topic = words.by_topic()
        self._says = Phrasebook({phrase: topic for topic, phrases in by_topic.items() for phrase in phrases.says}, clean)
        hints = {clean(phrase): topic for topic, phrases in by_topic.items() for phrase in phrases.hints}
        self._hints = Scanner(hints)
        self._guesser = Guesser(hints | self._says.plain)
        self._compares = Phrasebook(dict.fromkeys(words.comparison.says, True), clean)
        self._compared = words.comparison.means
        self.equates = words.comparison.equates
        """Words that ask whether two things are one, or which is the higher."""

    def find(self, text: str, *, named: bool, breaks: Collection[int] = ()) -> tuple[Hit[Topic], ...]:
        """The phrases in a text whose names are masked, in reading order.

        Where nothing is said, a comparison asks for what tells two things apart; else a guess counts, else a hint. Only where a
        policy is ``named`` is it worth guessing what is asked about it. No phrase reaches over one of the ``breaks`` between clauses.
        """
        said = [hit for hit in self._says.every(text) if not any(hit.start < at < hit.end for at in breaks)]
        if all(hit.value == "overview" for hit in said) and (compared := self._compares.every(text)):
            return tuple(Hit(compared[0].start, compared[0].end, topic) for topic in self._compared)
        if said:
            return apart(said)
        if named and (topic := self._guesser.guess(text)):
            return (Hit(0, len(text), topic),)
        hints = apart(list(self._hints.every(text)))
        return (max(hints, key=lambda hit: (hit.end - hit.start, hit.start)),) if hints else ()

    def said(self, text: str) -> frozenset[Topic]:
        """All that phrases say is asked, whichever overlap."""
        return frozenset(hit.value for hit in self._says.every(text))

    def compares(self, text: str) -> bool:
        """Whether a text asks what tells two things apart."""
        return bool(self._compares.every(text))

    def known(self, text: str) -> tuple[Hit[Topic], ...]:
        """All that phrases and hints explain of a text."""
        compared = (Hit(hit.start, hit.end, self._compared[0]) for hit in self._compares.every(text))
        return (*self._says.every(text), *compared, *self._hints.every(text))


def topics_of(hits: tuple[Hit[Topic], ...]) -> tuple[Topic, ...]:
    """Each intent once, in reading order; an overview only where nothing else is asked."""
    topics = tuple(dict.fromkeys(hit.value for hit in hits))
    return tuple(topic for topic in topics if topic != "overview") or topics
