"""``route``: whose link is whose, from what is known of a person or a unit."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson, AsOf
from bot.cli.checks import facts_from
from bot.usecases.checking import NOON, BadInputError, read_facts, tracks_asked
from bot.views.citing import name_of
from bot.views.dates import state_text, when_text
from bot.views.topics.deadlines import actor_text
from bot.views.topics.routes import step_lines, way_lines
from bot.views.topics.section import View
from eligibility.route import Way
from eligibility.truth import Truth
from knowledge.entries import Stage

CONCERNS: dict[Truth, Literal["yes", "possible", "no"]] = {Truth.TRUE: "yes", Truth.UNKNOWN: "possible", Truth.FALSE: "no"}
MARKS = {"yes": "●", "possible": "？", "no": "—"}


def route_command(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    target: Annotated[str, typer.Argument(metavar="POLICY[/TRACK]", help="Which policy, and which of its tracks.")],
    values: Annotated[list[str] | None, typer.Option("--set", metavar="FACT=VALUE", help="A fact, like unit_affiliation=city.")] = None,
    facts: Annotated[str | None, typer.Option("--facts", help="A JSON file of facts; - reads standard input.")] = None,
    who: Annotated[str | None, typer.Option("--for", help="person or unit: whose own step; without it whoever applies.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell which stages certainly, possibly or not concern somebody, and which date is theirs."""
    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        policy_id, _, track = target.partition("/")
        policy, _ = tracks_asked(base, policy_id, track or None)
        today = wiring.day(as_of)
        if who not in {None, "person", "unit"}:
            raise BadInputError(f"--for {who}：请写 person（个人）或 unit（单位）")  # noqa: TRY301 - refused below like the rest
        answers = read_facts(base, facts_from(facts, values), today)
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    subject: Literal["person", "unit"] | None = "person" if who == "person" else "unit" if who == "unit" else None
    view = View(base, policy, track or None, datetime.combine(today, NOON), answers, subject)
    typer.echo(json.dumps(route_object(view), ensure_ascii=False) if as_json else "\n".join(_lines(view)))


def route_object(view: View) -> dict[str, Any]:
    """The route as the stable JSON object."""
    route = view.route
    return {
        "policy": view.policy.id,
        "track": view.track,
        "window": route.window(view.now).state,
        "link": route.link.id if route.link else None,
        "ends": route.ways[0].ends.isoformat() if route.ways[0].ends else None,
        "ways": [_way(way) for way in route.ways],
        "stages": [_stage(view, stage) for stage in route.stages],
        "missing": list(route.missing),
        "knowledge": view.base.version,
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "tracks": list(way.tracks),
        "given": {fact: [answer.value for answer in answers] for fact, answers in way.given.items()},
        "stages": [stage.id for stage in way.stages],
        "links": [stage.id for stage in way.links],
        "step": way.step.id if way.step else None,
        "link": way.link.id if way.link else None,
        "ends": way.ends.isoformat() if way.ends else None,
    }


def _stage(view: View, stage: Stage) -> dict[str, Any]:
    return {
        "stage": stage.id,
        "name": stage.name,
        "actor": stage.actor,
        "concerns": CONCERNS[view.route.concerns[stage.id]],
        "applying": stage.applying,
        "starts": stage.starts.isoformat() if stage.starts else None,
        "ends": stage.ends.isoformat() if stage.ends else None,
        "about": stage.about,
        "clause": stage.clause,
    }


def _lines(view: View) -> list[str]:
    route = view.route
    lines = [f"{name_of(view.policy)}：{state_text(route.window(view.now))}", *step_lines(view), *way_lines(view)]
    for stage in route.stages:
        mark = MARKS[CONCERNS[route.concerns[stage.id]]]
        told = when_text(stage) or "日期没写"
        lines.append(f"  {mark} {view.track_names(stage)}{stage.name}（{actor_text(stage)}，{stage.id}）：{told}　{stage.clause}")
    return [*lines, "  ● 是这条路上的，？ 还不能确定，— 不是"]
