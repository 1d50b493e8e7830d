"""People of a unit and an admin at the handlers themselves, without a chat in between: for paths that no journey walks."""

from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from telegram import Bot, Update

from bot.callbacks import read_press
from bot.handlers.table import PRESSES
from bot.handlers.units.table import on_words
from bot.handlers.visit import Outcome, Visit
from bot.usecases.snapshot import Snapshots
from bot.views.render import to_plain
from storage.database import Transaction
from storage.records import ChatKind

CONTACT, COLLEAGUE, MEMBER, ADMIN, STRANGER = 1, 2, 3, 4, 5
BAOTOU, TEPEI = "bt-shibaiqian-2024", "nmg-tepei-2023"
ME = cast(Bot, SimpleNamespace(username="shenbao_bot"))


@dataclass(frozen=True)
class Desk:
    """A unit with two contacts and a member, inside one transaction."""

    rows: Transaction
    snapshots: Snapshots
    now: datetime
    unit: int

    def at(self, now: datetime) -> "Desk":
        """The same at another moment."""
        return replace(self, now=now)

    async def id_of(self, number: int) -> int:
        """Somebody's row."""
        return (await self.rows.people.ensure(number, self.now)).id

    async def press(self, number: int, data: str) -> str:
        """What somebody sees who presses a button."""
        pressed = read_press(data)
        query = {"id": "1", "from": _user(number), "chat_instance": "1", "data": data, "message": _message(number)}
        visit = await self._visit(number, {"callback_query": query})
        return shown(await PRESSES[pressed.verb](replace(visit, press=pressed)))

    async def say(self, number: int, text: str = "", **parts: Any) -> str:  # noqa: ANN401 - whatever Telegram puts into a message
        """What somebody sees who types while something is awaited; empty where nothing is."""
        message = _message(number) | {"from": _user(number)} | ({"text": text} if text else {}) | parts
        outcome = await on_words(await self._visit(number, {"message": message}))
        return shown(outcome) if outcome is not None else ""

    async def visit_in(self, number: int, chat: int, kind: ChatKind, **parts: Any) -> Visit:  # noqa: ANN401 - as above
        """Somebody who says something in any chat."""
        there = {"id": chat, "type": kind, "title": "技能群"}
        return await self._visit(number, {"message": {"message_id": 7, "date": 0, "from": _user(number), "chat": there} | parts}, kind)

    async def _visit(self, number: int, body: dict[str, Any], kind: ChatKind = "private") -> Visit:
        update = Update.de_json({"update_id": 1, **body}, ME)
        assert update.effective_chat is not None
        somebody = await self.rows.people.ensure(number, self.now)
        owner = somebody.id if kind == "private" else None
        chat = await self.rows.chats.ensure(update.effective_chat.id, kind, owner, self.now)
        return Visit(self.rows, self.snapshots.current, somebody, chat, self.now, update)


async def opened(rows: Transaction, snapshots: Snapshots, now: datetime) -> Desk:
    """A unit in full swing."""
    unit = await rows.units.make("包头市北方机械厂", "内蒙古自治区/包头市/青山区", "enterprise", "city", now)
    desk = Desk(rows, snapshots, now, unit.id)
    for number, called in ((CONTACT, "人事科 小张"), (COLLEAGUE, "办公室 老李")):
        person = await desk.id_of(number)
        await rows.chats.ensure(number, "private", person, now)
        await rows.units.ask(unit.id, person, now, called=called, stated="{}")
        await rows.units.approve(unit.id, person, None, now)
    member = await desk.id_of(MEMBER)
    await rows.chats.ensure(MEMBER, "private", member, now)
    await rows.members.join(unit.id, member, "焊工 老赵", now)
    await rows.unit_work.follow(unit.id, BAOTOU, await desk.id_of(CONTACT), now)
    admin = await desk.id_of(ADMIN)
    await rows.chats.ensure(ADMIN, "private", admin, now)
    await rows.roles.grant(admin, "owner", None, now)
    return desk


def shown(outcome: Outcome) -> str:
    """All that is seen: messages with their buttons, and the word on the button that was pressed."""
    messages = [reply.message for reply in outcome.replies]
    labels = [button.label for message in messages for row in message.keyboard for button in row]
    orders = [type(order).__name__ for order in outcome.orders]
    return "\n".join([*map(to_plain, messages), *labels, *([outcome.toast] if outcome.toast else []), *orders])


def _user(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "某人"}


def _message(number: int) -> dict[str, Any]:
    return {"message_id": 5, "date": 0, "chat": {"id": number, "type": "private"}}
