"""``knowledge draft``, from a file to a file."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.knowledge import app
from tests.knowledge.drafting.invented import STYLES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notice beside a knowledge folder that has facts, and no words of its own for drafting."""
    knowledge = tmp_path / "knowledge"
    (knowledge / "policies").mkdir(parents=True)
    shutil.copy(ROOT / "knowledge" / "data" / "facts.yaml", knowledge)
    shutil.copy(ROOT / "knowledge" / "data" / "policies" / "nmg-ndt-p2p.yaml", knowledge / "policies")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(knowledge))
    path = tmp_path / "notice.txt"
    path.write_text(STYLES["classic"].text, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["draft", *(str(argument) for argument in arguments)])


def test_the_draft_goes_to_a_new_file_and_says_what_is_open(notice: Path, tmp_path: Path) -> None:
    written = tmp_path / "yq-qiaojiang-2026.yaml"
    result = run(notice, "-o", written)
    assert result.exit_code == 0, result.output
    assert "处要您定" in result.stderr
    assert result.stdout == ""
    assert "id: yq-qiaojiang-2026\ntitle: 海澜省云桥市" in written.read_text(encoding="utf-8")


def test_lint_lists_the_open_places_of_a_draft(notice: Path, tmp_path: Path) -> None:
    made = tmp_path / "knowledge" / "policies" / "yq-qiaojiang-2026.yaml"
    told = run(notice, "-o", made).stderr
    linted = CliRunner().invoke(app, ["lint"])
    assert linted.exit_code == 1
    assert "yq-qiaojiang-2026.yaml 第" in linted.output
    assert "草稿里还没有定" in linted.output
    assert linted.output.rstrip().rsplit("\n", 1)[-1].removesuffix(" 处要改。") in told


def test_without_a_name_the_draft_is_printed(notice: Path) -> None:
    result = run(notice)
    assert result.exit_code == 0
    assert result.stdout.startswith("# yaml-language-server")
    assert "\nid: draft\n" in result.stdout


def test_own_words_are_preferred(notice: Path, tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "drafting").mkdir()
    result = run(notice)
    assert result.exit_code == 1
    assert "drafting/words.yaml" in result.output


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [("n.txt", b"  \n", "里没有文字"), ("n.doc", b"x", "不认识"), ("n.docx", b"x", "Word"), ("n.pdf", b"x", "PDF")],
)
def test_a_file_that_cannot_be_read_is_refused(notice: Path, name: str, raw: bytes, said: str) -> None:
    path = notice.with_name(name)
    path.write_bytes(raw)
    result = run(path)
    assert result.exit_code == 2
    assert said in result.output


def test_what_is_there_is_never_overwritten(notice: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.yaml"
    there.write_text("mine", encoding="utf-8")
    result = run(notice, "-o", there)
    assert (result.exit_code, there.read_text(encoding="utf-8")) == (2, "mine")
    assert "没有改动它" in result.output


@pytest.mark.parametrize("output", ["Upper.yaml", "yq.yaml", "name.txt", "no/such/folder.yaml"])
def test_a_name_or_place_that_will_not_do_is_refused(notice: Path, tmp_path: Path, output: str) -> None:
    refused = run(notice, "-o", tmp_path / output)
    assert refused.exit_code == 2
    assert ("3 到 80 个" in refused.output) == ("/" not in output)


def test_missing_and_huge_files_are_refused(notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "读不了" in run(notice.with_name("none.txt")).output
    monkeypatch.setattr("bot.cli.drafting.LARGEST", 10)
    monkeypatch.setattr("knowledge.drafting.formats.LARGEST", 10)
    assert "太大" in run(notice).output
