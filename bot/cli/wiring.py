"""From settings to parts: the one composition root of everything that runs."""

from datetime import UTC, date, datetime
from pathlib import Path

import typer

from bot.clock import SHANGHAI, SystemClock
from bot.settings import Settings, SettingsError, read_settings
from eligibility.examples import check_example
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.search.lexicon import Lexicon, load_lexicon


def settings() -> Settings:
    """The settings, or one clear line and the end."""
    try:
        return read_settings()
    except SettingsError as error:
        raise stop(str(error)) from None


def library(folder: Path) -> Library:
    """The knowledge, or every mistake in it and the end."""
    try:
        return Library(folder, check_example)
    except KnowledgeError as error:
        raise stop(str(error)) from None


def lexicon(folder: Path) -> Lexicon:
    """The words that questions are understood by, or every mistake in them and the end."""
    try:
        return load_lexicon(folder / "search")
    except KnowledgeError as error:
        raise stop(str(error)) from None


def stop(line: str, code: int = 1) -> typer.Exit:
    """End with a line for people on standard error."""
    typer.echo(line, err=True)
    return typer.Exit(code)


def day(text: str | None) -> date:
    """An ISO day as typed; today in Shanghai when left out."""
    if text is None:
        return SystemClock().now().astimezone(SHANGHAI).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise stop(f"--as-of {text} is no day; write it like 2023-03-01", 2) from None


def moment(text: str) -> datetime:
    """An ISO day or minute as typed, in Shanghai unless it names another zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise stop(f"--at {text} is no moment; write it like 2024-11-28T09:00", 2) from None
    return (read if read.tzinfo else read.replace(tzinfo=SHANGHAI)).astimezone(UTC)
