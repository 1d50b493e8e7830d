"""The targets of one knowledge version, made ready once for everybody who is screened against them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from eligibility.answers import Answer
from eligibility.deciding import Frame, deciding, facts_of
from eligibility.diagram import Decision
from eligibility.screening.lenses import Lens, States
from eligibility.screening.shapes import NOT_APPLICABLE, Memory, Shape, Signature, Standing
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison
from knowledge.facts import AgeFact, DurationFact, Fact
from knowledge.policy import holds_for

Key = tuple[str, str | None]
"""A policy and one of its tracks."""

_NO_LOOK = 0
"""Sees nothing. Reading a signature off in one step takes two looks at least: targets with fewer have this one as well."""


class _Target(NamedTuple):
    shape: Shape
    sign: Callable[[Sequence[int]], Signature]
    """Reads the target's signature off the states of all looks."""


class Catalogue:
    """Many targets over few shapes and looks; answers are judged on each target's own day."""

    def __init__(self, base: KnowledgeBase, targets: Iterable[Key], day_of: Callable[[Key], date] | Mapping[Key, date]) -> None:
        self.facts = base.facts
        self.keys = tuple(dict.fromkeys(targets))
        self.states = States()
        self.unknown = [self.states.number(((),))]
        """The state of every look while nothing is known, by its number."""
        self._watchers: list[list[int]] = [[]]
        self._lenses: dict[str, dict[date | None, Lens]] = {}
        self._memory = Memory()
        self._shapes: dict[tuple[tuple[str, ...], Decision], Shape] = {}
        self._targets: list[_Target | None] = [
            self._target(base, place, key, day_of(key) if callable(day_of) else day_of[key]) for place, key in enumerate(self.keys)
        ]

    def standing(self, place: int, states: Sequence[int]) -> Standing:
        """Where a target stands when all looks have these states."""
        target = self._targets[place]
        return NOT_APPLICABLE if target is None else target.shape.standing(target.sign(states))

    def standings(self, states: Sequence[int]) -> list[Standing]:
        """Where every target stands when all looks have these states."""
        return [NOT_APPLICABLE if target is None else target.shape.standing(target.sign(states)) for target in self._targets]

    def looks(self, fact: str, answer: Answer | None) -> Iterator[tuple[int, int]]:
        """All looks at a fact with their states under an answer."""
        for lens in self._lenses.get(fact, {}).values():
            yield from lens.states(answer)

    def watchers(self, look: int) -> Sequence[int]:
        """The targets that take a look, by their places."""
        return self._watchers[look]

    def _target(self, base: KnowledgeBase, place: int, key: Key, day: date) -> _Target | None:
        policy = base.policies[key[0]]
        if policy.applicant is None:
            return None
        conditions = deciding(policy, key[1])
        frame = Frame(conditions, (fact for one in policy.conditions if holds_for(one, key[1]) for fact in facts_of(one)))
        looks = [self._look(base.facts[fact], comparisons, day) for fact, comparisons in frame.looks.items()]
        for look in looks:
            self._watchers[look].append(place)
        shape = tuple(frame.looks), frame.whole(conditions)
        if shape not in self._shapes:
            self._shapes[shape] = Shape(*shape, self.states, self._memory)
        return _Target(self._shapes[shape], itemgetter(*looks, *[_NO_LOOK] * (2 - len(looks))))

    def _look(self, fact: Fact, comparisons: tuple[Comparison, ...], day: date) -> int:
        lenses = self._lenses.setdefault(fact.id, {})
        when = day if isinstance(fact, AgeFact | DurationFact) else None
        if when not in lenses:
            lenses[when] = Lens(fact, day, self.states)
        look = lenses[when].look(comparisons, len(self.unknown))
        if look == len(self.unknown):
            self.unknown.append(lenses[when].unknown[look])
            self._watchers.append([])
        return look
