"""``table``: many people at once, from a table and back into one; nothing of it is kept.

The spreadsheet library takes longer to import than all else: it is read by the commands that need it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson, AsOf
from bot.tables.opening import TableError
from bot.usecases.checking import NOON, BadInputError, tracks_asked
from bot.usecases.many import Outcome, judge_rows
from bot.usecases.scope import PolicyScope
from bot.views.many import column_notes, count_lines
from knowledge.base import KnowledgeBase

app = typer.Typer(no_args_is_help=True, help="Check many people at once: a table to fill in, and the verdicts in another.")

Output = Annotated[Path | None, typer.Option("-o", "--output", help="The .xlsx to write; by default named in the current folder.")]


@app.command("template")
def template_command(
    target: Annotated[str, typer.Argument(metavar="POLICY[/TRACK]", help="Which policy, and which of its tracks.")],
    output: Output = None,
    as_of: AsOf = None,
) -> None:
    """Write an empty table to fill in."""
    from bot.tables.template import file_name, template  # noqa: PLC0415 - see the module's docstring

    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        moment = datetime.combine(wiring.day(as_of), NOON)
        scope = _scope(base, target)
        path = output or Path(file_name(base, scope))
        path.write_bytes(template(base, scope, moment))
    except (BadInputError, OSError) as error:
        raise wiring.refuse(str(error), as_json=False) from None
    typer.echo(str(path))


@app.command("check")
def check_command(
    table: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A template, filled in.")],
    output: Output = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Judge every row of a filled-in table."""
    from bot.tables.filled import read_filled  # noqa: PLC0415 - see the module's docstring
    from bot.tables.results import RESULT_NAME, results  # noqa: PLC0415 - see the module's docstring

    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        moment = datetime.combine(wiring.day(as_of), NOON)
        filled = read_filled(base, table.read_bytes())
        outcomes = tuple(judge_rows(base, filled.scope, filled.rows, moment))
        notes = column_notes(filled.left_out, filled.absent)
        if output is not None or not as_json:
            path = output or Path(RESULT_NAME)
            path.write_bytes(results(base, filled.scope, outcomes, notes, moment))
    except (BadInputError, TableError, OSError) as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    if as_json:
        typer.echo(json.dumps(table_object(base, filled.scope, outcomes, notes), ensure_ascii=False))
    else:
        policy = base.policies[filled.scope.policy]
        typer.echo("\n".join((f"{len(outcomes)} 行 → {path}", *count_lines(policy, outcomes), *notes)))


def table_object(base: KnowledgeBase, scope: PolicyScope, outcomes: tuple[Outcome, ...], notes: tuple[str, ...]) -> dict[str, Any]:
    """The verdicts on a table as the stable JSON object."""
    return {
        "policy": scope.policy,
        "track": scope.track,
        "rows": [_row(outcome) for outcome in outcomes],
        "notes": list(notes),
        "knowledge": base.version,
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "row": outcome.row.number,
        "label": outcome.row.label,
        "results": [
            {"track": one.track, "verdict": one.name, "failed": list(one.failed), "missing": list(one.missing), "judged_on": f"{one.day}"}
            for one in outcome.verdicts
        ],
        "unread": [
            {"cell": one.cell.address, "fact": one.fact.id, "message": one.message, "accepts": list(one.accepts)} for one in outcome.unread
        ],
        "clashes": [clash.ask for clash in outcome.clashes],
    }


def _scope(base: KnowledgeBase, target: str) -> PolicyScope:
    policy_id, _, track = target.partition("/")
    policy, _ = tracks_asked(base, policy_id, track or None)
    if policy.applicant is None:
        raise BadInputError(f"{policy_id} 不受理申报，没有要核对的条件。")
    return PolicyScope(policy_id, track or None)
