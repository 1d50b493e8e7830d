"""Text in, answer out."""

import asyncio

from bot import texts
from bot.clock import SHANGHAI
from bot.handlers import (
    beginning,
    checking,
    dialogs,
    doubting,
    feedback,
    following,
    forms,
    greeting,
    many,
    parts,
    pasting,
    screening,
    transferring,
    typed,
)
from bot.handlers.addressing import said
from bot.handlers.memory import last_told, remember
from bot.handlers.public import private_message
from bot.handlers.sitting import sitting_of
from bot.handlers.supposing import on_wondered
from bot.handlers.units.table import on_words
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.usecases.feedback import is_unanswered, note_question
from bot.usecases.leaning import leaning_of
from bot.usecases.scope import PolicyScope, Scope
from bot.usecases.situating import heard, taking_applications
from bot.usecases.tallying import note_typed
from bot.views.answer import policy_answer
from bot.views.counts import how_to_count_message
from bot.views.figures import figures_message
from bot.views.message import Message, say
from bot.views.next_steps import topics_of
from bot.views.replying import figures_pressed, reply_message
from bot.views.situations import situation_message, situation_pressed, situations_message, view_of
from bot.views.tongues import english_message, tongue_message
from bot.views.topics.section import View
from knowledge.search.understanding import Leaning, Understanding

LONGEST_QUESTION = 300

WORDS: dict[str, Handler] = {
    texts.WORDS[0]: greeting.on_policies,
    texts.WORDS[1]: typed.on_check,
    texts.WORDS[2]: following.on_my,
    texts.WORDS[3]: greeting.on_help,
    texts.MANY: many.on_list,
}


PERSONAL_WORDS = {texts.WORDS[1]: "cc", texts.WORDS[2]: "my", texts.MANY: "tb"}
"""Words that begin something of one's own, each with the button that begins it in private."""


async def on_text(visit: Visit) -> Outcome:
    """A text, less what only calls the bot: what is wrong in an answer, where that was asked for, else what is said."""
    text = said(visit)
    if _word(visit, text.strip()) is not None:
        await feedback.let_go(visit)
        await dialogs.let_go(visit)
    elif (awaited := await on_words(visit)) is not None:
        return awaited
    elif visit.is_private and (reported := await feedback.on_said(visit, text)):
        return reported
    return await on_said(visit, text)


async def on_said(visit: Visit, text: str) -> Outcome:
    """An answer where a question of ours is open, else a question of theirs."""
    if (known := _word(visit, text.strip()) or _foreign(visit, text)) is not None:
        return await known(visit)
    if len(text) > LONGEST_QUESTION:
        return await pasting.on_pasted(visit, text)
    sitting = await sitting_of(visit, running=True)
    answered = await checking.on_typed(visit, sitting, text) if sitting else None
    if taken := answered or await beginning.on_track_typed(visit, text):
        return taken
    understood, asks = await _heard(visit, text, sitting.scope if sitting else None)
    if sitting is not None and (slip := await checking.on_asked(visit, sitting, text, is_question=asks)):
        return slip
    if visit.is_private and (begun := await _begun(visit, text, understood)) is not None:
        return begun
    await note_typed(visit.rows, understood, visit.now)
    await remember(visit, leaning_of(understood))
    told = (
        await pasting.on_claimed(visit, text, understood) or await forms.on_asked(visit, understood) or await parts.on_several(visit, text)
    )
    if told is None and visit.is_private and sitting is None and is_unanswered(understood):
        await note_question(visit.rows, understood, visit.now)
    if told is None:
        await doubting.note_asked_back(visit, understood)
    told = told or reply(await _said_of(visit, text, understood))
    return await checking.with_way_back(sitting, told) if sitting and sitting.shown.supposed is None else told


