"""What explains a verdict, for ``check``: as lines, and as JSON."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bot.usecases.explaining import Explained
from bot.views.explaining import clash_text, date_wanted_text, unsettled_text, way_lines
from eligibility.alternatives import Plain
from eligibility.nearmiss import Way
from eligibility.supposing import Supposed


def explanation_lines(told: Explained) -> Iterator[str]:
    """What would do, who can tell what is open, which day is wanted, which answers clash."""
    for one in told.each:
        yield from (f"  怎样就够：{line}" for line in way_lines(told, one))
        yield from (f"  还要问：{unsettled_text(told, left)}" for left in one.unsettled)
        yield from (f"  ⚠ {date_wanted_text(told.base, wanted)}" for wanted in one.dates_wanted)
        yield from (f"  ⚠ {clash_text(told.base, clash, told.answers)}" for clash in one.clashes)


def explanation_object(told: Explained) -> dict[str, Any]:
    """The explanation of the one verdict, as stable JSON keys."""
    (one,) = told.each
    clauses = {reason.condition.id: reason.clause for reason in one.verdict.reasons}
    return {
        "gaps": [
            {"clause": clauses[condition], "fact": gap.fact, "least": _number(gap.least), "most": _number(gap.most), "over": gap.over}
            for condition, gaps in one.gaps.items()
            for gap in gaps
        ],
        "near_misses": [_way(way) for way in one.near_miss.ways],
        "near_misses_exact": one.near_miss.exact,
        "turns": [
            {
                "clause": clauses[condition],
                "text": turn.condition.text,
                "holds": turn.holds,
                "earliest": turn.earliest.isoformat(),
                "latest": turn.latest.isoformat() if turn.latest else None,
            }
            for condition, turn in one.turns.items()
        ],
        "unsettled": [
            {"by": left.by, "facts": list(left.facts), "documents": [document.title for document in left.documents]}
            for left in one.unsettled
        ],
        "hanging": [{"clause": each.condition.clause, "document": each.document.title, "always": each.always} for each in one.hanging],
        "dates_wanted": [{"fact": wanted.fact, "confirms": wanted.confirms} for wanted in one.dates_wanted],
        "contradictions": [{"id": clash.id, "facts": list(clash.facts), "ask": clash.ask} for clash in one.clashes],
    }


def supposed_object(fact: str, supposed: Supposed) -> dict[str, Any]:
    """What one answer otherwise would turn."""
    return {
        "fact": fact,
        "verdict": supposed.after.name,
        "turned": [
            {"clause": turned.condition.clause, "text": turned.condition.text, "from": str(turned.before), "to": str(turned.after)}
            for turned in supposed.turned
        ],
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "changes": [{"fact": change.fact, "values": [_plain(value) for value in change.values]} for change in way.changes],
        "wait_until": way.wait_until.isoformat() if way.wait_until else None,
        "verdict": way.verdict.name,
    }


def _plain(value: Plain) -> bool | str | list[str] | int | float:
    """As ``--facts`` takes it."""
    match value:
        case Decimal():
            return _number(value)
        case frozenset():
            return sorted(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
