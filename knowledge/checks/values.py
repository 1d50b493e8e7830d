"""Whether a bound or an answer, as written, fits a fact."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import assert_never

from knowledge.bounds import duration_months
from knowledge.checks.finding import Finding, dangling, folded
from knowledge.errors import nearest
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
    names_of,
    option_ids,
)
from knowledge.policy import Value
from knowledge.reading.tree import Path

UNANSWERED = ("?", "-")
"""Does not know; declined."""


def bound_findings(path: Path, bound: Decimal | str, fact: ScaleFact | NumberFact | AgeFact | DurationFact | DateFact) -> Iterator[Finding]:
    """What is wrong with a bound in a rule."""
    match fact:
        case ScaleFact():
            yield from dangling(path, str(bound), option_ids(fact), f"{fact.name}选项")
        case NumberFact() | AgeFact():
            yield from _number(path, bound, fact)
        case DurationFact():
            yield from _duration(path, bound, fact)
        case DateFact():
            yield from _date(path, bound)
        case _:
            assert_never(fact)


def answer_findings(path: Path, value: Value, fact: Fact) -> Iterator[Finding]:
    """What is wrong with the value of a fact in an example."""
    if value in UNANSWERED:
        return
    match fact:
        case YesNoFact():
            if not isinstance(value, bool):
                yield Finding(path, f"{fact.name}请写 true 或 false", ("true", "false", '"?"', '"-"'))
        case ChoiceFact() | ScaleFact():
            if isinstance(value, tuple):
                yield Finding(path, f"{fact.name}只能选一项，不要写成列表", option_ids(fact))
            else:
                yield from _option(path, value, fact)
        case ChoicesFact():
            yield from _several(path, value, fact)
        case AgeFact() | DurationFact() | NumberFact() | DateFact():
            yield from _amount(path, value, fact)
        case _:
            assert_never(fact)


def _several(path: Path, value: Value, fact: ChoicesFact) -> Iterator[Finding]:
    if not isinstance(value, tuple):
        yield Finding(path, f"{fact.name}可选多项，请写成列表，例如 [{fact.options[0].id}]；一项也没有写 []", option_ids(fact))
        return
    for index, option in enumerate(value):
        yield from _option((*path, index), option, fact)


def _option(path: Path, value: Value, fact: ChoiceFact | ScaleFact | ChoicesFact) -> Iterator[Finding]:
    """An answer may name its option as people do: by id, label or alias."""
    written = _shown(value)
    names = [name for option in fact.options for name in (option.id, *names_of(option))]
    if written not in names and folded(written) not in map(folded, names):
        yield Finding(path, f"{fact.name}没有“{written}”这个选项", tuple(option.label for option in fact.options), nearest(written, names))


def _amount(path: Path, value: Value, fact: AgeFact | DurationFact | NumberFact | DateFact) -> Iterator[Finding]:
    if isinstance(value, bool | tuple):
        yield Finding(path, f"{fact.name}不能写{'列表' if isinstance(value, tuple) else ' true 或 false'}")
    elif isinstance(fact, AgeFact | DurationFact) and isinstance(value, str) and _is_day(value):
        return  # answered as the day of birth or the day on which it began
    else:
        yield from bound_findings(path, value if isinstance(value, str) else Decimal(value), fact)


def _number(path: Path, bound: Decimal | str, fact: NumberFact | AgeFact) -> Iterator[Finding]:
    unit = fact.unit if isinstance(fact, NumberFact) else "周岁"
    whole = fact.whole if isinstance(fact, NumberFact) else True
    if isinstance(bound, str):
        yield Finding(path, f"这里要数字（{unit}），不加引号、不写单位；现在是文字“{bound}”")
    elif whole and bound != bound.to_integral_value():
        yield Finding(path, f"这里要整数（{unit}）；现在是 {bound}")
    elif not fact.minimum <= bound <= fact.maximum:
        yield Finding(path, f"{bound} 超出范围：应在 {fact.minimum} 到 {fact.maximum} {unit}之间")


def _duration(path: Path, bound: Decimal | str, fact: DurationFact) -> Iterator[Finding]:
    try:
        months = duration_months(bound if isinstance(bound, str) else "")
    except ValueError as error:
        yield Finding(path, f"{error}；现在是 {bound}")
        return
    if months > fact.maximum_years * 12:
        yield Finding(path, f"{bound} 超出范围：最长 {fact.maximum_years}年")


def _date(path: Path, bound: Decimal | str) -> Iterator[Finding]:
    if not isinstance(bound, str) or not _is_day(bound):
        yield Finding(path, f"日期请写成 2024-12-10 这样的格式；现在是 {bound}")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
