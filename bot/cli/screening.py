"""``screen``: everything on file that a person or a unit could apply for."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson, AsOf
from bot.cli.checks import facts_from, result_object
from bot.usecases.checking import NOON, BadInputError, Checked, read_facts
from bot.usecases.interviewing import Asking, decide, judged
from bot.usecases.scope import Screening
from bot.usecases.screening import Result, result_of, told_in
from bot.views.explaining import clash_text
from bot.views.render import to_plain
from bot.views.screening import misfits_message, result_message
from eligibility.contradictions import Clash, contradictions
from eligibility.describing import describe
from knowledge.base import KnowledgeBase
from knowledge.facts import Subject
from knowledge.library import Library
from knowledge.search.index import Index


def screen_command(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    subject: Annotated[
        str | None, typer.Argument(metavar="person|unit", help="Who would apply; by default whoever --say tells of, else a person.")
    ] = None,
    say: Annotated[str, typer.Option("--say", help="What somebody tells of themselves, in a sentence.")] = "",
    values: Annotated[list[str] | None, typer.Option("--set", metavar="FACT=VALUE", help="A fact; ? does not know, - declined.")] = None,
    facts: Annotated[str | None, typer.Option("--facts", help="A JSON file of facts; - reads standard input.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Check somebody against everything on file, and say what to ask next."""
    folder = wiring.settings().knowledge_dir
    library = wiring.library(folder)
    base = library.base
    try:
        today = wiring.day(as_of)
        scope = _scope(subject or (_speaker(library, folder, say) if say else "person"))
        told = told_in(base, scope, say, today)
        answers = {**told, **read_facts(base, facts_from(facts, values), today, as_of=today)}
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    now = datetime.combine(today, NOON)
    step, finished = decide(base, scope, answers, now), judged(base, scope, answers, now)
    result, clashes = result_of(base, scope, finished, now), contradictions(base, answers, today)
    if as_json:
        heard = {fact: describe(base.facts[fact], answer) for fact, answer in told.items()}
        typer.echo(
            json.dumps(
                {"subject": scope.subject, "as_of": today.isoformat(), "told": heard, **_object(base, result, step, clashes)},
                ensure_ascii=False,
            )
        )
        return
    typer.echo(to_plain(result_message(base, result, finished)))
    for clash in clashes:
        typer.echo(f"\n⚠ {clash_text(base, clash, answers)}")
    if result.misfits:
        typer.echo(f"\n{to_plain(misfits_message(base, result, answers))}")
    if isinstance(step, Asking):
        typer.echo(f"\n还可以问 {step.question.remaining_at_most} 题，下一题：{step.question.fact.name}（{step.question.fact.id}）")


def _speaker(library: Library, folder: Path, said: str) -> Subject:
    """Who would apply, as far as a sentence tells."""
    return Index(library.base, wiring.lexicon(folder)).understand(said).applicant or "person"


def _scope(subject: str) -> Screening:
    match subject:
        case "person" | "unit":
            return Screening(subject)
    raise BadInputError(f"{subject}：请写 person（个人）或 unit（单位）")


def _object(base: KnowledgeBase, result: Result, step: object, clashes: tuple[Clash, ...]) -> dict[str, Any]:
    return {
        "results": [
            {
                **result_object(base, Checked(verdict, standing.window)),
                "ripe_on": standing.ripe_on.isoformat() if standing.ripe_on else None,
            }
            for standing in result.standings
            for verdict in standing.verdicts
        ],
        "next": step.question.fact.id if isinstance(step, Asking) else None,
        "questions_left_at_most": step.question.remaining_at_most if isinstance(step, Asking) else 0,
        "contradictions": [{"id": clash.id, "facts": list(clash.facts), "ask": clash.ask} for clash in clashes],
        "knowledge": base.version,
    }
