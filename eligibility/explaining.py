"""Everything that explains one verdict: what is missing by how much, what would flip it, what time brings, who can settle what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eligibility.ahead import Turn, course, turns
from eligibility.answers import Answers
from eligibility.contradictions import Clash, contradictions
from eligibility.gaps import Gap, gaps
from eligibility.nearmiss import NearMiss, near_miss
from eligibility.precision import DateWanted, dates_wanted
from eligibility.settling import Hanging, Unsettled, hanging, unsettled
from eligibility.verdict import Verdict
from knowledge.base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Explanation:
    """One verdict, explained."""

    verdict: Verdict
    gaps: Mapping[str, tuple[Gap, ...]]
    """By condition, for those that fail by an amount."""
    near_miss: NearMiss
    turns: Mapping[str, Turn]
    """By condition, for those that time alone turns."""
    unsettled: tuple[Unsettled, ...]
    hanging: tuple[Hanging, ...]
    dates_wanted: tuple[DateWanted, ...]
    clashes: tuple[Clash, ...]
    """Contradictions among all answers, of which at least one is about what this verdict looks at."""


def explain(base: KnowledgeBase, verdict: Verdict, answers: Answers, today: date) -> Explanation:
    """A verdict with all that explains it; a fraction of a second at most."""
    looked_at = {fact for reason in verdict.reasons for fact in reason.facts}
    missed = {reason.condition.id: gaps(base, verdict, reason, answers) for reason in verdict.reasons}
    return Explanation(
        verdict=verdict,
        gaps={condition: found for condition, found in missed.items() if found},
        near_miss=near_miss(base, verdict, answers),
        turns={turn.condition.id: turn for turn in turns(course(base, verdict, answers))},
        unsettled=unsettled(base, verdict),
        hanging=hanging(base, verdict),
        dates_wanted=dates_wanted(base, verdict, answers, today),
        clashes=tuple(clash for clash in contradictions(base, answers, verdict.day) if looked_at.intersection(clash.facts)),
    )
