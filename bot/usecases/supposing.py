"""What if: which facts of a result can be supposed otherwise, and which answers are worth a button. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations
from math import inf

from bot.usecases.interviewing import Finished
from eligibility.answers import Answer, Given, Months, Years, fits
from eligibility.deciding import comparisons_in
from eligibility.supposing import Supposed, what_if
from eligibility.verdict import Reason, State, Verdict
from knowledge.base import KnowledgeBase
from knowledge.bounds import duration_months
from knowledge.conditions import Comparison
from knowledge.facts import AgeFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, YesNoFact, option_ids

MOST_OFFERED = 8
IN_THE_WAY = (State.FAILED, State.UNKNOWN, State.DOCUMENT)


def supposable(base: KnowledgeBase, finished: Finished) -> tuple[Fact, ...]:
    """The facts that the verdicts look at, what turns one soonest first; sensitive ones only where answered.

    That is what alone stands in the way of a verdict, of most verdicts first; then what stands there with another, and so on.
    """
    reasons = [reason for verdict in finished.verdicts for reason in verdict.reasons if reason.condition.decided_by == "answers"]
    reasons.sort(key=_place)
    facts = dict.fromkeys(fact for reason in reasons for fact in reason.facts)
    together = _stand_together(finished)
    found = (base.facts[fact] for fact in sorted(facts, key=lambda fact: _soonness(together.get(fact, []))))
    return tuple(fact for fact in found if not fact.sensitive or isinstance(finished.answers.get(fact.id), Given))


def _stand_together(finished: Finished) -> dict[str, list[int]]:
    """For each fact that stands in the way: of how many conditions it is one, in each verdict."""
    found: dict[str, list[int]] = {}
    for verdict in finished.verdicts:
        state = State.FAILED if verdict.name == "not_eligible" else State.UNKNOWN
        against = [reason for reason in verdict.reasons if reason.state is state and reason.kind != "preferred"]
        for fact in {fact for reason in against for fact in reason.facts}:
            found.setdefault(fact, []).append(len(against))
    return found


def _soonness(together: list[int]) -> tuple[float, int]:
    least = min(together, default=inf)
    return least, -together.count(int(least)) if together else 0


def _place(reason: Reason) -> bool:
    return reason.state not in IN_THE_WAY


def offered(base: KnowledgeBase, finished: Finished, fact: Fact, day: date) -> tuple[Given, ...]:
    """Answers to suppose with a button: all options but the present one; of what is measured, one value for each other outcome."""
    standing = finished.answers.get(fact.id)
    now = standing.value if isinstance(standing, Given) else None
    match fact:
        case YesNoFact():
            return tuple(Given(value) for value in (True, False) if value is not now)
        case ChoicesFact():
            held = now if isinstance(now, frozenset) else frozenset[str]()
            turned = (held.symmetric_difference(some) for some in combinations(option_ids(fact), 1))
            return tuple(Given(frozenset(one)) for one in turned)[:MOST_OFFERED]
        case NumberFact() | AgeFact() | DurationFact() | DateFact():
            return tuple(_telling(base, finished, fact, _measured(finished, fact, day)))[:MOST_OFFERED]
        case _:
            return tuple(Given(option) for option in option_ids(fact) if option != now)


def supposed(base: KnowledgeBase, finished: Finished, fact: str, answer: Answer) -> tuple[Supposed, ...]:
    """Each verdict as it is and as it would be."""
    return what_if(base, finished.verdicts, finished.answers, fact, answer)


def _telling(base: KnowledgeBase, finished: Finished, fact: Fact, candidates: Iterable[Given]) -> Iterator[Given]:
    """Of the candidates the first for each outcome that is not the present one."""
    seen = {_outcome(finished.verdicts)}
    for candidate in candidates:
        outcome = _outcome(one.after for one in supposed(base, finished, fact.id, candidate))
        if outcome not in seen:
            seen.add(outcome)
            yield candidate


def _outcome(verdicts: Iterable[Verdict]) -> tuple[tuple[str, ...], ...]:
    return tuple((verdict.name, *(reason.state for reason in verdict.reasons)) for verdict in verdicts)


def _measured(finished: Finished, fact: Fact, day: date) -> Iterator[Given]:
    """Values at every bound that a condition sets to a measured fact, then those right beside; each in rising order."""
    rules = (rule for verdict in finished.verdicts for one in verdict.reasons for rule in (one.condition.when, one.condition.rule))
    mine = (comparison for rule in rules for comparison in comparisons_in(rule) if comparison.fact == fact.id)
    bounds = sorted({bound for comparison in mine for bound in _bounds(fact, comparison)})
    for value in dict.fromkeys((*bounds, *sorted(bound + step for bound in bounds for step in (-1, 1)))):
        answer = _answer(fact, value, day)
        if fits(fact, answer):
            yield answer


def _bounds(fact: Fact, comparison: Comparison) -> Iterator[int]:
    for bound in comparison.bounds():
        if isinstance(bound, Decimal):
            yield int(bound.to_integral_value(ROUND_CEILING))
            yield int(bound.to_integral_value(ROUND_FLOOR))
        else:
            yield duration_months(bound) if isinstance(fact, DurationFact) else date.fromisoformat(bound).toordinal()


def _answer(fact: Fact, value: int, day: date) -> Given:
    match fact:
        case AgeFact():
            return Given(Years(value), day)
        case DurationFact():
            return Given(Months(value), day)
        case DateFact():
            return Given(date.fromordinal(value))
        case _:
            return Given(Decimal(value))
