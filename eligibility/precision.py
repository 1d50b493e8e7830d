"""Ages and lengths that were said too roughly for the bound they lie at: their day is wanted, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from eligibility.answers import Answers, Given, Months, Years, fitting
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition


@dataclass(frozen=True, slots=True)
class DateWanted:
    """A fact whose answer decides only once its day is known: a day of birth, or the day on which something began."""

    fact: str
    answer: Given
    day: date
    """The day on which it counts."""
    conditions: tuple[Condition, ...]
    """Those that come out otherwise with one day than with another."""
    confirms: bool
    """True where the number settles it as it was asked for, but would not if it was meant as of today."""


def dates_wanted(base: KnowledgeBase, verdict: Verdict, answers: Answers, today: date) -> tuple[DateWanted, ...]:
    """The facts of which a day is wanted, in the notice's order.

    An age that was said for another day, or a birthday known to the month, may lie on both sides of a bound. And who is asked for the
    age of a day long past easily tells today's: a number so near a bound that this would turn the verdict is asked to be confirmed.
    """
    known = fitting(base.facts, answers)
    rough = (_wanted(verdict, known, fact) for fact in verdict.imprecise)
    doubtful = () if today == verdict.day else _doubtful(base, verdict, known, today)
    return (*(one for one in rough if one), *doubtful)


def _wanted(verdict: Verdict, known: Answers, fact: str) -> DateWanted | None:
    answer = known[fact]
    conditions = tuple(reason.condition for reason in verdict.reasons if fact in reason.missing and reason.kind != "preferred")
    return DateWanted(fact, answer, verdict.day, conditions, confirms=False) if isinstance(answer, Given) else None


def _doubtful(base: KnowledgeBase, verdict: Verdict, known: Answers, today: date) -> Iterator[DateWanted]:
    looked_at = dict.fromkeys(fact for reason in verdict.reasons for fact in reason.facts)
    for fact in looked_at:
        answer = known.get(fact)
        if not isinstance(answer, Given) or not isinstance(answer.value, Years | Months) or answer.as_of not in (None, verdict.day):
            continue
        meant = judge(base, base.policies[verdict.policy], verdict.track, {**known, fact: replace(answer, as_of=today)}, verdict.day)
        if meant.name != verdict.name:
            pairs = zip(verdict.reasons, meant.reasons, strict=True)
            turned = (one.condition for one, other in pairs if one.state is not other.state and one.kind != "preferred")
            yield DateWanted(fact, answer, verdict.day, tuple(turned), confirms=True)
