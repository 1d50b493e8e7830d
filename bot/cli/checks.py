"""``check``: a self-check from facts, or a file of them."""

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from bot import texts
from bot.cli import wiring
from bot.cli.asking import AsJson, AsOf
from bot.cli.explaining import explanation_lines, explanation_object, supposed_object
from bot.usecases.checking import NOON, BadInputError, Checked, check, suppose
from bot.usecases.explaining import Explained, explained
from bot.views.dates import day_text, state_text
from bot.views.explaining import reason_note
from bot.views.supposing import supposed_lines
from bot.views.topics.absences import absences_of
from bot.views.verdict_details import MARKS
from bot.views.verdicts import lead_of
from eligibility.supposing import Supposed
from knowledge.base import KnowledgeBase


def check_command(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    target: Annotated[str | None, typer.Argument(metavar="POLICY[/TRACK]", help="Which policy, and which of its tracks.")] = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="FACT=VALUE", help="A fact; ? does not know, - declined.")] = None,
    facts: Annotated[str | None, typer.Option("--facts", help="A JSON file of facts; - reads standard input.")] = None,
    what_if: Annotated[str | None, typer.Option("--what-if", metavar="FACT=VALUE", help="What one answer otherwise would turn.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    batch: Annotated[Path | None, typer.Option("--batch", help='JSON lines of {"policy","track","facts","as_of"}.')] = None,
) -> None:
    """Check whether somebody is eligible."""
    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        today = wiring.day(as_of)
        if batch is not None:
            wiring.print_batch(_batch_line(base, line, today) for line in wiring.lines_of(batch))
            return
        if target is None:
            raise BadInputError("请写一个政策，例如 nmg-tepei-2023/outside；或者用 --batch 文件 一次核对多条。")  # noqa: TRY301 - refused below like the rest
        policy, _, track = target.partition("/")
        results = check(base, policy, track or None, facts_from(facts, values), today)
        pair = next(iter(_pairs([what_if], "--what-if").items())) if what_if is not None else None
        supposed = suppose(base, results, *pair, today) if pair else None
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    each = supposed or (None,) * len(results)
    if as_json:
        objects = [
            _object(base, one, today) | ({"what_if": supposed_object(pair[0], other)} if pair and other else {})
            for one, other in zip(results, each, strict=True)
        ]
        typer.echo(json.dumps(_one_or_all(objects), ensure_ascii=False))
    else:
        typer.echo("\n\n".join(_text(base, one, other, today) for one, other in zip(results, each, strict=True)))


def result_object(base: KnowledgeBase, checked: Checked) -> dict[str, Any]:
    """One result as the stable JSON object."""
    verdict, window = checked.verdict, checked.window
    return {
        "policy": verdict.policy,
        "track": verdict.track,
        "verdict": verdict.name,
        "window": window.state,
        "window_of": window.stage.id if window.stage else None,
        "failed": list(verdict.failed),
        "missing": list(verdict.missing),
        "preferred": list(verdict.preferred),
        "judged": list(verdict.judged),
        "gates": list(dict.fromkeys(gate.clause for gate in verdict.gates)),
        "reasons": [
            {"clause": reason.clause, "kind": reason.kind, "state": str(reason.state), "text": reason.condition.text}
            for reason in verdict.reasons
        ],
        "judged_on": verdict.day.isoformat(),
        "exact": verdict.exact,
        "knowledge": base.version,
    }


def _object(base: KnowledgeBase, checked: Checked, today: date) -> dict[str, Any]:
    return result_object(base, checked) | explanation_object(_told(base, checked, today))


def _told(base: KnowledgeBase, checked: Checked, today: date) -> Explained:
    return explained(base, (checked.verdict,), checked.answers, datetime.combine(today, NOON))


def _one_or_all(objects: list[dict[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
    """One object for one result; a list where a policy has several tracks and none was named."""
    return objects[0] if len(objects) == 1 else objects


class _Asked(BaseModel):
    """One line of a batch."""

    model_config = ConfigDict(extra="forbid")

    policy: str
    track: str | None = None
    facts: dict[str, Any] = {}
    as_of: date | None = None


def _batch_line(base: KnowledgeBase, line: str, today: date) -> dict[str, Any] | list[dict[str, Any]]:
    try:
        asked = _Asked.model_validate_json(line)
        day = asked.as_of or today
        return _one_or_all([_object(base, one, day) for one in check(base, asked.policy, asked.track or None, asked.facts, day)])
    except BadInputError as error:
        return {"error": str(error)}
    except ValidationError as error:
        first = error.errors()[0]
        return {"error": f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}".removeprefix(": ")}


def _text(base: KnowledgeBase, checked: Checked, supposed: Supposed | None, today: date) -> str:
    verdict, told = checked.verdict, _told(base, checked, today)
    (one,) = told.each
    policy = base.policies[verdict.policy]
    track = f" · {policy.track(verdict.track).name}" if verdict.track else ""
    lines = [f"{policy.short_title}（{policy.year}）{track}：{lead_of(verdict)}"]
    if policy.applicant is None:  # nothing was judged: what it is and what to do instead, no day of judging
        instead = (absence.text for absence in absences_of(policy, "how_to_apply", None))
        return "\n".join([*lines, f"  {policy.summary}", *(f"  {text}" for text in instead)])
    for reason in verdict.reasons:
        if reason.state != "not_concerned":
            star = "⭐ 优先，" if reason.state == "met" else "☆ 优先，"
            mark = MARKS[reason.state] if reason.kind != "preferred" else star + MARKS[reason.state].partition(" ")[2]
            note = reason_note(told, one, reason)
            lines.append(f"  {mark}　{reason.clause}　{reason.condition.text}{f'（{note}）' if note else ''}")
    if verdict.missing:
        lines.append("  还缺：" + "、".join(f"{base.facts[fact].name}（{fact}）" for fact in verdict.missing))
    lines += explanation_lines(told)
    lines += [f"  如果：{line}" for line in supposed_lines(base, supposed)] if supposed else []
    lines += [f"  程序：{gate.clause}　{gate.text}" for gate in verdict.gates]
    lines.append(f"  时间：{state_text(checked.window)}；按{day_text(verdict.day)}判断。{texts.DISCLAIMER}")
    return "\n".join(lines)


def facts_from(file: str | None, values: list[str] | None) -> dict[str, Any]:
    """The facts of a JSON file, and those set one by one, which win.

    Raises:
        BadInputError: the file cannot be read, or a value has no name.
    """
    return {**_facts_file(file), **_pairs(values or [])}


def _pairs(values: list[str], option: str = "--set") -> dict[str, str]:
    pairs = {}
    for pair in values:
        fact, equals, value = pair.partition("=")
        if not equals:
            raise BadInputError(f"{option} {pair}：请写 FACT=VALUE，例如 age=44")
        pairs[fact.strip()] = value.strip()
    return pairs


def _facts_file(name: str | None) -> Mapping[str, Any]:
    if name is None:
        return {}
    try:
        found = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"--facts {name} 读不了（{wiring.reason(error)}）。请检查文件名和位置") from None
    except ValueError as error:
        raise BadInputError(f'--facts {name} 不是 JSON（{error}）。要一个对象，例如 {{"age": 44}}') from None
    if not isinstance(found, dict):
        raise BadInputError(f'--facts {name}：要一个 JSON 对象，例如 {{"age": 44}}')
    return found
