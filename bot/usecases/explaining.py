"""A self-check's verdicts explained, together with all that the words about them need. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.usecases.shown import BEST_FIRST
from eligibility.answers import Answers
from eligibility.explaining import Explanation, explain
from eligibility.route import Route, route_of
from eligibility.verdict import Reason, State, Verdict
from knowledge.base import KnowledgeBase
from knowledge.calendar import Window
from knowledge.facts import Fact
from knowledge.policy import Policy


@dataclass(frozen=True)
class Explained:
    """The verdicts of one policy, for one person, told on one day."""

    base: KnowledgeBase
    policy: Policy
    answers: Answers
    now: datetime
    each: tuple[Explanation, ...]
    """One for each track that was checked, what fits before what may and before the rest; or for the policy itself."""

    @property
    def today(self) -> date:
        """The day on which this is told, which is seldom the one that counts."""
        return self.now.astimezone(SHANGHAI).date()

    @property
    def only(self) -> str | None:
        """The one track that this is about; None for several, and for a policy without tracks."""
        return self.each[0].verdict.track if len(self.each) == 1 else None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts themselves."""
        return tuple(one.verdict for one in self.each)

    @property
    def route(self) -> Route:
        """The way through the policy's stages, as far as the answers tell."""
        return route_of(self.base, self.policy, self.only, self.answers)

    @property
    def hopeful(self) -> tuple[Verdict, ...]:
        """Those that fit or may; all where none does."""
        return tuple(verdict for verdict in self.verdicts if verdict.name != "not_eligible") or self.verdicts

    @property
    def windows(self) -> tuple[tuple[Window, tuple[str, ...]], ...]:
        """The dates of the hopeful tracks, each with the tracks that share it; none are named where all do."""
        now = self.now.astimezone(SHANGHAI)
        found: dict[str, tuple[Window, list[str]]] = {}
        for verdict in self.hopeful:
            window = route_of(self.base, self.policy, verdict.track, self.answers).window(now)
            same = found.setdefault(window.stage.id if window.stage else "", (window, []))
            same[1].append(verdict.track or "")
        return tuple((window, tuple(tracks) if len(found) > 1 else ()) for window, tracks in found.values())

    @property
    def reasons(self) -> tuple[tuple[Explanation, Reason], ...]:
        """Every condition once in each state it has, with the best of the tracks that share it."""
        found: dict[tuple[str, State], tuple[Explanation, Reason]] = {}
        for one in self.each:
            for reason in one.verdict.reasons:
                found.setdefault((reason.condition.id, reason.state), (one, reason))
        return tuple(found.values())

    def fact(self, fact: str) -> Fact:
        """A fact by its id."""
        return self.base.facts[fact]


def explained(base: KnowledgeBase, verdicts: Sequence[Verdict], answers: Answers, now: datetime) -> Explained:
    """Some verdicts, all of one policy, with what explains each, the best first."""
    today = now.astimezone(SHANGHAI).date()
    best_first = sorted(verdicts, key=lambda verdict: BEST_FIRST.index(verdict.name))
    each = tuple(explain(base, verdict, answers, today) for verdict in best_first)
    return Explained(base, base.policies[verdicts[0].policy], answers, now, each)
