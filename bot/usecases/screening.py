"""A screening's result: every policy that could be applied for, with how each track stands, and what time alone will bring. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.usecases.interviewing import Finished, day_of
from bot.usecases.scope import PolicyScope, Scope, Screening, part_of, targets_of
from bot.usecases.shown import BEST_FIRST
from eligibility.ahead import course
from eligibility.answers import Answer, Answers, Given
from eligibility.introduction import introduced
from eligibility.questionnaire import questions_of
from eligibility.route import route_of
from eligibility.targets import Target
from eligibility.verdict import Reason, State, Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.calendar import Window
from knowledge.facts import AgeFact, DurationFact, Subject
from knowledge.policy import Policy, VerdictName

SOONEST_FIRST = ("open", "upcoming", "none", "closed")
CURRENT = {"open", "upcoming"}


@dataclass(frozen=True)
class Standing:
    """How somebody stands with one policy: a verdict for each of its tracks, or one where it has none."""

    policy: Policy
    verdicts: tuple[Verdict, ...]
    window: Window
    """Of the tracks that stand best, the one that ends first."""
    ripe_on: date | None = None
    """For one that does not fit, with nothing but time against it: the first day on which that is over."""
    track: str | None = None
    """The one track that is looked at; None for all."""

    @property
    def scope(self) -> PolicyScope:
        """What this is about, as a questionnaire would be."""
        return PolicyScope(self.policy.id, self.track)

    @property
    def subject(self) -> Subject:
        """Who applies for it: on whose side it was looked at."""
        side = self.policy.applicant_of(self.verdicts[0].track)
        assert side is not None  # noqa: S101 - a screening holds only what can be applied for
        return side

    @property
    def name(self) -> VerdictName:
        """The best of the tracks' verdicts."""
        return min((verdict.name for verdict in self.verdicts), key=BEST_FIRST.index)

    @property
    def best(self) -> tuple[Verdict, ...]:
        """The tracks that stand best."""
        return tuple(verdict for verdict in self.verdicts if verdict.name == self.name)


@dataclass(frozen=True)
class Result:
    """All standings of a screening, what can be applied for now first."""

    scope: Screening
    standings: tuple[Standing, ...]

    def named(self, name: VerdictName) -> tuple[Standing, ...]:
        """Those that stand so."""
        return tuple(standing for standing in self.standings if standing.name == name)

    @property
    def current(self) -> tuple[Standing, ...]:
        """Those that can be applied for now or soon."""
        return tuple(standing for standing in self.standings if standing.window.state in CURRENT)

    @property
    def fitting(self) -> tuple[Standing, ...]:
        """Those that fit or may fit."""
        return (*self.named("eligible"), *self.named("undetermined"))

    @property
    def ripening(self) -> tuple[Standing, ...]:
        """Those that do not fit yet and will by time alone."""
        return tuple(standing for standing in self.standings if standing.ripe_on is not None)

    @property
    def misfits(self) -> tuple[Standing, ...]:
        """The rest."""
        return tuple(standing for standing in self.named("not_eligible") if standing.ripe_on is None)


def result_of(base: KnowledgeBase, scope: Screening, finished: Finished, now: datetime) -> Result:
    """The verdicts of a screening, policy by policy."""
    found: dict[str, list[Verdict]] = {}
    for verdict in finished.verdicts:
        found.setdefault(verdict.policy, []).append(verdict)
    standings = [
        replace(
            _standing(base, base.policies[policy], tuple(verdicts), finished.answers, now),
            track=part_of(base, policy, scope.subject).track,
        )
        for policy, verdicts in found.items()
    ]
    standings.sort(key=lambda one: (BEST_FIRST.index(one.name), SOONEST_FIRST.index(one.window.state), -one.policy.year))
    return Result(scope, tuple(standings))


def standing_of(base: KnowledgeBase, about: PolicyScope, answers: Answers, now: datetime) -> Standing:
    """One policy, or one of its tracks, as a screening sees it."""
    policy = base.policies[about.policy]
    side = policy.applicant_of(about.track)
    assert side is not None  # noqa: S101 - a screening holds only what can be applied for
    scope = Screening(side)
    verdicts = tuple(judge(base, policy, one.track, answers, day_of(base, scope, one, answers, now)) for one in targets_of(base, about))
    return replace(_standing(base, policy, verdicts, answers, now), track=about.track)


def _standing(base: KnowledgeBase, policy: Policy, verdicts: tuple[Verdict, ...], answers: Answers, now: datetime) -> Standing:
    name = min((verdict.name for verdict in verdicts), key=BEST_FIRST.index)
    windows = [window_of(base, policy, verdict.track, answers, now) for verdict in verdicts if verdict.name == name]
    days = [day for verdict in verdicts if (day := _ripe_on(base, verdict, answers)) is not None]
    fits = any(verdict.name != "not_eligible" for verdict in verdicts)
    return Standing(policy, verdicts, min(windows, key=soonness), min(days, default=None) if not fits else None)


def window_of(base: KnowledgeBase, policy: Policy, track: str | None, answers: Answers, now: datetime) -> Window:
    """How it stands with applying for a track."""
    return route_of(base, policy, track, answers).window(now.astimezone(SHANGHAI))


def current_targets(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime) -> tuple[Target, ...]:
    """Those that can be applied for now or soon."""
    windows = {target: window_of(base, base.policies[target.policy], target.track, answers, now) for target in targets_of(base, scope)}
    return tuple(target for target, window in windows.items() if window.state in CURRENT)


def soonness(window: Window) -> tuple[int, int]:
    """What can be applied for first is least; of what is over, the last that was."""
    ends = (window.ends or date.max).toordinal()
    return SOONEST_FIRST.index(window.state), -ends if window.state == "closed" else ends


def _ripe_on(base: KnowledgeBase, verdict: Verdict, answers: Answers) -> date | None:
    """The day on which all that stands against somebody is over by itself, for certain; looked for only where that can be."""
    against = [reason for reason in verdict.reasons if reason.state is State.FAILED and reason.kind != "preferred"]
    if verdict.name != "not_eligible" or not against or not all(_hangs_on_time(base, reason, answers) for reason in against):
        return None
    waiting = {reason.condition.id for reason in against}
    return next((one.day for one in course(base, verdict, answers) if waiting.issubset(_met(one))), None)


def _met(verdict: Verdict) -> set[str]:
    return {reason.condition.id for reason in verdict.reasons if reason.state is State.MET}


def _hangs_on_time(base: KnowledgeBase, reason: Reason, answers: Answers) -> bool:
    growing = (fact for fact in reason.facts if isinstance(base.facts[fact], AgeFact | DurationFact))
    return any(isinstance(answers.get(fact), Given) for fact in growing)


def told_in(base: KnowledgeBase, scope: Scope, text: str, today: date) -> Mapping[str, Answer]:
    """What a sentence tells of what a questionnaire asks for."""
    asked = {fact.id for fact in questions_of(base, targets_of(base, scope))}
    return {fact: answer for fact, answer in introduced(base.facts, text, today).items() if fact in asked}
