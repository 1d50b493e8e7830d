"""Updates of every kind that the Bot API defines, made from aiogram's models of it, so that no kind and no field is forgotten."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.client.default import Default
from aiogram.types import Chat, Update
from pydantic import BaseModel

KINDS = tuple(name for name in Update.model_fields if name != "update_id")
DEEPEST = 7
"""Within so many objects optional fields are left out, so that an update comes to an end."""
PLANTED = "tg-spoiler"
"""A tag that the bot never writes itself: where it stands unescaped in what the bot sends, somebody's words became markup."""
PIECES = (
    f"<{PLANTED}>火</{PLANTED}>", "</b>", "<i>", "&lt;", "&", "*_`[]()~", "\u202e", "\u200b", "\x00", "\ud7ff", "𠮷", "🏳️‍🌈", "{day} %s",
    "/", "/start ", "/check ", "/delete", "/export", "/privacy", "/my", "/edit", "特培", "包头金蓝领", "什么时候截止", "要交什么",
    "45", "1980年5月", "1e400", "-1", "9" * 40, "'; DROP TABLE people; --", "\n", "；", "https://example.org/?a=<b>", "哈" * 300,
)  # fmt: skip
Kind = Literal["private", "group", "supergroup", "channel"]
_MANY = 2**53 - 1
_OPTIONAL = 0.12
_MEANT = 0.8
"""How often an update is from somebody whom the bot can answer, where it can."""


@dataclass(frozen=True)
class Room:
    """A chat of the stand-in, and who writes there."""

    chat: int
    kind: Kind
    user: int


class AnyUpdate:
    """Makes updates by ``choose``: of people in ``rooms`` mostly, with button data from ``presses`` mostly."""

    def __init__(self, choose: random.Random, rooms: Sequence[Room], presses: Sequence[str]) -> None:
        self._choose = choose
        self._rooms = rooms
        self._presses = presses

    def make(self, kind: str, number: int) -> dict[str, Any]:
        """An update of this kind as Telegram would write it."""
        made = self._value(Update.model_fields[kind].annotation, 0, needed=True)
        self._address(made, self._choose.choice(self._rooms) if self._choose.random() < _MEANT else self._elsewhere())
        return {"update_id": number, kind: made}

    def bend(self, update: dict[str, Any]) -> dict[str, Any]:
        """The same with something in it that is not what it should be: of another kind, or not there."""
        (kind,) = (name for name in update if name != "update_id")
        at: Any = {kind: update[kind]}
        bent, key = at, kind
        while isinstance(at[key], dict | list) and at[key] and self._choose.random() < _MEANT:
            at = at[key]
            key = self._choose.choice(list(at) if isinstance(at, dict) else range(len(at)))
        at[key] = self._choose.choice([None, True, -1, 1.5, "", "x", [], {}, [[]], {"id": "x"}, _MANY])
        return {"update_id": update["update_id"], **bent}

    def _elsewhere(self) -> Room:
        """A chat that nobody knows, and somebody new in it."""
        number = self._choose.randrange(10**9, 10**10)
        kind: Kind = self._choose.choice(["private", "group", "supergroup", "channel"])
        return Room(number if kind == "private" else -number, kind, number)

    def _address(self, made: dict[str, Any], room: Room) -> None:
        who = {"id": room.user, "is_bot": False, "first_name": self._text()}
        where = {"id": room.chat, "type": room.kind}
        if "chat" in made:
            made["chat"] = where
        if isinstance(made.get("message"), dict) and "chat" in made["message"]:
            made["message"]["chat"] = where
        if "from" in made or "chat" in made:
            made["from"] = who
        if "data" in made:
            made["data"] = self._choose.choice(self._presses)

    def _object(self, model: type[BaseModel], depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, field in model.model_fields.items():
            needed = field.is_required()
            if needed or self._wanted(name, depth):
                value = self._value(field.annotation, depth + 1, needed=needed)
                if value is not None:
                    made[field.alias or name] = value
            elif get_origin(field.annotation) is Literal:
                made[field.alias or name] = _plain(field.default)
        if model is Chat:  # aiogram holds any word for a kind of chat
            room = self._elsewhere()
            made |= {"id": room.chat, "type": room.kind}
        return made

    def _wanted(self, name: str, depth: int) -> bool:
        if name in {"text", "data", "from_user", "caption"}:
            return self._choose.random() < _MEANT
        return depth < DEEPEST and self._choose.random() > 1 - _OPTIONAL  # 0, the simplest for hypothesis, leaves it out

    def _value(self, kind: Any, depth: int, *, needed: bool) -> Any:  # noqa: ANN401 - any annotation, any JSON
        kind, options = _opened(kind)
        if options is not None:
            left = [one for one in options if one is not NoneType]
            return self._value(str if depth >= DEEPEST and str in left else self._choose.choice(left), depth, needed=needed)
        if get_origin(kind) is list:
            most = 0 if depth > DEEPEST else self._choose.choice([0, 1, 1, 3])
            return [self._value(get_args(kind)[0], depth + 1, needed=True) for _ in range(most)]
        if get_origin(kind) is Literal:
            return _plain(self._choose.choice(get_args(kind)))
        if kind is Default or kind is NoneType:
            return None
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self._object(kind, depth) if depth <= 2 * DEEPEST else {}
        return self._simple(kind)

    def _simple(self, kind: Any) -> Any:  # noqa: ANN401 - as above
        if kind is bool:
            return self._choose.random() < 0.5  # noqa: PLR2004 - a coin
        if kind is datetime:
            return self._choose.choice([0, 1, 1_700_000_000, 1_732_755_600, 2**31 - 1, 4_000_000_000])
        if kind is int:
            return self._choose.choice([0, 1, 2, 7, -1, 40, 2**31 - 1])
        if kind is float:
            return self._choose.choice([0.0, -90.0, 111.5, 1e9])
        return self._text()

    def _text(self) -> str:
        return "".join(self._choose.choices(PIECES, k=self._choose.choice([0, 1, 1, 2, 3, 8])))


def _opened(kind: Any) -> tuple[Any, tuple[Any, ...] | None]:  # noqa: ANN401 - any annotation
    """An annotation without what is said about it; and what may be chosen from, where it is several."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return kind, get_args(kind) if get_origin(kind) in {Union, UnionType} else None


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value
