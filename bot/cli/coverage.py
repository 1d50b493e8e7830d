"""``knowledge coverage``: clause by clause of each notice, which entries cite it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.coverage.collation import discrepancies, texts_in
from knowledge.coverage.report import WRONG, Row, State, rows
from knowledge.errors import KnowledgeError
from knowledge.loader import load

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (docs/command-line.md).")]
Notices = Annotated[
    Path | None,
    typer.Option("--notices", exists=True, file_okay=False, help="Folder of the notices' texts: hold lists and figures to them too."),
]

_SAID: dict[State, str] = {
    "cited": "{0}",
    "elsewhere": "（同一通知的其他项目引用）",
    "nothing": "（无可收录：{1}）",
    "uncited": "✗ 没有条目引用　{0}",
    "contradicted": "✗ 写着“无可收录：{1}”，却有条目引用：{0}",
}


def coverage(as_json: AsJson = False, notices: Notices = None) -> None:
    """Clause by clause, which entries cite it; ends with code 1 where a clause is neither cited nor named as holding nothing."""
    found: dict[str, tuple[str, list[Row]]] = {}
    problems: list[str] = []
    try:
        base = load(wiring.settings().knowledge_dir, check_example)
    except KnowledgeError as error:
        problems += [str(problem) for problem in error.problems]
    else:
        found = _rows(base)
        problems += [] if notices is None else discrepancies(_texts(notices), base.notices.values(), base.policies)
    if as_json:
        listed = [_listed(policy, *held) for policy, held in found.items()]
        typer.echo(json.dumps({"policies": listed, "problems": problems}, ensure_ascii=False))
    else:
        _tell(found, problems)
    if problems or any(row.state in WRONG for _, listed in found.values() for row in listed):
        raise typer.Exit(1)


def _rows(base: KnowledgeBase) -> dict[str, tuple[str, list[Row]]]:
    """For each policy with a clause list: its notice and its rows."""
    held = {policy: notice for notice in base.notices.values() for policy in notice.policies}
    return {
        policy.id: (held[policy.id].id, list(rows(policy, held[policy.id], base.policies)))
        for policy in base.policies.values()
        if policy.id in held
    }


def _texts(folder: Path) -> dict[str, str]:
    try:
        return texts_in(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise wiring.stop(f"--notices {folder}: {error}", 2) from None


def _listed(policy: str, notice: str, listed: list[Row]) -> dict[str, Any]:
    return {"policy": policy, "notice": notice, "clauses": [asdict(row) for row in listed]}


def _tell(found: dict[str, tuple[str, list[Row]]], problems: list[str]) -> None:
    for policy, (notice, listed) in found.items():
        typer.echo(f"{policy}（通知 {notice}）")
        for row in listed:
            typer.echo(f"  {row.clause}　" + _SAID[row.state].format("、".join(row.cited_by), row.nothing))
    for problem in problems:
        typer.echo(problem, err=True)
    every = [row for _, listed in found.values() for row in listed]
    wrong = sum(row.state in WRONG for row in every)
    typer.echo(f"{len(found)} 份政策，{len(every)} 条，其中 {wrong} 条要补，{len(problems)} 处对不上。")
