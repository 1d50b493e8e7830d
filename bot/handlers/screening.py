"""What can I apply for? From a sentence or a button to the result, and what comes after it."""

from datetime import date

from bot import texts
from bot.clock import SHANGHAI
from bot.handlers import beginning
from bot.handlers.memory import remember
from bot.handlers.sitting import drawn, message_of, of_this_one, sitting_of
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.answer_rows import answers_of
from bot.usecases.interviewing import Asking, Finished, Pausing, judged
from bot.usecases.matching import standing_now, target_of_screening, target_to_remind, wait_for
from bot.usecases.scope import PolicyScope, Screening, find_scope, targets_of
from bot.usecases.screening import result_of, told_in
from bot.usecases.sitting import Sitting
from bot.views.message import say
from bot.views.screening import (
    followed_message,
    misfits_message,
    reminded_message,
    ripening_message,
    so_far_message,
    standing_message,
    told_message,
)
from knowledge.search.understanding import Leaning, Speaker


async def on_told(visit: Visit, text: str, speaker: Speaker | None) -> Outcome:
    """Somebody told about themselves or asked what there is for them: what was heard, for them to confirm."""
    base = visit.snapshot.base
    told = told_in(base, Screening(speaker or "person"), text, _today(visit))
    of_themselves = any(base.facts[fact].subject == "person" for fact in told)
    subject = speaker or ("person" if of_themselves else None)
    return reply(told_message(base, text, told, subject, consented=visit.person.consented_at is not None))


async def on_begin(visit: Visit) -> Outcome:
    """A screening begins."""
    scope = _scope(visit)
    return await beginning.sit_down(visit, scope) if scope is not None else reply(say(texts.STALE_GONE))


async def on_so_far(visit: Visit) -> Outcome:
    """The result before everything is answered."""
    scope = _scope(visit)
    sitting = await sitting_of(visit)
    if scope is None or sitting is None or sitting.scope != scope:
        return reply(say(texts.STALE_GONE))
    step = await sitting.peek()
    if not isinstance(step, Asking | Pausing):
        return redraw(visit, await message_of(visit, step))
    base = visit.snapshot.base
    finished = judged(base, scope, step.answers, visit.now)
    return redraw(visit, so_far_message(base, result_of(base, scope, finished, visit.now), finished, step))


@of_this_one
async def on_onward(visit: Visit, sitting: Sitting) -> Outcome:
    """What can be applied for is settled; on with the rest."""
    await sitting.go_onward(onward=True)
    return redraw(visit, await drawn(visit, sitting))


async def on_misfits(visit: Visit) -> Outcome:
    """Why the rest does not fit."""
    scope = _scope(visit)
    finished = await _finished(visit, scope) if scope else None
    if scope is None or finished is None:
        return reply(say(texts.STALE_GONE))
    base = visit.snapshot.base
    return redraw(visit, misfits_message(base, result_of(base, scope, finished, visit.now), finished.answers))


async def on_details(visit: Visit) -> Outcome:
    """One policy of the result, condition by condition, from the answers as they are stored now."""
    base = visit.snapshot.base
    scope = find_scope(visit.snapshot.codes, visit.argument())
    if not isinstance(scope, PolicyScope):
        return reply(say(texts.STALE_GONE))
    standing = await standing_now(visit.rows, base, visit.person.id, scope, visit.now)
    if standing is None:
        return reply(say(texts.STALE_GONE))
    answers = answers_of(base, await visit.rows.answers.of(visit.person.id))
    finished = Finished(scope, targets_of(base, scope), standing.verdicts, answers)
    await remember(visit, Leaning(scope.policy, scope.track, ("conditions",)))
    return reply(standing_message(base, standing, finished, visit.now))


async def on_follow(visit: Visit) -> Outcome:
    """Be told of new programmes that fit."""
    scope = _scope(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    await visit.rows.subscriptions.follow(visit.person.id, visit.chat.id, target_of_screening(scope), visit.now)
    return reply(followed_message(scope.subject))


async def on_remind(visit: Visit) -> Outcome:
    """Be reminded of everything that fits or may: of its deadline where that is to come, else of its next edition."""
    scope = _scope(visit)
    finished = await _finished(visit, scope) if scope else None
    if scope is None or finished is None:
        return reply(say(texts.STALE_GONE))
    shown = result_of(visit.snapshot.base, scope, finished, visit.now).fitting
    for standing in shown:
        await visit.rows.subscriptions.follow(visit.person.id, visit.chat.id, target_to_remind(standing), visit.now)
    return reply(reminded_message(shown))


async def on_unfollow(visit: Visit) -> Outcome:
    """No more news of new programmes."""
    scope = _scope(visit)
    wanted = target_of_screening(scope) if scope else None
    mine = [one for one in await visit.rows.subscriptions.of(visit.person.id) if (one.kind, one.target) == wanted]
    for one in mine:
        await visit.rows.subscriptions.end(one.id, visit.person.id, visit.now)
    return reply(say("好的，不再告诉您新项目。" if mine else "这一项没有在提醒您。", "想要时再测一遍，点“有适合我的新项目告诉我”。"))


async def on_wait(visit: Visit) -> Outcome:
    """Be reminded on the day from which a policy fits."""
    scope = find_scope(visit.snapshot.codes, visit.argument())
    if not isinstance(scope, PolicyScope):
        return reply(say(texts.STALE_GONE))
    standing = await standing_now(visit.rows, visit.snapshot.base, visit.person.id, scope, visit.now)
    if standing is None or standing.ripe_on is None:
        return reply(say(texts.STALE_GONE))
    await wait_for(visit.rows, visit.person.id, visit.chat.id, standing, visit.now)
    return reply(ripening_message(standing))


async def _finished(visit: Visit, scope: Screening) -> Finished | None:
    """The verdicts of the screening that was made last in this chat, as they stand now; None when another was."""
    sitting = await sitting_of(visit)
    if sitting is None or sitting.scope != scope:
        return None
    step = await sitting.peek()
    if isinstance(step, Finished):
        return step
    return judged(visit.snapshot.base, scope, await visit.answers(), visit.now)


def _scope(visit: Visit) -> Screening | None:
    scope = find_scope(visit.snapshot.codes, visit.argument())
    return scope if isinstance(scope, Screening) else None


def _today(visit: Visit) -> date:
    return visit.now.astimezone(SHANGHAI).date()
