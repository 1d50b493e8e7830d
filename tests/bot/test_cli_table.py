"""``table`` from the command line: the same verdicts as ``check``, and one clear line for what cannot be read."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.tables.columns import SHEET
from knowledge.base import KnowledgeBase
from tests.bot.cli import run
from tests.bot.tables.sheets import person, table

pytestmark = pytest.mark.usefixtures("at_hand")
TARGET = "nmg-tepei-2023/outside"


def test_a_template_filled_in_comes_back_with_verdicts(tmp_path: Path) -> None:
    path, result = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    assert run("table", "template", TARGET, "-o", str(path)).exit_code == 0
    workbook = load_workbook(path)
    sheet = workbook[SHEET]
    assert isinstance(sheet, Worksheet)
    sheet["A4"], sheet["B4"], sheet["A5"], sheet["B5"] = "甲", 46, "乙", "不知多大"
    workbook.save(path)
    told = run("table", "check", str(path), "-o", str(result), "--as-of", "2023-03-01")
    assert told.exit_code == 0
    assert "❌ 不符合 1，❓ 待确认 1" in told.stdout
    assert load_workbook(result).sheetnames == ["结果", "汇总"]
    told = run("table", "check", str(path), "--json", "--as-of", "2023-03-01")
    found = json.loads(told.stdout)
    first, second = found["rows"]
    assert (found["policy"], found["track"], first["label"]) == ("nmg-tepei-2023", "outside", "甲")
    assert first["results"][0]["failed"] == ["三（一）2"]
    assert second["unread"][0]["cell"] == "B5"
    assert second["results"][0]["verdict"] == "undetermined"


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path, base: KnowledgeBase) -> None:
    (tmp_path / "a.csv").write_text("编号,年龄", "utf-8")
    told = run("table", "check", str(tmp_path / "a.csv"), "--json")
    assert told.exit_code == 2
    assert "CSV" in json.loads(told.stdout)["error"]
    (tmp_path / "empty.xlsx").write_bytes(table(base, person()))
    assert "还没有填人" in run("table", "check", str(tmp_path / "empty.xlsx")).stderr
    assert run("table", "check", str(tmp_path / "none.xlsx")).exit_code == 2
    assert "不受理申报" in run("table", "template", "nmg-ndt-p2p").stderr
    assert "没有类别" in run("table", "template", "nmg-tepei-2023/x").stderr


def test_without_a_name_files_are_named_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: KnowledgeBase) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("table", "template", "xj-craftsman-2022").exit_code == 0
    (made,) = tmp_path.glob("批量核对-*.xlsx")
    made.write_bytes(table(base, person(A="甲", B="45")))
    assert run("table", "check", made.name).exit_code == 0
    assert (tmp_path / "批量核对结果.xlsx").exists()
