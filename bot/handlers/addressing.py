"""Whether a message is for the bot: in private everything; in groups a mention of it, a reply to it, or a command with its name."""

from telegram import Message, MessageEntity
from telegram.ext import filters

from bot.handlers.visit import Visit


class Overheard(filters.MessageFilter):
    """What is not for the bot: of those who said it, no row is made."""

    def filter(self, message: Message) -> bool:
        """Whether to leave it to others."""
        return is_passed_on(message) or (message.chat.type != "private" and not _is_addressed(message))


def is_passed_on(message: Message) -> bool:
    """Whether no person says it: our own words chosen with ``@bot …``, a channel's post that Telegram itself brings, a bot's."""
    own = message.via_bot is not None and message.via_bot.id == message.get_bot().id
    is_bots = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return own or bool(message.is_automatic_forward) or is_bots


def said(visit: Visit) -> str:
    """What is said to the bot, less the mention of it."""
    message = visit.update.effective_message
    mention = _mention(message) if message and not visit.is_private else None
    return visit.text.replace(mention, " ").strip() if mention else visit.text


def _is_addressed(message: Message) -> bool:
    me = message.get_bot()
    words = (message.text or message.caption or "").split(maxsplit=1)
    if words and words[0].startswith("/"):
        return words[0].lower().endswith(f"@{me.username}".lower())
    answered = message.reply_to_message
    return _mention(message) is not None or bool(answered and answered.from_user and answered.from_user.id == me.id)


def _mention(message: Message) -> str | None:
    """The bot's name as it was typed."""
    kinds: list[str | None] = [MessageEntity.MENTION]
    found = (*message.parse_entities(kinds).values(), *message.parse_caption_entities(kinds).values())
    return next((mention for mention in found if mention.lower() == f"@{message.get_bot().username}".lower()), None)
