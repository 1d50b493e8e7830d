"""A self-check under way. Which question is open always follows from the stored answers; a button only says what was pressed."""

import re
from dataclasses import replace
from datetime import date

from bot import texts
from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.interviewing import Asking, AskingConsent, Finished, Step
from bot.usecases.scope import PolicyScope, Scope, Screening, read_scope, scope_code
from bot.usecases.screening import result_of
from bot.usecases.sitting import Sitting
from bot.views import screening
from bot.views.answer import answer_message
from bot.views.message import Button, Message, column, say
from bot.views.questions import chosen_of, go_on_button, open_code, question_message, sensitive_message, why_message
from bot.views.verdicts import result_message
from eligibility.answers import Answer, Declined, DoesNotKnow, Given
from eligibility.reading import Refusal, read_answer
from knowledge.facts import ChoicesFact, Fact, YesNoFact, option_ids
from storage.records import InterviewRecord

ASKING = re.compile("[?？吗呢啥谁哪]|什么|怎么|怎样|如何|多少|多久|几时|几号|能不能|可不可以|要不要|是不是")


async def on_sensitive_consent(visit: Visit) -> Outcome:
    """Sensitive questions may be asked."""
    await visit.rows.people.give_consent(visit.person.id, "sensitive", visit.now)
    return await go_on(visit)


async def on_no_sensitive_consent(visit: Visit) -> Outcome:
    """Sensitive questions are left out; what hangs on them stays open."""
    await visit.rows.people.decline_sensitive(visit.person.id, visit.now)
    return await go_on(visit)


async def on_answer(visit: Visit) -> Outcome:
    """A button of a question: taken if that question is the one that is open, else explained and drawn anew."""
    coded, chosen = visit.argument(0), visit.argument(1)
    sitting = await _sitting(visit, running=True)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    step = await sitting.step()
    fact = visit.snapshot.codes.find("fact", coded)
    if not isinstance(step, Asking) or step.question.fact.id != fact:
        return redraw(visit, message_of(visit, step), texts.STALE)
    answer = _pressed_answer(visit, step.question.fact, chosen)
    if answer is None:
        return redraw(visit, message_of(visit, step), texts.STALE)
    await sitting.store(step.question.fact.id, answer)
    return redraw(visit, message_of(visit, await again(visit, sitting)))


async def on_tick(visit: Visit) -> Outcome:
    """An option of several was ticked, or the choice is made."""
    coded, mask = visit.argument(0), visit.argument(1)
    sitting = await _sitting(visit, running=True)
    step = await sitting.step() if sitting else None
    fact = visit.snapshot.codes.find("fact", coded)
    if sitting is None or not isinstance(step, Asking):
        return reply(say(texts.STALE_GONE))
    if fact is None or step.question.fact.id != fact or not isinstance(step.question.fact, ChoicesFact):
        return redraw(visit, message_of(visit, step), texts.STALE)
    try:
        chosen = chosen_of(step.question.fact, mask)
    except ValueError:
        return redraw(visit, message_of(visit, step), texts.STALE)
    if visit.press and visit.press.verb == "md":
        await sitting.store(fact, Given(chosen))
        return redraw(visit, message_of(visit, await again(visit, sitting)))
    return redraw(visit, question_message(visit.snapshot.base, step, chosen))


async def on_typed(visit: Visit, interview: InterviewRecord, scope: Scope, text: str) -> Outcome | None:
    """A typed answer, or a question in the middle of the questionnaire, which is answered and the questionnaire goes on.

    None where neither: they tell about themselves and ask what there is for them.
    """
    sitting = Sitting(visit.rows, visit.snapshot.base, visit.person, interview, scope, visit.now)
    step = await sitting.step()
    hint = ""
    if isinstance(step, Asking):
        answer = read_answer(step.question.fact, text, today=_today(visit), as_of=step.day)
        if not isinstance(answer, Refusal):
            await sitting.store(step.question.fact.id, answer)
            return reply(message_of(visit, await again(visit, sitting)))
        hint = answer.text
    understood = visit.snapshot.index.understand(text, topic=scope.policy if isinstance(scope, PolicyScope) else None)
    if understood.asks_screening:
        return None
    if not isinstance(step, Asking) or (understood.action != "none" and _asks(visit, text)):
        answered = answer_message(visit.snapshot.base, understood, visit.now, await visit.answers())
        return reply(answered, say("自测还没完，随时可以接着来。", keyboard=column(go_on_button(scope))))
    return reply(question_message(visit.snapshot.base, step, hint=hint))


