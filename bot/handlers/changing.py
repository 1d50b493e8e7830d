"""Answers changed later, answers at odds, and a questionnaire forgotten: the buttons around a question and a result."""

from bot import texts
from bot.handlers.sitting import drawn, of_this_one
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.interviewing import Asking
from bot.usecases.scope import read_scope
from bot.usecases.sitting import Sitting
from bot.views.changing import answers_message
from bot.views.concluding import forget_message, forgotten_message, kept_message
from bot.views.message import Message
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
    found = (read_scope(visit.snapshot.base, one.about) for one in await visit.rows.interviews.of(visit.chat.id, visit.person.id))
    scopes = tuple(dict.fromkeys(scope for scope in found if scope is not None))
    return reply(kept_message(visit.snapshot.base, scopes)) if scopes else Outcome()


async def _listed(sitting: Sitting, page: int) -> Message:
    answers, left_out = await sitting.earlier(), await sitting.left_out()
    return answers_message(sitting.base, sitting.scope, answers, left_out, page)
