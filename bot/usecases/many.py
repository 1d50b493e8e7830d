"""Many people at once: rows of a table as they were filled in, each with its verdicts. Pure; nothing of it is kept anywhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.clock import SHANGHAI
from bot.usecases.interviewing import day_of
from bot.usecases.scope import PolicyScope, targets_of
from eligibility.answers import Answer, Answers
from eligibility.contradictions import Clash, contradictions
from eligibility.reading import Refusal, accepts, read_answer
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact
from knowledge.policy import Value


@dataclass(frozen=True)
class Unusable:
    """A cell that holds no answer (a formula, an error), and what to do about it."""

    cure: str


@dataclass(frozen=True)
class Cell:
    """One filled-in cell."""

    address: str
    """As the table calls it: C5."""
    shown: str
    """What stands in it, for people."""
    value: Value | Unusable


@dataclass(frozen=True)
class Row:
    """One person or unit as filled in; ``label`` is whatever the contact wrote to know them again."""

    number: int
    label: str
    cells: Mapping[str, Cell]
    """By fact; empty cells are left out."""


@dataclass(frozen=True)
class Unread:
    """A cell that was not taken for an answer, why, and what would be."""

    fact: Fact
    cell: Cell
    message: str
    accepts: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """One row judged: for each target its verdict, and what could not be used."""

    row: Row
    verdicts: tuple[Verdict, ...]
    answers: Answers
    unread: tuple[Unread, ...]
    clashes: tuple[Clash, ...]


def judge_rows(base: KnowledgeBase, scope: PolicyScope, rows: Iterable[Row], now: datetime) -> Iterator[Outcome]:
    """The verdicts on every row, in order; a row's cells that cannot be read count as not known."""
    for row in rows:
        yield _judged(base, scope, row, now)


def _judged(base: KnowledgeBase, scope: PolicyScope, row: Row, now: datetime) -> Outcome:
    answers: dict[str, Answer] = {}
    unread: list[Unread] = []
    for fact_id, cell in row.cells.items():
        fact = base.facts[fact_id]
        read = _read(fact, cell, now)
        if isinstance(read, Unread):
            unread.append(read)
        else:
            answers[fact_id] = read
    policy = base.policies[scope.policy]
    days = {target: day_of(base, scope, target, answers, now) for target in targets_of(base, scope)}
    verdicts = tuple(judge(base, policy, target.track, answers, day) for target, day in days.items())
    return Outcome(row, verdicts, answers, tuple(unread), contradictions(base, answers, verdicts[0].day))


def _read(fact: Fact, cell: Cell, now: datetime) -> Answer | Unread:
    if isinstance(cell.value, Unusable):
        return Unread(fact, cell, cell.value.cure, accepts(fact))
    answer = read_answer(fact, cell.value, today=now.astimezone(SHANGHAI).date())
    return Unread(fact, cell, answer.message, answer.accepts) if isinstance(answer, Refusal) else answer
