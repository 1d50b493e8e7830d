"""What still depends on what: one policy's conditions on one day, over all completions of a person's answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from eligibility.answers import Answers
from eligibility.diagram import Decision, End, Prospect, certain, draw
from eligibility.expressions import Expression, Leaf, all_of, any_of, expression, negate
from eligibility.possible import Truths, possible
from knowledge.conditions import Comparison, Condition, Rule, facts_in, parts_of
from knowledge.facts import Fact
from knowledge.policy import Policy, VerdictName, holds_for

MOST_CASES = 4096
"""Distinct partial completions that one decision may take; up to here a verdict is exact, beyond it it is Kleene's."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can come of some conditions, in fact ids: ``missing`` holds the open facts that can change it, in reading order."""

    prospect: Prospect
    missing: tuple[str, ...]

    @property
    def name(self) -> VerdictName:
        """The verdict on conditions that decide together."""
        if self.prospect.only(End.FAILS):
            return "not_eligible"
        return "eligible" if self.prospect.only(End.FITS) else "undetermined"


class Concern(NamedTuple):
    """Whom a condition concerns, and what then stands against them; that is certain where it hangs on a document."""

    when: Expression
    against: Expression


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The facts of a condition, its ``when`` first, each once in reading order."""
    return tuple(dict.fromkeys([*facts_in(condition.when), *facts_in(condition.rule)]))


class Frame:
    """The places of facts and comparisons in some conditions, and what these conditions decide, in leaves that point there."""

    def __init__(self, conditions: Sequence[Condition], order: Iterable[str] = ()) -> None:
        """``order``: facts that come first, in that order, where the conditions look at them."""
        found: dict[str, dict[Comparison, int]] = {fact: {} for fact in order}
        for condition in conditions:
            for rule in (condition.when, condition.rule):
                for comparison in comparisons_in(rule):
                    seen = found.setdefault(comparison.fact, {})
                    seen.setdefault(comparison, len(seen))
        self._looks = looks = {fact: seen for fact, seen in found.items() if seen}
        self._places = {fact: place for place, fact in enumerate(looks)}

    @property
    def looks(self) -> Mapping[str, tuple[Comparison, ...]]:
        """The comparisons of each fact; facts and comparisons in reading order, which is the order of their places."""
        return {fact: tuple(comparisons) for fact, comparisons in self._looks.items()}

    def whole(self, conditions: Iterable[Condition]) -> Decision:
        """What becomes of these conditions together; preferences do not decide."""
        deciding = [condition for condition in conditions if condition.kind != "preferred"]
        return Decision(
            any_of(*(self._fails(condition) for condition in deciding)), any_of(*(self._pends(condition) for condition in deciding))
        )

    def lack(self, condition: Condition) -> Decision:
        """Fails where something to have is not had: a requirement unmet, a bar that applies, a preference not held."""
        if condition.kind == "preferred":
            return Decision(negate(all_of(self._rule(condition.when), self._rule(condition.rule))))
        return Decision(self._fails(condition))

    def unconcerned(self, condition: Condition) -> Decision:
        """Fails where a condition does not concern this applicant at all: where its ``when`` is false."""
        return Decision(negate(self._rule(condition.when)))

    def concern(self, condition: Condition) -> Concern:
        """Whom a condition that decides concerns, and what then stands against them."""
        met = self._rule(condition.rule)
        return Concern(self._rule(condition.when), met if condition.kind == "excluding" or condition.rule is None else negate(met))

    def _fails(self, condition: Condition) -> Expression:
        return False if condition.rule is None else all_of(*self.concern(condition))

    def _pends(self, condition: Condition) -> Expression:
        return self._rule(condition.when) if condition.decided_by == "document" else False

    def _rule(self, rule: Rule | None) -> Expression:
        return True if rule is None else expression(rule, self._leaf)

    def _leaf(self, comparison: Comparison) -> Leaf:
        return Leaf(self._places[comparison.fact], self._looks[comparison.fact][comparison])


class Ground:
    """Conditions together with all that is known about the facts they look at."""

    def __init__(
        self, conditions: Sequence[Condition], facts: Mapping[str, Fact], answers: Answers, day: date, order: Iterable[str] = ()
    ) -> None:
        """``order``: as for a frame."""
        self.frame = Frame(conditions, order)
        looks = self.frame.looks
        self._ids = tuple(looks)
        self.branches: list[tuple[Truths, ...]] = [
            possible(facts[fact], answers.get(fact), comparisons, day) for fact, comparisons in looks.items()
        ]
        """The ways in which the comparisons of each fact can come out."""
        self.rows = [certain(ways) for ways in self.branches]
        """What is certain of them."""

    def outlook(self, conditions: Iterable[Condition]) -> Outlook:
        """What can come of these conditions together, whichever of them decide."""
        return self._draw(self.frame.whole(conditions))

    def lack(self, condition: Condition) -> Outlook:
        """Whether a condition fails as a thing to have: a requirement unmet, a bar that applies, a preference not held."""
        return self._draw(self.frame.lack(condition))

    def unconcerned(self, condition: Condition) -> Outlook:
        """Whether a condition does not concern this applicant at all: it fails where its ``when`` is false."""
        return self._draw(self.frame.unconcerned(condition))

    def open_in(self, condition: Condition) -> tuple[str, ...]:
        """The open facts that can change where one condition stands, in reading order; none for what a jury judges."""
        match condition.decided_by:
            case "answers":
                return self.lack(condition).missing
            case "document":
                return self.unconcerned(condition).missing
            case "jury":
                return ()

    def _draw(self, decision: Decision) -> Outlook:
        return outlook(foresee(decision.given(self.rows), self.branches), self._ids)


def foresee(decision: Decision, branches: Sequence[Sequence[Truths]]) -> Prospect:
    """The prospect of a decision that was made with all that is certain, exact up to ``MOST_CASES``."""
    return draw(decision, branches, MOST_CASES)


def outlook(prospect: Prospect, facts: Sequence[str]) -> Outlook:
    """A prospect in fact ids; ``facts`` by place."""
    return Outlook(prospect, tuple(facts[place] for place in sorted(prospect.open)))


def deciding(policy: Policy, track: str | None) -> tuple[Condition, ...]:
    """The conditions for a track that can decide: neither preferences nor what a jury judges; none where nobody can apply."""
    return tuple(
        condition
        for condition in (policy.conditions if policy.applicant else ())
        if holds_for(condition, track) and condition.kind != "preferred" and condition.decided_by != "jury"
    )


def reading_order(policy: Policy, track: str | None) -> Iterator[str]:
    """The facts of a track in the notice's order, with repeats: those that only preferences look at, too."""
    return (fact for condition in policy.conditions if holds_for(condition, track) for fact in facts_of(condition))


def comparisons_in(rule: Rule | None) -> Iterator[Comparison]:
    """All comparisons of a rule in reading order, with repeats."""
    if isinstance(rule, Comparison):
        yield rule
    elif rule is not None:
        for part in parts_of(rule):
            yield from comparisons_in(part)
