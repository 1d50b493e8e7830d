"""A self-check in the chat. Which question is open always follows from the stored answers; a button only says what was pressed."""

from datetime import date

from bot import texts
from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.interviewing import Asking, AskingConsent, Finished, Step
from bot.usecases.sitting import Sitting
from bot.views.answer import answer_message, policy_answer
from bot.views.message import Button, Message, column, say
from bot.views.questions import (
    chosen_of,
    consent_message,
    earlier_message,
    policies_to_check_message,
    question_message,
    sensitive_message,
    tracks_message,
    why_message,
)
from bot.views.verdicts import result_message
from eligibility.answers import Answer, Declined, DoesNotKnow, Given
from eligibility.reading import Refusal, read_answer
from knowledge.facts import ChoicesFact, Fact, YesNoFact, option_ids
from storage.records import InterviewRecord


async def on_check(visit: Visit) -> Outcome:
    """Which policy? A questionnaire under way comes first."""
    running = await visit.rows.interviews.running(visit.chat.id, visit.person.id)
    if running is not None and visit.press is None and running.policy in visit.snapshot.base.policies:
        return await _show(visit, running)
    return redraw(visit, policies_to_check_message(visit.snapshot.base))


async def on_policy(visit: Visit) -> Outcome:
    """A policy was chosen for a self-check."""
    policy = visit.snapshot.codes.find("policy", _argument(visit))
    return await begin(visit, policy) if policy is not None else reply(say(texts.STALE_GONE))


async def begin(visit: Visit, policy_id: str) -> Outcome:
    """Start with the choice of a track, where there are several; the earlier message stays as it was."""
    policy = visit.snapshot.base.policies[policy_id]
    if policy.applicant is None:
        return reply(policy_answer(policy, None, ("overview",), visit.now))
    if policy.tracks:
        return reply(tracks_message(policy))
    return await _sit_down(visit, policy_id, None)


async def on_track(visit: Visit) -> Outcome:
    """One track was chosen."""
    track = visit.snapshot.codes.find("track", _argument(visit))
    if track is None:
        return reply(say(texts.STALE_GONE))
    policy, _, track_id = track.partition("/")
    return await _sit_down(visit, policy, track_id)


async def on_all_tracks(visit: Visit) -> Outcome:
    """All tracks at once were chosen."""
    policy = visit.snapshot.codes.find("policy", _argument(visit))
    return await _sit_down(visit, policy, None) if policy is not None else reply(say(texts.STALE_GONE))


async def on_consent(visit: Visit) -> Outcome:
    """The person agreed to have their answers stored; on with what they had chosen."""
    await visit.rows.people.give_consent(visit.person.id, "answers", visit.now)
    track = visit.snapshot.codes.find("track", _argument(visit))
    policy = visit.snapshot.codes.find("policy", _argument(visit))
    if track is not None:
        return await _start(visit, track.partition("/")[0], track.partition("/")[2])
    return await _start(visit, policy, None) if policy is not None else reply(say(texts.STALE_GONE))


async def on_no_consent(visit: Visit) -> Outcome:
    """Nothing is stored."""
    return redraw(visit, say(texts.CONSENT_DECLINED))


async def on_sensitive_consent(visit: Visit) -> Outcome:
    """Sensitive questions may be asked."""
    await visit.rows.people.give_consent(visit.person.id, "sensitive", visit.now)
    return await _go_on(visit)


async def on_no_sensitive_consent(visit: Visit) -> Outcome:
    """Sensitive questions are left out; what hangs on them stays open."""
    await visit.rows.people.decline_sensitive(visit.person.id, visit.now)
    return await _go_on(visit)


async def on_answer(visit: Visit) -> Outcome:
    """A button of a question: taken if that question is the one that is open, else explained and drawn anew."""
    coded, chosen = (*(visit.press.arguments if visit.press else ()), "", "")[:2]
    sitting = await _sitting(visit, running=True)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    step = await sitting.step()
    fact = visit.snapshot.codes.find("fact", coded)
    if not isinstance(step, Asking) or step.question.fact.id != fact:
        return redraw(visit, _message(visit, step), texts.STALE)
    answer = _pressed_answer(visit, step.question.fact, chosen)
    if answer is None:
        return redraw(visit, _message(visit, step), texts.STALE)
    await sitting.store(step.question.fact.id, answer)
    return redraw(visit, _message(visit, await _again(visit, sitting)))


async def on_tick(visit: Visit) -> Outcome:
    """An option of several was ticked, or the choice is made."""
    coded, mask = (*(visit.press.arguments if visit.press else ()), "", "")[:2]
    sitting = await _sitting(visit, running=True)
    step = await sitting.step() if sitting else None
    fact = visit.snapshot.codes.find("fact", coded)
    if sitting is None or not isinstance(step, Asking):
        return reply(say(texts.STALE_GONE))
    if fact is None or step.question.fact.id != fact or not isinstance(step.question.fact, ChoicesFact):
        return redraw(visit, _message(visit, step), texts.STALE)
    try:
        chosen = chosen_of(step.question.fact, mask)
    except ValueError:
        return redraw(visit, _message(visit, step), texts.STALE)
    if visit.press and visit.press.verb == "md":
        await sitting.store(fact, Given(chosen))
        return redraw(visit, _message(visit, await _again(visit, sitting)))
    return redraw(visit, question_message(visit.snapshot.base, step, chosen))


