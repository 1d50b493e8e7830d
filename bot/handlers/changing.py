"""Answers changed later, answers at odds, and a questionnaire forgotten: the buttons around a question and a result."""

from bot import texts
from bot.handlers.sitting import drawn, of_this_one, today_of
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.interviewing import Asking
from bot.usecases.scope import Scope, find_scope, read_scope
from bot.usecases.shown import Shown, read_shown
from bot.usecases.sitting import Sitting
from bot.views.changing import answers_message
from bot.views.concluding import forget_message, forgotten_message, kept_message
from bot.views.message import Message, say
from bot.views.paging import page_of
from bot.views.questions import open_code


@of_this_one
async def on_list(visit: Visit, sitting: Sitting) -> Outcome:
    """All answers of this questionnaire, to choose one."""
    return redraw(visit, await _listed(sitting, page_of(visit.argument(1))))


@of_this_one
async def on_choose(visit: Visit, sitting: Sitting) -> Outcome:
    """One of them is asked once more; what was answered stands until there is another answer."""
    fact = visit.snapshot.codes.find("fact", visit.argument(1))
    if fact is None or not await sitting.reopen(fact):
        return redraw(visit, await _listed(sitting, 0), texts.STALE)
    return redraw(visit, await drawn(visit, sitting))


@of_this_one
async def on_leave(visit: Visit, sitting: Sitting) -> Outcome:
    """It stays as it was."""
    await sitting.leave_as_it_is()
    return redraw(visit, await drawn(visit, sitting))


@of_this_one
async def on_all_right(visit: Visit, sitting: Sitting) -> Outcome:
    """Answers that seem to contradict each other are all right; this questionnaire does not ask again."""
    clash = visit.snapshot.codes.find("clash", visit.argument(1))
    if clash is not None:
        await sitting.keep_clash(clash)
    return redraw(visit, await drawn(visit, sitting), None if clash else texts.STALE)


@of_this_one
async def on_rough(visit: Visit, sitting: Sitting) -> Outcome:
    """No day is known, or it holds as it was said: only for the question that is open."""
    step = await sitting.peek()
    is_open = isinstance(step, Asking) and step.wanted is not None and open_code(step) == visit.argument(1)
    if isinstance(step, Asking) and is_open:
        await sitting.keep_rough(step.question.fact.id)
    return redraw(visit, await drawn(visit, sitting), None if is_open else texts.STALE)


@of_this_one
async def on_forget(visit: Visit, sitting: Sitting) -> Outcome:
    """Ask once more before the answers are deleted."""
    return redraw(visit, forget_message(visit.snapshot.base, sitting.scope, len(await sitting.earlier())))


@of_this_one
async def on_forget_confirmed(visit: Visit, sitting: Sitting) -> Outcome:
    """The questionnaire, its answers and what it showed are deleted."""
    await sitting.forget()
    await visit.rows.interviews.remove(sitting.interview.id)
    return redraw(visit, forgotten_message(visit.snapshot.base, sitting.scope))


async def on_kept(visit: Visit) -> Outcome:
    """The questionnaires that are kept; nothing where there are none."""
    base = visit.snapshot.base
    found: dict[Scope, Shown] = {}
    under_way: set[Scope] = set()
    for one in await visit.rows.interviews.of(visit.chat.id, visit.person.id):
        scope = read_scope(base, one.about)
        if scope is not None:
            shown = found.setdefault(scope, read_shown(one.shown))
            under_way |= {scope} if one.finished_at is None and shown.supposed is None else set()
    return reply(kept_message(base, tuple(found.items()), today_of(visit), under_way)) if found else Outcome()


async def on_open(visit: Visit) -> Outcome:
    """One of those that are kept is taken up again: its question or result, its answers, or whether to delete it."""
    scope = find_scope(visit.snapshot.codes, visit.argument())
    kept = {one.about for one in await visit.rows.interviews.of(visit.chat.id, visit.person.id)}
    if scope is None or str(scope) not in kept:
        return reply(say(texts.STALE_GONE))
    interview = await visit.rows.interviews.start(visit.chat.id, visit.person.id, str(scope), visit.now)
    sitting = Sitting(visit.rows, visit.snapshot.base, visit.person, interview, scope, visit.now)
    match visit.argument(1):
        case "l":
            return reply(await _listed(sitting, 0))
        case "d":
            return reply(forget_message(sitting.base, scope, len(await sitting.earlier())))
        case _:
            return reply(await drawn(visit, sitting))


async def _listed(sitting: Sitting, page: int) -> Message:
    answers, left_out = await sitting.earlier(), await sitting.left_out()
    return answers_message(sitting.base, sitting.scope, answers, left_out, page)
