"""Notices of our own invention with what they say, one YAML file each, read into the gold's form.

A line says one thing: ``apply 2026-03-01..2026-03-31 @ 3月1日至3月31日`` (kind, days, words of the text), ``= 800 元/人/月 @ …``,
``申请表 ×2 @ …``, ``age <= 45 @ …`` (``|`` between two values for two sexes, ``?`` where no rule is to be read, ``other`` for words alone).
Behind the words: ``!exclude`` is a role, ``+`` one of several that hold in the alternative, ``?`` counts for neither side.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.reading.document import read_document

_LINE = re.compile(r"(?P<said>.*?)(?: @ (?P<quote>.*?))?(?: (?P<marks>(?:!exclude)?\+?\??))?", re.DOTALL)
_RULE = re.compile(r"(?P<kind>\w+)(?: (?P<sign><=|>=|<|>|between|\?)(?: (?P<value>.+))?)?")
_MONEY = re.compile(r"(?P<sign><=|>=|=) (?P<value>[0-9.]+) (?P<unit>.+)")


def style_of(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file and its gold."""
    told = read_document(path.name, path.read_bytes()).data
    text = told["text"]
    gold = {
        "title": _bare(told["title"]),
        "title_literal": told["title"] is not None and not told["title"].endswith("?"),
        "issuer": told["issuer"],
        "issuer_basis": told.get("issuer_basis", "signature"),
        "doc_number": told["number"],
        "issued": None if told["issued"] is None else str(told["issued"]),
        "issued_source": told.get("issued_source", "signature"),
        "cited_numbers": [],
        "damage": [],
        "quotas": [],
        **{field: [_entry(line, text, read) for line in told[field]] for field, read in _READERS.items()},
    }
    return text, gold


def _bare(title: str | None) -> str | None:
    return title.removesuffix("?") if title else None


def _entry(line: str, text: str, read: Any) -> dict[str, Any]:  # noqa: ANN401 - a reader of one field
    found = _LINE.fullmatch(line)
    said, marks = (found["said"], found["marks"] or "") if found else (line, "")
    entry: dict[str, Any] = read(said)
    quote = (found["quote"] if found else None) or entry.get("name") or said
    if quote not in text and "contact" not in entry:
        message = f"{quote!r} does not stand in the text"
        raise ValueError(message)
    entry |= {"quote": quote, "pos": max(text.find(quote), 0), "optional": marks.endswith("?") or entry.get("optional", False)}
    if "text_short" in entry:
        entry |= {"text_short": quote, "role": "exclude" if "!exclude" in marks else None, "group": "any:one" if "+" in marks else None}
    return entry


def _held(pattern: re.Pattern[str], said: str) -> re.Match[str]:
    found = pattern.fullmatch(said)
    if not found:
        raise ValueError(said)
    return found


def _date(said: str) -> dict[str, Any]:
    kind, days = said.split(" ")
    start, end = (None if day in {"", "none"} else day for day in days.split(".."))
    return {"type": kind, "start": start, "end": end}


def _amount(said: str) -> dict[str, Any]:
    found = _held(_MONEY, said)
    return {"op": found["sign"], "value": found["value"], "unit": found["unit"]}


def _paper(said: str) -> dict[str, Any]:
    name, _, copies = said.partition(" ×")
    return {"name": name, "copies": int(copies) if copies else None}


def _condition(said: str) -> dict[str, Any]:
    found = _held(_RULE, said)
    value = found["value"]
    rule = None
    if value:
        of = value.split("|") if "|" in value else value.split(",")
        numbers = [_number(one) for one in of]
        one: Any = dict(zip(("甲", "乙"), numbers, strict=True)) if "|" in value else numbers if "," in value else numbers[0]
        rule = {"fact": found["kind"], "op": found["sign"], "value": one}
    return {"kind": "other" if found["kind"] == "money" else found["kind"], "rule": rule, "text_short": ""}


def _number(text: str) -> str | float:
    return float(text) if text[0].isdecimal() else text


def _contact(said: str) -> dict[str, Any]:
    return {"contact": True, ("email" if "@" in said else "phone"): said.removesuffix("?"), "optional": said.endswith("?")}


_READERS: Mapping[str, Any] = {"dates": _date, "amounts": _amount, "materials": _paper, "conditions": _condition, "contacts": _contact}


def styles_in(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and gold of every file of a folder."""
    for path in sorted(folder.glob("*.yaml")):
        yield (path.stem, *style_of(path))
