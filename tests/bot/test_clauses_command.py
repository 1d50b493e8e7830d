"""``knowledge clauses``: a list that stands, and kind words on bad input."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.knowledge import app
from knowledge.clauses import Notice
from knowledge.reading.document import read_document
from knowledge.reading.source import LARGEST

TEXT = "关于评选金匠的通知\n各单位：\n一、范围\n（一）职工。\n（二）学生。\n二、材料。\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "demo-2024.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["clauses", *map(str, arguments)])


def listed(text: str) -> Notice:
    return Notice.model_validate(read_document("clauses/demo-2024.yaml", text.encode()).data)


def test_the_list_is_printed_and_loads(notice: Path) -> None:
    result = run(notice)
    assert result.exit_code == 0
    found = listed(result.stdout)
    assert (found.id, found.text, found.policies) == ("demo-2024", "demo-2024", ("demo-2024",))
    assert found.clause_ids == ("标题", "抬头", "一", "一（一）", "一（二）", "二")
    assert "# 第4行" in result.stdout
    assert "--at" in result.stderr


def test_a_file_is_written_once_with_its_own_name_and_policies(notice: Path, tmp_path: Path) -> None:
    output = tmp_path / "two-2024.yaml"
    result = run(notice, "-o", output, "--policy", "one-2024", "--policy", "other-2024")
    assert result.exit_code == 0
    assert "6 条" in result.stderr
    found = listed(output.read_text(encoding="utf-8"))
    assert (found.id, found.text, found.policies) == ("two-2024", "demo-2024", ("one-2024", "other-2024"))
    before = output.read_bytes()
    again = run(notice, "-o", output)
    assert (again.exit_code, output.read_bytes()) == (2, before)
    assert "已经有了，没有改动它" in again.stderr


def test_lines_are_settled_by_hand(notice: Path) -> None:
    found = listed(run(notice, "--at", "5=", "--at", "6=三").stdout)
    assert found.clause_ids == ("标题", "抬头", "一", "一（一）", "三")


def test_doubts_are_counted(notice: Path) -> None:
    notice.write_text(TEXT.replace("二、", "四、"), encoding="utf-8")
    result = run(notice)
    assert "请核对：编号不连着" in result.stdout
    assert "1 条后面写着“请核对”" in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b" \n\t", "是空的"),
        ("关于评选金匠的通知".encode("gbk"), "不是 UTF-8 文本"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "另存为 .txt"),
        (b"a" * (LARGEST + 1), "太大"),
    ],
)
def test_what_is_no_text_is_refused_kindly(notice: Path, content: bytes, said: str) -> None:
    notice.write_bytes(content)
    result = run(notice)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["通知.txt", "demo.docx", "Demo-2024.txt", "a b.txt"])
def test_a_name_that_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TEXT, encoding="utf-8")
    result = run(path)
    assert result.exit_code == 2
    assert "例如 yq-yunjiang-2026.txt" in result.stderr


@pytest.mark.parametrize("pair", ["二", "0=一", "99=一", "x=一", "4=二(一)", "4=二 一", "4=二,三", "=一"])
def test_a_line_that_is_settled_wrongly_is_refused(notice: Path, pair: str) -> None:
    result = run(notice, "--at", pair)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--at {pair}：" in result.stderr


def test_a_place_that_cannot_be_read_or_written_is_refused(notice: Path, tmp_path: Path) -> None:
    assert "读不了" in run(tmp_path / "nowhere.txt").stderr
    assert "读不了" in run(tmp_path).stderr
    result = run(notice, "-o", tmp_path / "nowhere" / "demo-2024.yaml")
    assert result.exit_code == 2
    assert "写不了" in result.stderr
    assert "yaml 结尾" in run(notice, "-o", tmp_path / "demo-2024.txt").stderr
