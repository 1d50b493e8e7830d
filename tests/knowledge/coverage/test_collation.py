"""Lists and entries held to a made-up text: nothing to say when all is well, one line for each thing that is wrong."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clauses import Notice, Span
from knowledge.coverage.collation import discrepancies, text_of, texts_in, untiled
from tests.knowledge.coverage.made_up import ENTRIES, KEY, PARTS, TEXT, notice, policy
from tests.knowledge.factories import spoilt

cuts = st.lists(st.integers(min_value=1, max_value=99), min_size=3, max_size=12, unique=True).map(sorted)


def told(entries: str = ENTRIES, text: str = TEXT, notices: Iterable[Notice] | None = None) -> list[str]:
    return list(discrepancies({KEY: text}, [notice()] if notices is None else notices, {"demo-2024": policy(entries)}))


def spans(edges: list[int]) -> list[Span]:
    return [Span(start=start, end=end, sha="0" * 12) for start, end in zip([0, *edges], [*edges, 100], strict=True)]


def test_nothing_is_said_when_all_is_well() -> None:
    assert told() == []


@given(cuts)
def test_spans_that_tile_a_text_are_well(edges: list[int]) -> None:
    assert not list(untiled("t", 100, spans(edges)))


@given(cuts, st.data())
def test_a_gap_an_overlap_and_a_wrong_end_are_told(edges: list[int], data: st.DataObject) -> None:
    whole = spans(edges)
    at = data.draw(st.integers(min_value=0, max_value=len(whole) - 1))
    assert list(untiled("t", 100, whole[:at] + whole[at + 1 :]))
    assert list(untiled("t", 100, [*whole, whole[at]]))
    assert list(untiled("t", 99, whole))
    assert list(untiled("t", 101, whole))


def test_gaps_and_overlaps_name_their_place() -> None:
    assert list(untiled("t", 100, [spans([40, 60])[0], spans([50, 60])[1]])) == [
        "t：第 40–50 字不属于任何条款",
        "t：第 60–100 字不属于任何条款",
    ]
    assert list(untiled("t", 100, [*spans([50]), spans([40, 60])[1]])) == ["t：第 40–50 字属于两处", "t：第 50–60 字属于两处"]
    assert list(untiled("t", 90, spans([50]))) == ["t：写到第 100 字，原文只有 90 字"]
    assert list(untiled("t", 5, [])) == ["t：第 0–5 字不属于任何条款"]


def test_a_text_without_a_list_and_a_list_without_a_text_are_told() -> None:
    assert told(notices=[]) == [f"{KEY}.txt：还没有条款清单，用 knowledge clauses {KEY}.txt 生成"]
    assert list(discrepancies({}, [notice()], {})) == [f"demo-notice：没有原文 {KEY}"]


@pytest.mark.parametrize("name", PARTS)
def test_a_changed_character_is_told_where_it_stands(name: str) -> None:
    place = TEXT.index(PARTS[name]) + 2
    changed = TEXT[:place] + ("甲" if TEXT[place] != "甲" else "乙") + TEXT[place + 1 :]
    said = [line for line in told(text=changed) if "对不上" in line]
    assert len(said) == 1
    assert ("（排除的文字）" if name == "页头" else f" {name}：") in said[0]


@pytest.mark.parametrize(
    ("old", "new", "clause", "figure"),
    [
        ("text: 共选十名, kind: chosen, amount: 10", "text: 共选若干名, kind: chosen", "一1", "10"),
        ("amount: 30000, ", "", "一1", "3万"),
        ("满2年", "满期", "一1", "2"),
        ("{percent: 60, due: 当年}, {percent: 40,", "{percent: 50, due: 当年}, {percent: 50,", "一1", "40%"),
        ("copies: 3, ", "", "一2", "3"),
        ("ends: 2024-12-10", "ends: 2024-12-11", "一2", "12月10日"),
        ('["0472-1234567"]', '["0472-1234576"]', "落款", "1234567"),
        (", number: 示人社发〔2023〕33号", "", "前言", "33"),
        ("clause: 一2, name: 申报表", "clause: 一1, name: 申报表", "一2", "3"),
    ],
)
def test_a_number_that_no_citing_entry_holds_is_told(old: str, new: str, clause: str, figure: str) -> None:
    assert f"demo-notice {clause}：引用它的条目里没有 {figure}" in told(spoilt(ENTRIES, old, new))


def test_a_number_is_excused_by_name_only() -> None:
    parts = [part.model_dump() for part in notice().clauses]
    bare: list[dict[str, Any]] = [{**part, "excused": {}} for part in parts]
    assert told(notices=[notice(clauses=bare)]) == ["demo-notice 前言：引用它的条目里没有 2024"]


def test_an_excuse_for_a_number_that_is_not_there_is_told() -> None:
    parts = [part.model_dump() for part in notice().clauses]
    parts[3]["excused"] = {"99人": "看错了"}
    assert told(notices=[notice(clauses=parts)]) == ["demo-notice 一1：excused 里的 99人 原文没有"]


def test_numbers_of_a_clause_with_nothing_to_know_are_not_asked_for() -> None:
    changed = {**PARTS, "二": "二、希望各地在2035年前再上3个台阶。\n"}
    assert told(text="".join(changed.values()), notices=[notice(changed)]) == []


def test_texts_are_read_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / f"{KEY}.txt").write_bytes("甲\r\n乙".encode())
    (tmp_path / "README.md").write_text("no notice", encoding="utf-8")
    assert texts_in(tmp_path) == {KEY: "甲\r\n乙"}
    (tmp_path / "010_bad.txt").write_bytes("甲".encode("gbk"))
    with pytest.raises(UnicodeDecodeError):
        texts_in(tmp_path)


def test_a_text_is_known_by_its_name_or_the_beginning_of_it() -> None:
    assert text_of(notice(), [f"{KEY}ffff", "010_other"]) == f"{KEY}ffff"
    assert text_of(notice(), [f"{KEY}ffff", KEY]) == KEY
    assert text_of(notice(), [f"{KEY}ffff", f"{KEY}0000"]) is None
    assert text_of(notice(), ["010_other"]) is None
