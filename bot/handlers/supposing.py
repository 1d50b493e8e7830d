"""If it were otherwise: a fact and an answer supposed of a result; stored only when somebody says so."""

import re
from collections.abc import Awaitable, Callable

from bot import texts
from bot.handlers.sitting import drawn, message_of, of_this_one, sitting_of, today_of
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases.answer_marks import supposed_answer
from bot.usecases.interviewing import Finished, Step, asking_day
from bot.usecases.sitting import Sitting
from bot.usecases.supposing import offered, supposable, supposed
from bot.views.message import Message
from bot.views.paging import page_of
from bot.views.wondering import facts_message, flips_message, suppose_message
from eligibility.answers import Answer, Given
from eligibility.introduction import introduced
from eligibility.reading import Refusal, read_answer
from knowledge.facts import Fact
from knowledge.search.understanding import Understanding

SUPPOSING = re.compile(r"\s*(?:那|那么)?(?:如果|要是|假如|假设|倘若|若是)(?:说)?")

FactHandler = Callable[[Visit, Sitting, Finished, Fact], Awaitable[Outcome]]


def of_a_fact(handler: FactHandler) -> Handler:
    """For buttons that name a questionnaire and a fact that its result looks at; anything else is stale, and what is open is drawn."""

    @of_this_one
    async def handled(visit: Visit, sitting: Sitting) -> Outcome:
        step = await sitting.peek()
        named = visit.snapshot.codes.find("fact", visit.argument(1))
        fact = next((one for one in _facts_of(sitting, step) if one.id == named), None)
        if not isinstance(step, Finished) or fact is None:
            return redraw(visit, await drawn(visit, sitting), texts.STALE)
        return await handler(visit, sitting, step, fact)

    return handled


@of_this_one
async def on_facts(visit: Visit, sitting: Sitting) -> Outcome:
    """Which fact?"""
    step = await sitting.peek()
    if not isinstance(step, Finished):
        return redraw(visit, await drawn(visit, sitting), texts.STALE)
    return redraw(visit, facts_message(step, _facts_of(sitting, step), page_of(visit.argument(1))))


@of_a_fact
async def on_fact(visit: Visit, sitting: Sitting, finished: Finished, fact: Fact) -> Outcome:
    """Which answer? From now on a text that is typed is taken for one."""
    await sitting.suppose(fact.id)
    return redraw(visit, _choices(visit, sitting, finished, fact))


@of_a_fact
async def on_suppose(visit: Visit, sitting: Sitting, finished: Finished, fact: Fact) -> Outcome:
    """What it would turn; nothing is stored."""
    answer = _pressed(visit, sitting, finished, fact)
    if answer is None:
        return redraw(visit, _choices(visit, sitting, finished, fact), texts.STALE)
    return redraw(visit, _flips(sitting, finished, fact, answer))


@of_a_fact
async def on_take(visit: Visit, sitting: Sitting, finished: Finished, fact: Fact) -> Outcome:
    """It is so: stored as the answer."""
    answer = _pressed(visit, sitting, finished, fact)
    if answer is None:
        return redraw(visit, _choices(visit, sitting, finished, fact), texts.STALE)
    await sitting.store(fact.id, answer)
    return redraw(visit, await drawn(visit, sitting))


async def on_typed(visit: Visit, sitting: Sitting, text: str) -> Outcome | None:
    """An answer that is supposed in words; None where the text is none."""
    step, fact = await _supposed(sitting)
    if not isinstance(step, Finished) or fact is None:
        return reply(await message_of(visit, step))
    answer = _read(visit, sitting, step, fact, text)
    return reply(_flips(sitting, step, fact, answer)) if isinstance(answer, Given) else None


async def on_asked(visit: Visit, sitting: Sitting, text: str, *, is_question: bool) -> Outcome | None:
    """A text that supposes nothing: what would be understood; None for a question of theirs, with which the supposing ends."""
    step, fact = await _supposed(sitting)
    if is_question or not isinstance(step, Finished) or fact is None:
        await sitting.leave_as_it_is()
        await visit.rows.interviews.finish(sitting.interview.id, visit.now)
        return None
    answer = _read(visit, sitting, step, fact, text)
    return reply(_choices(visit, sitting, step, fact, answer.short if isinstance(answer, Refusal) else None))


async def on_wondered(visit: Visit, text: str, understood: Understanding) -> Outcome | None:
    """A sentence that supposes something of the result that came last (如果我48岁呢); None where it tells no fact that counts there."""
    supposing = SUPPOSING.match(text)
    sitting = await sitting_of(visit) if supposing else None
    step = await sitting.peek() if sitting else None
    if supposing is None or sitting is None or not isinstance(step, Finished):
        return None
    about = {target.policy for target in step.targets}
    if understood.policies and about.isdisjoint(understood.policies):
        return None
    facts = {fact.id: fact for fact in _facts_of(sitting, step)}
    told = introduced(facts, text[supposing.end() :], today_of(visit))
    if len(told) > 1:
        return reply(facts_message(step, tuple(facts[fact] for fact in told)))
    return next((reply(_flips(sitting, step, facts[fact], answer)) for fact, answer in told.items() if isinstance(answer, Given)), None)


async def _supposed(sitting: Sitting) -> tuple[Step, Fact | None]:
    """Where they stand, and the fact that the next typed text is about."""
    step = await sitting.peek()
    return step, next((one for one in _facts_of(sitting, step) if one.id == sitting.shown.supposed), None)


def _read(visit: Visit, sitting: Sitting, finished: Finished, fact: Fact, text: str) -> Answer | Refusal:
    day = asking_day(sitting.base, sitting.scope, finished.answers, visit.now)
    return read_answer(fact, text, today=today_of(visit), as_of=day)


def _facts_of(sitting: Sitting, step: object) -> tuple[Fact, ...]:
    return supposable(sitting.base, step) if isinstance(step, Finished) else ()


def _choices(visit: Visit, sitting: Sitting, finished: Finished, fact: Fact, hint: str | None = None) -> Message:
    day = asking_day(sitting.base, sitting.scope, finished.answers, visit.now)
    return suppose_message(finished, fact, offered(sitting.base, finished, fact, day), hint)


def _flips(sitting: Sitting, finished: Finished, fact: Fact, answer: Given) -> Message:
    return flips_message(sitting.base, finished, supposed(sitting.base, finished, fact.id, answer), fact, answer)


def _pressed(visit: Visit, sitting: Sitting, finished: Finished, fact: Fact) -> Given | None:
    day = asking_day(sitting.base, sitting.scope, finished.answers, visit.now)
    return supposed_answer(visit.snapshot.codes, fact, visit.argument(2), today_of(visit), day)
