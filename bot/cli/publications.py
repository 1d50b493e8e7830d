"""``knowledge history``, ``show VERSION`` and ``rollback``: the versions of the knowledge files that were published."""

import asyncio
import getpass
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson
from bot.clock import SHANGHAI, SystemClock
from bot.usecases.merging import changed
from bot.usecases.publishing import Author, Published, Publisher
from bot.usecases.refusals import PublishingError
from bot.usecases.standing import digests_of
from knowledge.errors import KnowledgeError
from knowledge.reading.files import Files
from storage.errors import StorageError
from storage.keeping_records import PublicationRecord

Sandbox = Annotated[Path | None, typer.Option("--folder", help="Of the sandbox that is kept in this folder.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many of the last.")]
Version = Annotated[int, typer.Argument(metavar="VERSION", min=1, help="A number that history shows.")]
Why = Annotated[str | None, typer.Option("--why", help="What is wrong with what there is; kept with the version.")]
Who = Annotated[str | None, typer.Option("--who", help="Who does it; by default the name one is logged in by.")]


def history(limit: Limit = 30, as_json: AsJson = False, folder: Sandbox = None) -> None:
    """List the versions that were published: number, hash, when, who and why, the last first."""
    found = _run(_listed(limit, folder))
    if as_json:
        typer.echo(json.dumps([_row(record) for record in found], ensure_ascii=False))
    elif found:
        typer.echo("\n".join(_line(record) for record in found))
    else:
        typer.echo("还没有发布过。机器人启动一次，文件夹里的资料就是第 1 版。")


def show_version(number: int, path: str | None, folder: Path | None, *, as_json: bool) -> None:
    """One version: who, when, why, its files and which of them were new; or one file, byte by byte."""
    record, files, before = _run(_whole(number, folder))
    if record is None:
        raise wiring.refuse(f"没有第 {number} 版。用 knowledge history 看有哪些。", as_json=as_json)
    if path is not None:
        name = _named(files, path)
        if name is None:
            raise wiring.refuse(f"第 {number} 版里没有 {path}，有：{'、'.join(sorted(files))}", as_json=as_json)
        sys.stdout.buffer.write(files[name])
        sys.stdout.buffer.flush()
    elif as_json:
        typer.echo(json.dumps({**_row(record), "files": [*_file_rows(files, before)]}, ensure_ascii=False))
    else:
        marks = {"new": "新增", "changed": "改动", "gone": "去掉", "same": "    "}
        typer.echo(_line(record))
        typer.echo("\n".join(f"  {marks[row['state']]}  {row['path']}" for row in _file_rows(files, before)))


def rollback(version: Version, why: Why = None, who: Who = None, folder: Sandbox = None) -> None:
    """Publish the files of an earlier version once more, and write them to the folder. What was edited there unpublished is put aside."""
    reason = f"退回第 {version} 版" + (f"：{why}" if why else "")
    author = Author(f"命令行（{who or _login()}）")
    try:
        done, paths = _run(_roll_back(version, author, reason, folder))
    except (PublishingError, KnowledgeError) as error:
        raise wiring.stop(str(error)) from None
    typer.echo(f"现在是第 {done.record.number} 版，内容和第 {version} 版一样。改动的文件：{'、'.join(paths) or '没有'}。")
    if done.aside is not None:
        typer.echo(f"文件夹里没有发布的改动另存在 {done.aside}")
    typer.echo("正在运行的机器人几秒后换上。")


def _run(work: Any) -> Any:  # noqa: ANN401 - whatever the work gives
    try:
        return asyncio.run(work)
    except StorageError as error:
        raise wiring.stop(str(error)) from None


async def _listed(limit: int, folder: Path | None) -> tuple[PublicationRecord, ...]:
    async with wiring.rows_of(wiring.settings(), folder) as database, database.transaction() as rows:
        return await rows.publications.listed(limit)


async def _whole(number: int, folder: Path | None) -> tuple[PublicationRecord | None, Files, Mapping[str, str]]:
    async with wiring.rows_of(wiring.settings(), folder) as database, database.transaction() as rows:
        found = await rows.publications.get(number)
        return found, await rows.publications.files(number), await rows.publications.digests(number - 1)


async def _roll_back(number: int, author: Author, why: str, folder: Path | None) -> tuple[Published, list[str]]:
    settings = wiring.settings()
    async with wiring.rows_of(settings, folder) as database:
        publisher = Publisher(database, await wiring.snapshots(settings.knowledge_dir, database), SystemClock())
        done = await publisher.roll_back(number, author, why)
        async with database.transaction() as rows:
            now, before = await rows.publications.digests(done.record.number), await rows.publications.digests(done.record.number - 1)
    return done, sorted(changed(before, now))


def _login() -> str:
    with suppress(OSError, KeyError, ImportError):  # a user without a name, as in a container
        return getpass.getuser()
    return "?"


def _row(record: PublicationRecord) -> dict[str, Any]:
    return {
        "number": record.number,
        "version": record.version,
        "based_on": record.based_on,
        "who": record.who,
        "why": record.why,
        "published_at": record.published_at.isoformat(),
    }


def _line(record: PublicationRecord) -> str:
    return f"{record.number:>4}  {record.version}  {_when(record.published_at)}  {record.who}  {record.why}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _file_rows(files: Files, before: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Every file, and those that went, each with how it differs from the version before."""
    digests = digests_of(files)
    other = changed(before, digests)
    for path in sorted(digests.keys() | before.keys()):
        gone = path not in digests
        state = "gone" if gone else "same" if path not in other else "changed" if path in before else "new"
        yield {"path": path, "state": state, "bytes": None if gone else len(files[path])}


def _named(files: Files, path: str) -> str | None:
    """A file by its place, or a policy's by its id."""
    return next((name for name in (path, f"policies/{path}.yaml") if name in files), None)
