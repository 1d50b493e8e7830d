"""What targets have in common: the same conditions over the same facts, whatever the bounds that their comparisons set.

Where a target stands follows from its shape and from how its comparisons can come out. So all targets of a shape share
what is worked out once, and thresholds that differ in ten thousand policies cost nothing more than looking it up.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import chain
from weakref import WeakValueDictionary

from eligibility.deciding import Concern, foresee, outlook
from eligibility.diagram import Decision, End
from eligibility.expressions import leaves
from eligibility.progress import SETTLED, Matter, Outset, askable_of, open_concerns, outset_of, unknown_of
from eligibility.screening.lenses import States
from knowledge.facts import Fact
from knowledge.policy import VerdictName

MOST_KEPT = 200_000
"""Signatures whose standing all shapes together keep; beyond that they start anew."""

Signature = tuple[int, ...]
"""What a target sees of each of its facts, in their order: numbers of ``States``; there may be more of them than facts."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Standing:
    """Where a target stands, and what its verdict still hangs on; targets that stand alike share one value."""

    name: VerdictName
    missing: tuple[str, ...] = ()
    """The facts that can still change the verdict, in the notice's order; empty once it is settled."""
    exact: bool = True
    askable: frozenset[str] = frozenset()
    """Those of them that are worth a question: all, where it is exact."""
    facts: frozenset[str] = frozenset()
    """The facts that what is left to decide looks at: no answer to another can change anything."""
    matter: Matter | None = None
    """What is left to decide; None once it is settled."""
    _outsets: dict[frozenset[str], Outset] = field(default_factory=dict)
    """Where it stands, by the facts that can be asked."""

    def outset(self, asked: Collection[str]) -> Outset:
        """What asking each of the missing facts would do, those left out that were asked already."""
        asking = frozenset(fact for fact in self.askable if fact not in asked)
        if self.matter is None or not asking:
            return SETTLED
        found = self._outsets.get(asking)
        if found is None:
            found = self._outsets[asking] = outset_of(self.matter, asking)
        return found


NOT_APPLICABLE = Standing("not_applicable")
_SETTLED = {End.FITS: Standing("eligible"), End.PENDS: Standing("undetermined"), End.FAILS: Standing("not_eligible")}


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
    """Conditions over facts in their order, what they decide, and where it stands for each signature that has come up."""

    def __init__(self, facts: tuple[Fact, ...], decision: Decision, concerns: tuple[Concern, ...], states: States, memory: Memory) -> None:
        self._facts = facts
        self._ids = tuple(fact.id for fact in facts)
        self._decision = decision
        self._concerns = concerns
        self._states = states
        self._memory = memory
        self._standings = memory.shelf()
        self._left: WeakValueDictionary[tuple[Decision, tuple[Concern, ...], tuple[int, ...]], Standing] = WeakValueDictionary()

    def standing(self, signature: Signature) -> Standing:
        """Where a target of this shape stands that sees this of its facts."""
        found = self._standings.get(signature)
        if found is None:
            self._memory.make_room()
            found = self._standings[signature] = self._work_out(signature)
        return found

    def _work_out(self, signature: Signature) -> Standing:
        """Signatures that leave the same to decide stand alike."""
        rows = [self._states.rows[state] for state in signature]
        left = self._decision.given(rows)
        if left.end is not None:
            return _SETTLED[left.end]
        concerns = open_concerns(self._concerns, rows)
        places = frozenset(leaf.fact for leaf in leaves(*left, *chain.from_iterable(concerns)))
        key = left, concerns, tuple(signature[place] for place in sorted(places))
        found = self._left.get(key)
        if found is None:
            found = self._draw(left, concerns, signature, places)
            if found.missing:
                self._left[key] = found
        return found

    def _draw(self, left: Decision, concerns: tuple[Concern, ...], signature: Signature, places: frozenset[int]) -> Standing:
        seen = signature[: len(self._ids)]
        ways = [self._states.ways[state] for state in seen]
        prospect = foresee(left, ways)
        if not prospect.open:
            return _SETTLED[min(prospect.ends)]
        drawn = outlook(prospect, self._ids)
        unknowns = tuple(map(unknown_of, self._facts, ways, (self._states.chances[state] for state in seen)))
        return Standing(
            drawn.name,
            drawn.missing,
            prospect.exact,
            frozenset(self._ids[place] for place in askable_of(prospect, concerns, ways)),
            frozenset(self._ids[place] for place in places),
            Matter(left, concerns, self._ids, unknowns),
        )
