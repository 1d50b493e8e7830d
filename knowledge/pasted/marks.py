"""Dates, money and telephones of a text, each with the sentence and the clause that it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.coverage.figures import figures
from knowledge.drafting.amounts import amounts_in
from knowledge.drafting.contacts import contacts_in
from knowledge.drafting.outline import Outline, outline_of
from knowledge.drafting.page import Page, page_of
from knowledge.drafting.words import Words

Kind = Literal["date", "money", "phone"]

DAY = re.compile(r"(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}")
_STOP = re.compile("[。;；\n]")
_LOCAL = 8
"""Digits of the longest number without its area code."""


@dataclass(frozen=True)
class Mark:
    """One of them. ``readings``: what it may be, each enough: ``2022-12-08``, ``12-08``, ``300000``, ``6944364``."""

    kind: Kind
    shown: str
    readings: tuple[str, ...]
    sentence: str
    clause: str


@dataclass(frozen=True)
class Sheet:
    """A text that was read."""

    page: Page
    outline: Outline
    marks: tuple[Mark, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """The numbered clauses, each once."""
        return tuple(dict.fromkeys(part.clause for part in self.outline.parts if part.begins and not _is_opening(part.clause)))


def _is_opening(clause: str) -> bool:
    return clause in {"页头", "标题", "文号", "抬头", "前言", "正文", "落款"}


def sheet_of(text: str, words: Words) -> Sheet:
    """Read a text."""
    page = page_of(text)
    outline = outline_of(page, words)
    return Sheet(page, outline, (*_dates(page, outline), *_money(page, outline, words), *_phones(page, outline, words)))


def _dates(page: Page, outline: Outline) -> Iterator[Mark]:
    for part in outline.parts:
        for sentence in _STOP.split(page.plain[part.place.start : part.place.end]):
            for figure in figures(sentence):
                if DAY.fullmatch(figure.readings[0]):
                    yield Mark("date", figure.printed, figure.readings, sentence.strip(), part.clause)


def _money(page: Page, outline: Outline, words: Words) -> Iterator[Mark]:
    for amount in amounts_in(page, outline, 0, words):
        if amount.unit == "元" and amount.value is not None:
            for value in dict.fromkeys(one for one in (amount.low, amount.value) if one is not None):
                yield Mark("money", amount.stated, (plain(value),), _sentence(page, amount.place.start), amount.clause)


def _phones(page: Page, outline: Outline, words: Words) -> Iterator[Mark]:
    for contact in contacts_in(page, outline, 0, words):
        if contact.kind in {"phone", "fax"}:
            yield Mark("phone", contact.value, (local(contact.value),), _sentence(page, contact.place.start), contact.clause)


def _sentence(page: Page, at: int) -> str:
    start = max(page.plain.rfind(stop, 0, at) for stop in "。;\n") + 1
    end = min((found for stop in "。;\n" if (found := page.plain.find(stop, at)) >= 0), default=len(page.plain))
    return page.plain[start:end].strip()


def plain(value: Decimal) -> str:
    """A sum without needless digits."""
    return f"{value.normalize():f}"


def local(phone: str) -> str:
    """A telephone number's digits without its area code."""
    area, dash, rest = phone.partition("-")
    digits = re.sub("[^0-9]", "", rest if dash and area.startswith("0") else phone)
    if len(digits) > _LOCAL and digits.startswith("0"):
        digits = digits[3:] if digits.startswith(("010", "02")) else digits[4:]
    return digits
