"""One value put into a file: that value is another, and every other byte is the same."""

from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path as Folder
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.editing import UneditableError, append, put
from knowledge.reading.document import read_document
from knowledge.reading.source import faults_in
from knowledge.reading.tree import Path

DATA = Folder(__file__).parents[2] / "knowledge" / "data"
FILES = sorted([*DATA.glob("policies/*.yaml"), *DATA.glob("clauses/*.yaml"), *DATA.glob("*.yaml")])


@cache
def read(file: Folder) -> tuple[bytes, Any, tuple[Path, ...], tuple[Path, ...]]:
    """Its bytes, its data, the places of its values and of its lists of texts."""
    raw = file.read_bytes()
    data = read_document(file.name, raw).data
    return (
        raw,
        data,
        tuple(place for place, value in walk(data) if not isinstance(value, list | dict)),
        tuple(place for place, value in walk(data) if isinstance(value, list) and all(isinstance(item, str) for item in value)),
    )


def walk(data: Any, at: Path = ()) -> list[tuple[Path, Any]]:  # noqa: ANN401 - data of any shape
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [(at, data), *(one for step, inner in steps for one in walk(inner, (*at, step)))]


def value_at(data: Any, place: Path) -> Any:  # noqa: ANN401 - data of any shape
    for step in place:
        data = data[step]
    return data


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda text: text == text.strip() and "\x85" not in text)
VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**15), 10**15),
    st.dates(),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.decimals(0, 10**6, places=2),
).filter(lambda value: not list(faults_in(str(value))))
"""But numbers of private telephones and people, which no file may hold."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_value_put_in_its_own_place_changes_no_byte(file: Folder) -> None:
    raw, data, places, _ = read(file)
    step = max(1, len(places) // 12)
    for place in places[::step]:
        value = value_at(data, place)
        if value is not None and not isinstance(value, bool):
            assert put(raw, place, value) == raw


@settings(max_examples=40)
@given(st.data())
def test_another_value_changes_only_itself(drawn: st.DataObject) -> None:
    file = drawn.draw(st.sampled_from(FILES))
    raw, data, places, _ = read(file)
    place, value = drawn.draw(st.sampled_from(places)), drawn.draw(VALUES)
    new = put(raw, place, value)
    after = read_document(file.name, new).data
    assert [at for (at, old), (_, now) in zip(walk(data), walk(after), strict=True) if old != now and at not in around(place)] == [
        place for _ in "x" if value_at(after, place) != value_at(data, place)
    ]
    changed = [number for number, (old, now) in enumerate(zip(raw.split(b"\n"), new.split(b"\n"), strict=True)) if old != now]
    assert len(changed) <= 1


def around(place: Path) -> set[Path]:
    """The lists and mappings that it stands in."""
    return {place[:length] for length in range(len(place))}


@settings(max_examples=40)
@given(st.data())
def test_one_more_item_is_one_more_item(drawn: st.DataObject) -> None:
    file = drawn.draw(st.sampled_from(FILES))
    raw, data, _, lists = read(file)
    place, value = drawn.draw(st.sampled_from(lists)), drawn.draw(TEXTS)
    new = append(raw, place, value)
    assert value_at(read_document(file.name, new).data, place) == [*value_at(data, place), value]
    assert len(new) > len(raw)


FILE = """# top
stages:
  - id: one   # the first
    ends: 2024-12-10  # 到这天
    note:

  - {id: two, ends: 2024-12-20}
# between
aliases:
  - 甲 # a
  # no more
empty: []
phones: ["0472-1", '0472-2']
"""


@pytest.mark.parametrize(
    ("place", "value", "old", "new"),
    [
        (("stages", 0, "ends"), date(2024, 12, 16), "ends: 2024-12-10", "ends: 2024-12-16"),
        (("stages", 0, "note"), "注意", "note:\n", "note: 注意\n"),
        (("stages", 0, "ends_at"), time(18), "    note:\n", '    note:\n    ends_at: "18:00"\n'),
        (("stages", 1, "starts"), date(2024, 12, 1), "2024-12-20}", "2024-12-20, starts: 2024-12-01}"),
        (("phones", 0), "0472-3", '"0472-1"', '"0472-3"'),
        (("phones", 1), "0472-3", "'0472-2'", "'0472-3'"),
        (("amount",), Decimal("0.50"), "'0472-2']\n", "'0472-2']\namount: 0.50\n"),
        (("mails",), ("a@b.cn", "c: d"), "'0472-2']\n", "'0472-2']\nmails: [a@b.cn, \"c: d\"]\n"),
    ],
)
@pytest.mark.parametrize("turn", ["\n", "\r\n"])
def test_what_is_written(place: Path, value: Any, old: str, new: str, turn: str) -> None:  # noqa: ANN401 - values of all kinds
    raw, wanted = (one.replace("\n", turn).encode() for one in (FILE, FILE.replace(old, new)))
    assert put(raw, place, value) == wanted


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        (("aliases",), "  - 甲 # a\n", "  - 甲 # a\n  - 乙\n"),
        (("empty",), "[]", "[乙]"),
        (("phones",), "'0472-2'", "'0472-2', 乙"),
        (("mails",), "'0472-2']\n", "'0472-2']\nmails: [乙]\n"),
    ],
)
def test_where_an_item_goes(place: Path, old: str, new: str) -> None:
    assert append(FILE.encode(), place, "乙") == FILE.replace(old, new).encode()


def test_a_new_key_follows_the_one_that_it_belongs_to() -> None:
    assert put(FILE.encode(), ("mails",), ("甲",), after="aliases") == FILE.replace("- 甲 # a\n", "- 甲 # a\nmails: [甲]\n").encode()
    assert put(FILE.encode(), ("mails",), ("甲",), after="empty") == FILE.replace("[]\n", "[]\nmails: [甲]\n").encode()
    assert append(b"a: 1", ("b",), "c") == b"a: 1\nb: [c]"


@pytest.mark.parametrize("raw", [b"a: [", b"- a\n", b"a: &b c\n", b"a: 1\na: 2\n", b"\xff", b""])
def test_a_file_with_mistakes_is_left_alone(raw: bytes) -> None:
    with pytest.raises(UneditableError):
        put(raw, ("a",), "b")


@pytest.mark.parametrize("place", [("stages",), ("stages", 7, "ends"), ("stages", 2), (), ("phones", 0, "x")])
def test_there_must_be_such_a_place(place: Path) -> None:
    with pytest.raises(UneditableError):
        put(FILE.encode(), place, "b")


def test_only_lists_are_added_to() -> None:
    with pytest.raises(UneditableError):
        append(FILE.encode(), ("stages", 0, "id"), "b")


def test_a_private_number_is_not_written() -> None:
    with pytest.raises(UneditableError):
        put(FILE.encode(), ("phones", 0), "13900001111")


def test_what_nobody_sees_is_not_written() -> None:
    with pytest.raises(UneditableError):
        put(FILE.encode(), ("phones", 0), "0472\u200b-1")
    with pytest.raises(UneditableError):
        put(FILE.encode(), ("amount",), "\u200b")
