"""From settings to parts: the one composition root of everything that runs."""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from bot.clock import SHANGHAI, SystemClock
from bot.settings import Settings, SettingsError, read_settings
from bot.usecases.checking import BadInputError
from eligibility.examples import check_example
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.reading.files import bytes_of, with_shipped_words
from knowledge.search.lexicon import Lexicon, lexicon_of

INIT = "python3 run_bot.py knowledge init {}"
SANDBOX_DATABASE = "bot.db"
"""The bot's file in the folder of a sandbox."""


def settings() -> Settings:
    """The settings, or one clear line and the end."""
    try:
        return read_settings()
    except SettingsError as error:
        raise stop(str(error)) from None


def library(folder: Path) -> Library:
    """The knowledge, or every mistake in it and the end."""
    demand(folder)
    try:
        return Library(folder, check_example)
    except KnowledgeError as error:
        raise stop(str(error)) from None


def demand(folder: Path) -> None:
    """The folder with something in it, or what to do and the end."""
    if not folder.is_dir():
        raise stop(f"KNOWLEDGE_DIR 指的资料文件夹 {folder} 不存在。请检查路径；要新建，运行 {INIT.format(folder)} 把自带的资料复制过去。")
    if not bytes_of(folder)[0]:
        raise stop(f"KNOWLEDGE_DIR 指的资料文件夹 {folder} 里没有资料。请检查路径；或者运行 {INIT.format(folder)} 把自带的资料复制过去。")


def lexicon(folder: Path) -> Lexicon:
    """The words that questions are understood by, or every mistake in them and the end."""
    try:
        return lexicon_of(with_shipped_words(bytes_of(folder)[0]))
    except KnowledgeError as error:
        raise stop(str(error)) from None


def stop(line: str, code: int = 1) -> typer.Exit:
    """End with a line for people on standard error."""
    typer.echo(line, err=True)
    return typer.Exit(code)


def day(text: str | None) -> date:
    """An ISO day as typed; today in Shanghai when left out.

    Raises:
        BadInputError: it is no day.
    """
    if text is None:
        return SystemClock().now().astimezone(SHANGHAI).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInputError(f"--as-of {text} is no day; write it like 2023-03-01") from None


def refuse(message: str, *, as_json: bool) -> typer.Exit:
    """End with exit code 2 and what was wrong, as JSON where that was asked for."""
    if as_json:
        typer.echo(json.dumps({"error": message}, ensure_ascii=False))
        return typer.Exit(2)
    return stop(message, 2)


def lines_of(path: Path) -> tuple[str, ...]:
    """The lines of a batch that are not empty; ``-`` is standard input.

    Raises:
        BadInputError: the file cannot be read.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} cannot be read: {error}") from None
    return tuple(line for line in text.splitlines() if line.strip())


def print_batch(results: Iterable[object]) -> None:
    """A line of JSON for each, errors in their place."""
    for result in results:
        typer.echo(json.dumps(result, ensure_ascii=False))


def moment(text: str) -> datetime:
    """An ISO day or minute as typed, in Shanghai unless it names another zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise stop(f"--at {text} is no moment; write it like 2024-11-28T09:00", 2) from None
    return (read if read.tzinfo else read.replace(tzinfo=SHANGHAI)).astimezone(UTC)
