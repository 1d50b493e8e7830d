"""What Telegram refuses: who may be written to, what may be edited or deleted. No HTTP here."""

from datetime import datetime, timedelta

from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.world import Post, Query, Room

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_GONE = "query is too old and response timeout expired or query ID is invalid"
DELETABLE_FOR = timedelta(hours=48)
ANSWERABLE_FOR = {"callback": timedelta(seconds=15), "inline": timedelta(seconds=10)}
INLINE_LIMIT = 50


def check_writable(room: Room, *, acquainted: bool) -> None:
    """Refuse a message of the bot to a room where it has no place. ``acquainted``: they share a group."""
    if room.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.migrated_to)
    if room.private:
        check_private(room, acquainted=acquainted)
    elif room.bot == "never":
        raise bad_request("chat not found")
    elif room.bot in {"left", "kicked"}:
        verb = "was kicked from" if room.bot == "kicked" else "is not a member of"
        raise forbidden(f"bot {verb} the {room.chat.type} chat")


def check_private(room: Room, *, acquainted: bool) -> None:
    """A person has to begin, and can end it."""
    if room.bot == "kicked":
        raise forbidden("bot was blocked by the user")
    if room.bot == "never":
        raise forbidden("bot can't initiate conversation with a user") if acquainted else bad_request("chat not found")


def check_editable(post: Post | None) -> Post:
    """Only the bot's own messages, and none that brought a reply keyboard."""
    if post is None:
        raise bad_request("message to edit not found")
    if not post.by_bot or post.keyboard is not None or post.message.forward_origin is not None:
        raise bad_request("message can't be edited")
    return post


def check_deletable(post: Post | None, room: Room, now: datetime) -> Post:
    """Young messages: the bot's own, anyone's in a private chat, anyone's in a group that it administers."""
    if post is None:
        raise bad_request("message to delete not found")
    if not (post.by_bot or room.private or room.bot == "administrator"):
        raise bad_request("message can't be deleted")
    old = now.timestamp() - post.message.date > DELETABLE_FOR.total_seconds()
    if old and room.bot != "administrator":
        raise bad_request("message can't be deleted for everyone")
    return post


def check_answerable(query: Query | None, kind: str, now: datetime) -> Query:
    """A query lives for seconds and is answered once."""
    if query is None or query.kind != kind or query.answer is not None or now - query.asked_at > ANSWERABLE_FOR[kind]:
        raise bad_request(QUERY_GONE)
    return query


def check_same(before: object, after: object) -> None:
    """An edit has to change something."""
    if before == after:
        raise bad_request(NOT_MODIFIED)


def not_text(post: Post) -> ApiError | None:
    """Why a message has no text to edit."""
    return None if post.message.text is not None else bad_request("there is no text in the message to edit")


def not_captioned(post: Post) -> ApiError | None:
    """Why a message has no caption to edit."""
    message = post.message
    has = message.photo or message.document or message.voice or message.audio or message.video or message.animation
    return None if has else bad_request("there is no caption in the message to edit")
