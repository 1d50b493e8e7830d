"""Where somebody sits: the questionnaire that a press or a text belongs to, and how its next step is drawn."""

from collections.abc import Awaitable, Callable
from datetime import date

from bot import texts
from bot.clock import SHANGHAI
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases.interviewing import Asking, AskingConsent, AskingWhich, Finished, Pausing, Step, judged
from bot.usecases.keeping.withdrawing import is_unjudged
from bot.usecases.scope import PolicyScope, Screening, read_scope, scope_code
from bot.usecases.screening import result_of, standing_of, told_in
from bot.usecases.sitting import Sitting
from bot.views import screening, verdicts
from bot.views.changing import clash_message
from bot.views.concluding import conclusion
from bot.views.message import Message, say
from bot.views.questions import SAID, question_message, sensitive_message
from bot.views.withheld import withheld_message

SittingHandler = Callable[[Visit, Sitting], Awaitable[Outcome]]


async def sitting_of(visit: Visit, *, running: bool = False) -> Sitting | None:
    """The questionnaire that runs here, or else (unless ``running``) the last one; None when its policy is gone or there is none."""
    interview = await visit.rows.interviews.running(visit.chat.id, visit.person.id)
    if interview is None and not running:
        interview = await visit.rows.interviews.latest(visit.chat.id, visit.person.id)
    scope = read_scope(visit.snapshot.base, interview.about) if interview else None
    if interview is None or scope is None:
        return None
    return Sitting(visit.rows, visit.snapshot.base, visit.person, interview, scope, visit.now)


def of_this_one(handler: SittingHandler) -> Handler:
    """For buttons that name their questionnaire: of another one, or none, that is said and what is open is drawn below."""

    async def handled(visit: Visit) -> Outcome:
        sitting = await sitting_of(visit)
        if sitting is None:
            return reply(say(texts.STALE_GONE))
        if scope_code(sitting.scope) != visit.argument():
            return reply(await drawn(visit, sitting), toast=texts.STALE)
        return await handler(visit, sitting)

    return handled


async def go_on(visit: Visit) -> Outcome:
    """Back to the question that is open, or the result."""
    sitting = await sitting_of(visit)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    return redraw(visit, await drawn(visit, sitting))


async def drawn(visit: Visit, sitting: Sitting) -> Message:
    """The next step after whatever was just changed."""
    return await message_of(visit, await (await sitting.fresh()).step())


async def message_of(visit: Visit, step: Step) -> Message:
    """The question that is open, or the result."""
    base = visit.snapshot.base
    if isinstance(step.scope, PolicyScope) and is_unjudged(base, step.scope.policy):
        return withheld_message(base, base.policies[step.scope.policy])
    match step:
        case Asking():
            return question_message(base, step)
        case AskingConsent():
            return sensitive_message(step)
        case AskingWhich():
            return clash_message(base, step)
        case Pausing():
            finished = judged(base, step.scope, step.answers, visit.now)
            return screening.pause_message(base, result_of(base, step.scope, finished, visit.now), step)
        case Finished():
            return await _result(visit, step)


async def _result(visit: Visit, finished: Finished) -> Message:
    base, scope = visit.snapshot.base, finished.scope
    if isinstance(scope, Screening):
        return conclusion(base, screening.result_message(base, result_of(base, scope, finished, visit.now), finished), finished)
    standing = standing_of(base, scope, finished.answers, visit.now)
    inner = (await visit.inner_days()).get(scope.policy)
    return conclusion(base, verdicts.result_message(base, finished, visit.now), finished, standing, inner)


def said_on(visit: Visit) -> str:
    """What the person told of themselves, in the line of the pressed message that carries it; empty where none does."""
    lines = visit.pressed_text.splitlines()
    return next((line.removeprefix(SAID) for line in lines if line.startswith(SAID)), "")


async def keep_told(visit: Visit, sitting: Sitting) -> frozenset[str]:
    """Store what the person told of themselves and confirmed, as the pressed message carries it; the facts that it answers."""
    told = told_in(visit.snapshot.base, sitting.scope, said_on(visit), today_of(visit))
    for fact, answer in told.items():
        await sitting.store(fact, answer)
    return frozenset(told)


def today_of(visit: Visit) -> date:
    """The day on which somebody visits."""
    return visit.now.astimezone(SHANGHAI).date()
