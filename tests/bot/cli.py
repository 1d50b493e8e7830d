"""The command line, called in this process."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.settings import Settings


def run(*arguments: str, stdin: str | None = None) -> Result:
    """A command and what came of it; an error that is none of the command line's own is raised."""
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def told(*arguments: str, stdin: str | None = None) -> Any:  # noqa: ANN401 - JSON
    """The one line of JSON of a command that must succeed."""
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def lines(*arguments: str, stdin: str | None = None) -> list[Any]:
    """The lines of JSON of a batch that must succeed."""
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(*arguments: str, stdin: str | None = None) -> str:
    """The one line on standard error of a command that must end with code 2."""
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return str(result.stderr)


def sandboxed(folder: Path, monkeypatch: pytest.MonkeyPatch, fill: Callable[[Path, Path], Coroutine[Any, Any, None]]) -> Path:
    """The folder, chosen in the settings, with a sandbox whose database was filled (its file, its key), no token and no other database."""
    monkeypatch.setitem(Settings.model_config, "env_file", folder / ".env")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.setenv("SANDBOX_DIR", str(folder / "sandbox"))
    monkeypatch.setenv("ANSWERS_KEY_FILE", str(folder / "keys" / "answers.key"))
    (folder / "sandbox").mkdir()
    asyncio.run(fill(folder / "sandbox" / "bot.db", folder / "keys" / "answers.key"))
    return folder
