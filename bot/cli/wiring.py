"""From settings to parts: the one composition root of everything that runs."""

import json
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from bot.clock import SHANGHAI, SystemClock
from bot.settings import Settings, SettingsError, read_settings
from bot.usecases.checking import BadInputError
from bot.usecases.held import are_held, keep_shelf, kept_shelf, note_held
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.reading.files import Files, bytes_of, with_shipped_words
from knowledge.search.lexicon import Lexicon, lexicon_of
from storage.codec import load_key, load_or_make_key
from storage.database import Database
from storage.errors import KeyDamagedError, WrongKeyError

INIT = "python3 run_bot.py knowledge init {}"
SANDBOX = "python3 run_bot.py sandbox"
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


async def snapshots(folder: Path, database: Database) -> Snapshots:
    """What to answer from at first: the folder's files; where they have mistakes, what was published last; else the end with them."""
    demand(folder)
    files: Files = bytes_of(folder)[0]
    async with database.transaction() as rows:
        held = await are_held(rows, files)
        shelf = await kept_shelf(rows)
    try:
        found = _snapshots_of(files, Library(folder, check_example, held=held, shelf=shelf))
    except KnowledgeError as error:
        async with database.transaction() as rows:
            files = await rows.publications.files(await rows.publications.latest_number())
        if not files:
            raise stop(str(error)) from None
    else:
        if not held or shelf.is_changed:
            async with database.transaction() as rows:
                await note_held(rows, files)
                await keep_shelf(rows, shelf)
        return found
    try:
        return _snapshots_of(files, Library(folder, check_example, files, shelf=shelf))
    except KnowledgeError as error:
        raise stop(str(error)) from None


def _snapshots_of(files: Files, library: Library) -> Snapshots:
    return Snapshots(library, library.words(files))


def address(chosen: Settings, folder: Path | None) -> str:
    """The bot's own database where it is named or there is a token, else that of the sandbox; ``folder`` names another sandbox."""
    own = named(chosen) or (chosen.database_url if chosen.telegram_bot_token is not None else None)
    if own is not None and folder is None:
        return own
    file = (folder or chosen.sandbox_dir) / SANDBOX_DATABASE
    if not file.exists():
        raise stop(
            f"{file.parent} 里没有试用的数据。要看试用的，先运行 {SANDBOX} 启动一次，或者用 --folder 写明它的文件夹；"
            "要看机器人自己的，设好 DATABASE_URL，不写 --folder。"
        )
    return f"sqlite:///{file}"


def named(chosen: Settings) -> str | None:
    """The database that the settings name; None where it would be the one by default."""
    return chosen.database_url if "database_url" in chosen.model_fields_set else None


@asynccontextmanager
async def rows_of(chosen: Settings, folder: Path | None) -> AsyncIterator[Database]:
    """That database, brought up to date; StorageError where it cannot be used."""
    database = Database(address(chosen, folder), load_key(chosen.answers_key_file))
    try:
        await database.migrate()
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def database_of(chosen: Settings, url: str) -> AsyncIterator[Database]:
    """The database at an address, made and brought up to date; a new one gets a new key.

    Raises:
        StorageError: it cannot be used, or its key file is missing.
    """
    file = chosen.answers_key_file
    is_there = file.exists()
    database = Database(url, load_or_make_key(file))
    try:
        await _bring_up(database, None if is_there else file)
        yield database
    finally:
        await database.close()


async def _bring_up(database: Database, made: Path | None) -> None:
    try:
        await database.migrate()
    except WrongKeyError:
        if made is None:
            raise
        raise _missing(made) from None


def _missing(made: Path) -> KeyDamagedError:
    """A key that was made for a database which has its own stands in the way of the right one."""
    made.unlink(missing_ok=True)
    return KeyDamagedError(f"The key file {made} is missing, and this database needs it: put its copy back.")


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
        raise BadInputError(f"--as-of {text}：没有这一天。请写年-月-日，例如 2023-03-01") from None


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
        raise BadInputError(f"{path} 读不了（{reason(error)}）。请检查文件名和位置，文件要是 UTF-8 文本") from None
    return tuple(line for line in text.splitlines() if line.strip())


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Why a file cannot be read, as the system puts it."""
    return error.strerror or str(error) if isinstance(error, OSError) else "不是 UTF-8 文本"


def print_batch(results: Iterable[object]) -> None:
    """A line of JSON for each, errors in their place."""
    for result in results:
        typer.echo(json.dumps(result, ensure_ascii=False))


def moment(text: str) -> datetime:
    """An ISO day or minute as typed, in Shanghai unless it names another zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise stop(f"--at {text}：看不懂这个时间。请写年-月-日T时:分，例如 2024-11-28T09:00", 2) from None
    return (read if read.tzinfo else read.replace(tzinfo=SHANGHAI)).astimezone(UTC)
