"""Values as people type them on a phone: days, hours, figures, telephones, names."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Final

from bot.usecases.day_asked import day_asked
from bot.usecases.keeping.places import Field, Reading
from eligibility.numerals import arabic, number, plain
from knowledge.editing import Value

LONGEST: Final[Mapping[Reading, int]] = {"words": 200, "name": 30}
"""Characters; what is longer is no slip of a value but another text, and goes into the file by hand."""
_MONTH = re.compile(r"\d月\d")
_HOUR = re.compile(
    r"(?P<half>上午|早上|中午|下午|晚上)?(?P<hour>\d{1,2})(?:[:点时](?:(?P<minute>\d{1,2})分?|(?P<thirty>半)|整)?)(?:前|之前|截止)?"
)
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_PHONE = re.compile(r"(?:(?P<area>0\d{2,3})-?)?(?P<number>[2-9]\d{6,7}|1\d{4}|[48]00-?\d{3}-?\d{4})(?:(?:转|-)(?P<inner>\d{1,6}))?")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.ASCII)
_BARE = re.compile(
    r"[\d零〇一二三四五六七八九十百千万亿两半年月日号周星期天时点分秒上下午早晚前后到至截止今明昨第元块圆钱人民币名个整件份家工作之改成为延期]+"
)
"""Days, amounts and numbers, with the words that stand round them: the change itself, said once more."""
_UNITS = re.compile(r"[元块人个名份件家%％]|人民币|rmb|圆")
_NOON, _DAY = 12, 24

SHORTEST_SOURCE, LONGEST_SOURCE = 4, 500
"""Of the evidence: letters and figures at least, characters at most."""

Why = str
"""Why words are no value: what ``NOT_READ`` has a sentence for."""


class NotReadError(ValueError):
    """The words are no such value; which kind of mistake it is."""

    def __init__(self, why: Why) -> None:
        """``why``: the reading, or ``mobile``, ``long``, ``same``, ``there``."""
        super().__init__(why)
        self.why = why


def read_value(field: Field, text: str, today: date) -> Value:
    """The value that somebody typed for a field.

    Raises:
        NotReadError: it is none, is what stands there already, or must not be written.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    value = _READERS[field.reading](field, said, today)
    if value is None:
        raise NotReadError(field.reading)
    if value == field.old:
        raise NotReadError("same")
    if field.is_added and value in getattr(field.entry, field.name):
        raise NotReadError("there")
    return value


def is_evidence(text: str) -> bool:
    """Whether words could name what a change rests on; a date, an amount or a number by itself names nothing that can be looked up."""
    letters = "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())
    return len(letters) >= SHORTEST_SOURCE and len(text) <= LONGEST_SOURCE and not _BARE.fullmatch(letters)


def held(value: Value) -> str:
    """A value as a dialog keeps it."""
    return value.isoformat() if isinstance(value, date | time) else str(value)


def restored(field: Field, text: str) -> Value:
    """A value that a dialog kept."""
    match field.reading:
        case "day":
            return date.fromisoformat(text)
        case "hour":
            return time.fromisoformat(text)
        case "figure":
            return int(text)
        case "percent":
            return Decimal(text)
    return text


def _day(field: Field, text: str, today: date) -> Value | None:
    """A month and a day without a year lie near the old one; all else is meant from today."""
    old = field.old if isinstance(field.old, date) else today
    anchors = (old, today) if _MONTH.search(arabic(plain(text))) else (today, old)
    return next((day for anchor in anchors if (day := day_asked(text, anchor)) is not None), None)


def _hour(_: Field, text: str, __: date) -> Value | None:
    found = _HOUR.fullmatch(arabic(plain(text)))
    if not found:
        return None
    hour, minute = int(found["hour"]), 30 if found["thirty"] else int(found["minute"] or 0)
    hour += _NOON if found["half"] in {"下午", "晚上"} and hour < _NOON else 0
    return time(hour, minute) if hour < _DAY and minute < 60 else None  # noqa: PLR2004 - minutes


def _figure(_: Field, text: str, __: date) -> Value | None:
    figure = number(_UNITS.sub("", plain(text)))
    return int(figure) if figure is not None and figure >= 0 and figure == figure.to_integral_value() else None


def _percent(_: Field, text: str, __: date) -> Value | None:
    figure = number(_UNITS.sub("", plain(text)).removeprefix("百分之"))
    return figure if figure is not None and 0 < figure <= 100 else None  # noqa: PLR2004 - per cent


def _phone(_: Field, text: str, __: date) -> Value | None:
    """With its area code behind a hyphen; a private mobile number is refused by its own name."""
    said = re.sub(r"[\s()]", "", re.sub(r"^\((0\d{2,3})\)", r"\1-", text)).replace("—", "-").replace("–", "-")
    if _MOBILE.fullmatch(said.replace("-", "")):
        raise NotReadError("mobile")
    found = _PHONE.fullmatch(said)
    if not found:
        return None
    return "".join([f"{found['area']}-" if found["area"] else "", found["number"], f"转{found['inner']}" if found["inner"] else ""])


def _mail(_: Field, text: str, __: date) -> Value | None:
    return text if _MAIL.fullmatch(text) else None


def _address(_: Field, text: str, __: date) -> Value | None:
    return text if _ADDRESS.fullmatch(text) else None


def _words(field: Field, text: str, _: date) -> Value | None:
    """One line of words, as typed."""
    said = " ".join(text.split())
    if len(said) > LONGEST[field.reading]:
        raise NotReadError("long")
    return said or None


_READERS: Mapping[Reading, Callable[[Field, str, date], Value | None]] = {
    "day": _day,
    "hour": _hour,
    "figure": _figure,
    "percent": _percent,
    "phone": _phone,
    "mail": _mail,
    "address": _address,
    "words": _words,
    "name": _words,
}