def _asks(visit: Visit, text: str) -> bool:
    """Whether a text that answers nothing is a question: by its words, or since it names a policy for certain; else it is a slip."""
    return ASKING.search(text) is not None or visit.snapshot.index.understand(text).action == "answer"


async def on_why(visit: Visit) -> Outcome:
    """Why this question."""
    sitting = await _sitting(visit, running=True)
    step = await sitting.step() if sitting else None
    if step is None:
        return reply(say(texts.STALE_GONE))
    if not isinstance(step, Asking) or open_code(step) != visit.argument():
        return redraw(visit, message_of(visit, step), texts.STALE)
    return redraw(visit, why_message(visit.snapshot.base, step))


async def on_back(visit: Visit) -> Outcome:
    """One question back, from a question or from the result; only from where the person stands."""
    sitting = await _sitting(visit, running=False)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    step = await sitting.peek()
    if (scope_code(step.scope), open_code(step)) != (visit.argument(0), visit.argument(1)):
        return reply(message_of(visit, step), toast=texts.STALE)
    went = await sitting.take_back()
    return redraw(visit, message_of(visit, await again(visit, sitting)), None if went else "已经是第一题了")


async def on_again(visit: Visit) -> Outcome:
    """All over: the answers of this questionnaire are forgotten."""
    sitting = await _sitting(visit, running=False)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    step = await sitting.peek()
    if scope_code(step.scope) != visit.argument():
        return reply(message_of(visit, step), toast=texts.STALE)
    await sitting.forget()
    return redraw(visit, message_of(visit, await again(visit, sitting)))


async def on_stop(visit: Visit) -> Outcome:
    """Leave; what was answered stays."""
    running = await visit.rows.interviews.running(visit.chat.id, visit.person.id)
    if running is None:
        return redraw(visit, say("好的，先到这里。", keyboard=column(Button("有哪些项目", press("p")))))
    await visit.rows.interviews.finish(running.id, visit.now)
    scope = read_scope(visit.snapshot.base, running.about)
    buttons = column(*((go_on_button(scope),) if scope else ()), Button("有哪些项目", press("p")))
    return redraw(visit, say("好的，先到这里。", "答过的都留着，随时可以接着来。", keyboard=buttons))


async def go_on(visit: Visit) -> Outcome:
    """Back to the question that is open."""
    sitting = await _sitting(visit, running=False)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    return redraw(visit, message_of(visit, await again(visit, sitting)))


async def _sitting(visit: Visit, *, running: bool) -> Sitting | None:
    """The questionnaire that runs here, or (``running=False``) the last one, resumed; None when its policy is gone or there is none."""
    rows, person = visit.rows, visit.person
    interview = await rows.interviews.running(visit.chat.id, person.id)
    if interview is None and not running:
        latest = await rows.interviews.latest(visit.chat.id, person.id)
        interview = await rows.interviews.resume(latest.id, person.id, visit.now) if latest else None
    scope = read_scope(visit.snapshot.base, interview.about) if interview else None
    if interview is None or scope is None:
        return None
    return Sitting(rows, visit.snapshot.base, person, interview, scope, visit.now)


async def again(visit: Visit, sitting: Sitting) -> Step:
    """The next step with the person as they are now: a consent may just have been given."""
    person = await visit.rows.people.get(visit.person.id)
    return await replace(sitting, person=person or visit.person).step()


def message_of(visit: Visit, step: Step) -> Message:
    """The question that is open, or the result."""
    base = visit.snapshot.base
    match step:
        case Asking():
            return question_message(base, step)
        case AskingConsent():
            return sensitive_message(step)
        case Finished(Screening() as scope):
            return screening.result_message(base, result_of(base, scope, step, visit.now), step)
        case Finished():
            return result_message(base, step, visit.now)


def _pressed_answer(visit: Visit, fact: Fact, chosen: str) -> Answer | None:
    if chosen == "?":
        return DoesNotKnow()
    if chosen == "-":
        return Declined()
    if isinstance(fact, YesNoFact):
        return Given(chosen == "y") if chosen in {"y", "n"} else None
    option = (visit.snapshot.codes.find("option", chosen) or "").removeprefix(f"{fact.id}=")
    return Given(option) if option in option_ids(fact) else None


def _today(visit: Visit) -> date:
    return visit.now.astimezone(SHANGHAI).date()
