"""What a questionnaire does next. Pure, and derived anew each time from the answers and from what was shown.

In this order: the fact that was chosen to be changed, answers that clash, the next question (in a screening with a pause once what
can be applied for is settled), a day that is wanted, the result.
"""

from dataclasses import replace
from datetime import datetime

from bot.clock import SHANGHAI
from bot.usecases.interviewing import Asking, AskingWhich, Finished, Pausing, asking_day, day_of, decide, judged, known
from bot.usecases.scope import Scope, Screening, targets_of
from bot.usecases.screening import current_targets
from bot.usecases.shown import Shown
from eligibility.answers import Answers, Given
from eligibility.contradictions import Clash, contradictions
from eligibility.precision import dates_wanted
from eligibility.questionnaire import next_question, question_about, questions_of
from eligibility.settling import Hanging, hanging
from eligibility.targets import Target
from knowledge.base import KnowledgeBase


def next_step(
    base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime, shown: Shown
) -> Asking | AskingWhich | Pausing | Finished:
    """What comes next; what a person leaves as it is is not asked about again."""
    if shown.reopened is not None and shown.reopened in base.facts:
        return _once_more(base, scope, answers, now, shown.reopened)
    clash = open_clash(base, scope, answers, now, shown)
    if clash is not None:
        return AskingWhich(scope, targets_of(base, scope), clash, answers)
    step = decide(base, scope, answers, now)
    if isinstance(step, Finished):
        return _day_wanted(base, step, now, shown) or replace(step, rough=shown.rough)
    if isinstance(scope, Screening) and not shown.onward:
        return _what_is_open_first(base, scope, step, now, shown)
    is_said_already = step.question.answered or isinstance(scope, Screening)
    return step if is_said_already else replace(step, hanging=forewarned(base, scope, now))


def _what_is_open_first(base: KnowledgeBase, scope: Screening, step: Asking, now: datetime, shown: Shown) -> Asking | Pausing:
    """Once what can be applied for now or soon is settled, that is said before the rest is asked about.

    What is sensitive, and the exact day of what was said too roughly, is asked for before that where it hangs on them.
    """
    current = current_targets(base, scope, step.answers, now)
    if not current:
        return step
    days = {target: day_of(base, scope, target, step.answers, now) for target in current}
    left = next_question(base, current, known(base, step.answers), days)
    if left is not None:
        return replace(step, question=replace(step.question, fact=left.fact, because=left.because)) if left.fact.sensitive else step
    found = judged(base, scope, step.answers, now)
    mine = tuple(verdict for verdict in found.verdicts if Target(verdict.policy, verdict.track) in current)
    wanted = _day_wanted(base, replace(found, verdicts=mine), now, shown)
    return wanted or Pausing(scope, step.targets, step.question, step.answers)


def open_clash(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime, shown: Shown) -> Clash | None:
    """The first contradiction that touches what this questionnaire asks and that the person has not left as it is."""
    asked = {fact.id for fact in questions_of(base, targets_of(base, scope))}
    found = contradictions(base, answers, asking_day(base, scope, answers, now))
    return next((clash for clash in found if clash.id not in shown.kept and asked.intersection(clash.facts)), None)


def forewarned(base: KnowledgeBase, scope: Scope, now: datetime) -> tuple[Hanging, ...]:
    """What has to be said before the first question: what decides, for all or for some, stands in papers that are not in hand."""
    found = (one for verdict in judged(base, scope, {}, now).verdicts for one in hanging(base, verdict))
    return tuple(dict.fromkeys(found))


def _once_more(base: KnowledgeBase, scope: Scope, answers: Answers, now: datetime, fact: str) -> Asking:
    targets, day = targets_of(base, scope), asking_day(base, scope, answers, now)
    return Asking(scope, targets, question_about(base, targets, answers, fact), answers, day, standing=answers.get(fact))


def _day_wanted(base: KnowledgeBase, finished: Finished, now: datetime, shown: Shown) -> Asking | None:
    """The first age or length whose day would settle something, and that the person may be able to tell."""
    today = now.astimezone(SHANGHAI).date()
    found = (one for verdict in finished.verdicts for one in dates_wanted(base, verdict, finished.answers, today))
    wanted = next((one for one in found if one.fact not in shown.rough and isinstance(one.answer, Given)), None)
    if wanted is None:
        return None
    return replace(_once_more(base, finished.scope, finished.answers, now, wanted.fact), wanted=wanted, day=wanted.day)
