"""``knowledge coverage``, from the command line to its exit code."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.knowledge import app
from tests.knowledge.coverage.made_up import ENTRIES, KEY, PARTS, TEXT, notice
from tests.knowledge.factories import FACTS, POLICY, spoilt


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge folder with the made-up policy and its clause list, and beside it the text of its notice."""
    for name in ("policies", "clauses", "notices"):
        (tmp_path / name).mkdir()
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "clauses" / "demo-notice.yaml").write_text(notice().model_dump_json(exclude_none=True), encoding="utf-8")
    (tmp_path / "notices" / f"{KEY}ffff.txt").write_bytes(TEXT.encode())
    write(tmp_path, ENTRIES)
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path))
    return tmp_path


def write(folder: Path, entries: str) -> None:
    (folder / "policies" / "demo-2024.yaml").write_text(POLICY.split("tracks:", maxsplit=1)[0] + entries, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["coverage", *arguments])


@pytest.mark.usefixtures("folder")
def test_all_is_well() -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "一1　total、grant" in result.output
    assert "二　（无可收录：口号）" in result.output
    assert "其中 0 条要补，0 处对不上" in result.output


def test_with_the_texts_a_clean_policy_is_one_line(folder: Path) -> None:
    result = run("--notices", str(folder / "notices"))
    assert result.exit_code == 0, result.output
    first, last = result.stdout.splitlines()
    assert first == "✓ demo-2024（通知 demo-notice）：5 条有条目引用，2 条无可收录；与原文逐字、逐个数字对得上"
    assert "其中 0 条要补，0 处对不上" in last
    assert result.stderr == ""


def test_a_text_that_is_not_at_hand_is_no_mistake_but_not_checked(folder: Path) -> None:
    (folder / "notices" / f"{KEY}ffff.txt").rename(folder / "notices" / "other.txt")
    result = run("--notices", str(folder / "notices"))
    assert "原文不在这个文件夹，没有核对" in result.stdout
    assert result.stderr.splitlines() == ["other.txt：还没有条款清单，用 knowledge clauses other.txt 生成"]
    assert result.exit_code == 1


def test_a_policy_without_a_list_is_named_but_no_mistake(folder: Path) -> None:
    (folder / "clauses" / "demo-notice.yaml").unlink()
    result = run()
    assert result.exit_code == 0
    assert "– demo-2024：还没有条款清单" in result.stdout
    assert json.loads(run("--json").stdout)["unlisted"] == ["demo-2024"]
    linted = CliRunner().invoke(app, ["lint"])
    assert linted.exit_code == 0
    assert "提示：demo-2024 还没有条款清单" in linted.stdout
    assert json.loads(CliRunner().invoke(app, ["lint", "--json"]).stdout) == []


def test_rows_as_json(folder: Path) -> None:
    result = run("--json", "--notices", str(folder / "notices"))
    listed = json.loads(result.output)
    assert (listed["problems"], listed["unlisted"]) == ([], [])
    assert [(policy["policy"], policy["checked"]) for policy in listed["policies"]] == [("demo-2024", True)]
    clauses = listed["policies"][0]["clauses"]
    assert [clause["clause"] for clause in clauses] == [name for name in PARTS if name != "页头"]
    assert clauses[2] == {"clause": "一", "state": "nothing", "cited_by": [], "nothing": "标题"}


def test_a_clause_that_nothing_cites_fails(folder: Path) -> None:
    write(folder, ENTRIES.split("materials:", maxsplit=1)[0])
    result = run()
    assert result.exit_code == 1
    assert "一2　✗ 没有条目引用" in result.output


def test_a_clause_that_does_not_exist_fails(folder: Path) -> None:
    write(folder, spoilt(ENTRIES, "clause: 一2, name: 申报表", "clause: 一9, name: 申报表"))
    result = run("--json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.output)["problems"]
    assert "没有编号为 一9 的条款" in problem


def test_a_number_that_is_missing_fails_where_the_texts_are_given(folder: Path) -> None:
    write(folder, spoilt(ENTRIES, "copies: 3, ", ""))
    assert run().exit_code == 0
    result = run("--notices", str(folder / "notices"))
    assert result.exit_code == 1
    assert "demo-notice 一2：引用它的条目里没有 3" in result.stderr
    assert result.stdout.startswith("✗ demo-2024（通知 demo-notice）：0 条要补，1 处与原文对不上")


def test_texts_that_cannot_be_read_are_bad_input(folder: Path) -> None:
    (folder / "notices" / "010_bad.txt").write_bytes("甲".encode("gbk"))
    assert run("--notices", str(folder / "notices")).exit_code == 2
    assert run("--notices", str(folder / "nowhere")).exit_code == 2
    assert "没有 .txt 原文" in run("--notices", str(folder / "clauses")).stderr
