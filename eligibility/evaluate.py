"""One rule against a person's answers, three-valued."""

from collections.abc import Mapping
from datetime import date

from eligibility.answers import Answers, Given, fits
from eligibility.expressions import Expression, Leaf, expression
from eligibility.possible import possible
from eligibility.truth import Truth
from knowledge.conditions import Comparison, Rule
from knowledge.facts import Fact

_OPEN = Leaf(0, 0)
"""Stands for whatever is not known: which it is does not matter to whether the rule is settled."""


def evaluate(rule: Rule, facts: Mapping[str, Fact], answers: Answers, day: date) -> Truth:
    """Kleene's truth of a rule on a day; what has no answer, or one that does not fit its fact, is unknown."""

    def leaf(comparison: Comparison) -> Expression:
        truth = compare(comparison, facts[comparison.fact], answers, day)
        return _OPEN if truth is Truth.UNKNOWN else truth is Truth.TRUE

    found = expression(rule, leaf)
    return Truth.of(found) if isinstance(found, bool) else Truth.UNKNOWN


def compare(comparison: Comparison, fact: Fact, answers: Answers, day: date) -> Truth:
    """The truth of one comparison; unknown as well when an age or a length is known only roughly and straddles a bound."""
    answer = answers.get(fact.id)
    if not isinstance(answer, Given) or not fits(fact, answer):
        return Truth.UNKNOWN
    found = {truth for (truth,) in possible(fact, answer, (comparison,), day)}
    return Truth.of(found == {True}) if len(found) == 1 else Truth.UNKNOWN
