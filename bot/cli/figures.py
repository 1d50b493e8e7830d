"""``figures``: what can be counted from a policy beside recommendations: costs, instalments, classes, places, shares."""

import json
from decimal import Decimal
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson
from bot.cli.checks import facts_from
from bot.usecases.checking import BadInputError, read_facts, tracks_asked
from bot.views.citing import caveat_text
from bot.views.figures import figure_lines
from eligibility.figures import Class, Figures, Places, Portion, figures
from eligibility.money import MOST, Bill, Costs, Item, Wanted
from eligibility.numerals import number, plain
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy


def figures_command(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    target: Annotated[str, typer.Argument(metavar="POLICY[/TRACK]", help="Which policy, and which of its tracks.")],
    count: Annotated[str, typer.Option("--count", help="For how many persons, stations or bases.")] = "1",
    years: Annotated[str | None, typer.Option("--years", help="For how many years; else for as long as the notice pays.")] = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="FACT=VALUE", help="A sum, like payroll=1000万.")] = None,
    facts: Annotated[str | None, typer.Option("--facts", help="A JSON file of facts; - reads standard input.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count what a policy costs each payer, its instalments, classes, places and shares of money."""
    base = wiring.library(wiring.settings().knowledge_dir).base
    try:
        policy_id, _, track = target.partition("/")
        policy, _ = tracks_asked(base, policy_id, track or None)
        wanted = Wanted(_whole("--count", count), None if years is None else _whole("--years", years))
        answers = read_facts(base, facts_from(facts, values), wiring.day(None))
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    found = figures(policy, track or None, wanted, answers)
    if as_json:
        typer.echo(json.dumps(figures_object(base, found), ensure_ascii=False))
    else:
        typer.echo("\n".join(figure_lines(base, found)))


def _whole(option: str, text: str) -> int:
    found = number(plain(text))
    if found is None or found % 1 or not 1 <= found <= MOST:
        raise BadInputError(f"{option} {text}：请写 1 到 {MOST} 的整数，例如 5")
    return int(found)


def figures_object(base: KnowledgeBase, found: Figures) -> dict[str, Any]:
    """The figures as the stable JSON object; money as exact text in yuan."""
    return {
        "policy": found.policy.id,
        "track": found.track,
        "count": found.wanted.count,
        "years": found.wanted.years,
        "costs": [_costs(found.policy, one) for one in found.costs],
        "classes": [_class(found.policy, one) for one in found.classes],
        "places": [_place(found.policy, one) for one in found.places],
        "shares": [_portion(found.policy, one) for one in found.portions],
        "missing": list(found.missing),
        "knowledge": base.version,
    }


def _costs(policy: Policy, costs: Costs) -> dict[str, Any]:
    return {
        "track": costs.track,
        "unit": costs.unit,
        "months": costs.months,
        "months_clause": costs.stage.clause if costs.stage else None,
        "beyond": costs.beyond,
        "total": _known(costs.total),
        "payers": [_bill(policy, bill) for bill in costs.bills],
    }


def _bill(policy: Policy, bill: Bill) -> dict[str, Any]:
    return {
        "payer": bill.payer,
        "yearly": _known(bill.yearly),
        "total": _known(bill.total),
        "unpriced": [benefit.id for benefit in bill.unpriced],
        "items": [_item(policy, item) for item in bill.items],
    }


def _item(policy: Policy, item: Item) -> dict[str, Any]:
    benefit = item.benefit
    return {
        "id": benefit.id,
        "text": benefit.text,
        "amount": _yuan(Decimal(benefit.amount)) if benefit.amount is not None else None,
        "unit": benefit.unit,
        "period": benefit.period,
        "receiver": benefit.receiver,
        "yearly": _known(item.yearly),
        "total": _known(item.total),
        "instalments": [
            {"percent": _yuan(part.instalment.percent), "amount": _yuan(part.amount), "due": part.instalment.due} for part in item.parts
        ],
        "clause": benefit.clause,
        "caveats": _caveats(policy, benefit.id),
    }


def _class(policy: Policy, found: Class) -> dict[str, Any]:
    size = found.size
    return {
        "id": found.stage.id,
        "name": found.stage.name,
        "tracks": list(found.stage.tracks),
        "hours": found.hours,
        "days": found.days,
        "days_bound": found.stage.lasts.bound if found.days and found.stage.lasts else None,
        "hours_a_day": found.hours_a_day,
        "lowest": size.lowest if size else None,
        "highest": (size.highest or size.amount) if size else None,
        "classes": found.classes,
        "clause": found.stage.clause,
        "size_clause": size.clause if size else None,
        "caveats": _caveats(policy, found.stage.id, *([size.id] if size else [])),
    }


def _place(policy: Policy, found: Places) -> dict[str, Any]:
    quota = found.quota
    return {
        "id": quota.id,
        "tracks": list(quota.tracks),
        "each": found.each.of,
        "times": found.each.count,
        "lowest": found.lowest,
        "highest": found.highest,
        "unit": quota.unit,
        "clause": quota.clause,
        "times_clause": found.each.clause,
        "caveats": _caveats(policy, quota.id),
    }


def _portion(policy: Policy, found: Portion) -> dict[str, Any]:
    share = found.share
    return {
        "id": share.id,
        "name": share.name,
        "of": share.of,
        "within": share.within,
        "base": _yuan(found.base),
        "percent": _yuan(share.percent),
        "bound": share.bound,
        "amount": _yuan(found.amount),
        "provided": share.provided,
        "clause": share.clause,
        "caveats": _caveats(policy, share.id),
    }


def _caveats(policy: Policy, *entries: str) -> list[str]:
    return [caveat_text(caveat) for caveat in policy.caveats_on(frozenset(entries))]


def _known(amount: Decimal | None) -> str | None:
    return None if amount is None else _yuan(amount)


def _yuan(amount: Decimal) -> str:
    """An exact number as text, without needless digits."""
    return f"{amount.normalize():f}"