async def _begun(visit: Visit, text: str, understood: Understanding) -> Outcome | None:
    """What a text begins of one's own: an answer supposed otherwise, a screening, the self-check of a policy."""
    if (wondered := await on_wondered(visit, text, understood)) is not None:
        return wondered
    if understood.asks_screening:
        return await screening.on_told(visit, text, understood.applicant)
    return await typed.on_named(visit, text, understood) or await beginning.on_check_asked(visit, text, understood)


async def _said_of(visit: Visit, text: str, understood: Understanding) -> Message:
    """The answer; to English that was not understood, that only Chinese is."""
    if understood.action != "answer" and understood.small_talk is None and visit.snapshot.tongues.is_english(text):
        return english_message()
    known, inner = await visit.answers(), await visit.inner_days()
    return reply_message(visit.snapshot.base, understood, visit.now, known, await last_told(visit), inner=inner)


def _word(visit: Visit, word: str) -> Handler | None:
    """What a word of the keyboard does."""
    if visit.is_private or word not in PERSONAL_WORDS:
        return WORDS.get(word) or transferring.handler_of(visit, word) or typed.handler_of(visit, word)

    async def elsewhere(_: Visit) -> Outcome:
        return reply(private_message(PERSONAL_WORDS[word]))

    return elsewhere


def _foreign(visit: Visit, text: str) -> Handler | None:
    """What a text in another script is answered with; a questionnaire stays where it is."""
    tongue = visit.snapshot.tongues.script(text)

    async def answered(_: Visit) -> Outcome:
        return reply(tongue_message(tongue)) if tongue else Outcome()

    return answered if tongue else None


async def _heard(visit: Visit, text: str, scope: Scope | None) -> tuple[Understanding, bool]:
    """What a text asks, leaning on what was last told or on the questionnaire; and whether it asks at all, where it may be a slip."""
    leaning = await last_told(visit) or (Leaning(scope.policy, scope.track) if isinstance(scope, PolicyScope) else None)
    today = visit.now.astimezone(SHANGHAI).date()
    if visit.snapshot.index.is_ready:
        return heard(visit.snapshot, text, today, leaning)
    return await asyncio.to_thread(heard, visit.snapshot, text, today, leaning)  # reading by sound loads its tables when it is first needed


async def on_topic(visit: Visit) -> Outcome:
    """A button that asks a policy, or one of its tracks, about topics. The answer comes below, so that the earlier one stays."""
    target, topics = visit.snapshot.codes.find_target(visit.argument(0)), topics_of(visit.argument(1))
    if target is None:
        return reply(say(texts.STALE_GONE))
    await remember(visit, Leaning(*target, topics))
    return reply(policy_answer(await _view(visit, *target), topics))


async def _view(visit: Visit, policy: str, track: str | None) -> View:
    """What is asked about, as far as who asks is known."""
    base, inner = visit.snapshot.base, await visit.inner_days()
    return View(base, base.policies[policy], track, visit.now, await visit.answers(), inner=inner.get(policy))


async def on_count(visit: Visit) -> Outcome:
    """A unit wants to know how many it may recommend: which head counts to type."""
    policy = visit.policy()
    return reply(say(texts.STALE_GONE) if policy is None else how_to_count_message(visit.snapshot.base, policy))


async def on_figures(visit: Visit) -> Outcome:
    """A button that counts figures of a policy."""
    policy = visit.policy()
    asked = figures_pressed(policy, *(visit.argument(at) for at in range(1, 5))) if policy else None
    if policy is None or asked is None:
        return reply(say(texts.STALE_GONE))
    return reply(figures_message(visit.snapshot.base, asked.of(policy, None), asked.kinds))


async def on_situation(visit: Visit) -> Outcome:
    """A button that asks one policy, or all that one can apply for, about a situation."""
    about = situation_pressed(visit.argument(0))
    base, policy = visit.snapshot.base, visit.policy(1)
    if about is None or (policy is None and visit.argument(1)):
        return reply(say(texts.STALE_GONE))
    if policy is not None:
        return reply(situation_message(view_of(base, policy.id, visit.now), about))
    return reply(situations_message(base, taking_applications(base), about))
