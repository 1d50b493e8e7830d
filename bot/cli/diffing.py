"""``knowledge diff``: what differs between two versions, in words, and which verdicts flip."""

import asyncio
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson, AsOf
from bot.cli.change_rows import as_object
from bot.cli.unanswered import Folder
from bot.settings import Settings
from bot.usecases.checking import NOON, BadInputError
from bot.usecases.refusals import UnknownVersionError
from bot.usecases.turning import Turned, count_turned
from bot.views.changes.told import changes_message
from bot.views.render import to_plain
from eligibility.flips import flips
from knowledge.base import KnowledgeBase
from knowledge.changes.change import Change
from knowledge.changes.comparing import compare_bases, compare_files
from knowledge.errors import KnowledgeError
from knowledge.facts import Fact
from knowledge.loader import load, load_facts, load_files, load_policy
from knowledge.reading.files import FACTS, Files, bytes_of, version_of, with_shipped_words
from knowledge.reading.forms import forms_among
from storage.codec import load_key
from storage.database import Database
from storage.errors import StorageError

_NUMBER: Final = re.compile("[0-9]{1,9}")
"""Of a version; a database takes no longer ones."""
Version = Annotated[
    str, typer.Argument(help="A policy file, a knowledge folder, - for a policy file on standard input, or a number that history shows.")
]


def diff(  # noqa: PLR0913, PLR0917 - what the command line takes
    old: Version,
    new: Version,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="URL", help="Count the saved self-checks that flip; by default DATABASE_URL, if set."),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    folder: Folder = None,
) -> None:
    """Tell in words what changed between two files of one policy, two knowledge folders or two published versions; which verdicts flip."""
    settings = wiring.settings()
    try:
        now = datetime.combine(wiring.day(as_of), NOON)
        files = _published(settings, folder, old, new)
        before, after = map(_base, files) if files else _bases(settings.knowledge_dir, old, new)
        found = flips(before, after)
        turned = _turned(settings, database, before, after, now)
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    except (KnowledgeError, StorageError) as error:
        raise wiring.stop(str(error)) from None
    changes = (*compare_bases(before, after), *(compare_files(*files) if files else _beside(old, new)))
    if as_json:
        typer.echo(json.dumps(as_object(before, after, changes, found, turned), ensure_ascii=False))
    else:
        typer.echo(to_plain(changes_message(before, after, changes, found, turned)))


def _published(settings: Settings, folder: Path | None, old: str, new: str) -> tuple[Files, Files] | None:
    """The files of two published versions; None where these are no numbers."""
    if not (_NUMBER.fullmatch(old) and _NUMBER.fullmatch(new)) or Path(old).exists() or Path(new).exists():
        return None
    before, after = asyncio.run(_files(settings, folder, (int(old), int(new))))
    return before, after


async def _files(settings: Settings, folder: Path | None, numbers: tuple[int, int]) -> list[Files]:
    async with wiring.rows_of(settings, folder) as database, database.transaction() as rows:
        found = [await rows.publications.files(number) for number in numbers]
    for number, files in zip(numbers, found, strict=True):
        if not files:
            raise BadInputError(str(UnknownVersionError(number)).rstrip("。"))
    return found


def _base(files: Files) -> KnowledgeBase:
    return load_files(files, lambda *_: None, forms_among(files, Path()))


def _bases(folder: Path, old: str, new: str) -> tuple[KnowledgeBase, KnowledgeBase]:
    """Both versions; examples that do not hold are what this is about, so they hinder nothing."""
    if Path(old).is_dir() != Path(new).is_dir():
        raise BadInputError("两个都写政策文件，或者两个都写文件夹")
    if Path(old).is_dir():
        before, after = (load(Path(one), lambda *_: None) for one in (old, new))
        return before, after
    if old == new == "-":
        raise BadInputError("- 只能写一个")
    facts = load_facts(_bytes(str(folder / FACTS)))
    return _one_policy(old, new, facts)


def _beside(old: str, new: str) -> tuple[Change, ...]:
    """The words and forms of two folders; words that one has not are the program's."""
    if not Path(old).is_dir():
        return ()
    return compare_files(*(with_shipped_words(bytes_of(Path(one))[0]) for one in (old, new)))


def _one_policy(old: str, new: str, facts: Mapping[str, Fact]) -> tuple[KnowledgeBase, KnowledgeBase]:
    """Two files of one policy as two bases, both under the id that it has now."""
    raws = [_bytes(one) for one in (old, new)]
    before, after = (load_policy("标准输入" if name == "-" else name, raw, facts) for name, raw in zip((old, new), raws, strict=True))
    if before.series.id != after.series.id:
        raise BadInputError(f"{before.id} 和 {after.id} 不是同一个项目（系列 {before.series.id}、{after.series.id}），没法比")
    first, second = (
        KnowledgeBase(version_of({after.id: raw}), facts, MappingProxyType({after.id: policy}))
        for raw, policy in zip(raws, (before, after), strict=True)
    )
    return first, second


def _bytes(name: str) -> bytes:
    try:
        return typer.get_binary_stream("stdin").read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInputError(f"{name} 读不了（{error.strerror}），请检查文件名和位置") from None


def _turned(settings: Settings, database: str | None, old: KnowledgeBase, new: KnowledgeBase, now: datetime) -> Turned | None:
    """What becomes of the saved self-checks; None where no database was named."""
    named = database or wiring.named(settings)
    return asyncio.run(_read(Database(named, load_key(settings.answers_key_file)), old, new, now)) if named else None


async def _read(database: Database, old: KnowledgeBase, new: KnowledgeBase, now: datetime) -> Turned:
    try:
        await database.migrate()
        return await count_turned(database, old, new, now)
    finally:
        await database.close()
