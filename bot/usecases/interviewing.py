"""A self-check: which question comes next, from the answers alone, and what the verdict is once none is left. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.usecases.scope import Scope, Screening, targets_of
from bot.usecases.shown import Difference
from eligibility.answers import Answer, Answers, DoesNotKnow, Given
from eligibility.choosing import subject_of
from eligibility.contradictions import Clash
from eligibility.precision import DateWanted
from eligibility.questionnaire import Question, next_question, questions_of
from eligibility.route import route_of
from eligibility.settling import Hanging
from eligibility.targets import Target
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
    """The day for which ages and lengths are asked: the one that counts for the policy, or today in a screening."""
    standing: Answer | None = None
    """The answer that stands until there is another, where something is asked once more."""
    wanted: DateWanted | None = None
    """Why it is asked once more: it was said too roughly. Without it, because the person chose to."""
    hanging: tuple[Hanging, ...] = ()
    """To be said before the first question: what decides and stands in documents not in hand."""


@dataclass(frozen=True)
class AskingConsent:
    """A sensitive question is due, and the person has not said yet whether they may be asked."""

    scope: Scope
    targets: tuple[Target, ...]
    question: Question


@dataclass(frozen=True)
class AskingWhich:
    """Answers cannot all be right: which one is to be changed?"""

    scope: Scope
    targets: tuple[Target, ...]
    clash: Clash
    answers: Answers


@dataclass(frozen=True)
class Pausing:
    """What takes applications now or soon is settled; what is over, or has no dates, can still be asked about."""

    scope: Screening
    targets: tuple[Target, ...]
    question: Question
    """The one that is due when they go on."""
    answers: Answers


@dataclass(frozen=True)
class Finished:
    """No further answer could change a verdict."""

    scope: Scope
    targets: tuple[Target, ...]
    verdicts: tuple[Verdict, ...]
    answers: Answers
    differences: tuple[Difference, ...] = ()
    """The verdicts that are others than those shown last."""
    rough: frozenset[str] = frozenset()
    """Ages and lengths of which the person confirmed the number, or can tell no day."""


Step = Asking | AskingConsent | AskingWhich | Pausing | Finished


def day_of(base: KnowledgeBase, scope: Scope, target: Target, answers: Answers, now: datetime) -> date:
    """The day on which ages and lengths are judged for a target.

    Who looks for something to apply for is judged as of today where the edition on file is closed: the next one is what counts.
    """
    now = now.astimezone(SHANGHAI)
    route = route_of(base, base.policies[target.policy], target.track, answers)
    if isinstance(scope, Screening) and route.window(now).state == "closed":
        return now.date()
    return route.judging_day(now.date()).day


def asking_day(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime) -> date:
    """The day for which ages and lengths are asked."""
    if isinstance(scope, Screening):
        return now.astimezone(SHANGHAI).date()
    return day_of(base, scope, targets_of(base, scope)[0], answers, now)


def decide(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime) -> Asking | Finished:
    """What comes next; pure."""
    targets = targets_of(base, scope)
    days = _days(base, scope, answers, now)
    taken = known(base, answers)
    question = next_question(base, targets, taken, days, subject_of(base.facts, answers))
    if question is not None:
        passed_over = (taken.keys() - answers.keys()).intersection(fact.id for fact in questions_of(base, targets))
        question = replace(question, answered=question.answered - len(passed_over))
        return Asking(scope, targets, question, answers, asking_day(base, scope, answers, now))
    return _judged(base, scope, answers, days)


def known(base: KnowledgeBase, answers: Answers) -> Answers:
    """The answers, together with what nobody can be asked who did not answer what it presumes: it counts as not known."""
    silent = {fact for fact, answer in answers.items() if not isinstance(answer, Given)}
    presuming = (fact.id for fact in base.facts.values() if silent.intersection(fact.presumes) and fact.id not in answers)
    return {**answers, **dict.fromkeys(presuming, DoesNotKnow())}


def judged(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime) -> Finished:
    """The verdicts as they stand, whether or not something could still be asked."""
    return _judged(base, scope, answers, _days(base, scope, answers, now))


def _days(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime) -> dict[Target, date]:
    return {target: day_of(base, scope, target, answers, now) for target in targets_of(base, scope)}


def _judged(base: KnowledgeBase, scope: Scope, answers: Answers, days: Mapping[Target, date]) -> Finished:
    verdicts = tuple(judge(base, base.policies[target.policy], target.track, answers, day) for target, day in days.items())
    return Finished(scope, tuple(days), verdicts, answers)
