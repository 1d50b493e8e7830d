"""One rule against a person's answers, three-valued."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from eligibility.answers import Answers, Given, fits
from eligibility.possible import possible
from eligibility.truth import Truth, all_of, any_of, at_least, negate
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf, Rule
from knowledge.facts import Fact


def evaluate(rule: Rule, facts: Mapping[str, Fact], answers: Answers, day: date) -> Truth:
    """Kleene's truth of a rule on a day; what has no answer, or one that does not fit its fact, is unknown."""
    match rule:
        case Comparison():
            return compare(rule, facts[rule.fact], answers, day)
        case AllOf():
            return all_of(evaluate(part, facts, answers, day) for part in rule.all)
        case AnyOf():
            return any_of(evaluate(part, facts, answers, day) for part in rule.any)
        case NoneOf():
            return negate(any_of(evaluate(part, facts, answers, day) for part in rule.none))
        case CountOf():
            return at_least(rule.at_least, [evaluate(part, facts, answers, day) for part in rule.count])
        case _:
            assert_never(rule)


def compare(comparison: Comparison, fact: Fact, answers: Answers, day: date) -> Truth:
    """The truth of one comparison; unknown as well when an age or a length is known only roughly and straddles a bound."""
    answer = answers.get(fact.id)
    if not isinstance(answer, Given) or not fits(fact, answer):
        return Truth.UNKNOWN
    found = {truth for (truth,) in possible(fact, answer, (comparison,), day)}
    return Truth.of(found == {True}) if len(found) == 1 else Truth.UNKNOWN
