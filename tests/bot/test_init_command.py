"""``knowledge init``: a folder of one's own, and what is said where there is none."""

from pathlib import Path

import pytest

from bot.settings import read_settings
from knowledge.reading.files import SHIPPED, bytes_of, with_shipped_words
from tests.bot.cli import run


def test_a_folder_begun_answers_as_the_programs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deep" / "资料"
    begun = run("knowledge", "init", str(folder))
    assert begun.exit_code == 0
    assert f"KNOWLEDGE_DIR={folder}" in begun.stdout
    assert with_shipped_words(bytes_of(folder)[0]) == with_shipped_words(bytes_of(SHIPPED)[0])
    assert not (folder / "search").exists(), "words stay the program's"
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder))
    assert "没有问题" in run("knowledge", "lint").stdout
    assert "2023年3月20日" in run("ask", "特培计划什么时候截止", "--as-of", "2023-03-01").stdout


def test_a_folder_in_use_keeps_all_but_its_schemas(tmp_path: Path) -> None:
    run("knowledge", "init", str(tmp_path))
    (tmp_path / "facts.yaml").write_text("facts: []\n", "utf-8")
    (tmp_path / "policies" / "cn-gig-market-2023.yaml").unlink()
    schema = tmp_path / "schema" / "policy.schema.json"
    schema.write_text("{}", "utf-8")
    again = run("knowledge", "init", str(tmp_path))
    assert again.exit_code == 0
    assert "没有动" in again.stdout
    assert (tmp_path / "facts.yaml").read_text("utf-8") == "facts: []\n"
    assert not (tmp_path / "policies" / "cn-gig-market-2023.yaml").exists()
    assert schema.read_bytes() == (SHIPPED / "schema" / schema.name).read_bytes()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = run("knowledge", "init", str(tmp_path / "file" / "deeper"))
    assert ended.exit_code == 1
    assert "换一个文件夹" in ended.stderr


@pytest.mark.parametrize("arguments", [("ask", "特培"), ("knowledge", "lint"), ("knowledge", "list")])
@pytest.mark.parametrize("exists", [True, False])
def test_no_folder_and_an_empty_one_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], *, exists: bool
) -> None:
    folder = tmp_path if exists else tmp_path / "nothing"
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder))
    ended = run(*arguments)
    assert ended.exit_code == 1
    assert ended.stderr.count("\n") == 1
    assert f"knowledge init {folder}" in ended.stderr
    assert ("没有资料" if exists else "不存在") in ended.stderr


def test_the_home_is_understood_and_a_strange_one_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KNOWLEDGE_DIR", "~/zhishi")
    assert read_settings().knowledge_dir == tmp_path / "zhishi"
    monkeypatch.setenv("KNOWLEDGE_DIR", "~nobody-of-that-name/zhishi")
    ended = run("knowledge", "list")
    assert ended.exit_code == 1
    assert "KNOWLEDGE_DIR" in ended.stderr