async def on_typed(visit: Visit, interview: InterviewRecord, text: str) -> Outcome:
    """A typed answer, or a question in the middle of the questionnaire, which is answered and the questionnaire goes on."""
    sitting = Sitting(visit.rows, visit.snapshot.base, visit.person, interview, visit.now)
    step = await sitting.step()
    hint = ""
    if isinstance(step, Asking):
        answer = read_answer(step.question.fact, text, today=_today(visit), as_of=step.day)
        if not isinstance(answer, Refusal):
            await sitting.store(step.question.fact.id, answer)
            return reply(_message(visit, await _again(visit, sitting)))
        hint = answer.message
    understood = visit.snapshot.index.understand(text, topic=interview.policy)
    if understood.action != "none" or not isinstance(step, Asking):
        answered = answer_message(visit.snapshot.base, understood, visit.now)
        return reply(answered, say("自测还没完，随时可以接着来。", keyboard=column(Button("接着自测", press("q")))))
    return reply(question_message(visit.snapshot.base, step, hint=hint))


async def on_why(visit: Visit) -> Outcome:
    """Why this question."""
    sitting = await _sitting(visit, running=True)
    step = await sitting.step() if sitting else None
    if step is None:
        return reply(say(texts.STALE_GONE))
    return redraw(visit, why_message(visit.snapshot.base, step) if isinstance(step, Asking) else _message(visit, step))


async def on_back(visit: Visit) -> Outcome:
    """One question back, from a question or from the result."""
    sitting = await _sitting(visit, running=False)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    went = await sitting.take_back()
    return redraw(visit, _message(visit, await sitting.step()), None if went else "已经是第一题了")


async def on_again(visit: Visit) -> Outcome:
    """All over: the answers of this questionnaire are forgotten."""
    sitting = await _sitting(visit, running=False)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    await sitting.forget()
    return redraw(visit, _message(visit, await sitting.step()))


async def on_go_on(visit: Visit) -> Outcome:
    """Back to the question that is open."""
    return await _go_on(visit)


async def on_stop(visit: Visit) -> Outcome:
    """Leave; what was answered stays."""
    running = await visit.rows.interviews.running(visit.chat.id, visit.person.id)
    if running is not None:
        await visit.rows.interviews.finish(running.id, visit.now)
    button = column(Button("接着自测", press("q")), Button("有哪些项目", press("p")))
    return redraw(visit, say("好的，先到这里。", "答过的都留着，随时可以接着来。", keyboard=button))


async def _sit_down(visit: Visit, policy: str, track: str | None) -> Outcome:
    """Ask for consent where there is none yet, else start."""
    if not visit.is_private:
        return reply(say(texts.PRIVATE_ONLY))
    if visit.person.consented_at is None:
        coded = code("track", f"{policy}/{track}") if track else code("policy", policy)
        return redraw(visit, consent_message(visit.snapshot.base.policies[policy], coded))
    return await _start(visit, policy, track)


async def _start(visit: Visit, policy: str, track: str | None) -> Outcome:
    interview = await visit.rows.interviews.start(visit.chat.id, visit.person.id, policy, track, visit.now)
    sitting = Sitting(visit.rows, visit.snapshot.base, visit.person, interview, visit.now)
    earlier = await sitting.earlier()
    if earlier:
        return redraw(visit, earlier_message(visit.snapshot.base, visit.snapshot.base.policies[policy], earlier))
    return redraw(visit, _message(visit, await sitting.step()))


async def _go_on(visit: Visit) -> Outcome:
    sitting = await _sitting(visit, running=False)
    if sitting is None:
        return reply(say(texts.STALE_GONE))
    return redraw(visit, _message(visit, await _again(visit, sitting)))


async def _show(visit: Visit, interview: InterviewRecord) -> Outcome:
    sitting = Sitting(visit.rows, visit.snapshot.base, visit.person, interview, visit.now)
    return reply(_message(visit, await sitting.step()))


async def _sitting(visit: Visit, *, running: bool) -> Sitting | None:
    """The questionnaire that runs here, or (``running=False``) the last one, resumed; None when its policy is gone or there is none."""
    rows, person = visit.rows, visit.person
    interview = await rows.interviews.running(visit.chat.id, person.id)
    if interview is None and not running:
        latest = await rows.interviews.latest(visit.chat.id, person.id)
        interview = await rows.interviews.resume(latest.id, person.id, visit.now) if latest else None
    if interview is None or interview.policy not in visit.snapshot.base.policies:
        return None
    return Sitting(rows, visit.snapshot.base, person, interview, visit.now)


async def _again(visit: Visit, sitting: Sitting) -> Step:
    """The next step with the person as they are now: a consent may just have been given."""
    person = await visit.rows.people.get(visit.person.id)
    return await Sitting(sitting.rows, sitting.base, person or visit.person, sitting.interview, sitting.now).step()


def _message(visit: Visit, step: Step) -> Message:
    base = visit.snapshot.base
    match step:
        case Asking():
            return question_message(base, step)
        case AskingConsent():
            return sensitive_message(step)
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


def _argument(visit: Visit) -> str:
    return visit.press.arguments[0] if visit.press and visit.press.arguments else ""


def _today(visit: Visit) -> date:
    return visit.now.astimezone(SHANGHAI).date()
