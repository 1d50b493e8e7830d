"""``ask``: a question, or a file of them, answered without a chat."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.scoring import explained, labelled, scored, table
from bot.usecases.checking import NOON, BadInputError
from bot.usecases.situating import understand
from bot.usecases.snapshot import Snapshot, Snapshots
from bot.views.render import to_plain
from bot.views.replying import reply_message

AsOf = Annotated[str | None, typer.Option("--as-of", help="Answer as on this day, like 2023-03-01; today by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object (docs/command-line.md).")]


def ask(  # noqa: PLR0913, PLR0917 - the options of a command
    question: Annotated[str | None, typer.Argument(help="A question in Chinese, in your own words.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each channel saw, and why that was decided.")] = False,
    score: Annotated[Path | None, typer.Option("--score", help="Score a file of labelled questions (docs/search.md).")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help='JSON lines of {"q": …}; - reads standard input.')] = None,
) -> None:
    """Answer a question about a programme."""
    try:
        if sum(given is not None for given in (question, batch, score)) != 1:
            raise BadInputError('请写一个问题；或者用 --batch 文件（每行一个 {"q": …}），或 --score 文件。')  # noqa: TRY301 - refused below
        rows = labelled(score) if score is not None else ()
        moment = datetime.combine(wiring.day(as_of), NOON)
        lines = wiring.lines_of(batch) if batch is not None else ()
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    folder = wiring.settings().knowledge_dir
    snapshot = Snapshots(wiring.library(folder), wiring.lexicon(folder)).current
    if score is not None:
        typer.echo("\n".join(table(scored(snapshot.index, rows))))
        return
    if question is not None and explain:
        typer.echo("\n".join(explained(understand(snapshot, question, moment.date()))))
        return
    if question is None:
        wiring.print_batch(_answer_line(snapshot, line, moment) for line in lines)
        return
    answer = answer_object(snapshot, question, moment)
    typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else answer["text"])


def answer_object(snapshot: Snapshot, question: str, moment: datetime) -> dict[str, Any]:
    """The answer as the stable JSON object."""
    understood = understand(snapshot, question, moment.date())
    return {
        "q": question,
        "action": understood.action,
        "policies": list(understood.policies),
        "tracks": list(understood.tracks),
        "intents": list(understood.intents),
        "intent_sure": understood.intent_sure,
        "slots": [one.slot for one in understood.slots],
        "confidence": round(understood.confidence, 3),
        "general": understood.general,
        "situation": understood.situation,
        "shortcut": understood.shortcut is not None,
        "compared": list(understood.compared),
        "text": to_plain(reply_message(snapshot.base, understood, moment)),
    }


def _answer_line(snapshot: Snapshot, line: str, moment: datetime) -> dict[str, Any]:
    try:
        question = json.loads(line)["q"]
    except (ValueError, KeyError, TypeError):
        question = None
    if not isinstance(question, str):
        return {"error": '每行要一个 JSON 对象，例如 {"q": "…"}', "line": line}
    return answer_object(snapshot, question, moment)
