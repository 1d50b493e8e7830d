"""``ask``: a question, or a file of them, answered without a chat."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.usecases.checking import NOON
from bot.usecases.snapshot import Snapshot, Snapshots
from bot.views.answer import answer_message
from bot.views.render import to_plain

AsOf = Annotated[str | None, typer.Option("--as-of", help="Answer as on this day, like 2023-03-01; today by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object (docs/command-line.md).")]


def ask(
    question: Annotated[str | None, typer.Argument(help="A question in Chinese, in your own words.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    batch: Annotated[Path | None, typer.Option("--batch", help='JSON lines of {"q": …}; - reads standard input.')] = None,
) -> None:
    """Answer a question about a programme."""
    if (question is None) == (batch is None):
        raise wiring.stop('Ask one question, or give --batch FILE with a {"q": …} a line.', 2)
    moment = datetime.combine(wiring.day(as_of), NOON)
    folder = wiring.settings().knowledge_dir
    snapshot = Snapshots(wiring.library(folder), wiring.lexicon(folder)).current
    if question is not None:
        answer = answer_object(snapshot, question, moment)
        typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else answer["text"])
        return
    for line in _questions(batch or Path("-")):
        typer.echo(json.dumps(answer_object(snapshot, line, moment), ensure_ascii=False))


def answer_object(snapshot: Snapshot, question: str, moment: datetime) -> dict[str, Any]:
    """The answer as the stable JSON object."""
    understood = snapshot.index.understand(question)
    return {
        "q": question,
        "action": understood.action,
        "policies": list(understood.policies),
        "tracks": list(understood.tracks),
        "intents": list(understood.intents),
        "confidence": round(understood.confidence, 3),
        "text": to_plain(answer_message(snapshot.base, understood, moment)),
    }


def _questions(path: Path) -> Iterator[str]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise wiring.stop(f"{path} cannot be read: {error}", 2) from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)["q"]
        except (ValueError, KeyError, TypeError):
            question = None
        if not isinstance(question, str):
            raise wiring.stop(f'{path}, line {number}: expected a JSON object like {{"q": "…"}}', 2)
        yield question
