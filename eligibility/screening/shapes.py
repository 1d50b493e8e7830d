"""What targets have in common: the same conditions over the same facts, whatever the bounds that their comparisons set.

Where a target stands follows from its shape and from how its comparisons can come out. So all targets of a shape share
what is worked out once, and thresholds that differ in ten thousand policies cost nothing more than looking it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakValueDictionary

from eligibility.deciding import MOST_CASES, outlook
from eligibility.diagram import Decision, draw_rest
from eligibility.progress import ONE, Progress
from eligibility.screening.lenses import States, Ways
from knowledge.policy import VerdictName

MOST_KEPT = 200_000
"""Signatures whose standing all shapes together keep; beyond that they start anew."""

Signature = tuple[int, ...]
"""What a target sees of each of its facts, in their order: numbers of ``States``."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Standing:
    """Where a target stands, and what its verdict still hangs on; targets that stand alike share one value."""

    name: VerdictName
    missing: tuple[str, ...] = ()
    """The facts that can still change the verdict, in the notice's order; empty once it is settled."""
    exact: bool = True
    facts: frozenset[str] = frozenset()
    """The facts that what is left to decide looks at: no answer to another can change anything."""

    def progress(self, asked: frozenset[str]) -> Mapping[str, Progress]:
        """What asking each of the missing facts would do, those left out that were asked already."""
        open_facts = [fact for fact in self.missing if fact not in asked]
        return {fact: Progress(ONE // len(open_facts), 0, ready=True) for fact in open_facts}


NOT_APPLICABLE = Standing("not_applicable")
_SETTLED: dict[VerdictName, Standing] = {name: Standing(name) for name in ("eligible", "not_eligible", "undetermined")}


class Memory:
    """What the shapes of a catalogue remember; it is emptied when it has grown too large."""

    def __init__(self) -> None:
        self._shelves: list[dict[Signature, Standing]] = []
        self._kept = 0

    def shelf(self) -> dict[Signature, Standing]:
        """Room for the standings of one shape."""
        self._shelves.append({})
        return self._shelves[-1]

    def make_room(self) -> None:
        """To be told before each standing that is put on a shelf."""
        if self._kept >= MOST_KEPT:
            self._kept = 0
            for shelf in self._shelves:
                shelf.clear()
        self._kept += 1


class Shape:
    """A decision over facts in their order, and where it stands for each signature that has come up."""

    def __init__(self, facts: tuple[str, ...], decision: Decision, states: States, memory: Memory) -> None:
        self.facts = facts
        self._decision = decision
        self._states = states
        self._memory = memory
        self._standings = memory.shelf()
        self._left: WeakValueDictionary[tuple[Decision, tuple[Ways, ...]], Standing] = WeakValueDictionary()

    def standing(self, signature: Signature) -> Standing:
        """Where a target of this shape stands that sees this of its facts."""
        found = self._standings.get(signature)
        if found is None:
            self._memory.make_room()
            found = self._standings[signature] = self._work_out(signature)
        return found

    def _work_out(self, signature: Signature) -> Standing:
        """Signatures that leave the same to decide stand alike."""
        ways = [self._states.ways[state] for state in signature]
        left = self._decision.given([self._states.rows[state] for state in signature])
        places = sorted({leaf.fact for leaf in left.leaves})
        key = left, tuple(ways[place] for place in places)
        found = self._left.get(key)
        if found is None:
            found = self._draw(left, ways, places)
            if found.missing:
                self._left[key] = found
        return found

    def _draw(self, left: Decision, ways: list[Ways], places: list[int]) -> Standing:
        drawn = outlook(draw_rest(left, ways, MOST_CASES), self.facts)
        if not drawn.missing:
            return _SETTLED[drawn.name]
        return Standing(drawn.name, drawn.missing, drawn.prospect.exact, frozenset(self.facts[place] for place in places))
