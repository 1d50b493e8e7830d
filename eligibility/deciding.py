"""What still depends on what: one policy's conditions on one day, over all completions of a person's answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eligibility.answers import Answers
from eligibility.diagram import Decision, Expression, Leaf, Prospect, all_of, any_of, draw, expression, negate
from eligibility.possible import Truths, possible
from knowledge.conditions import Comparison, Condition, Rule, facts_in, parts_of
from knowledge.facts import Fact

MOST_CASES = 4096
"""Distinct partial completions that one decision may take; up to here a verdict is exact, beyond it it is Kleene's."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can come of some conditions, in fact ids: ``missing`` holds the open facts that can change it, in reading order."""

    prospect: Prospect
    missing: tuple[str, ...]


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The facts of a condition, its ``when`` first, each once in reading order."""
    return tuple(dict.fromkeys([*facts_in(condition.when), *facts_in(condition.rule)]))


class Ground:
    """Conditions together with all that is known about the facts they look at."""

    def __init__(self, conditions: Sequence[Condition], facts: Mapping[str, Fact], answers: Answers, day: date) -> None:
        looks: dict[str, dict[Comparison, int]] = {}
        for condition in conditions:
            for rule in (condition.when, condition.rule):
                for comparison in comparisons_in(rule):
                    seen = looks.setdefault(comparison.fact, {})
                    seen.setdefault(comparison, len(seen))
        self._looks = looks
        self._places = {fact: place for place, fact in enumerate(looks)}
        self._ids = tuple(looks)
        self._branches: list[tuple[Truths, ...]] = [possible(facts[fact], answers.get(fact), tuple(looks[fact]), day) for fact in looks]

    def outlook(self, conditions: Sequence[Condition]) -> Outlook:
        """What can come of these conditions together, whichever of them decide."""
        return self._draw(
            Decision(
                fails=any_of(*(self._fails(condition) for condition in conditions if condition.kind != "preferred")),
                pends=any_of(*(self._pends(condition) for condition in conditions if condition.kind != "preferred")),
            )
        )

    def lack(self, condition: Condition) -> Outlook:
        """Whether a condition fails as a thing to have: a requirement unmet, a bar that applies, a preference not held."""
        if condition.kind == "preferred":
            return self._draw(Decision(fails=negate(all_of(self._expression(condition.when), self._expression(condition.rule)))))
        return self._draw(Decision(fails=self._fails(condition)))

    def unconcerned(self, condition: Condition) -> Outlook:
        """Whether a condition does not concern this applicant at all: it fails where its ``when`` is false."""
        return self._draw(Decision(fails=negate(self._expression(condition.when))))

    def open_in(self, condition: Condition) -> tuple[str, ...]:
        """The open facts that can change where one condition stands, in reading order; none for what a jury judges."""
        match condition.decided_by:
            case "answers":
                return self.lack(condition).missing
            case "document":
                return self.unconcerned(condition).missing
            case "jury":
                return ()

    def _fails(self, condition: Condition) -> Expression:
        if condition.rule is None:
            return False
        met = self._expression(condition.rule)
        return all_of(self._expression(condition.when), met if condition.kind == "excluding" else negate(met))

    def _pends(self, condition: Condition) -> Expression:
        return self._expression(condition.when) if condition.decided_by == "document" else False

    def _expression(self, rule: Rule | None) -> Expression:
        return True if rule is None else expression(rule, self._leaf)

    def _leaf(self, comparison: Comparison) -> Expression:
        place, bit = self._places[comparison.fact], self._looks[comparison.fact][comparison]
        found = {truths[bit] for truths in self._branches[place]}
        return found.pop() if len(found) == 1 else Leaf(place, bit)

    def _draw(self, decision: Decision) -> Outlook:
        prospect = draw(decision, self._branches, MOST_CASES)
        return Outlook(prospect, tuple(self._ids[place] for place in sorted(prospect.open)))


def comparisons_in(rule: Rule | None) -> Iterator[Comparison]:
    """All comparisons of a rule in reading order, with repeats."""
    if isinstance(rule, Comparison):
        yield rule
    elif rule is not None:
        for part in parts_of(rule):
            yield from comparisons_in(part)
