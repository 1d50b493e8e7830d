"""``quota``: how many a unit may recommend, from its head counts."""

import json
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson
from bot.cli.checks import facts_from
from bot.usecases.checking import BadInputError, read_facts, tracks_asked
from bot.views.answer import caveat_text
from bot.views.counts import count_lines
from eligibility.quota import Recommendation, Recommendations, counted_quotas, recommendations
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy


def quota_command(
    target: Annotated[str, typer.Argument(metavar="POLICY[/TRACK]", help="Which policy, and which of its tracks.")],
    values: Annotated[list[str] | None, typer.Option("--set", metavar="FACT=VALUE", help="A head count, like technicians=120.")] = None,
    facts: Annotated[str | None, typer.Option("--facts", help="A JSON file of facts; - reads standard input.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count how many a unit may recommend."""
    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        policy_id, _, track = target.partition("/")
        policy, _ = tracks_asked(base, policy_id, track or None)
        found = recommendations(policy, track or None, read_facts(base, facts_from(facts, values), wiring.day(None)))
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    if as_json:
        typer.echo(json.dumps(quota_object(base, policy, track or None, found), ensure_ascii=False))
    else:
        typer.echo("\n".join(count_lines(base, policy, track or None, found)))


def quota_object(base: KnowledgeBase, policy: Policy, track: str | None, found: Recommendations) -> dict[str, Any]:
    """The numbers as the stable JSON object."""
    return {
        "policy": policy.id,
        "track": track,
        "levels": [_level(policy, one) for one in found.given],
        "missing": list(found.missing),
        "ratio_stated": bool(counted_quotas(policy, track)),
        "knowledge": base.version,
    }


def _level(policy: Policy, one: Recommendation) -> dict[str, Any]:
    quota = one.quota
    return {
        "id": quota.id,
        "tracks": list(quota.tracks),
        "of": quota.of,
        "count": int(one.count),
        "max": one.max,
        "other_reading": one.other_reading,
        "unlimited": one.unlimited,
        "provided": one.provided,
        "clause": quota.clause,
        "caveats": [caveat_text(caveat) for caveat in policy.caveats_on(frozenset({quota.id}))],
    }
