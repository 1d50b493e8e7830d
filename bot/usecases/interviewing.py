"""A self-check: which question comes next, from the answers alone, and what the verdict is once none is left. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import SHANGHAI
from eligibility.answers import Answers
from eligibility.questionnaire import Question, Target, next_question
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.calendar import judging_day


@dataclass(frozen=True)
class Asking:
    """A question is due."""

    targets: tuple[Target, ...]
    question: Question
    answers: Answers
    day: date
    """The day on which ages and lengths count for the first target."""


@dataclass(frozen=True)
class AskingConsent:
    """A sensitive question is due, and the person has not said yet whether they may be asked."""

    targets: tuple[Target, ...]
    question: Question


@dataclass(frozen=True)
class Finished:
    """No further answer could change a verdict."""

    targets: tuple[Target, ...]
    verdicts: tuple[Verdict, ...]
    answers: Answers


Step = Asking | AskingConsent | Finished


def targets_of(base: KnowledgeBase, policy: str, track: str | None) -> tuple[Target, ...]:
    """The policy's track, or all its tracks, or the policy itself when it has none."""
    tracks = base.policies[policy].tracks
    if track is not None or not tracks:
        return (Target(policy, track),)
    return tuple(Target(policy, one.id) for one in tracks)


def scope_of(targets: tuple[Target, ...]) -> tuple[str, str | None]:
    """The policy that a questionnaire is about, and its track where it is about one alone."""
    return targets[0].policy, targets[0].track if len(targets) == 1 else None


def day_of(base: KnowledgeBase, target: Target, now: datetime) -> date:
    """The day on which ages and lengths are judged for a target."""
    return judging_day(base.policies[target.policy], target.track, now.astimezone(SHANGHAI).date()).day


def decide(base: KnowledgeBase, targets: tuple[Target, ...], answers: Answers, now: datetime) -> Asking | Finished:
    """What comes next; pure."""
    days = {target: day_of(base, target, now) for target in targets}
    question = next_question(base, targets, answers, days)
    if question is not None:
        return Asking(targets, question, answers, days[targets[0]])
    return Finished(
        targets, tuple(judge(base, base.policies[target.policy], target.track, answers, days[target]) for target in targets), answers
    )
