"""``knowledge lint`` before a commit: what is staged, nothing else, and at once where no knowledge file is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from knowledge.reading.files import SHIPPED
from tests.bot.cli import refused, run, told

ROOT = Path(__file__).parents[2]
GOOD, BAD = "ends: 2024-12-10", "ends: 2024-12-32"


def git(folder: Path, *arguments: str) -> str:
    named = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.hooksPath=/dev/null")
    return subprocess.run([*named, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout  # noqa: S603 - a test's own


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge folder of its own inside a repository, committed."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    made = tmp_path / "repository" / "ziliao"
    shutil.copytree(SHIPPED / "schema", made / "schema")
    (made / "policies").mkdir()
    for name in ("facts.yaml", "policies/bt-shibaiqian-2024.yaml"):
        shutil.copyfile(SHIPPED / name, made / name)
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "add", "-A")
    git(tmp_path / "repository", "commit", "-q", "-m", "begin")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(made))
    return made


def edit(folder: Path, old: str, new: str, *, stage: bool) -> None:
    file = folder / "policies" / "bt-shibaiqian-2024.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    if stage:
        git(folder, "add", str(file))


def test_nothing_staged_costs_nothing_and_says_nothing(folder: Path) -> None:
    edit(folder, GOOD, BAD, stage=False)
    (folder.parent / "other.txt").write_text("x")
    git(folder.parent, "add", "other.txt")
    result = run("knowledge", "lint", "--staged")
    assert (result.exit_code, result.output) == (0, "")
    assert told("knowledge", "lint", "--staged", "--json") == []


def test_what_is_staged_is_checked_and_not_what_is_on_disk(folder: Path) -> None:
    edit(folder, GOOD, BAD, stage=True)
    edit(folder, BAD, GOOD, stage=False)
    result = run("knowledge", "lint", "--staged")
    assert result.exit_code == 1
    assert "policies/bt-shibaiqian-2024.yaml 第" in result.stderr
    assert "不是有效日期" in result.stderr
    assert run("knowledge", "lint").exit_code == 0


def test_what_is_mended_only_on_disk_hinders_nothing_that_is_staged(folder: Path) -> None:
    edit(folder, GOOD, "ends: 2024-12-20", stage=True)
    edit(folder, "ends: 2024-12-20", BAD, stage=False)
    assert run("knowledge", "lint", "--staged", str(folder)).exit_code == 0
    assert run("knowledge", "lint", str(folder)).exit_code == 1


def test_a_file_that_is_staged_to_go_is_gone(folder: Path) -> None:
    git(folder, "rm", "-q", "policies/bt-shibaiqian-2024.yaml")
    assert run("knowledge", "lint", "--staged").exit_code == 1


def test_the_schema_line_and_the_schemas_are_hints_unless_strict(folder: Path) -> None:
    line = "# yaml-language-server: $schema=../schema/policy.schema.json\n"
    edit(folder, line, "", stage=True)
    (folder / "schema" / "facts.schema.json").write_text("{}", "utf-8")
    (folder / "schema" / "general.schema.json").unlink()
    plain = run("knowledge", "lint")
    assert plain.exit_code == 0
    assert f"提示：policies/bt-shibaiqian-2024.yaml 第1行：第一行请写“{line.strip()}”" in plain.stdout
    files = [one["file"] for one in told_problems("knowledge", "lint", "--strict", "--json")]
    assert files == ["policies/bt-shibaiqian-2024.yaml", "schema/facts.schema.json", "schema/general.schema.json"]
    assert run("knowledge", "init", str(folder)).exit_code == 0
    assert [one["file"] for one in told_problems("knowledge", "lint", "--strict", "--staged", "--json")] == files[:1]


def told_problems(*arguments: str) -> list[dict[str, str]]:
    result = run(*arguments)
    assert result.exit_code == 1
    read: list[dict[str, str]] = yaml.safe_load(result.stdout)
    return read


def test_words_of_its_own_are_checked_too(folder: Path) -> None:
    (folder / "search").mkdir()
    (folder / "search" / "talk.yaml").write_text("greeting: 5\n", "utf-8")
    result = run("knowledge", "lint")
    assert result.exit_code == 1
    assert "search/talk.yaml" in result.stderr


def test_outside_of_a_repository_it_is_refused(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    moved = shutil.move(folder, tmp_path / "elsewhere")
    assert "git 仓库" in refused("knowledge", "lint", "--staged", str(moved))


def test_without_git_it_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert "要用 git" in refused("knowledge", "lint", "--staged")


def test_the_hook_lets_good_files_pass_and_stops_bad_ones(folder: Path) -> None:
    environment = {
        **os.environ,
        "SHENBAO": str(ROOT),
        "SHENBAO_NO_BOOTSTRAP": "1",
        "KNOWLEDGE_DIR": folder.name,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    git(folder, "config", "core.hooksPath", str(ROOT / ".githooks"))

    def commit() -> subprocess.CompletedProcess[str]:
        named = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-a", "-m", "edit")
        return subprocess.run(named, cwd=folder.parent, check=False, capture_output=True, text=True, env=environment)  # noqa: S603 - a test's own

    edit(folder, GOOD, BAD, stage=False)
    stopped = commit()
    assert stopped.returncode == 1
    assert "不是有效日期" in stopped.stderr
    edit(folder, BAD, "ends: 2024-12-12", stage=False)
    assert commit().returncode == 0
    assert git(folder, "log", "--format=%s").split() == ["edit", "begin"]


def test_the_pre_commit_tool_finds_a_script_that_is_there() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    script = ROOT / hook["entry"]
    assert hook["language"] == "script"
    assert os.access(script, os.X_OK)
    assert "knowledge lint --strict --staged" in script.read_text("utf-8")
