"""Which of the open facts to ask next, from what asking them would do for every target and what it costs the person."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from eligibility.answers import Answers
from eligibility.progress import Progress
from knowledge.facts import Fact, Group

SENSITIVE = 2
"""A sensitive question costs so many times its effort."""
CHANGE = 1
"""The effort of turning to another group of questions."""


def effort_of(fact: Fact) -> int:
    """What a question costs the person, the change of subject left aside."""
    return fact.effort * SENSITIVE if fact.sensitive else fact.effort


def together(parts: Iterable[Mapping[str, Progress]]) -> dict[str, Progress]:
    """The progress of several targets added up by fact; the order does not matter."""
    found: dict[str, Progress] = {}
    for part in parts:
        for fact, new in part.items():
            old = found.get(fact)
            found[fact] = new if old is None else Progress(old.worth + new.worth, old.settles + new.settles, old.ready or new.ready)
    return found


def choose(facts: Mapping[str, Fact], stakes: Mapping[str, Progress], subject: Group | None = None) -> str:
    """The fact to ask next: the most worth for its cost; those that are ready go before those that wait for another.

    ``stakes`` holds the progress of every open fact, at least one; ``subject`` is the group that was asked about last. Of
    equals the one that stands first in ``facts``, the order of their declaration.
    """
    ready = any(progress.ready for progress in stakes.values())

    def rank(fact: str) -> tuple[Fraction, int]:
        found, progress = facts[fact], stakes[fact]
        cost = effort_of(found) + (CHANGE if found.group != subject else 0)
        return Fraction(progress.worth, cost), progress.settles

    return max((fact for fact in facts if fact in stakes and stakes[fact].ready >= ready), key=rank)


def subject_of(facts: Mapping[str, Fact], answers: Answers) -> Group | None:
    """The group of the fact that was answered last, where answers stand in the order in which they came."""
    asked = [fact for fact in answers if fact in facts]
    return facts[asked[-1]].group if asked else None
