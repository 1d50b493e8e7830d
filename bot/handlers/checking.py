"""A self-check under way. Which question is open always follows from the stored answers; a button only says what was pressed."""

from dataclasses import replace

from bot import texts
from bot.callbacks import Press, press
from bot.handlers import supposing
from bot.handlers.sitting import drawn, go_on, keep_told, message_of, of_this_one, sitting_of, today_of
from bot.handlers.visit import Outcome, Reply, Visit, redraw, reply
from bot.usecases.answer_marks import chosen_of, pressed_answer
from bot.usecases.interviewing import Asking, AskingConsent, Finished, Pausing, Step
from bot.usecases.scope import read_scope, scope_code
from bot.usecases.sitting import Sitting
from bot.views import last_row
from bot.views.message import Button, column, say
from bot.views.questions import go_on_button, open_code, question_message, why_message
from eligibility.answers import Answer, Given
from eligibility.reading import Refusal, read_answer
from knowledge.facts import ChoicesFact

STEERING = {
    **dict.fromkeys(("先不测了", "不测了"), "x"),
    **dict.fromkeys(("为什么问这个", "我不懂", "不懂", "看不懂", "我看不懂", "没看懂", "听不懂", "不明白"), "w"),
    "上一步": "b",
    **dict.fromkeys(("接着自测", "接着测", "继续"), "q"),
}
"""Words of the buttons under a question, and of who is at a loss before it, each with the verb it stands for."""


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
    sitting = await sitting_of(visit, running=True)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    step = await sitting.peek()
    fact = visit.snapshot.codes.find("fact", visit.argument(0))
    is_open = isinstance(step, Asking) and step.question.fact.id == fact
    answer = pressed_answer(visit.snapshot.codes, step.question.fact, visit.argument(1)) if isinstance(step, Asking) and is_open else None
    if fact is None or answer is None:
        return redraw(visit, await drawn(visit, sitting), texts.STALE)
    await sitting.store(fact, answer)
    return redraw(visit, await drawn(visit, sitting))


async def on_tick(visit: Visit) -> Outcome:
    """An option of several was ticked, or the choice is made."""
    sitting = await sitting_of(visit, running=True)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    step = await sitting.peek()
    chosen = _ticked(visit, step)
    if not isinstance(step, Asking) or chosen is None:
        return redraw(visit, await drawn(visit, sitting), texts.STALE)
    if visit.press and visit.press.verb == "m":
        return redraw(visit, question_message(visit.snapshot.base, step, chosen))
    await sitting.store(step.question.fact.id, Given(chosen))
    return redraw(visit, await drawn(visit, sitting))


def _ticked(visit: Visit, step: Step) -> frozenset[str] | None:
    """The options that are ticked on the pressed button; None when it is not of the question that is open."""
    fact = step.question.fact if isinstance(step, Asking) else None
    if not isinstance(fact, ChoicesFact) or visit.snapshot.codes.find("fact", visit.argument(0)) != fact.id:
        return None
    try:
        return chosen_of(fact, visit.argument(1))
    except ValueError:
        return None


async def on_typed(visit: Visit, sitting: Sitting, text: str) -> Outcome | None:
    """A typed answer to the question that is open, or a supposed one; None for any other text."""
    if sitting.shown.supposed is not None:
        return await supposing.on_typed(visit, sitting, text)
    step = await sitting.peek()
    if (word := text.strip().rstrip("。！？!?")) in STEERING:
        return await _steered(visit, sitting, step, word)
    answer = read_answer(step.question.fact, text, today=today_of(visit), as_of=step.day) if isinstance(step, Asking) else None
    if not isinstance(step, Asking) or answer is None or isinstance(answer, Refusal):
        return None
    await _take(sitting, step, answer)
    return reply(await drawn(visit, sitting))


