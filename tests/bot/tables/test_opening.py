"""What is opened and what is not, told from the bytes alone, and nothing made up does harm."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tables.filled import read_filled
from bot.tables.opening import MOST_BYTES, MOST_PARTS, MOST_UNPACKED, TableError, check_openable
from knowledge.base import KnowledgeBase
from tests.bot.tables.sheets import person, repacked, table

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr">'
    b"<is><t>&b;</t></is></c></row></sheetData></worksheet>"
)


@pytest.fixture(scope="session")
def good(base: KnowledgeBase) -> bytes:
    return table(base, person(A="001", B="45"))


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "另存为 .xlsx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a", "解压"),
        ("编号,年龄\n1,45".encode(), "CSV"),
        (b"\x00\x01\x02", "不是 .xlsx"),
        (b"PK\x03\x04", "损坏"),
        (b"PK" + bytes(MOST_BYTES), "太大"),
    ],
)
def test_what_is_no_xlsx_is_told_apart_by_its_bytes(start: bytes, told: str) -> None:
    with pytest.raises(TableError, match=told):
        check_openable(start)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("xl/vbaProject.bin", "宏"),
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "演示"),
        ("content.xml", "ods"),
        ("Index/Document.iwa", "Numbers"),
    ],
)
def test_what_else_is_packed_like_a_table_is_named(good: bytes, part: str, told: str) -> None:
    with pytest.raises(TableError, match=told):
        check_openable(repacked(good, {part: b"x"}))


def test_what_unpacks_to_too_much_is_not_unpacked(good: bytes) -> None:
    with pytest.raises(TableError, match="太大"):
        check_openable(repacked(good, {"xl/media/a.bin": bytes(MOST_UNPACKED)}))
    with pytest.raises(TableError, match="太大"):
        check_openable(repacked(good, {f"xl/{number}": b"" for number in range(MOST_PARTS)}))


def test_a_packed_folder_and_a_locked_one_are_no_tables(good: bytes) -> None:
    with pytest.raises(TableError, match="解压"):
        check_openable(repacked(good, {}).replace(b"xl/workbook.xml", b"xl/workbook.xmk"))
    locked = bytearray(repacked(good, {}))
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    with pytest.raises(TableError, match="密码"):
        check_openable(bytes(locked))


def test_entities_are_not_resolved(base: KnowledgeBase, good: bytes) -> None:
    with pytest.raises(TableError, match="损坏"):
        read_filled(base, repacked(good, {"xl/worksheets/sheet1.xml": LAUGHS}))


@settings(max_examples=25)
@given(place=st.floats(0, 0.999), byte=st.integers(0, 255))
def test_a_damaged_table_is_read_or_refused_and_nothing_else(base: KnowledgeBase, good: bytes, place: float, byte: int) -> None:
    damaged = bytearray(good)
    damaged[int(place * len(damaged))] = byte
    with suppress(TableError):
        assert read_filled(base, bytes(damaged)).rows
