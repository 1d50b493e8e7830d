"""``unanswered``: what people asked in vain, which answers did not help, and what they say is wrong; for admins."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.clock import SHANGHAI
from bot.settings import Settings
from bot.usecases.feedback import Shown
from bot.usecases.keeping.likeness import Group, grouped
from bot.views.keeping.wondering import object_of
from storage.errors import StorageError
from storage.feedback_records import QuestionRecord, Rated, ReportRecord

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object (docs/command-line.md).")]
Folder = Annotated[Path | None, typer.Option("--folder", help="Read the sandbox that is kept in this folder.")]


@dataclass(frozen=True)
class Heard:
    """All that came back from people."""

    questions: tuple[QuestionRecord, ...]
    groups: tuple[Group, ...]
    """The same by what they are about."""
    rated: tuple[Rated, ...]
    reports: tuple[ReportRecord, ...]


def unanswered_command(as_json: AsJson = False, folder: Folder = None) -> None:
    """Show what was asked in vain, what did not help and what is said to be wrong. Nobody's name stands in it."""
    settings = wiring.settings()
    try:
        heard = asyncio.run(_read(settings, folder))
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    if as_json:
        typer.echo(json.dumps(as_object(heard), ensure_ascii=False))
        return
    typer.echo("\n".join(lines(heard)))


def as_object(heard: Heard) -> dict[str, Any]:
    """The stable JSON object."""
    return {
        "questions": [
            {"text": one.text, "asked": one.asked, "first": _day(one.first_at), "last": _day(one.last_at), "nearest": one.nearest.split()}
            for one in heard.questions
        ],
        "groups": [object_of(group) for group in heard.groups],
        "answers": [
            {"about": about, "topics": topics, "helpful": one.helpful, "unhelpful": one.unhelpful, "last": _day(one.last_at)}
            for one in heard.rated
            for about, *topics in [one.about.split()]
        ],
        "reports": [
            {**_shown(one).model_dump(mode="json"), "said": one.said, "told": one.told, "day": _day(one.opened_at)} for one in heard.reports
        ],
    }


def lines(heard: Heard) -> Iterator[str]:
    """For eyes: the matters asked about most first, then the answers that helped least, then the latest reports."""
    yield f"没答上来的问题：{len(heard.questions)} 种问法，{len(heard.groups)} 类"
    for group in heard.groups:
        near = f"  近似 {' '.join(group.nearest)}" if group.nearest else ""
        if len(group.questions) > 1:
            yield f"{group.asked:>4} 次  最近 {_day(group.last_at)}  【{group.matter}】{near}"
        for one in group.questions:
            beside = near if len(group.questions) == 1 else ""
            indent = "      " if len(group.questions) > 1 else ""
            yield f"{indent}{one.asked:>4} 次  {_day(one.first_at)}～{_day(one.last_at)}  {one.text}{beside}"
    yield f"评过的回答：{len(heard.rated)}"
    for rated in heard.rated:
        yield f"  没帮助 {rated.unhelpful}  有用 {rated.helpful}  最近 {_day(rated.last_at)}  {rated.about}"
    yield f"说写错了的：{len(heard.reports)}"
    for report in heard.reports:
        shown = _shown(report)
        where = f"{shown.policy}/{shown.track}" if shown.track else shown.policy
        told = f"已转给 {report.told} 人" if report.told else "还没有人收到"
        yield f"  {_day(report.opened_at)}  {where}  {'、'.join(shown.clauses)}  （{told}）\n      {report.said}"


def _shown(report: ReportRecord) -> Shown:
    return Shown.model_validate_json(report.about)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}"


async def _read(settings: Settings, folder: Path | None) -> Heard:
    async with wiring.rows_of(settings, folder) as database:
        async with database.transaction() as rows:
            questions, rated, reports = await rows.questions.listed(), await rows.ratings.counted(), await rows.reports.said()
        groups = grouped(questions, (await wiring.snapshots(settings.knowledge_dir, database)).current.index.strange) if questions else ()
        return Heard(questions, groups, rated, reports)
