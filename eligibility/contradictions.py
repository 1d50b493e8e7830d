"""Answers that cannot stand together. They are asked about and never decided: a verdict takes the answers as they were given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eligibility.answers import Answers, Born, Given, Months, Since, Years, fitting
from eligibility.days import Window, add_months
from eligibility.evaluate import evaluate
from eligibility.possible import began
from eligibility.truth import Truth
from knowledge.base import KnowledgeBase
from knowledge.bounds import duration_months
from knowledge.contradictions import Begins, Contradiction, Exceeds
from knowledge.facts import Fact


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that cannot all be right, and how to ask which one is."""

    id: str
    facts: tuple[str, ...]
    """Those concerned that were answered, in the order in which they are asked about."""
    ask: str


def contradictions(base: KnowledgeBase, answers: Answers, day: date) -> tuple[Clash, ...]:
    """What contradicts itself for certain, in the order of the file; ages and lengths said as numbers are of a day."""
    known = fitting(base.facts, answers)
    found = (one for one in base.contradictions if _is_certain(one, base.facts, known, day))
    return tuple(Clash(one.id, tuple(fact for fact in one.facts if isinstance(known.get(fact), Given)), one.ask) for one in found)


def _is_certain(one: Contradiction, facts: Mapping[str, Fact], known: Answers, day: date) -> bool:
    if one.begins is not None:
        return _begins_too_early(one.begins, known, day)
    if one.exceeds is not None:
        return _exceeds(one.exceeds, known)
    return one.rule is not None and evaluate(one.rule, facts, known, day) is Truth.TRUE


def _begins_too_early(begins: Begins, known: Answers, day: date) -> bool:
    start, other = _start(known, begins.fact, day), _start(known, begins.before, day)
    months = duration_months(begins.plus) if begins.plus else 0
    return start is not None and other is not None and start.latest < add_months(other.earliest, months)


def _start(known: Answers, fact: str, day: date) -> Window | None:
    """The days on which what a fact tells of can have begun."""
    match known.get(fact):
        case Given(Years() | Born() | Months() | Since() as value, as_of):
            return began(value, as_of or day)
        case Given(date() as value):
            return Window(value, value)
        case _:
            return None


def _exceeds(exceeds: Exceeds, known: Answers) -> bool:
    part, whole = _number(known, exceeds.fact), _number(known, exceeds.than)
    return part is not None and whole is not None and part > whole


def _number(known: Answers, fact: str) -> Decimal | None:
    answer = known.get(fact)
    return answer.value if isinstance(answer, Given) and isinstance(answer.value, Decimal) else None
