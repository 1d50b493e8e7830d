"""What is asked more narrowly than a topic (路费 of the benefits), clause by clause."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from knowledge.entries import Topic
from knowledge.search.lexicon import SlotWords
from knowledge.search.phrases import Phrasebook
from knowledge.search.scanner import Hit, apart
from knowledge.search.understanding import Narrow


class Clause(NamedTuple):
    """What one clause asks."""

    topic: Topic
    slots: tuple[Narrow, ...]
    asks: bool = False
    """Whether it holds a word that asks."""


def all_slots(words: SlotWords) -> tuple[Narrow, ...]:
    """All that can be asked more narrowly."""
    return tuple(Narrow(slot, told.name, told.topic, told.facts) for slot, told in words.by_slot().items())


class Slots:
    """The words of all slots."""

    def __init__(self, words: SlotWords, clean: Callable[[str], str]) -> None:
        """``clean``: what is done to a question is done to the words."""
        by_slot = words.by_slot()
        said = {phrase: one for one in all_slots(words) for phrase in by_slot[one.slot].says}
        self._says = Phrasebook(said, clean)

    def every(self, text: str) -> tuple[Hit[Narrow], ...]:
        """The words of slots in a text, the longest where several overlap."""
        return apart(self._says.every(text))

    def clause(self, text: str, topic: Topic) -> Clause:
        """A clause of a topic with its slots, in reading order."""
        found = dict.fromkeys(hit.value for hit in self.every(text))
        return Clause(topic, tuple(narrow for narrow in found if narrow.topic == topic))


def narrowed(clauses: Iterable[Clause]) -> tuple[Narrow, ...]:
    """The slots of those topics of which nothing wider is asked in another clause."""
    clauses = tuple(clauses)
    wide = {clause.topic for clause in clauses if not clause.slots}
    return tuple(dict.fromkeys(slot for clause in clauses if clause.topic not in wide for slot in clause.slots))
