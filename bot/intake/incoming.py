"""An update of Telegram's as it is written down."""

from telegram import Update

from storage.records import IncomingUpdate

ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER)
"""The kinds that are asked for."""


def incoming(update: Update) -> IncomingUpdate:
    """What is kept of it until it is handled; whoever it is from decides which others it goes behind."""
    user = update.effective_user
    chat = update.effective_chat
    lane = f"user:{user.id}" if user else f"chat:{chat.id}" if chat else "nobody"
    return IncomingUpdate(update_id=update.update_id, lane=lane, telegram_user_id=user.id if user else None, payload=update.to_json())


def unreadable(update_id: int, payload: str) -> IncomingUpdate:
    """One that cannot be read, and so is of nobody that we know: it is kept to be set aside."""
    return IncomingUpdate(update_id=update_id, lane="nobody", telegram_user_id=None, payload=payload)
