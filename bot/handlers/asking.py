"""Text in, answer out."""

from telegram import MessageEntity

from bot import texts
from bot.handlers import checking, following, greeting
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.views.answer import answer_message, policy_answer, topics_of
from bot.views.message import say

LONGEST_QUESTION = 300

WORDS: dict[str, Handler] = {
    texts.WORDS[0]: greeting.on_policies,
    texts.WORDS[1]: checking.on_check,
    texts.WORDS[2]: following.on_my,
    texts.WORDS[3]: greeting.on_help,
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
    interview = await visit.rows.interviews.running(visit.chat.id, visit.person.id)
    if interview is not None and interview.policy in visit.snapshot.base.policies:
        return await checking.on_typed(visit, interview, text)
    return reply(answer_message(visit.snapshot.base, visit.snapshot.index.understand(text), visit.now))


async def on_topic(visit: Visit) -> Outcome:
    """A button that asks a policy, or one of its tracks, about topics. The answer comes below, so that the earlier one stays."""
    target, letters = (*(visit.press.arguments if visit.press else ()), "", "")[:2]
    topics = topics_of(letters)
    codes, base = visit.snapshot.codes, visit.snapshot.base
    policy = codes.find("policy", target)
    if policy is not None:
        return reply(policy_answer(base.policies[policy], None, topics, visit.now))
    track = codes.find("track", target)
    if track is not None:
        policy, _, track_id = track.partition("/")
        return reply(policy_answer(base.policies[policy], track_id, topics, visit.now))
    return reply(say(texts.STALE_GONE))


def _addressed(visit: Visit) -> str | None:
    """What is said to the bot: in private everything; in groups a mention of it or a reply to it, less the mention. None: not for us."""
    if visit.is_private:
        return visit.text
    message, me = visit.update.effective_message, visit.update.get_bot()
    if message is None:
        return None
    mention = f"@{me.username}"
    if mention in message.parse_entities([MessageEntity.MENTION]).values():
        return visit.text.replace(mention, " ").strip()
    answered = message.reply_to_message
    return visit.text if answered and answered.from_user and answered.from_user.id == me.id else None
