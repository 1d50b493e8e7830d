"""Text in, answer out."""

import asyncio

from telegram import MessageEntity

from bot import texts
from bot.clock import SHANGHAI
from bot.handlers import beginning, checking, following, greeting, many, screening
from bot.handlers.sitting import sitting_of
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.usecases.leaning import FADES, leaning_of, read, written
from bot.usecases.scope import PolicyScope, Scope
from bot.usecases.situating import heard, taking_applications
from bot.views.answer import policy_answer
from bot.views.counts import how_to_count_message
from bot.views.figures import figures_message
from bot.views.message import say
from bot.views.next_steps import topics_of
from bot.views.replying import figures_pressed, reply_message
from bot.views.situations import situation_message, situation_pressed, situations_message, view_of
from bot.views.topics.section import View
from knowledge.search.understanding import Leaning, Understanding

LONGEST_QUESTION = 300

WORDS: dict[str, Handler] = {
    texts.WORDS[0]: greeting.on_policies,
    texts.WORDS[1]: beginning.on_check,
    texts.WORDS[2]: following.on_my,
    texts.WORDS[3]: greeting.on_help,
    texts.MANY: many.on_list,
}


async def on_text(visit: Visit) -> Outcome:
    """An answer where a question of ours is open, else a question of theirs."""
    text = _addressed(visit)
    if text is None:
        return Outcome()
    word = WORDS.get(text.strip())
    if word is not None:
        return await word(visit)
    if len(text) > LONGEST_QUESTION:
        return reply(say(texts.TOO_LONG))
    return await _on_said(visit, text)


async def _on_said(visit: Visit, text: str) -> Outcome:
    sitting = await sitting_of(visit, running=True)
    if sitting is not None and (taken := await checking.on_typed(visit, sitting, text)):
        return taken
    understood, asks = await _heard(visit, text, sitting.scope if sitting else None)
    if sitting is not None and (slip := await checking.on_asked(visit, sitting, text, is_question=asks)):
        return slip
    if understood.asks_screening and visit.is_private:
        return await screening.on_told(visit, text, understood.applicant)
    await _keep(visit, leaning_of(understood))
    answered = reply_message(visit.snapshot.base, understood, visit.now, await visit.answers())
    return reply(answered, *((checking.waiting_message(sitting.scope),) if sitting and sitting.shown.supposed is None else ()))


async def _heard(visit: Visit, text: str, scope: Scope | None) -> tuple[Understanding, bool]:
    """What a text asks, leaning on what was last told or on the questionnaire; and whether it asks at all, where it may be a slip."""
    last = await visit.rows.topics.since(visit.chat.id, visit.person.id, visit.now - FADES)
    leaning = read(last) if last else Leaning(scope.policy, scope.track) if isinstance(scope, PolicyScope) else None
    # In a thread: reading by sound loads its tables when it is first needed.
    return await asyncio.to_thread(heard, visit.snapshot, text, visit.now.astimezone(SHANGHAI).date(), leaning)


async def on_topic(visit: Visit) -> Outcome:
    """A button that asks a policy, or one of its tracks, about topics. The answer comes below, so that the earlier one stays."""
    target, letters = visit.argument(0), visit.argument(1)
    topics = topics_of(letters)
    codes, base = visit.snapshot.codes, visit.snapshot.base
    policy = codes.find("policy", target)
    if policy is not None:
        await _keep(visit, Leaning(policy, None, topics))
        return reply(policy_answer(View(base, base.policies[policy], None, visit.now, await visit.answers()), topics))
    track = codes.find("track", target)
    if track is not None:
        policy, _, track_id = track.partition("/")
        await _keep(visit, Leaning(policy, track_id, topics))
        return reply(policy_answer(View(base, base.policies[policy], track_id, visit.now, await visit.answers()), topics))
    return reply(say(texts.STALE_GONE))


async def on_count(visit: Visit) -> Outcome:
    """A unit wants to know how many it may recommend: which head counts to type."""
    policy = visit.snapshot.codes.find("policy", visit.argument())
    if policy is None:
        return reply(say(texts.STALE_GONE))
    return reply(how_to_count_message(visit.snapshot.base, visit.snapshot.base.policies[policy]))


async def on_figures(visit: Visit) -> Outcome:
    """A button that counts figures of a policy."""
    codes, base = visit.snapshot.codes, visit.snapshot.base
    policy = codes.find("policy", visit.argument(0))
    asked = figures_pressed(base.policies[policy], *(visit.argument(at) for at in range(1, 5))) if policy else None
    if policy is None or asked is None:
        return reply(say(texts.STALE_GONE))
    return reply(figures_message(base, asked.of(base.policies[policy], None), asked.kinds))


async def on_situation(visit: Visit) -> Outcome:
    """A button that asks one policy, or all that one can apply for, about a situation."""
    about = situation_pressed(visit.argument(0))
    base, policy = visit.snapshot.base, visit.snapshot.codes.find("policy", visit.argument(1))
    if about is None or (policy is None and visit.argument(1)):
        return reply(say(texts.STALE_GONE))
    if policy is not None:
        return reply(situation_message(view_of(base, policy, visit.now), about))
    return reply(situations_message(base, taking_applications(base), about))


async def _keep(visit: Visit, leaning: Leaning | None) -> None:
    """Remember what this person was told about here, and forget what faded."""
    if leaning is not None:
        await visit.rows.topics.keep(visit.chat.id, visit.person.id, written(leaning), visit.now)
        await visit.rows.topics.forget_before(visit.now - FADES)


def _addressed(visit: Visit) -> str | None:
    """What is said to the bot: in private everything; in groups a mention of it or a reply to it, less the mention. None: not for us."""
    if visit.is_private:
        return visit.text
    message, me = visit.update.effective_message, visit.update.get_bot()
    if message is None:
        return None
    mention = f"@{me.username}"
    if mention in {**message.parse_entities([MessageEntity.MENTION]), **message.parse_caption_entities([MessageEntity.MENTION])}.values():
        return visit.text.replace(mention, " ").strip()
    answered = message.reply_to_message
    return visit.text if answered and answered.from_user and answered.from_user.id == me.id else None
