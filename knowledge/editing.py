"""One value of a YAML file put in its place: every other byte of the file stays as it was, comments, quotes and line ends too.

The parser's events tell where each value stands; what comes out is read once more, and must differ in that one value.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

import yaml

from knowledge.reading.document import read_document
from knowledge.reading.tree import Path, read_tree

Value = str | int | Decimal | date | time
"""What can be put: a text, a figure, a day, an hour."""

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class UneditableError(ValueError):
    """The file has mistakes, has no such place, or cannot take the value there without a change elsewhere."""


def put(raw: bytes, place: Path, value: Value | tuple[str, ...], *, after: str | None = None) -> bytes:
    """The file with this value at this place: in the stead of the one there, else as a new key of its mapping.

    ``after``: the key that a new key follows, where that is there; else it comes last.

    Raises:
        UneditableError: see there.
    """
    before, text = _read(raw)
    spans = _spans(text)
    whole = spans.get(place)
    if whole is None:
        text = _with_key(text, spans, place, value, after)
    elif not whole.is_scalar or isinstance(value, tuple):
        raise UneditableError(place)
    elif _at(before, place) != _data(value):
        text = _replaced(text, whole, value)
    return _held(text, before, place, _data(value))


def append(raw: bytes, place: Path, value: str, *, after: str | None = None) -> bytes:
    """The file with one more text at the end of the list at this place, written as the list is; as a new list where there is none.

    Raises:
        UneditableError: see there.
    """
    before, text = _read(raw)
    spans = _spans(text)
    if place not in spans:
        return put(raw, place, (value,), after=after)
    items = _at(before, place)
    if not isinstance(items, list):
        raise UneditableError(place)
    span = spans[place]
    if span.is_flow:
        text = _inserted(text, span.last if items else span.start + 1, f"{', ' if items else ''}{_written(value)}")
    else:
        text = _with_line(text, span.last, f"{' ' * _column(text, span.start)}- {_written(value)}")
    return _held(text, before, (*place, len(items)), value)


def reads(raw: bytes, place: Path) -> object:
    """What stands at a place, as it is read from the file; None where nothing does."""
    data, _ = _read(raw)
    for step in place:
        is_there = step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not is_there:
            return None
        data = data[step]
    return data


def texts_in(raw: bytes) -> Iterator[tuple[Path, str]]:
    """Every text of a file with its place."""
    waiting: list[tuple[Path, Any]] = [((), _read(raw)[0])]
    while waiting:
        place, data = waiting.pop()
        if isinstance(data, str):
            yield place, data
        steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        waiting += [((*place, step), inner) for step, inner in steps]


@dataclass(frozen=True)
class _Span:
    """Where something stands, in characters from the top."""

    start: int
    end: int
    last: int
    """The end of the last value within; what the parser calls the end of a list may lie behind comments that follow it."""
    is_scalar: bool
    is_flow: bool


@dataclass
class _Open:
    """A list or mapping whose end is not yet seen."""

    path: Path
    start: int
    is_flow: bool
    is_mapping: bool
    key: str | None = None
    count: int = 0
    last: int = 0

    def next_path(self) -> Path:
        """Where the next value goes."""
        if self.is_mapping:
            step, self.key = self.key or "", None
            return (*self.path, step)
        self.count += 1
        return (*self.path, self.count - 1)


def _spans(text: str) -> dict[Path, _Span]:
    """Of every value where it stands. The text was read before and has no mistakes, so each key is a text and nothing is an alias."""
    spans: dict[Path, _Span] = {}
    opened: list[_Open] = []
    events: Iterator[Any] = yaml.parse(text, Loader=_Loader)  # PyYAML's events have no common typed shape
    for event in events:
        top = opened[-1] if opened else None
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, _STARTS):
            path = top.next_path() if top else ()
            opened.append(_Open(path, start, bool(event.flow_style), isinstance(event, yaml.MappingStartEvent), last=end))
        elif isinstance(event, yaml.ScalarEvent) and top and top.is_mapping and top.key is None:
            top.key, top.last = event.value, end
        elif isinstance(event, yaml.ScalarEvent):
            end = start + len(text[start:end].rstrip())  # a block of text ends where the next line begins
            spans[top.next_path() if top else ()] = _Span(start, end, end, is_scalar=True, is_flow=False)
            _reach(opened, end)
        elif isinstance(event, _ENDS):
            done = opened.pop()
            last = max(done.last, end) if done.is_flow else done.last
            within = done.last if done.is_flow else last
            spans[done.path] = _Span(done.start, end, within, is_scalar=False, is_flow=done.is_flow)
            _reach(opened, last)
    return spans


def _reach(opened: list[_Open], last: int) -> None:
    if opened:
        opened[-1].last = max(opened[-1].last, last)


def _read(raw: bytes) -> tuple[Any, str]:
    """A file's data and its text as it stands."""
    document = read_document("", raw)
    if document.faults or not document.complete:
        raise UneditableError(document.problems())
    return document.data, raw.decode()


