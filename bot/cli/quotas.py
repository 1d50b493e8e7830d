"""``quota``: how many a unit may recommend, from its head counts."""

import json
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson
from bot.cli.checks import facts_from
from bot.usecases.checking import BadInputError, read_facts, tracks_asked
from bot.views.citing import caveat_text
from bot.views.counts import count_lines
from bot.views.topics.absences import absence_text, absences_of
from eligibility.quota import Recommendation, Recommendations, counted_quotas, cuts_after, recommendations
from knowledge.base import KnowledgeBase
from knowledge.entries import Quota
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
        known = read_facts(base, facts_from(facts, values), wiring.day(None))
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    found = recommendations(base.facts, policy, track or None, known)
    if as_json:
        typer.echo(json.dumps(quota_object(base, policy, track or None, found), ensure_ascii=False))
    else:
        typer.echo("\n".join(count_lines(base, policy, track or None, found, known)))


def quota_object(base: KnowledgeBase, policy: Policy, track: str | None, found: Recommendations) -> dict[str, Any]:
    """The numbers as the stable JSON object."""
    return {
        "policy": policy.id,
        "track": track,
        "levels": [_level(policy, one) for one in found.given],
        "missing": list(found.missing),
        "ratio_stated": bool(counted_quotas(policy, track)),
        "not_theirs": [quota.id for quota in found.not_theirs],
        "absent": [
            {"why": absence.why, "text": absence_text(policy, absence), "document": absence.document}
            for absence in absences_of(policy, "quota", track)
        ],
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
        "then": [{"id": cut.id, "percent": _exact(cut), "text": cut.text, "clause": cut.clause} for cut in cuts_after(policy, quota)],
        "caveats": [caveat_text(caveat) for caveat in policy.caveats_on(frozenset({quota.id}))],
    }


def _exact(cut: Quota) -> str | None:
    return f"{cut.percent:f}" if cut.percent is not None else None
