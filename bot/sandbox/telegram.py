"""What both sides share: the bot's methods and the people's actions meet in these rooms."""

from pathlib import Path
from typing import Any

from bot.sandbox import rules
from bot.sandbox.clock import Clock
from bot.sandbox.errors import bad_request
from bot.sandbox.feed import Feed
from bot.sandbox.files import FileShelf
from bot.sandbox.formatting import utf16
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.wire import Entity, Message, ReplyMarkup, User
from bot.sandbox.world import Post, Room, World, post_key


class Telegram:
    """Rooms, posts, files, the queue of updates and the feed of events, for one bot."""

    def __init__(self, world: World, clock: Clock, folder: Path, bot: User, first_update_id: int) -> None:
        self.world, self.clock, self.bot = world, clock, bot
        self.feed = Feed(world, clock)
        self.queue = UpdateQueue(world, first_update_id)
        self.files = FileShelf(world, folder)

    def date(self) -> int:
        """Now, as Telegram writes it."""
        return int(self.clock.now().timestamp())

    def room(self, chat_id: str) -> Room:
        """The room of a request's chat_id: a number or an @username. Raises ApiError."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        if chat_id.startswith("@"):
            named = (room for room in self.world.rooms if room.chat.username and room.chat.username.lower() == chat_id[1:].lower())
            found = next(named, None)
        else:
            found = self.world.rooms.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
        if found is None:
            raise bad_request("chat not found")
        return found

    def writable(self, chat_id: str) -> Room:
        """The room, where the bot may write. Raises ApiError."""
        room = self.room(chat_id)
        rules.check_writable(room, acquainted=room.private and self.acquainted(room.chat.id))
        return room

    def acquainted(self, user_id: int) -> bool:
        """Whether the bot has met this person in a group."""
        return any(user_id in room.members and room.bot in {"member", "administrator"} for room in self.world.rooms if not room.private)

    def find_post(self, chat_id: int, message_id: int) -> Post | None:
        """A message, if it is still there."""
        return self.world.posts.get(post_key(chat_id, message_id))

    def next_message_id(self, room: Room) -> int:
        """Supergroups number their own messages, all other chats share the bot's numbers."""
        return self.world.next_number(f"message {room.chat.id}" if room.chat.type == "supergroup" else "message")

    def add_post(  # noqa: PLR0913 - a post's fields
        self, room: Room, author: User, content: dict[str, Any], *, by_bot: bool, keyboard: ReplyMarkup | None = None, silent: bool = False
    ) -> Post:
        """Write a message into a room and show it. ``content``: fields of Message."""
        message = Message(message_id=self.next_message_id(room), date=self.date(), chat=room.chat, from_=author, **content)
        post = self.world.posts.put(Post(message=message, by_bot=by_bot, keyboard=keyboard, silent=silent))
        self.show("message", post)
        return post

    def change_post(self, post: Post, changes: dict[str, Any], *, edited: bool) -> Post:
        """Change a message in place and show it. ``edited``: it gets an edit date, which a change of buttons alone does not show."""
        fields = changes | ({"edit_date": self.date()} if edited else {})
        changed = self.world.posts.put(post.model_copy(update={"message": post.message.model_copy(update=fields)}))
        self.show("edit", changed)
        return changed

    def remove_post(self, post: Post) -> None:
        """Delete a message for everyone."""
        self.world.posts.drop(post.key)
        message = post.message
        self.feed.publish("delete", chat_id=message.chat.id, message_id=message.message_id, by_bot=post.by_bot)

    def show(self, kind: str, post: Post) -> None:
        """Tell the watchers of a post."""
        message = post.message
        data: dict[str, Any] = {"message": message.dump()}
        if post.keyboard is not None:
            data["keyboard"] = post.keyboard.dump()
        self.feed.publish(kind, chat_id=message.chat.id, message_id=message.message_id, by_bot=post.by_bot, data=data)

    def change_room(self, room: Room, **changes: Any) -> Room:  # noqa: ANN401 - any field of Room
        """Change a room and show it."""
        changed = self.world.rooms.put(room.model_copy(update=changes))
        self.feed.publish("room", chat_id=room.chat.id, data=changed.model_dump(mode="json", exclude_none=True))
        return changed

    def deliver(self, post: Post) -> None:
        """Queue a person's message for the bot, where the bot gets to see it."""
        room = self.world.rooms.get(post.message.chat.id)
        if room is not None and room.bot in {"member", "administrator"} and self.reaches_bot(room, post.message):
            self.queue.push("message", post.message)

    def reaches_bot(self, room: Room, message: Message) -> bool:
        """In groups, privacy mode lets through commands, replies to the bot, mentions of it and service messages."""
        if room.private or room.bot == "administrator" or not self.world.settings.privacy:
            return True
        content = message.text if message.text is not None else message.caption
        service = content is None and not any((message.photo, message.document, message.sticker, message.voice, message.video))
        replied = message.reply_to_message is not None and message.reply_to_message.from_ == self.bot
        return service or replied or any(self.meant(content or "", entity) for entity in message.entities or message.caption_entities or ())

    def meant(self, text: str, entity: Entity) -> bool:
        """Whether a command or a mention is for this bot."""
        words = utf16.cut(text, entity.offset, entity.length).lower()
        name = f"@{self.bot.username}".lower()
        return (entity.type == "mention" and words == name) or (entity.type == "bot_command" and ("@" not in words or words.endswith(name)))
