"""A thin client of the control API for tests: people act, and what the bot does is awaited, never slept for."""

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.sandbox.errors import ActionError, SandboxError

PATIENCE = 30.0


class NothingCameError(SandboxError, AssertionError):
    """The bot did not do what was expected in time; the message lists what it did instead."""


@dataclass(frozen=True)
class Seen:
    """Something the bot did. ``kind``: message, edit, delete, answer (to a button), inline, action."""

    seq: int
    kind: str
    chat_id: int | None
    message_id: int | None
    text: str
    buttons: tuple[tuple[str, ...], ...]
    keyboard: tuple[tuple[str, ...], ...]
    raw: dict[str, Any]

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self:
        """What an event of the feed shows."""
        data = event["data"]
        message = data.get("message", {})
        inline = message.get("reply_markup", {}).get("inline_keyboard", [])
        below = data.get("keyboard", {}).get("keyboard", [])
        return cls(
            seq=event["seq"],
            kind=event["kind"],
            chat_id=event["chat_id"],
            message_id=event["message_id"],
            text=message.get("text") or message.get("caption") or data.get("text") or "",
            buttons=tuple(tuple(button["text"] for button in row) for row in inline),
            keyboard=tuple(tuple(button["text"] for button in row) for row in below),
            raw=data,
        )

    @property
    def labels(self) -> list[str]:
        """All inline buttons' words in one list."""
        return [label for row in self.buttons for label in row]

    def data_of(self, label: str) -> str:
        """The callback data of an inline button."""
        rows = self.raw["message"]["reply_markup"]["inline_keyboard"]
        return next(str(button["callback_data"]) for row in rows for button in row if button["text"] == label)


class Driver:
    """``async with Driver(sandbox.base_url) as driver``. ``user`` everywhere: a name (made when new) or a number.

    What people do in a chat sets a mark there; ``expect`` waits for what the bot does after the latest mark of a chat, each thing once.
    """

    def __init__(self, base_url: str, user: str = "测试员") -> None:
        self._url = f"{base_url}/control"
        self._user = user
        self._session = aiohttp.ClientSession(trust_env=False)
        self._floor = 0
        self._marks: dict[int, int] = {}  # chat → number of the event after which the bot's reaction can come
        self._taken: set[int] = set()

    async def __aenter__(self) -> Self:
        self._floor = (await self.state())["seq"]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._session.close()

    async def do(self, action: str, **given: Any) -> Any:  # noqa: ANN401 - whatever the action takes and gives
        """Any action of the control API. Raises ActionError with the sandbox's words."""
        given = {name: value for name, value in given.items() if value is not None}
        async with self._session.post(f"{self._url}/{action}", json=given) as response:
            return self._result(await response.json(), given.get("chat_id"))

    def _result(self, answer: dict[str, Any], chat_id: int | None = None) -> Any:  # noqa: ANN401 - JSON
        if not answer["ok"]:
            raise ActionError(answer["error"])
        result = answer["result"]
        if isinstance(result, dict) and "chat" in result and "message_id" in result:
            chat_id = result["chat"]["id"]
        if chat_id is not None:
            self._marks[chat_id] = answer["seq"]
        return result

    async def get(self, what: str, **query: Any) -> Any:  # noqa: ANN401 - JSON
        """Anything that the control API tells."""
        wanted = {name: str(value) for name, value in query.items() if value is not None}
        async with self._session.get(f"{self._url}/{what}", params=wanted) as response:
            return await response.json()

    async def say(self, text: str, *, user: str | int | None = None, chat_id: int | None = None, reply_to: int | None = None) -> int:
        """Write a text; returns its message_id."""
        return int((await self.do("say", user=user or self._user, text=text, chat_id=chat_id, reply_to=reply_to))["message_id"])

    async def start(self, payload: str = "", *, user: str | int | None = None) -> int:
        """Open the bot, with a deep link's payload."""
        return int((await self.do("start", user=user or self._user, payload=payload))["message_id"])

    async def send(  # noqa: PLR0913 - what a file has
        self,
        kind: str,
        content: bytes,
        name: str,
        *,
        user: str | int | None = None,
        caption: str = "",
        chat_id: int | None = None,
        album: str = "",
    ) -> int:
        """Send a photo, sticker, voice, document, …; those of one ``album`` together; returns its message_id."""
        form = aiohttp.FormData({"user": str(user or self._user), "kind": kind, "caption": caption, "album": album}, quote_fields=False)
        if chat_id is not None:
            form.add_field("chat_id", str(chat_id))
        form.add_field("file", io.BytesIO(content), filename=name)
        async with self._session.post(f"{self._url}/send", data=form) as response:
            return int(self._result(await response.json())["message_id"])

    async def click(
        self, seen: Seen, label: str | None = None, *, user: str | int | None = None, data: str | None = None, stale: bool = False
    ) -> dict[str, Any]:
        """Press a button under what the bot sent, by its words (or a part of them) or its data."""
        result: dict[str, Any] = await self.do(
            "click", user=user or self._user, chat_id=seen.chat_id, message_id=seen.message_id, text=label, data=data, stale=stale
        )
        return result

    async def person(self, name: str, **fields: str) -> int:
        """A person with this name; returns the number."""
        return int((await self.do("person", name=name, **fields))["id"])

    async def fail(self, method: str = "*", **fault: Any) -> None:  # noqa: ANN401 - the fields of Fault
        """Make the next call(s) of a method go wrong: ``times``, ``kind``, ``code``, ``description``, ``retry_after``."""
        await self.do("fail", method=method, **fault)

    async def move_clock(self, to: datetime | timedelta) -> datetime:
        """Set the clock or let it jump ahead; returns its time."""
        given = {"at": to.isoformat()} if isinstance(to, datetime) else {"seconds": to.total_seconds()}
        return datetime.fromisoformat(await self.do("clock", **given))

    async def state(self) -> dict[str, Any]:
        """Users, rooms, commands, the time and so on."""
        found: dict[str, Any] = await self.get("state")
        return found

    async def outbox(self, *, after: int = 0, chat_id: int | None = None, kinds: str = "message") -> list[Seen]:
        """Everything the bot sent so far."""
        return [Seen.from_event(event) for event in await self.get("outbox", after=after, chat_id=chat_id, kinds=kinds)]

    async def requests(self, *, after: int = 0) -> list[dict[str, Any]]:
        """Every call the bot made: method, params, files, status, description."""
        found: list[dict[str, Any]] = await self.get("requests", after=after)
        return found

    async def expect(
        self, pattern: str = "", *, kinds: str = "message,edit", chat_id: int | None = None, seconds: float = PATIENCE
    ) -> Seen:
        """The next thing the bot did since the mark whose text has a match of ``pattern``. Raises NothingCameError."""
        after = self._floor if chat_id is None else self._marks.get(chat_id, self._floor)
        others: list[str] = []
        events = await self.get("outbox", after=after, kinds=kinds, chat_id=chat_id)
        while True:
            for seen in map(Seen.from_event, events):
                after = seen.seq
                if self._fresh(seen) and re.search(pattern, seen.text):
                    self._taken.add(seen.seq)
                    return seen
                others += [seen.text] if self._fresh(seen) else []
            event = await self.get("wait", after=after, kinds=kinds, chat_id=chat_id, timeout=seconds)
            if event is None:
                raise NothingCameError(f"the bot sent nothing like {pattern!r} ({kinds}), but: {others}")
            events = [event]

    def _fresh(self, seen: Seen) -> bool:
        return seen.seq not in self._taken and seen.seq > self._marks.get(seen.chat_id or 0, self._floor)
