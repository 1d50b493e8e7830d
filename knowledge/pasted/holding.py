"""What policy files hold of dates, money, telephones, head counts and shares, and on which clause it stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from knowledge.clauses import Notice
from knowledge.coverage.citations import citations, values_in
from knowledge.coverage.figures import figures, offered
from knowledge.entries import Benefit, Contact, Quota, Stage
from knowledge.pasted.marks import Kind, local, numbers_in, plain
from knowledge.policy import Policy

_MONEY = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(万|亿)?元")
_TIMES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), None: Decimal(1)}
_NO_TEXT = frozenset({"id", "clause", "url", "phones", "faxes"})


@dataclass(frozen=True)
class Held:
    """One date, sum or number that we hold."""

    kind: Kind
    shown: str
    reading: str
    clause: str
    what: str
    """All that the entry says, to tell what it is about."""
    is_end: bool = False
    """Whether it is the day by which a step of applying ends."""
    before: str = ""
    """The words right before it, where it is one of several in a text."""
    is_quota: bool = False
    """Whether it is how many are chosen or may be recommended."""


@dataclass(frozen=True)
class Group:
    """The policies of one notice."""

    policies: tuple[Policy, ...]
    notice: Notice | None

    @cached_property
    def known(self) -> frozenset[str]:
        """Every number that the files hold or the clause list excuses, in every reading."""
        held = frozenset().union(*(offered(policy) for policy in self.policies))
        excuses = [number for part in (self.notice.clauses if self.notice else ()) for number in part.excused]
        return held | {reading for number in excuses for figure in figures(number) for reading in figure.readings}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """All that the files say in words."""
        return tuple(value for policy in self.policies for _, value in values_in(policy) if isinstance(value, str))

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """What a mark of a text may be held against."""
        return tuple(dict.fromkeys(one for policy in self.policies for one in _held(policy)))


def groups_of(policies: Iterable[Policy], notices: Iterable[Notice]) -> tuple[Group, ...]:
    """The policies by their notices; one that is in no clause list stands alone."""
    by_id = {policy.id: policy for policy in policies}
    found: list[Group] = []
    listed: set[str] = set()
    for notice in notices:
        together = tuple(by_id[one] for one in notice.policies if one in by_id)
        listed.update(one.id for one in together)
        found += [Group(together, notice)] if together else []
    return (*found, *(Group((policy,), None) for policy in by_id.values() if policy.id not in listed))


def _held(policy: Policy) -> Iterator[Held]:
    for citation in citations(policy):
        if citation.kind == "caveat":
            continue
        values = tuple(values_in(citation.value))
        what = " ".join(value for key, value in values if isinstance(value, str) and key not in _NO_TEXT)
        applying = isinstance(citation.value, Stage) and citation.value.applying
        for key, value in values:
            if isinstance(value, date):
                day = f"{value.year}年{value.month}月{value.day}日"
                yield Held("date", day, value.isoformat(), citation.clause, what, applying and key == "ends")
        for mark in _MONEY.finditer(what):
            yield Held("money", mark[0], plain(Decimal(mark[1]) * _TIMES[mark[2]]), citation.clause, what)
        quota = _quota(citation.value)
        for one in (one for key, value in values if isinstance(value, str) and key not in _NO_TEXT for one in numbers_in(value)):
            is_quota = one.readings[0] in quota
            yield Held(one.kind, one.shown, one.readings[0], citation.clause, what, before=one.before, is_quota=is_quota)
        yield from _plain_numbers(citation.clause, values, what)
        if isinstance(citation.value, Benefit) and citation.value.amount is not None:
            amount = Decimal(citation.value.amount)
            yield Held("money", _yuan(amount), plain(amount), citation.clause, what)
        if isinstance(citation.value, Contact):
            for phone in (*citation.value.phones, *citation.value.faxes):
                yield Held("phone", f"{phone}（{citation.value.office}）", local(phone), citation.clause, what)


def _quota(entry: object) -> frozenset[str]:
    """How many it says are chosen or may be recommended; the head counts of its brackets are none."""
    numbers = (entry.amount, entry.lowest, entry.highest) if isinstance(entry, Quota) else ()
    return frozenset(f"{number}人" for number in numbers if number is not None)


def _plain_numbers(clause: str, values: Iterable[tuple[str, object]], what: str) -> Iterator[Held]:
    for key, value in values:
        if key == "copies" and isinstance(value, int):
            yield Held("count", f"{value}份", f"{value}份", clause, what)
        if key == "percent" and isinstance(value, int | Decimal):
            share = f"{plain(Decimal(value))}%"
            yield Held("percent", share, share, clause, what)


def _yuan(amount: Decimal) -> str:
    return f"{plain(amount / 10_000)}万元" if amount >= _TIMES["万"] else f"{plain(amount)}元"
