"""The targets of one knowledge version, made ready once for everybody who is screened against them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter

from eligibility.answers import Answer
from eligibility.chances import chances
from eligibility.deciding import Concern, Frame, deciding, reading_order
from eligibility.diagram import Decision
from eligibility.possible import unknown
from eligibility.screening.lenses import Lens, States
from eligibility.screening.shapes import NOT_APPLICABLE, Memory, Shape, Signature, Standing
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison
from knowledge.facts import AgeFact, DurationFact, Fact

_NO_LOOK = 0
"""Sees nothing. Reading a signature off in one step takes two looks at least: targets with fewer have this one as well."""

_Ready = tuple[Callable[[Sequence[int]], Signature], Shape]
"""What reads a target's signature off the states of all looks, and its shape."""


class Catalogue:
    """Many targets over few shapes and looks; answers are judged on each target's own day."""

    def __init__(self, base: KnowledgeBase, days: Mapping[Target, date]) -> None:
        """``days``: the targets with the day on which each one judges ages and lengths."""
        self.facts = base.facts
        self.targets = tuple(days)
        self.states = States()
        self._watchers: list[list[int]] = [[]]
        """The targets that take each look, by their places."""
        self._lenses: dict[str, dict[date | None, Lens]] = {}
        self._joint: dict[str, Sequence[tuple[float, Sequence[tuple[int, int]]]]] = {}
        self._memory = Memory()
        self._shapes: dict[tuple[tuple[str, ...], Decision, tuple[Concern, ...]], Shape] = {}
        self._ready = {
            place: self._target(base, place, target, day)
            for place, (target, day) in enumerate(days.items())
            if base.policies[target.policy].applicant is not None
        }
        self.unknown = [self.states.number(((),))] * len(self._watchers)
        """The states of all looks by number while nothing is known."""
        for fact in self._lenses:
            for look, state in self.looks(fact, None):
                self.unknown[look] = state

    def standing(self, place: int, states: Sequence[int]) -> Standing:
        """Where a target stands when all looks have these states."""
        sign, shape = self._ready[place]
        return shape.standing(sign(states))

    def standings(self, states: Sequence[int]) -> list[Standing]:
        """Where every target stands when all looks have these states."""
        found = [NOT_APPLICABLE] * len(self.targets)
        for place, (sign, shape) in self._ready.items():
            found[place] = shape.standing(sign(states))
        return found

    def looks(self, fact: str, answer: Answer | None) -> Iterator[tuple[int, int]]:
        """All looks at a fact with their states under an answer."""
        for lens in self._lenses.get(fact, {}).values():
            yield from lens.states(answer)

    def joint(self, fact: str) -> Sequence[tuple[float, Sequence[tuple[int, int]]]]:
        """The ways in which all looks at a fact can come out together: how likely each is, and the states of the looks.

        What is looked at on several days is taken as if on one, which is near enough for choosing questions.
        """
        found = self._joint.get(fact)
        if found is None:
            lenses = self._lenses[fact].values()
            comparisons = tuple(dict.fromkeys(chain.from_iterable(lens.comparisons for lens in lenses)))
            ways = unknown(self.facts[fact], comparisons)
            found = self._joint[fact] = [
                (chance, [state for lens in lenses for state in lens.coming_out(dict(zip(comparisons, truths, strict=True)))])
                for chance, truths in zip(chances(self.facts[fact], comparisons, ways), ways, strict=True)
            ]
        return found

    def watchers(self, look: int) -> Sequence[int]:
        """The targets that take a look, by their places."""
        return self._watchers[look]

    def _target(self, base: KnowledgeBase, place: int, target: Target, day: date) -> _Ready:
        policy = base.policies[target.policy]
        conditions = deciding(policy, target.track)
        frame = Frame(conditions, reading_order(policy, target.track))
        looks = [self._look(base.facts[fact], comparisons, day) for fact, comparisons in frame.looks.items()]
        for look in looks:
            self._watchers[look].append(place)
        decision, concerns = frame.whole(conditions), tuple(map(frame.concern, conditions))
        shape = tuple(frame.looks), decision, concerns
        if shape not in self._shapes:
            facts = tuple(base.facts[fact] for fact in frame.looks)
            self._shapes[shape] = Shape(facts, decision, concerns, self.states, self._memory)
        return itemgetter(*looks, *[_NO_LOOK] * (2 - len(looks))), self._shapes[shape]

    def _look(self, fact: Fact, comparisons: tuple[Comparison, ...], day: date) -> int:
        lenses = self._lenses.setdefault(fact.id, {})
        when = day if isinstance(fact, AgeFact | DurationFact) else None
        if when not in lenses:
            lenses[when] = Lens(fact, day, self.states)
        look = lenses[when].look(comparisons, len(self._watchers))
        if look == len(self._watchers):
            self._watchers.append([])
        return look
