"""Dates, money, telephones, head counts and shares of a text, each with the words around it and the clause that it stands in."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, get_args

from knowledge.coverage.figures import figures
from knowledge.drafting.amounts import amounts_in
from knowledge.drafting.contacts import contacts_in
from knowledge.drafting.outline import Outline, outline_of
from knowledge.drafting.page import Page, page_of
from knowledge.drafting.words import Words
from knowledge.numerals import read_numeral

Kind = Literal["date", "money", "phone", "count", "percent", "fee"]

KINDS: tuple[Kind, ...] = get_args(Kind)

DAY = re.compile(r"(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}")
_STOP = re.compile("[。;；\n]")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])")
_COUNT = re.compile(r"(?<![0-9.第])(?P<number>[0-9]+|[二两三四五六七八九十百]{1,4}(?=份))\s*(?P<unit>人|名|份)(?!民|员|次|称|单|额|录)")
_PERCENT = re.compile(r"(?<![0-9.])(?P<number>[0-9]+(?:\.[0-9]+)?)\s*%|百分之(?P<spoken>[一二三四五六七八九十百]+)")
_BEFORE, _AFTER = 24, 48
"""Characters around a date that tell what it is about; a lost full stop joins two sentences."""
MOBILE = 11
"""Digits of a mobile number."""
_LOCAL = 8
"""Digits of the longest number without its area code."""


@dataclass(frozen=True)
class Mark:
    """One of them. ``readings``: what it may be, each enough: ``2022-12-08``, ``12-08``, ``300000``, ``6944364``."""

    kind: Kind
    shown: str
    readings: tuple[str, ...]
    sentence: str
    """The words that tell what it is about."""
    clause: str
    before: str = ""
    """The words right before it."""


@dataclass(frozen=True)
class Sheet:
    """A text that was read."""

    page: Page
    outline: Outline
    marks: tuple[Mark, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """The numbered clauses, each once."""
        return tuple(dict.fromkeys(part.clause for part in self.outline.parts if part.begins and not is_opening(part.clause)))


def is_opening(clause: str) -> bool:
    """Whether a place in a text has a name, but no number."""
    return clause in {"页头", "标题", "文号", "抬头", "前言", "正文", "落款"}


def sheet_of(text: str, words: Words) -> Sheet:
    """Read a text."""
    page = page_of(text)
    outline = outline_of(page, words)
    marks = (
        *_dates(page, outline),
        *_money(page, outline, words),
        *_phones(page, outline, words),
        *_mobiles(page, outline),
        *_numbers(page, outline),
    )
    return Sheet(page, outline, marks)


def _dates(page: Page, outline: Outline) -> Iterator[Mark]:
    for part in outline.parts:
        for sentence in _STOP.split(page.plain[part.place.start : part.place.end]):
            for figure in figures(sentence):
                if DAY.fullmatch(figure.readings[0]):
                    yield Mark("date", figure.printed, figure.readings, _around(sentence, figure.printed), part.clause)


def _around(sentence: str, printed: str) -> str:
    """The words near a date; all of a sentence that does not print it in digits."""
    at = unicodedata.normalize("NFKC", sentence).find(printed)
    return sentence[max(0, at - _BEFORE) : at + len(printed) + _AFTER].strip() if at >= 0 else sentence.strip()


def _money(page: Page, outline: Outline, words: Words) -> Iterator[Mark]:
    for amount in amounts_in(page, outline, 0, words):
        if amount.unit == "元" and amount.value is not None:
            for value in dict.fromkeys(one for one in (amount.low, amount.value) if one is not None):
                yield Mark("money", amount.stated, (plain(value),), _sentence(page, amount.place.start), amount.clause)


def _phones(page: Page, outline: Outline, words: Words) -> Iterator[Mark]:
    for contact in contacts_in(page, outline, 0, words):
        if contact.kind in {"phone", "fax"}:
            yield Mark("phone", contact.value, (local(contact.value),), _sentence(page, contact.place.start), contact.clause)


def _mobiles(page: Page, outline: Outline) -> Iterator[Mark]:
    """No notice on file prints one, whoever it belongs to; it is shown without its middle."""
    for part in outline.parts:
        for found in _MOBILE.finditer(page.plain, part.place.start, part.place.end):
            digits = re.sub("[ -]", "", found[0])
            yield Mark("phone", f"{digits[:3]}****{digits[-4:]}", (digits,), _sentence(page, found.start()), part.clause)


def _numbers(page: Page, outline: Outline) -> Iterator[Mark]:
    for part in outline.parts:
        text = page.plain[part.place.start : part.place.end]
        for one in numbers_in(text):
            yield replace(one, sentence=_sentence(page, part.place.start + text.index(one.shown)), clause=part.clause)


def numbers_in(text: str) -> Iterator[Mark]:
    """How many persons and copies, and what shares, a text speaks of; without sentence and clause."""
    for found in _COUNT.finditer(text):
        number = found["number"] if found["number"].isascii() else str(read_numeral(found["number"], "normal"))
        unit = "人" if found["unit"] == "名" else found["unit"]
        yield Mark("count", found[0], (f"{int(number)}{unit}",), "", "", _right_before(text, found.start()))
    for found in _PERCENT.finditer(text):
        share = Decimal(found["number"] or read_numeral(found["spoken"], "normal"))
        yield Mark("percent", found[0], (f"{plain(share)}%",), "", "", _right_before(text, found.start()))


def _right_before(text: str, at: int) -> str:
    return re.split(r"[^\u4e00-\u9fff]", text[max(0, at - 12) : at].rstrip())[-1]


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
