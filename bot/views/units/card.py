"""A unit on one screen, for its contacts. Each part of the work adds its lines to ``LINES`` and its row of buttons to ``ROWS``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.callbacks import press
from bot.usecases.units.watching import Watching
from bot.views.citing import name_of
from bot.views.message import Block, Button, Message
from bot.views.units.policies import followed_of, next_text
from knowledge.base import KnowledgeBase
from storage.unit_records import ContactRecord, UnitRecord

MOST_POLICIES = 5


@dataclass(frozen=True)
class Card:
    """What a unit's card is made of."""

    base: KnowledgeBase
    now: datetime
    unit: UnitRecord
    contacts: tuple[ContactRecord, ...]
    watching: Watching
    """What the unit follows."""


def place_text(region: str) -> str:
    """Where a unit is, for reading."""
    return " ".join(region.split("/"))


def card_message(card: Card) -> Message:
    """The card."""
    lines = tuple(line for lines in LINES for line in lines(card))
    rows = tuple(row for rows in ROWS for row in rows(card) if row)
    return Message((Block((card.unit.name,), "lead"), Block(lines)), rows)


def _unit_lines(card: Card) -> tuple[str, ...]:
    affiliation = () if card.unit.affiliation else ("单位隶属还没有填：点“单位隶属”填上，交到哪、哪天交才说得准。",)
    return (place_text(card.unit.region), *affiliation, f"联系人 {len(card.contacts)} 位")


def _followed_lines(card: Card) -> tuple[str, ...]:
    """What the unit has to hand in next."""
    policies = followed_of(card.base, card.watching, card.now)
    lines = (f"· {name_of(policy)}：{next_text(card.base, policy, card.watching, card.now)}" for policy in policies[:MOST_POLICIES])
    return (f"关注 {len(policies)} 个项目：", *lines) if policies else ("还没有关注的项目，点“关注的项目”选一个。",)


def _followed_row(card: Card) -> tuple[tuple[Button, ...], ...]:
    """All that the unit follows, with what it does about each."""
    return ((Button("📋 关注的项目：截止、报送、名额", press("jt", str(card.unit.id))),),)


def _member_row(card: Card) -> tuple[tuple[Button, ...], ...]:
    """Who agreed to be seen, and how others come to join."""
    number = str(card.unit.id)
    return ((Button("👥 谁有意报", press("jr", number)), Button("✉ 邀请同事加入", press("jq", number))),)


def _contacts_row(card: Card) -> tuple[tuple[Button, ...], ...]:
    """Colleagues, and the groups that hear of the unit."""
    number = str(card.unit.id)
    return (
        (Button("☎ 联系人", press("jf", number)), Button("🏛 单位隶属", press("jf", number, "a")), Button("📣 群", press("jg", number))),
    )


Lines = Callable[[Card], tuple[str, ...]]
Rows = Callable[[Card], tuple[tuple[Button, ...], ...]]

LINES: tuple[Lines, ...] = (_unit_lines, _followed_lines)
ROWS: tuple[Rows, ...] = (_followed_row, _member_row, _contacts_row)
