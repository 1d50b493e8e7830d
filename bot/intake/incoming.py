"""An update of Telegram's as it is written down: as it came, whether or not we can read it."""

import json
from typing import Any

import structlog
from telegram import Bot, Chat, Update

from storage.queue_records import IncomingUpdate

ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER)
"""The kinds that are asked for."""
LAST_NUMBER = 2**63 - 1
KINDS = frozenset({Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP, Chat.CHANNEL})

log = structlog.get_logger()


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


def incoming(found: object) -> IncomingUpdate | None:
    """What is kept of an update, as Telegram's JSON came; whoever it is from decides which others it goes behind.

    One that only we cannot read is of nobody that we know: it is kept to be set aside, or it would hold up those behind it. None: it has
    no number, so that it is no update.
    """
    number = found.get("update_id") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= LAST_NUMBER:
        return None
    payload = json.dumps(found)
    try:
        update = read(found, None)
    except Exception as error:  # noqa: BLE001 - the library checks no types: whatever breaks, the update is of a kind that it does not know
        log.warning("an update cannot be read", update=number, error=type(error).__name__)
        return IncomingUpdate(update_id=number, lane="nobody", telegram_user_id=None, payload=payload)
    user, chat = update.effective_user, update.effective_chat
    lane = f"user:{user.id}" if user else f"chat:{chat.id}" if chat else "nobody"
    return IncomingUpdate(update_id=number, lane=lane, telegram_user_id=user.id if user else None, payload=payload)
