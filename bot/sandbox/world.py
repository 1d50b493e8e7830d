"""The sandbox's state: frozen rows in tables that write themselves through to the store."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.sandbox.store import Store
from bot.sandbox.wire import BotCommand, Chat, Message, ReplyMarkup, Update, User


class Row(BaseModel):
    """A frozen row."""

    model_config = ConfigDict(frozen=True)


BotStatus = Literal["never", "member", "administrator", "left", "kicked"]


class Room(Row):
    """A chat as the people in it see it. ``bot``: never (not started, not added), member, administrator, left, kicked (blocked)."""

    chat: Chat
    members: tuple[int, ...]
    owner: int
    bot: BotStatus = "never"
    migrated_to: int | None = None
    pinned: tuple[int, ...] = ()

    @property
    def private(self) -> bool:
        """Whether it is a person's chat with the bot."""
        return self.chat.type == "private"


class Post(Row):
    """A message with what its wire form does not tell."""

    message: Message
    by_bot: bool
    keyboard: ReplyMarkup | None = None
    silent: bool = False

    @property
    def key(self) -> str:
        """Where the post is kept."""
        return post_key(self.message.chat.id, self.message.message_id)


class StoredFile(Row):
    """A file whose bytes lie in ``files/<file_unique_id>``."""

    file_unique_id: str
    file_id: str
    kind: str  # photo, document, voice, ...
    file_path: str
    file_name: str
    mime_type: str
    file_size: int
    width: int = 0
    height: int = 0
    duration: int = 0


class Query(Row):
    """A pressed button or an inline query that the bot may answer once, for a while."""

    id: str
    kind: Literal["callback", "inline"]
    user_id: int
    asked_at: AwareDatetime
    chat_id: int | None = None
    message_id: int | None = None
    text: str = ""
    answer: dict[str, Any] | None = None


class CommandList(Row):
    """Commands set for one scope and language."""

    scope: str  # canonical JSON of the scope
    language: str
    commands: tuple[BotCommand, ...]


class Event(Row):
    """Something that watchers see: message, edit, delete, answer, action, inline, room, user, commands, clock, reset."""

    seq: int
    kind: str
    at: AwareDatetime
    chat_id: int | None = None
    message_id: int | None = None
    by_bot: bool = False
    data: dict[str, Any] = {}


class Webhook(Row):
    """Where updates are pushed to."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


class Settings(Row):
    """What the bot set for itself, and where the clock stands."""

    webhook: Webhook | None = None
    allowed_updates: tuple[str, ...] = ()
    texts: dict[str, str] = {}  # "<what>:<language>" → text
    menu_buttons: dict[str, dict[str, Any]] = {}
    default_rights: dict[str, dict[str, Any]] = {}
    clock_offset: timedelta = timedelta()
    seen_at: AwareDatetime | None = None
    privacy: bool = True  # in groups only what is meant for the bot reaches it


R = TypeVar("R", bound=BaseModel)


class Table(Generic[R]):
    """Rows of one kind by key."""

    def __init__(self, store: Store, kind: str, row: type[R], key: Callable[[R], object]) -> None:
        self._store, self._kind, self._key = store, kind, key
        self._rows: dict[str, R] = {k: row.model_validate_json(text) for k, text in store.load(kind)}

    def get(self, key: object) -> R | None:
        """The row with this key."""
        return self._rows.get(str(key))

    def put(self, row: R) -> R:
        """Add or replace a row."""
        key = str(self._key(row))
        self._rows[key] = row
        self._store.put(self._kind, key, row.model_dump_json(by_alias=True, exclude_none=True))
        return row

    def drop(self, key: object) -> R | None:
        """Take a row out, and return it."""
        self._store.drop(self._kind, str(key))
        return self._rows.pop(str(key), None)

    def clear(self) -> None:
        """Take all rows out."""
        for key in list(self._rows):
            self.drop(key)

    def __iter__(self) -> Iterator[R]:
        return iter(tuple(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)


class Counter(Row):
    """The last number given under a name."""

    name: str
    last: int


def post_key(chat_id: int, message_id: int) -> str:
    """Messages are numbered per supergroup, and per bot everywhere else: only chat and number together are unique."""
    return f"{chat_id}/{message_id}"


class World:
    """Everything the sandbox remembers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.users = Table(store, "user", User, lambda row: row.id)
        self.rooms = Table(store, "room", Room, lambda row: row.chat.id)
        self.posts = Table(store, "post", Post, lambda row: row.key)
        self.updates = Table(store, "update", Update, lambda row: row.update_id)
        self.files = Table(store, "file", StoredFile, lambda row: row.file_unique_id)
        self.queries = Table(store, "query", Query, lambda row: row.id)
        self.commands = Table(store, "commands", CommandList, lambda row: f"{row.scope} {row.language}")
        self.events = Table(store, "event", Event, lambda row: row.seq)
        self._counters = Table(store, "counter", Counter, lambda row: row.name)
        self._settings = Table(store, "settings", Settings, lambda _row: "one")

    @property
    def settings(self) -> Settings:
        """What the bot set for itself."""
        return self._settings.get("one") or Settings()

    def change_settings(self, **changes: Any) -> None:  # noqa: ANN401 - any field of Settings
        """Replace some of the settings."""
        self._settings.put(self.settings.model_copy(update=changes))

    def next_number(self, name: str, first: int = 1) -> int:
        """The next number of a counter, never given twice, not even after a reset."""
        counter = self._counters.get(name)
        number = first if counter is None else counter.last + 1
        self._counters.put(Counter(name=name, last=number))
        return number

    def clear(self) -> None:
        """Forget everything but the counters and the events, which are the feed's."""
        for table in (self.users, self.rooms, self.posts, self.updates, self.files, self.queries, self.commands):
            table.clear()
        self._settings.clear()

    def commit(self, at: datetime) -> None:
        """Make everything lasting, together with the sandbox's time."""
        self.change_settings(seen_at=at)
        self._store.commit()
