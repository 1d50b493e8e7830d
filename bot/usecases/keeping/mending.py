"""One value of a policy's file put right, with the words of the same entry that say it too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bot.usecases.keeping.places import Field
from knowledge.editing import Value, append, put, reads, texts_in

MAN: Final = 10_000
_OWN_TEXTS: Final = ("text", "action", "about", "note", "name", "says")
"""Fields of an entry whose words may say a figure or a day once more."""
_EXAMPLES: Final = "examples"


class MovedError(Exception):
    """The file no longer holds what was shown."""


@dataclass(frozen=True)
class Mended:
    """The file as it would be."""

    raw: bytes
    along: tuple[tuple[str, str], ...] = ()
    """Words of the same entry that said the old value, and what they say now."""
    elsewhere: tuple[str, ...] = ()
    """Other words of the file that say the old value and may mean something else: they stay."""


def mend(raw: bytes, field: Field, value: Value) -> Mended:
    """A policy's file with this value.

    Raises:
        MovedError: something else stands there by now.
        UneditableError: the file cannot take it.
    """
    if field.is_added:
        return Mended(append(raw, field.place, str(value), after=_after(field)))
    if reads(raw, field.place) != (None if field.old is None else _as_read(field.old)):
        raise MovedError
    mended = put(raw, field.place, value, after=_after(field))
    pairs = tuple(_said(field, value))
    own, other = [], []
    for place, text in texts_in(raw):
        new = _replaced(text, pairs)
        if new == text or place == field.place or _EXAMPLES in place[:1]:
            continue
        if place[:-1] == field.place[:-1] and place[:-1] and place[-1] in _OWN_TEXTS:
            mended = put(mended, place, new)
            own.append((text, new))
        else:
            other.append(text)
    return Mended(mended, tuple(own), tuple(dict.fromkeys(other)))


def _as_read(value: Value) -> object:
    """A value as the file's data holds it."""
    if isinstance(value, str | int | Decimal):
        return value
    return value.isoformat() if isinstance(value, date) else f"{value:%H:%M}"


def _after(field: Field) -> str | None:
    """Behind which key a new one is best read."""
    return {
        "ends": "starts",
        "ends_at": "ends",
        "aliases": "short_title" if field.place == ("aliases",) else "name",
        "phones": "office",
    }.get(field.name)


def _said(field: Field, value: Value) -> Iterator[tuple[re.Pattern[str], str]]:
    """How words say the old value, and how they would say the new one."""
    old = field.old
    if isinstance(old, date) and isinstance(value, date):
        yield _alone(f"{old.year}年{old.month}月{old.day}日"), f"{value.year}年{value.month}月{value.day}日"
        if old.year == value.year:
            yield _alone(f"{old.month}月{old.day}日"), f"{value.month}月{value.day}日"
    elif isinstance(old, int) and isinstance(value, int):
        unit = "元" if field.place[0] == "benefits" else str(getattr(field.entry, "unit", ""))
        if unit:
            new = f"{_in_man(value)}万{unit}" if value >= MAN and unit == "元" else f"{value}{unit}"
            yield _alone(f"{_in_man(old)}万{unit}"), new
            yield _alone(f"{old}{unit}"), f"{value}{unit}"
    elif isinstance(old, Decimal) and isinstance(value, Decimal | int):
        yield _alone(f"{old:f}%"), f"{value:f}%"
    elif field.reading == "phone" and isinstance(old, str):
        yield _alone(old), str(value)


def _in_man(figure: int) -> str:
    return f"{(Decimal(figure) / MAN).normalize():f}"


def _alone(words: str) -> re.Pattern[str]:
    """These words, not as the end of a longer figure."""
    return re.compile(rf"(?<![0-9.]){re.escape(words)}")


def _replaced(text: str, pairs: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, new in pairs:
        text = pattern.sub(new, text)
    return text


def path_of(policy: str) -> str:
    """Where a policy's file lies in the folder."""
    return f"policies/{policy}.yaml"
