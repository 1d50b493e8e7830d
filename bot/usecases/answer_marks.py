"""Answers on buttons: how one stands there, short enough for Telegram, and what a pressed one means. Pure."""

from datetime import date

from bot.callbacks import CodeBook, code
from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Given, Months, Since, Years
from eligibility.describing import describe
from eligibility.reading import read_answer
from knowledge.facts import ChoiceFact, ChoicesFact, Fact, NumberFact, ScaleFact, YesNoFact, option_ids


def mask_of(fact: ChoicesFact, chosen: frozenset[str]) -> str:
    """The ticked options as hexadecimal bits, so that a half-made choice lives in its buttons."""
    return format(sum(1 << index for index, option in enumerate(fact.options) if option.id in chosen), "x")


def chosen_of(fact: ChoicesFact, mask: str) -> frozenset[str]:
    """The options that a mask ticks; ValueError when it is none."""
    bits = int(mask, 16)
    if format(bits, "x") != mask or bits >> len(fact.options):
        raise ValueError(f"no mask of {len(fact.options)} options: {mask}")
    return frozenset(option.id for index, option in enumerate(fact.options) if bits >> index & 1)


def pressed_answer(codes: CodeBook, fact: Fact, mark: str) -> Answer | None:
    """What the button of a question means; None for one that is not of this question."""
    if mark == "?":
        return DoesNotKnow()
    if mark == "-":
        return Declined()
    if isinstance(fact, YesNoFact):
        return Given(mark == "y") if mark in {"y", "n"} else None
    option = (codes.find("option", mark) or "").removeprefix(f"{fact.id}=")
    return Given(option) if isinstance(fact, ChoiceFact | ScaleFact) and option in option_ids(fact) else None


def mark_of(fact: Fact, answer: Given) -> str:  # noqa: PLR0911 - one line per kind of value
    """A supposed answer on its button: yes or no, the code of an option, a mask of several, else a text that can be read again."""
    match answer.value:
        case bool() as value:
            return "y" if value else "n"
        case str() as value:
            return code("option", f"{fact.id}={value}")
        case frozenset() as value if isinstance(fact, ChoicesFact):
            return mask_of(fact, value)
        case Years(years):
            return str(years)
        case Months(months):
            return f"{months}个月"
        case Born() | Since():
            return describe(fact, answer)
        case date() as value:
            return value.isoformat()
        case value:
            return f"{value:f}%" if isinstance(fact, NumberFact) and fact.unit == "%" else f"{value:f}"


def supposed_answer(codes: CodeBook, fact: Fact, mark: str, today: date, day: date) -> Given | None:
    """The supposed answer that a mark stands for; None for one that this fact does not take. ``day``: for which ages are said."""
    if isinstance(fact, ChoicesFact):
        try:
            return Given(chosen_of(fact, mark))
        except ValueError:
            return None
    if isinstance(fact, YesNoFact | ChoiceFact | ScaleFact):
        answer = pressed_answer(codes, fact, mark)
    else:
        read = read_answer(fact, mark, today=today, as_of=day)
        answer = read if isinstance(read, Given) else None
    return answer if isinstance(answer, Given) else None
