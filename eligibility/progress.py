"""How far each question would bring one target: what its answer is expected to spare, and how likely it settles the verdict.

One target at a time and pure, so that what many targets say of a fact can be added up (``eligibility.choosing``) and kept
until an answer touches the target. Figures are whole numbers, so that sums do not depend on their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import NamedTuple, get_args

from eligibility.deciding import Concern, foresee
from eligibility.diagram import Decision, Prospect, Row, TooWideError, with_fact
from eligibility.expressions import Leaf, all_of, leaves, settle
from eligibility.plans import Gate, Plan, Unknown, ready_of
from eligibility.possible import Truths
from knowledge.facts import Fact, Group

ONE = 1_000_000
"""An effort of one, or certainty, in the whole numbers of ``Progress``."""
MOST_KEPT = 4096
"""Outsets that are kept, the latest used."""
GROUPS: tuple[Group, ...] = get_args(Group)


class Progress(NamedTuple):
    """What asking one fact would do for one target, or for many together."""

    worth: int
    """How much less is left to ask once it is answered, its own effort included, while its group is asked about; in millionths."""
    settles: int
    """Verdicts that its answer is expected to settle at once, in millionths."""
    ready: bool
    """Whether it is wanted without another question having to say first that it concerns the applicant at all."""


class Outset(NamedTuple):
    """Where one target stands before the next question, or many together."""

    targets: int
    """That hang on something that can be asked."""
    left: Mapping[Group | None, int]
    """The effort that is expected to settle them, by the group that was asked about last (None: none yet); in millionths."""
    facts: Mapping[str, Progress]
    """For every fact that can change a verdict and can be asked."""


SETTLED = Outset(0, dict.fromkeys((None, *GROUPS), 0), {})
"""Of a target for which nothing is left to ask."""


class Matter(NamedTuple):
    """What is left to decide on a target, all by the places of its facts."""

    decision: Decision
    concerns: tuple[Concern, ...]
    """Of the conditions that still matter."""
    facts: tuple[str, ...]
    """Their ids."""
    unknowns: tuple[Unknown, ...]


def askable_of(prospect: Prospect, concerns: Sequence[Concern], branches: Sequence[Sequence[Truths]]) -> frozenset[int]:
    """The places of the facts that can change a verdict. Where it was too much to look through, that can change a condition's state."""
    if prospect.exact:
        return prospect.open
    return prospect.open & frozenset().union(*(foresee(Decision(all_of(*one)), branches).open for one in concerns))


def unknown_of(fact: Fact, ways: tuple[Truths, ...], likely: tuple[float, ...]) -> Unknown:
    """A fact as a plan sees it, by the ways in which its comparisons can come out and how likely they are."""
    return Unknown(ways, likely, fact.effort, fact.group, fact.sensitive)


def open_concerns(concerns: Iterable[Concern], rows: Sequence[Row]) -> tuple[Concern, ...]:
    """Those that can still stand against somebody, without what is certain by now; ``rows`` says what that is."""

    def known(leaf: Leaf) -> bool | None:
        return rows[leaf.fact][leaf.bit]

    left = (Concern(settle(concern.when, known), settle(concern.against, known)) for concern in concerns)
    return tuple(concern for concern in left if concern.when is not False and concern.against is not False)


@lru_cache(MOST_KEPT)
def outset_of(matter: Matter, asking: frozenset[str]) -> Outset:
    """Where a target stands when these facts can be asked, all of which can change its verdict.

    What has been worked out is kept for the next question, since most answers touch only some targets.
    """
    places = frozenset(place for place, fact in enumerate(matter.facts) if fact in asking)
    try:
        left, worths = _planned(matter, places)
    except TooWideError:
        left, worths = _roughly(matter.decision, matter.unknowns, places)
    if not worths:
        return SETTLED
    ready = ready_of(gates_of(matter.concerns), places)
    progress = {matter.facts[place]: Progress(round(worth * ONE), round(settles * ONE), place in ready) for place, worth, settles in worths}
    return Outset(1, left, progress)


_Worth = tuple[int, float, float]
"""A fact's place, what its answer is expected to spare, and how likely it settles the verdict."""


def _planned(matter: Matter, asking: frozenset[int]) -> tuple[dict[Group | None, int], list[_Worth]]:
    """What is left is what it takes to begin with the best question whose turn it is and to go on by plan."""
    unknowns = matter.unknowns
    plan = Plan(unknowns, asking, gates_of(matter.concerns))
    start = plan.start(matter.decision)
    facts = plan.facts(start)
    rests: dict[int, float] = {}
    settles: dict[int, float] = {}
    for place in sorted(facts):
        unknown = unknowns[place]
        then = [(plan.after(start, place, branch), chance) for branch, chance in enumerate(unknown.chances)]
        rests[place] = fsum(chance * plan.left(parts, unknown.subject) for parts, chance in then)
        settles[place] = fsum(chance for parts, chance in then if not parts)
    left = {
        subject: min((plan.cost(place, subject) + rests[place] for place in plan.first(facts)), default=0.0) for subject in (None, *GROUPS)
    }
    worths = [(place, left[unknowns[place].subject] - rest, settles[place]) for place, rest in rests.items()]
    return {subject: round(effort * ONE) for subject, effort in left.items()}, worths


def _roughly(decision: Decision, unknowns: Sequence[Unknown], asking: frozenset[int]) -> tuple[dict[Group | None, int], list[_Worth]]:
    """As if everything that is still open had to be asked."""

    def effort(left: Decision) -> int:
        return sum(unknowns[place].effort for place in {leaf.fact for leaf in left.leaves} & asking)

    whole = effort(decision)
    worths: list[_Worth] = []
    for place in sorted({leaf.fact for leaf in decision.leaves} & asking):
        then = [
            (effort(with_fact(decision, place, truths)), chance)
            for truths, chance in zip(unknowns[place].branches, unknowns[place].chances, strict=True)
        ]
        rest = sum(chance * left for left, chance in then)
        worths.append((place, whole - rest, sum(chance for left, chance in then if not left)))
    return dict.fromkeys((None, *GROUPS), whole * ONE), worths


def gates_of(concerns: Iterable[Concern]) -> tuple[Gate, ...]:
    """For each condition whom it concerns and what it then wants of them, as facts by place."""
    return tuple(Gate(*(frozenset(leaf.fact for leaf in leaves(part)) for part in concern)) for concern in concerns)
