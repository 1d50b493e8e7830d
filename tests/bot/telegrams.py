"""A Telegram that does what a script says: the one thing besides the clock that is stood in for."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from telegram import Bot, Update

from bot.intake.asking import Asking

Step = Sequence[object] | Exception


def message_update(number: int, user: int, text: str = "你好") -> dict[str, Any]:
    """An update with a private text message, as the Bot API sends it."""
    person = {"id": user, "is_bot": False, "first_name": "读者"}
    chat = {"id": user, "type": "private", "first_name": "读者"}
    return {"update_id": number, "message": {"message_id": number, "date": 1_700_000_000, "from": person, "chat": chat, "text": text}}


@dataclass
class ScriptedBot:
    """``steps``: what each time of asking gives, then it waits for ever. ``refusals``: what each sending raises, None for none."""

    steps: list[Step] = field(default_factory=list)
    refusals: list[Exception | None] = field(default_factory=list)
    offsets: list[int | None] = field(default_factory=list)
    sent: list[tuple[str, int, str]] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    """What was sent with leave to take Stars for it."""
    exhausted: asyncio.Event = field(default_factory=asyncio.Event)
    before_poll: Callable[[], None] = lambda: None

    def as_bot(self) -> Bot:
        return cast(Bot, self)

    def as_asking(self) -> Asking:
        return cast(Asking, self)

    async def updates(self, offset: int | None) -> Sequence[object]:
        self.offsets.append(offset)
        self.before_poll()
        if not self.steps:
            self.exhausted.set()
            await asyncio.Event().wait()
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    async def delete_webhook(self) -> bool:
        return True

    async def send_message(self, chat_id: int, text: str, *, allow_paid_broadcast: bool | None = None, **_: object) -> SimpleNamespace:
        self.paid += [text] if allow_paid_broadcast else []
        return self._sent("message", chat_id, text)

    async def send_document(self, chat_id: int, document: object, *, caption: str, **_: object) -> SimpleNamespace:
        assert document is not None
        return self._sent("document", chat_id, caption)

    async def edit_message_text(self, text: str, *, chat_id: int, message_id: int, **_: object) -> SimpleNamespace:
        assert message_id
        return self._sent("edit", chat_id, text)

    def _sent(self, kind: str, chat_id: int, text: str) -> SimpleNamespace:
        refusal = self.refusals.pop(0) if self.refusals else None
        if refusal is not None:
            raise refusal
        self.sent.append((kind, chat_id, text))
        return SimpleNamespace(message_id=len(self.sent))


def press_of(number: int) -> Update:
    """A button pressed by somebody in their own chat; what it says is in the visit."""
    user = {"id": number, "is_bot": False, "first_name": "某人"}
    message = {"message_id": 5, "date": 0, "chat": {"id": number, "type": "private"}, "text": "x"}
    found = Update.de_json(
        {"update_id": 1, "callback_query": {"id": "1", "from": user, "chat_instance": "1", "data": "x", "message": message}}
    )
    assert found is not None
    return found
