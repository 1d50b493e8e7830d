"""One person's screening: where every target stands, and the same after one more answer, without starting over."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eligibility.answers import Answer, Answers, fits, fitting
from eligibility.choosing import Crowd, choose, together
from eligibility.progress import Outset
from eligibility.screening.catalogue import Catalogue
from eligibility.screening.shapes import Standing
from eligibility.targets import Target
from knowledge.facts import Group

MOST_AHEAD = 64
"""Targets of a catalogue up to which questions are chosen by looking ahead."""


@dataclass(frozen=True, slots=True, eq=False)
class Screening:
    """Where every target of a catalogue stands for one person's answers. It never changes: an answer makes a new one."""

    catalogue: Catalogue
    answers: Answers
    """Those that fit their facts, in the order in which they came."""
    touched: int
    """Targets that were worked out anew for the last answer."""
    _states: list[int]
    """Of all looks, by number."""
    _standings: list[Standing]
    """Of all targets, by place."""
    _crowds: Mapping[Standing, int]
    """How many targets stand alike."""

    def items(self) -> Iterator[tuple[Target, Standing]]:
        """Every target with its standing."""
        return zip(self.catalogue.targets, self._standings, strict=True)

    def outset(self) -> Outset:
        """For every fact that can change a verdict and was not asked yet, what asking it would do for all targets together."""
        return together((standing.outset(self.answers), crowd) for standing, crowd in self._crowds.items())

    def next_fact(self, subject: Group | None) -> str | None:
        """The fact to ask next, after this group; None when nothing that was not asked yet can change a verdict."""
        outset = self.outset()
        if not outset.facts:
            return None
        return choose(self.catalogue.facts, outset, subject, self._ahead if len(self._standings) <= MOST_AHEAD else None)

    def _ahead(self, fact: str) -> Iterator[tuple[float, Iterator[Crowd]]]:
        """Every way in which a fact can come out, with where all targets then stand."""
        staying = {standing: crowd for standing, crowd in self._crowds.items() if fact not in standing.facts}
        moving = [place for place, standing in enumerate(self._standings) if fact in standing.facts]
        for chance, turned in self.catalogue.joint(fact):
            states = list(self._states)
            for look, state in turned:
                states[look] = state
            crowds = Counter(staying)
            crowds.update(self.catalogue.standing(place, states) for place in moving)
            yield chance, ((standing.outset(self.answers), crowd) for standing, crowd in crowds.items())

    def answer(self, fact: str, answer: Answer | None) -> "Screening":
        """With a fact answered, answered otherwise or (None) not asked; what does not fit its fact counts as not asked.

        Anew is worked out only what sees the fact in a new light; while answers only add up, of that only what still hangs on it.
        """
        catalogue = self.catalogue
        answers = {other: given for other, given in self.answers.items() if other != fact}
        if answer is not None and fact in catalogue.facts and fits(catalogue.facts[fact], answer):
            answers[fact] = answer
        turned = [(look, state) for look, state in catalogue.looks(fact, answers.get(fact)) if state != self._states[look]]
        states, standings, crowds = list(self._states), list(self._standings), Counter(self._crowds)
        for look, state in turned:
            states[look] = state
        touched = 0
        for look, state in turned:
            narrower = catalogue.states.narrower(state, self._states[look])
            for place in catalogue.watchers(look):
                before = standings[place]
                if narrower and fact not in before.facts:
                    continue
                touched += 1
                after = catalogue.standing(place, states)
                if after is not before:
                    standings[place] = after
                    crowds[before] -= 1
                    crowds[after] += 1
        return Screening(catalogue, answers, touched, states, standings, +crowds)


def screen(catalogue: Catalogue, answers: Answers) -> Screening:
    """Where every target stands, from nothing."""
    known = fitting(catalogue.facts, answers)
    states = list(catalogue.unknown)
    for fact, answer in known.items():
        for look, state in catalogue.looks(fact, answer):
            states[look] = state
    standings = catalogue.standings(states)
    return Screening(catalogue, known, len(standings), states, standings, Counter(standings))
