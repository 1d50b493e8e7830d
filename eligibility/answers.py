"""Answers: the value that a person gave for a fact, or why there is none.

A fact that is absent from a mapping of answers was not asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eligibility.days import YEAR, Window
from knowledge.facts import (
    AgeFact,
    ChoiceFact,
    ChoicesFact,
    DateFact,
    DurationFact,
    Fact,
    NumberFact,
    ScaleFact,
    YesNoFact,
    option_ids,
)


@dataclass(frozen=True, slots=True)
class Years:
    """An age in whole 周岁."""

    years: int


@dataclass(frozen=True, slots=True)
class Born:
    """A date of birth, known to the day, the month or the year."""

    window: Window


@dataclass(frozen=True, slots=True)
class Months:
    """A length of time in whole months."""

    months: int


@dataclass(frozen=True, slots=True)
class Since:
    """The day on which something that still lasts began, known to the day, the month or the year."""

    window: Window


Value = bool | str | frozenset[str] | Decimal | Years | Born | Months | Since | date
"""yes_no · choice and scale · choices · number · age (two ways) · duration (two ways) · date."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value; ``as_of`` is the day for which an age or a length was stated, None the day that counts."""

    value: Value
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class DoesNotKnow:
    """The person was asked and does not know."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The person was asked and would rather not say."""


Answer = Given | DoesNotKnow | Declined
Answers = Mapping[str, Answer]
"""Fact ids to answers."""


def fits(fact: Fact, answer: Answer) -> bool:  # noqa: PLR0911 - one line per kind of fact
    """Whether an answer is one that this fact accepts; an old answer may not be, after the fact has changed."""
    if not isinstance(answer, Given):
        return True
    value = answer.value
    match fact:
        case YesNoFact():
            return isinstance(value, bool)
        case ChoiceFact() | ScaleFact():
            return isinstance(value, str) and value in option_ids(fact)
        case ChoicesFact():
            return isinstance(value, frozenset) and value.issubset(option_ids(fact))
        case NumberFact():
            return isinstance(value, Decimal) and _is_number_of(fact, value)
        case AgeFact():
            return isinstance(value, Born) or (isinstance(value, Years) and fact.minimum <= value.years <= fact.maximum)
        case DurationFact():
            return isinstance(value, Since) or (isinstance(value, Months) and 0 <= value.months <= YEAR * fact.maximum_years)
        case DateFact():
            return isinstance(value, date)


def _is_number_of(fact: NumberFact, value: Decimal) -> bool:
    if not value.is_finite() or not fact.minimum <= value <= fact.maximum:
        return False
    return not fact.whole or value == value.to_integral_value()


def fitting(facts: Mapping[str, Fact], answers: Answers) -> dict[str, Answer]:
    """The answers that still fit, for facts that still exist."""
    return {fact: answer for fact, answer in answers.items() if fact in facts and fits(facts[fact], answer)}
