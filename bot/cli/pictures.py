"""``knowledge diagram`` and ``knowledge timeline``: a policy's conditions and dates as pictures."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson, AsOf
from bot.pictures.png import TooTallError, png
from bot.pictures.rules import rules_scene
from bot.pictures.scene import Scene
from bot.pictures.svg import svg
from bot.pictures.timeline import timeline_scene
from bot.usecases.checking import NOON, BadInputError, tracks_asked
from bot.views.citing import name_of
from bot.views.topics.section import View, standing_text
from knowledge.base import KnowledgeBase

PAINTERS: Mapping[str, Callable[[Scene], bytes]] = {".svg": lambda scene: svg(scene).encode(), ".png": png}
"""By the end of a file's name."""

Out = Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="An .svg or a .png.")]


def diagram(
    target: Annotated[str | None, typer.Argument(metavar="POLICY[/TRACK]", help="Which policy, and which of its tracks.")] = None,
    out: Out = None,
    folder: Annotated[Path | None, typer.Option("--all", metavar="DIR", help="Every policy with conditions, as .svg and .png.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw a policy's conditions as a tree."""
    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        if (target is None) == (folder is None) or (out and folder):
            raise BadInputError("写一个政策，例如 diagram nmg-tepei-2023 -o 条件.png；或者只写 --all 文件夹。")  # noqa: TRY301 - refused below like the rest
        drawn = list(_all_rules(base, folder)) if folder else [_rules(base, target or "", out)]
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    _tell(drawn, as_json=as_json)


def timeline(
    targets: Annotated[list[str], typer.Argument(metavar="POLICY[/TRACK]…", help="One or more policies, each with a track or without.")],
    out: Out = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Draw who does what when, with today marked."""
    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        now = datetime.combine(wiring.day(as_of), NOON)
        views = [_looked_at(base, target, now) for target in targets]
        for view in views:
            if not view.policy.stages:
                raise BadInputError(_lacking(view, "没有写办理环节"))  # noqa: TRY301 - refused below like the rest
        drawn = _put_down(timeline_scene(views), out or _file(targets[0], "-timeline.png"))
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    _tell([{"policies": [view.policy.id for view in views]} | drawn], as_json=as_json)


def _looked_at(base: KnowledgeBase, target: str, now: datetime) -> View:
    policy_id, _, track = target.partition("/")
    policy, _ = tracks_asked(base, policy_id, track or None)
    return View(base, policy, track or None, now)


def _rules(base: KnowledgeBase, target: str, out: Path | None) -> dict[str, Any]:
    view = _looked_at(base, target, datetime.combine(wiring.day(None), NOON))
    if not view.policy.conditions:
        raise BadInputError(_lacking(view, "没有申报条件"))
    scene = rules_scene(base, view.policy, view.track)
    return {"policy": view.policy.id, "track": view.track} | _put_down(scene, out or _file(target, ".svg"))


def _all_rules(base: KnowledgeBase, folder: Path) -> Iterator[dict[str, Any]]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None
    for policy in base.policies.values():
        if policy.conditions:
            for suffix in PAINTERS:
                yield _rules(base, policy.id, folder / f"{policy.id}{suffix}")


def _lacking(view: View, what: str) -> str:
    """What a policy is instead, and how to see what it says."""
    return f"{name_of(view.policy)}{what}，画不了。{standing_text(view)}它写了什么：knowledge show {view.policy.id}"


def _file(target: str, ending: str) -> Path:
    return Path(target.rstrip("/").replace("/", "-") + ending)


def _put_down(scene: Scene, file: Path) -> dict[str, Any]:
    """Write a picture, drawn as its file's name ends; where it lies, and how large it is in units.

    Raises:
        BadInputError: no such kind of picture, or it cannot be written there.
    """
    if file.suffix.lower() not in PAINTERS:
        raise BadInputError(f"图存成 .svg 或 .png，例如 -o {file.stem}.png")
    try:
        file.write_bytes(PAINTERS[file.suffix.lower()](scene))
    except TooTallError:
        raise BadInputError(f"图太长，PNG 画不下：存成 {file.stem}.svg，或者少画一些，例如只画一个类别。") from None
    except OSError as error:
        raise _unwritable(file, error) from None
    return {"file": str(file), "width": scene.width, "height": scene.height}


def _unwritable(file: Path, error: OSError) -> BadInputError:
    return BadInputError(f"{file} 写不进去（{error.strerror}），请换一个位置。")


def _tell(drawn: list[dict[str, Any]], *, as_json: bool) -> None:
    typer.echo(json.dumps(drawn, ensure_ascii=False) if as_json else "\n".join(f"画好了：{one['file']}" for one in drawn))