def _held(text: str, before: Any, place: Path, value: object) -> bytes:  # noqa: ANN401 - data of any shape
    """The bytes, held to this: read again, the file says what it said, but for this one value."""
    raw = text.encode()
    after, _ = _read(raw)
    if after != _set(before, place, value):
        raise UneditableError(place)
    return raw


def _set(data: Any, place: Path, value: object) -> Any:  # noqa: ANN401 - data of any shape
    """The data with a value at a place, copied along the way to it."""
    if not place:
        return value
    step, *rest = place
    if isinstance(step, int) and isinstance(data, list):
        items = [*data, None] if step == len(data) else list(data)
        items[step] = _set(items[step], tuple(rest), value)
        return items
    if isinstance(step, str) and isinstance(data, dict):
        return {**data, step: _set(data.get(step), tuple(rest), value)}
    raise UneditableError(place)


def _at(data: Any, place: Path) -> Any:  # noqa: ANN401 - data of any shape
    for step in place:
        data = data[step]
    return data


def _data(value: Value | tuple[str, ...]) -> object:
    """A value as it is read from a file: days and hours are texts there."""
    match value:
        case tuple():
            return list(value)
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
    return value


def _written(value: Value, quote: str = "") -> str:
    """A value as a file writes it: in these quotes if in any, else without, if it is then still read as what it is."""
    said = _data(value)
    if not isinstance(said, str):
        return f"{said:f}" if isinstance(said, Decimal) else str(said)
    for way in _ways(said, quote):
        tree = read_tree(f"[{way}, end]\n")
        if not tree.faults and tree.data == [said, "end"]:
            return way
    raise UneditableError(said)


def _ways(said: str, quote: str) -> Iterator[str]:
    single, double = "'{}'".format(said.replace("'", "''")), json.dumps(said, ensure_ascii=False)
    yield from {"'": (single,), '"': (double,)}.get(quote, ())
    yield from (said, double, single)


def _replaced(text: str, span: _Span, value: Value) -> str:
    gap = " " if text[span.start - 1] in ":-" else ""  # nothing was written there
    return text[: span.start] + gap + _written(value, text[span.start : span.start + 1]) + text[span.end :]


def _with_key(text: str, spans: dict[Path, _Span], place: Path, value: Value | tuple[str, ...], after: str | None) -> str:
    """The text with a new key."""
    mapping, key = spans.get(place[:-1]), place[-1] if place else None
    if mapping is None or mapping.is_scalar or not isinstance(key, str):
        raise UneditableError(place)
    said = f"[{', '.join(map(_written, value))}]" if isinstance(value, tuple) else _written(value)
    sibling = spans.get((*place[:-1], after)) if after else None
    position = mapping.last if sibling is None else sibling.end if sibling.is_flow else sibling.last
    if mapping.is_flow:
        return _inserted(text, position, f", {key}: {said}")
    return _with_line(text, position, f"{' ' * _column(text, mapping.start)}{key}: {said}")


def _inserted(text: str, position: int, words: str) -> str:
    return text[:position] + words + text[position:]


def _with_line(text: str, position: int, line: str) -> str:
    """The text with a line of its own below the one with this position."""
    end = text.find("\n", position)
    turn = "\r\n" if "\r\n" in text else "\n"
    return f"{text}{turn}{line}" if end < 0 else _inserted(text, end + 1, line + turn)


def _column(text: str, position: int) -> int:
    return position - text.rfind("\n", 0, position) - 1
