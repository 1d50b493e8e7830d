"""The standard library's part: what it decides, without making an environment."""

import builtins
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from bot import bootstrap
from bot.cli import developing
from bot.settings import ROOT
from tests.bot.cli import run


@pytest.fixture
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with two lists of packages and no environment yet."""
    monkeypatch.delenv("SHENBAO_NO_BOOTSTRAP", raising=False)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    (tmp_path / "requirements.txt").write_text("one==1\n")
    (tmp_path / "requirements-dev.txt").write_text("one==1\ntwo==2\n")
    return tmp_path


class Commands:
    """Stands in for subprocess and os.execv: notes what would be run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> None:
        self.installed: list[str] = []
        self.continued: list[str] = []
        self.code = code
        monkeypatch.setattr("subprocess.run", self._run)
        monkeypatch.setattr("os.execv", lambda _, command: self.continued.extend(command))
        monkeypatch.setattr(bootstrap, "_make_environment", self._make)

    def _run(self, command: Sequence[str], **_: object) -> "subprocess.CompletedProcess[str]":
        assert "--require-hashes" in command
        assert not any("index" in part for part in command)
        self.installed.append(Path(command[-1]).name)
        return subprocess.CompletedProcess(command, self.code)

    def _make(self) -> None:
        python = bootstrap.ENVIRONMENT / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.touch()


@pytest.mark.usefixtures("_project")
def test_the_first_command_installs_once_and_goes_on_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = Commands(monkeypatch)
    bootstrap.enter_environment(["ask", "特培"])
    bootstrap.enter_environment(["ask", "特培"])
    assert commands.installed == ["requirements.txt"]
    assert commands.continued[1].endswith("run_bot.py")


@pytest.mark.usefixtures("_project")
def test_tests_and_linters_need_the_longer_list_which_serves_the_bot_too(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = Commands(monkeypatch)
    for arguments in (["test"], ["lint"], [], ["sandbox"]):
        bootstrap.enter_environment(arguments)
    assert commands.installed == ["requirements-dev.txt"]


def test_a_changed_list_is_installed_again(monkeypatch: pytest.MonkeyPatch, _project: Path) -> None:  # noqa: PT019 - its folder is needed
    commands = Commands(monkeypatch)
    bootstrap.enter_environment([])
    (_project / "requirements.txt").write_text("one==2\n")
    bootstrap.enter_environment([])
    assert commands.installed == ["requirements.txt", "requirements.txt"]


@pytest.mark.usefixtures("_project")
def test_an_installation_that_fails_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    commands = Commands(monkeypatch, code=1)
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            bootstrap.enter_environment([])
        assert ended.value.code == 1
    assert commands.installed == ["requirements.txt", "requirements.txt"]
    assert commands.continued == []
    assert "could not be installed" in capsys.readouterr().err


@pytest.mark.usefixtures("_project")
def test_an_image_that_ships_its_packages_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = Commands(monkeypatch)
    monkeypatch.setenv("SHENBAO_NO_BOOTSTRAP", "1")
    bootstrap.enter_environment(["test"])
    assert commands.installed == commands.continued == []


@pytest.mark.usefixtures("_project")
@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str) -> None:
    real = builtins.__import__

    def without(
        name: str,
        namespace: Mapping[str, object] | None = None,
        local: Mapping[str, object] | None = None,
        wanted: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name == missing:
            raise ImportError(name)
        return real(name, namespace, local, wanted, level)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SystemExit) as ended:
        bootstrap.enter_environment([])
    told = capsys.readouterr().err.splitlines()
    assert ended.value.code == 1
    assert "python3-venv" in told[-1]


def test_an_old_python_is_told_its_age(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    with pytest.raises(SystemExit):
        bootstrap.enter_environment([])
    assert "3.11" in capsys.readouterr().err


def test_both_lists_pin_with_hashes_and_name_no_index() -> None:
    lists = [(ROOT / name).read_text("utf-8") for name in ("requirements.txt", "requirements-dev.txt")]
    for text in lists:
        assert "--hash=sha256:" in text
        assert "://" not in text.replace("# https://", "")
        assert "index-url" not in text
    pinned = [{line.split()[0] for line in text.splitlines() if "==" in line and not line.startswith("#")} for text in lists]
    assert pinned[0] <= pinned[1]


class TestDeveloping:
    """``test`` and ``lint`` hand over to the tools and pass their verdict on."""

    @pytest.fixture
    def ran(self, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        commands: list[list[str]] = []

        def note(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
            commands.append(command[1:])
            return subprocess.CompletedProcess(command, 1 if "mypy" in command else 0)

        monkeypatch.setattr("subprocess.run", note)
        return commands

    def test_test_runs_everything_with_coverage_or_what_it_is_given(self, ran: list[list[str]]) -> None:
        assert run("test").exit_code == 0
        assert run("test", "tests/bot", "-k", "x").exit_code == 0
        assert "--cov" in ran[0]
        assert ran[1] == ["-m", "pytest", "tests/bot", "-k", "x"]

    def test_lint_runs_all_linters_and_fails_when_one_does(self, ran: list[list[str]]) -> None:
        assert run("lint").exit_code == 1
        assert len(ran) == len(developing.LINTERS)
        assert sys.executable
