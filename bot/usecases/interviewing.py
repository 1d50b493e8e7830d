"""A self-check: which question comes next, from the answers alone, and what the verdict is once none is left. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.usecases.scope import Scope, targets_of
from eligibility.answers import Answers
from eligibility.questionnaire import Question, Target, next_question
from eligibility.route import route_of
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase


@dataclass(frozen=True)
class Asking:
    """A question is due."""

    scope: Scope
    targets: tuple[Target, ...]
    question: Question
    answers: Answers
    day: date
    """The day on which ages and lengths count for the first target."""


@dataclass(frozen=True)
class AskingConsent:
    """A sensitive question is due, and the person has not said yet whether they may be asked."""

    scope: Scope
    targets: tuple[Target, ...]
    question: Question


@dataclass(frozen=True)
class Finished:
    """No further answer could change a verdict."""

    scope: Scope
    targets: tuple[Target, ...]
    verdicts: tuple[Verdict, ...]
    answers: Answers


Step = Asking | AskingConsent | Finished


def day_of(base: KnowledgeBase, target: Target, answers: Answers, now: datetime) -> date:
    """The day on which ages and lengths are judged for a target."""
    return route_of(base, base.policies[target.policy], target.track, answers).judging_day(now.astimezone(SHANGHAI).date()).day


def decide(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime) -> Asking | Finished:
    """What comes next; pure."""
    targets = targets_of(base, scope)
    days = {target: day_of(base, target, answers, now) for target in targets}
    question = next_question(base, targets, answers, days)
    if question is not None:
        return Asking(scope, targets, question, answers, days[targets[0]])
    verdicts = tuple(judge(base, base.policies[target.policy], target.track, answers, days[target]) for target in targets)
    return Finished(scope, targets, verdicts, answers)
