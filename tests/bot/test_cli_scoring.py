"""``ask --explain`` and ``ask --score``."""

from pathlib import Path

import pytest

from tests.bot.cli import run

pytestmark = pytest.mark.usefixtures("at_hand")


def test_what_every_channel_saw_is_shown() -> None:
    lines = run("ask", "guangzhou tepei jihua", "--explain").stdout.splitlines()
    assert lines[0].startswith("none")
    assert "read as  广州特培计划" in lines
    assert "elsewhere  广州市" in lines
    assert any(line.startswith("name") for line in lines)
    assert "looked up  phone 0991-3689691" in run("ask", "3689691", "--explain").stdout


def test_a_labelled_file_is_scored_by_kind_and_what_was_missed_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(
        '{"q": "金蓝领材料", "policy": "bt-shibaiqian-2024", "intent": "materials", "kind": "short"}\n'
        '{"q": "那材料呢", "policy": "bt-shibaiqian-2024", "intent": "materials", "kind": "half", '
        '"topic": {"policy": "bt-shibaiqian-2024"}}\n'
        '{"q": "金蓝领电话", "policy": "bt-shibaiqian-2024", "intent": "quota", "kind": "short"}\n'
        '{"q": "特培材料", "policy": "bt-shibaiqian-2024", "intent": "materials", "kind": "wrong"}\n'
        '{"q": "晋城的项目材料", "policy": "jc-talent-base-2022", "intent": "materials", "kind": "torn"}\n'
        '{"q": "怎么报名", "policy": [], "intent": "how_to_apply", "kind": "torn"}\n'
        '{"q": "天气", "policy": null, "kind": "unrelated"}\n'
        '{"q": "12333", "policy": null, "kind": "general", "general": "hotline-12333"}\n',
        "utf-8",
    )
    lines = run("ask", "--score", str(file)).stdout.splitlines()
    assert lines[0].split()[0] == "kind"
    by_kind = {line.split()[0]: line.replace("|", "").split()[1:] for line in lines[1:7]}
    assert by_kind["short"] == ["2", "100.0", "50.0", "50.0", "0.0", "50.0", "100.0", "0.0", "0.0", "0", "–", "0"]
    assert by_kind["all"] == ["6", "66.7", "50.0", "50.0", "0.0", "16.7", "66.7", "16.7", "0.0", "1", "100.0", "1"]
    assert [line.split()[:2] for line in lines[7:]] == [["right", "金蓝领电话"], ["wrong", "特培材料"], ["offered", "晋城的项目材料"]]


@pytest.mark.parametrize("line", ["{}", "x", '{"q": "a", "policy": null, "kind": "k", "more": 1}'])
def test_a_line_that_is_no_label_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(line + "\n", "utf-8")
    result = run("ask", "--score", str(file))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"{file}:1" in result.stderr
    assert run("ask", "问", "--score", str(file)).exit_code == 2
    assert "gone.jsonl" in run("ask", "--score", str(tmp_path / "gone.jsonl")).stderr
