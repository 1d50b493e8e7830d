"""An update of Telegram's as it is written down."""

import json
from datetime import datetime
from typing import Any

from telegram import Bot, Chat, Update

from storage.records import IncomingUpdate

ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER)
"""The kinds that are asked for."""
LAST_NUMBER = 2**63 - 1
KINDS = frozenset({Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP, Chat.CHANNEL})


def read(found: dict[str, Any], bot: Bot | None) -> Update:
    """An update as it is handled, from Telegram's JSON.

    Raises:
        Exception: it is none that we know. The library checks few types, and any may break it; what we make rows of is checked here, since
            one wrong number takes along all that is written down with it.
    """
    update = Update.de_json(found, bot)
    user, chat = update.effective_user, update.effective_chat
    for one in (user, chat):
        if one is not None and (type(one.id) is not int or abs(one.id) > LAST_NUMBER):
            raise TypeError("the number of a person or a chat")
    if chat is not None and chat.type not in KINDS:
        raise TypeError("the kind of a chat")
    return update


def incoming(update: Update, payload: str | None = None) -> IncomingUpdate:
    """What is kept of it until it is handled; whoever it is from decides which others it goes behind.

    ``payload``: how it came, where that is at hand; python-telegram-bot writes a few updates so that it cannot read them again.
    """
    user, chat = update.effective_user, update.effective_chat
    lane = f"user:{user.id}" if user else f"chat:{chat.id}" if chat else "nobody"
    kept = payload if payload is not None else json.dumps(update.to_dict(), default=_timestamp)
    return IncomingUpdate(update_id=update.update_id, lane=lane, telegram_user_id=user.id if user else None, payload=kept)


def unreadable(update_id: int, payload: str) -> IncomingUpdate:
    """One that cannot be read, and so is of nobody that we know: it is kept to be set aside."""
    return IncomingUpdate(update_id=update_id, lane="nobody", telegram_user_id=None, payload=payload)


def _timestamp(left: object) -> int:
    """A moment that python-telegram-bot leaves as it is: of a message that is pinned, or had a poll, and cannot be read any more."""
    if isinstance(left, datetime):
        return int(left.timestamp())
    raise TypeError(type(left).__name__)
