"""``knowledge deadlines``: every stage of every policy, as a list or as a calendar file."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsOf
from bot.usecases.checking import NOON, BadInputError
from bot.views.calendar import Reader, calendar_file, dated_stages
from bot.views.dates import state_text, when_text
from bot.views.topics.absences import absence_text, absences_of
from bot.views.topics.deadlines import actor_text
from eligibility.route import route_of
from knowledge.base import KnowledgeBase
from knowledge.calendar import Window, window_of
from knowledge.entries import Stage
from knowledge.policy import Policy

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (docs/command-line.md).")]
Ics = Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="Write the dated ones to a calendar file; - prints it.")]
ORDER = ("open", "upcoming", "closed", "none")


def deadlines(as_of: AsOf = None, ics: Ics = None, as_json: AsJson = False) -> None:
    """All stages of all policies, open windows first."""
    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        now = datetime.combine(wiring.day(as_of), NOON)
        if str(ics) == "-" and as_json:
            raise BadInputError("--ics - 和 --json 都要打印到屏幕，只能选一个；要日历文件，写 --ics 日期.ics")  # noqa: TRY301 - refused below like the rest
        windows = {policy.id: route_of(base, policy).window(now) for policy in base.policies.values()}
        policies = sorted(base.policies.values(), key=lambda policy: (ORDER.index(windows[policy.id].state), policy.id))
        written = _write(base, policies, ics, now) if ics is not None else None
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    if as_json:
        typer.echo(json.dumps([row for policy in policies for row in _rows(base, policy, now)], ensure_ascii=False))
    elif written is not None:
        typer.echo(written, nl=isinstance(written, str))
    else:
        typer.echo("\n".join(line for policy in policies for line in _lines(policy, windows[policy.id])))


def _write(base: KnowledgeBase, policies: Sequence[Policy], file: Path, now: datetime) -> bytes | str:
    """The calendar itself where it is to be printed, else one line about the file that was written."""
    dated = [(policy, stage) for policy in policies for stage in dated_stages(policy)]
    calendar = calendar_file(base, dated, Reader(now))
    if str(file) == "-":
        return calendar
    try:
        file.write_bytes(calendar)
    except OSError as error:
        raise BadInputError(
            f"--ics {file} 写不了（{error.strerror}）。请换一个文件，例如 --ics 日期.ics；要打印到屏幕，写 --ics -"
        ) from None
    return f"{file}：{len(dated)} 个有日期的环节，在手机或电脑的日历里打开就能导入。"


def _lines(policy: Policy, window: Window) -> list[str]:
    """A policy's stages, then what is not on file about its dates."""
    lines = [f"{policy.short_title}（{policy.year}）{state_text(window) if policy.applicant else '不受理申报'}"]
    lines += [f"  {stage.name}（{actor_text(stage)}）：{when_text(stage) or '日期没写'}　{stage.clause}" for stage in policy.stages]
    return lines + [f"  · {absence_text(policy, absence)}" for absence in absences_of(policy, "deadline", None)]


def _rows(base: KnowledgeBase, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """A row for each stage; a policy without any has one row, so that its silence is told too."""
    return [_row(base, policy, stage, now) for stage in policy.stages or (None,)]


def _row(base: KnowledgeBase, policy: Policy, stage: Stage | None, now: datetime) -> dict[str, Any]:
    track = stage.tracks[0] if stage and stage.tracks else None
    told = stage.model_dump(mode="json") if stage else {}
    return {
        "policy": policy.id,
        "stage": told.get("id"),
        "name": told.get("name"),
        "actor": told.get("actor"),
        "tracks": told.get("tracks", []),
        "starts": told.get("starts"),
        "ends": told.get("ends"),
        "about": told.get("about"),
        "applying": told.get("applying", False),
        "clause": told.get("clause"),
        "window": route_of(base, policy, track).window(now).state,
        "ends_at": told.get("ends_at"),
        "lasts": told.get("lasts"),
        "receiver": told.get("receiver"),
        "state": window_of(policy, stage, now).state,
        "absent": [
            {"why": absence.why, "text": absence_text(policy, absence), "document": absence.document}
            for absence in absences_of(policy, "deadline", track)
        ],
    }
