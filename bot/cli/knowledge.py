"""``knowledge``: what is on file, for admins and for programs."""

import json
from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli import wiring
from bot.cli.clauses import clauses
from bot.cli.coverage import coverage
from bot.cli.deadlines import deadlines
from bot.cli.diffing import diff
from bot.cli.drafting import draft
from bot.cli.founding import init
from bot.cli.linting import lint
from bot.cli.owners import owners
from bot.cli.pictures import diagram, timeline
from bot.cli.previewing import preview
from bot.cli.publications import Sandbox, history, rollback, show_version
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact, options_of
from knowledge.policy import Policy
from knowledge.schema import contradictions_schema, facts_schema, general_schema, notice_schema, policy_schema

app = typer.Typer(no_args_is_help=True, help="Look at the knowledge files and check them.")
for command in (init, lint, coverage, clauses, draft, deadlines, diagram, timeline, diff, preview, history, rollback, owners):
    app.command()(command)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (docs/command-line.md).")]


def _base() -> KnowledgeBase:
    return wiring.library(wiring.settings().knowledge_dir).base


@app.command("list")
def list_policies(as_json: AsJson = False) -> None:
    """All policies."""
    policies = _base().policies.values()
    if as_json:
        _print([_policy_row(policy) for policy in policies])
        return
    table = _table("名称", "年度", "地区", "类别", ids=(policy.id for policy in policies))
    for policy in policies:
        table.add_row(policy.id, policy.short_title, str(policy.year), policy.region[-1], "、".join(track.id for track in policy.tracks))
    Console().print(table)


@app.command()
def show(
    policy: Annotated[str, typer.Argument(metavar="POLICY|VERSION", help="A policy's id, or the number of a version (history).")],
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="Of a version: one file, byte by byte.")] = None,
    as_json: AsJson = False,
    folder: Sandbox = None,
) -> None:
    """One policy, whole; or a version of the files that was published, or one file of it."""
    if policy.isascii() and policy.isdecimal():
        show_version(int(policy), file, folder, as_json=as_json)
        return
    base = _base()
    if policy not in base.policies:
        raise wiring.refuse(f"没有政策“{policy}”，可选：{'、'.join(base.policies)}", as_json=as_json)
    found = base.policies[policy].model_dump(mode="json", by_alias=True, exclude_none=True)
    if as_json:
        _print(found)
    else:
        Console().print_json(json.dumps(found, ensure_ascii=False))


@app.command()
def facts(as_json: AsJson = False) -> None:
    """All facts, and which policies use them."""
    base = _base()
    if as_json:
        _print([_fact_row(fact, base.used_by[fact.id]) for fact in base.facts.values()])
        return
    table = _table("名称", "关于", "类型", "用到的政策", ids=base.facts)
    for fact in base.facts.values():
        table.add_row(fact.id, fact.name, {"person": "个人", "unit": "单位"}[fact.subject], fact.kind, "、".join(base.used_by[fact.id]))
    Console().print(table)


@app.command()
def schema(
    what: Annotated[str, typer.Argument(help="policy, facts, notice, general or contradictions")] = "policy", as_json: AsJson = False
) -> None:
    """The JSON Schema by which editors complete and check the files; JSON with or without --json."""
    schemas = {
        "policy": policy_schema,
        "facts": facts_schema,
        "notice": notice_schema,
        "general": general_schema,
        "contradictions": contradictions_schema,
    }
    if what not in schemas:
        raise wiring.refuse(f"one of: {', '.join(schemas)}", as_json=as_json)
    _print(schemas[what]())


def _policy_row(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "short_title": policy.short_title,
        "aliases": list(policy.aliases),
        "series": policy.series.id,
        "year": policy.year,
        "region": list(policy.region),
        "genre": policy.genre,
        "applicant": policy.applicant,
        "tracks": [{"id": track.id, "name": track.name} for track in policy.tracks],
    }


def _fact_row(fact: Fact, used_by: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": fact.id,
        "name": fact.name,
        "subject": fact.subject,
        "kind": fact.kind,
        "unit": getattr(fact, "unit", None),
        "options": [{"id": option.id, "label": option.label} for option in options_of(fact)],
        "ask": fact.ask,
        "sensitive": fact.sensitive,
        "policies": list(used_by),
    }


def _table(*columns: str, ids: Iterable[str]) -> Table:
    """A table whose ids are never cut, for they have to be typed."""
    table = Table()
    table.add_column("id", min_width=max((len(one) for one in ids), default=0))
    for column in columns:
        table.add_column(column)
    return table


def _print(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))