async def on_asked(visit: Visit, sitting: Sitting, text: str, *, is_question: bool) -> Outcome | None:
    """A text that answers nothing: what would be understood; None where it is theirs to ask, and the questionnaire waits."""
    if sitting.shown.supposed is not None:
        return await supposing.on_asked(visit, sitting, text, is_question=is_question)
    step = await sitting.peek()
    if is_question or isinstance(step, AskingConsent | Pausing | Finished):
        return None
    if not isinstance(step, Asking):
        return reply(await message_of(visit, step))
    answer = read_answer(step.question.fact, text, today=today_of(visit), as_of=step.day)
    return reply(question_message(visit.snapshot.base, step, refused=answer if isinstance(answer, Refusal) else None))


async def with_way_back(sitting: Sitting, told: Outcome) -> Outcome:
    """What a question of theirs is answered, and that the questionnaire waits: said once, then a button under each answer."""
    back = go_on_button(sitting.scope)
    if await sitting.say_that_it_waits():
        return replace(told, replies=(*told.replies, Reply(say("自测还没完，随时可以接着来。", keyboard=column(back)))))
    return replace(told, replies=with_button(told.replies, back))


def with_button(replies: tuple[Reply, ...], button: Button) -> tuple[Reply, ...]:
    """The replies with one more button, in a row of its own under the last; no more rows than fit."""
    if not replies:
        return ()
    last = replies[-1]
    return (*replies[:-1], replace(last, message=replace(last.message, keyboard=last_row.with_button(last.message.keyboard, button))))


async def _steered(visit: Visit, sitting: Sitting, step: Step, word: str) -> Outcome:
    """What the button with this word does."""
    match STEERING[word]:
        case "x":
            return await on_stop(visit)
        case "w" if isinstance(step, Asking):
            return await on_why(replace(visit, press=Press("w", (open_code(step),))))
        case "b":
            return await on_back(replace(visit, press=Press("b", (scope_code(sitting.scope), open_code(step)))))
        case _:
            return reply(await drawn(visit, sitting))


async def _take(sitting: Sitting, step: Asking, answer: Answer) -> None:
    """Store a typed answer; who says the same again, where its day was wanted, knows no more."""
    said_again = isinstance(step.standing, Given) and isinstance(answer, Given) and step.standing.value == answer.value
    if step.wanted is not None and (said_again or not isinstance(answer, Given)):
        await sitting.keep_rough(step.question.fact.id)
    else:
        await sitting.store(step.question.fact.id, answer)


async def on_why(visit: Visit) -> Outcome:
    """Why this question."""
    sitting = await sitting_of(visit, running=True)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    step = await sitting.peek()
    if not isinstance(step, Asking) or open_code(step) != visit.argument():
        return redraw(visit, await drawn(visit, sitting), texts.STALE)
    return redraw(visit, why_message(visit.snapshot.base, step))


@of_this_one
async def on_back(visit: Visit, sitting: Sitting) -> Outcome:
    """One question back, from a question or from the result; only from where the person stands."""
    if open_code(await sitting.peek()) != visit.argument(1):
        return reply(await drawn(visit, sitting), toast=texts.STALE)
    went = await sitting.take_back()
    return redraw(visit, await drawn(visit, sitting), None if went else "已经是第一题了")


@of_this_one
async def on_again(visit: Visit, sitting: Sitting) -> Outcome:
    """All over: the answers of this questionnaire are forgotten, but for what was told and confirmed a moment ago."""
    await sitting.forget()
    await keep_told(visit, sitting)
    return redraw(visit, await drawn(visit, sitting))


async def on_stop(visit: Visit) -> Outcome:
    """Leave; what was answered stays."""
    running = await visit.rows.interviews.running(visit.chat.id, visit.person.id)
    if running is None:
        return redraw(visit, say("好的，先到这里。", keyboard=column(Button("有哪些项目", press("p")))))
    scope = read_scope(visit.snapshot.base, running.about)
    if scope is not None:
        await Sitting(visit.rows, visit.snapshot.base, visit.person, running, scope, visit.now).leave_as_it_is()
    await visit.rows.interviews.finish(running.id, visit.now)
    buttons = column(*((go_on_button(scope),) if scope else ()), Button("有哪些项目", press("p")))
    return redraw(visit, say("好的，先到这里。", "答过的都留着，随时可以接着来。", keyboard=buttons))
