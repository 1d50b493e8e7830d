"""Groups: made, joined, left, with the bot and without it, and turned into supergroups."""

from bot.sandbox.errors import ActionError
from bot.sandbox.members import change_bot, change_person
from bot.sandbox.people import publish
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import Chat, User
from bot.sandbox.world import Room

FIRST_GROUP = 4_000_000_001
FIRST_SUPERGROUP = 2_000_000_001
SUPERGROUP_PREFIX = -1_000_000_000_000


def make_group(  # noqa: PLR0913 - what a group has
    tg: Telegram, owner: User, title: str, members: tuple[User, ...] = (), *, supergroup: bool = False, with_bot: bool = True
) -> Room:
    """A new group of the owner, the members and, unless told otherwise, the bot."""
    number = tg.world.next_number("supergroup", FIRST_SUPERGROUP) if supergroup else tg.world.next_number("group", FIRST_GROUP)
    chat = Chat(id=SUPERGROUP_PREFIX - number if supergroup else -number, type="supergroup" if supergroup else "group", title=title)
    people = tuple(dict.fromkeys((owner.id, *(user.id for user in members))))
    room = tg.change_room(Room(chat=chat, members=people, owner=owner.id))
    return add_bot(tg, owner, room) if with_bot else room


def group(tg: Telegram, chat_id: int) -> Room:
    """A living group. Raises ActionError."""
    room = tg.world.rooms.get(chat_id)
    if room is None or room.private or room.migrated_to is not None:
        raise ActionError(f"{chat_id} is not a group")
    return room


def add_bot(tg: Telegram, by: User, room: Room, *, admin: bool = False) -> Room:
    """Add the bot, or make it an administrator where it already is a member."""
    joined = room.bot not in {"member", "administrator"}
    room = change_bot(tg, room, by, "administrator" if admin else "member")
    if joined:
        publish(tg, by, room, {"new_chat_members": (tg.bot,)})
    return room


def remove_bot(tg: Telegram, by: User, room: Room) -> Room:
    """Throw the bot out; it hears of it with my_chat_member."""
    if room.bot not in {"member", "administrator"}:
        raise ActionError("the bot is not in this group")
    room = change_bot(tg, room, by, "kicked")
    publish(tg, by, room, {"left_chat_member": tg.bot})
    return room


def join(tg: Telegram, user: User, room: Room) -> Room:
    """Come into a group."""
    room = change_person(tg, room, user, user, joins=True)
    publish(tg, user, room, {"new_chat_members": (user,)})
    return room


def leave(tg: Telegram, user: User, room: Room) -> Room:
    """Go."""
    publish(tg, user, room, {"left_chat_member": user})
    return change_person(tg, room, user, user, joins=False)


def migrate(tg: Telegram, by: User, room: Room) -> Room:
    """Turn a basic group into a supergroup: a new chat with a new number, announced in both."""
    if room.chat.type != "group":
        raise ActionError("only a basic group becomes a supergroup")
    number = tg.world.next_number("supergroup", FIRST_SUPERGROUP)
    chat = room.chat.model_copy(update={"id": SUPERGROUP_PREFIX - number, "type": "supergroup"})
    successor = tg.change_room(room.model_copy(update={"chat": chat, "pinned": ()}))
    publish(tg, by, room, {"migrate_to_chat_id": chat.id})
    tg.change_room(room, migrated_to=chat.id)
    publish(tg, by, successor, {"migrate_from_chat_id": room.chat.id})
    return successor
