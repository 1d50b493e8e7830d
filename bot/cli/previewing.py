"""``knowledge preview``: all that applicants are told of one policy, in the terminal or as a page."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson, AsOf
from bot.pictures.preview_page import pictures_of, preview_page
from bot.usecases.checking import NOON, BadInputError, tracks_asked
from bot.views.citing import name_of
from bot.views.dates import day_text
from bot.views.preview import Preview, previews
from bot.views.render import to_plain
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.search.lexicon import Lexicon
from knowledge.search.slots import all_slots


def preview(
    target: Annotated[str, typer.Argument(metavar="POLICY[/TRACK]", help="Which policy, and which of its tracks.")],
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with bubbles and pictures there.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show exactly what applicants are told: each intent, each narrow question, each situation, each question of the check."""
    folder = wiring.settings().knowledge_dir
    base = wiring.library(folder).base
    try:
        day = wiring.day(as_of)
        view = _view(base, target, day)
        shown = _shown(view, wiring.lexicon(folder))
        written = _write(view, shown, html, day) if html is not None else None
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    if as_json:
        typer.echo(json.dumps(_object(view, shown, written), ensure_ascii=False))
    else:
        typer.echo(f"写好了：{written}，用浏览器打开。" if written else "\n".join(_lines(shown)))


def _view(base: KnowledgeBase, target: str, day: date) -> View:
    policy_id, _, track = target.partition("/")
    policy, _ = tracks_asked(base, policy_id, track or None)
    return View(base, policy, track or None, datetime.combine(day, NOON))


def _shown(view: View, lexicon: Lexicon) -> tuple[Preview, ...]:
    return tuple(previews(view, all_slots(lexicon.slots)))


def _lines(shown: Sequence[Preview]) -> Iterator[str]:
    """Group by group: what is asked, what is told, the buttons below it."""
    group = None
    for one in shown:
        if one.group != group:
            group = one.group
            yield f"══ {group} ══\n"
        yield f"▶ {one.asked}"
        yield to_plain(one.message)
        yield from ("  ".join(f"［{button.label}］" for button in row) for row in one.message.keyboard)
        yield ""


def _write(view: View, shown: Sequence[Preview], file: Path, day: date) -> str:
    track = f" · {view.policy.track(view.track).name}" if view.track else ""
    about = f"申报人看到的样子，按 {day_text(day)} 算；资料版本 {view.base.version}"
    try:
        file.write_text(preview_page(f"{name_of(view.policy)}{track}", about, shown, pictures_of(view)), encoding="utf-8")
    except OSError as error:
        raise BadInputError(f"{file} 写不进去（{error.strerror}），请换一个位置。") from None
    return str(file)


def _object(view: View, shown: Sequence[Preview], written: str | None) -> dict[str, Any]:
    rows = [
        {
            "group": one.group,
            "asked": one.asked,
            "text": to_plain(one.message),
            "buttons": [[button.label for button in row] for row in one.message.keyboard],
        }
        for one in shown
    ]
    return {"policy": view.policy.id, "track": view.track, "file": written, "knowledge": view.base.version, "shown": rows}
