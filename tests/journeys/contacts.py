"""More contacts of a unit, a group that hears of it: rows as an approval writes them, what follows from it, and what a group may hear."""

from datetime import datetime

from bot.handlers.table import PUBLIC_PRESSES
from bot.sandbox.driver import Driver, Seen
from bot.usecases.units.attending import attend, hear
from knowledge.base import KnowledgeBase
from tests.journeys.interview import verbs
from tests.journeys.members import Colleagues, rows_of

KEPT = (
    "包头第三机械厂",
    "联系人王",
    "联系人李",
    "张建国",
    "12月6日",
    "12-06",
    "1206",
    "同意告诉",
    "最多推荐",
    "20人",
    "150人",
    "待本人",
    "准备好",
)
"""What these journeys' units, their contacts and members are called, the day they set, and what is counted: no group's to know."""


async def met(unit: Colleagues, user: str) -> int:
    """Somebody says hello; their number."""
    number = await unit.driver.person(user)
    await unit.driver.say("/help", user=user)
    await unit.driver.expect(chat_id=number)
    return number


async def approve(unit: Colleagues, base: KnowledgeBase, user: str, now: datetime) -> None:
    """One more contact."""
    number = await met(unit, user)
    async with rows_of(unit.folder) as rows:
        person = await rows.people.ensure(number, now)
        assert await rows.units.ask(unit.unit, person.id, now, called=user, stated="{}")
        assert await rows.units.approve(unit.unit, person.id, None, now)
        await attend(rows, base, unit.unit, now)


async def drop(unit: Colleagues, base: KnowledgeBase, user: str, now: datetime) -> None:
    """A contact is none any more."""
    number = await unit.driver.person(user)
    async with rows_of(unit.folder) as rows:
        person = await rows.people.ensure(number, now)
        assert await rows.units.drop(unit.unit, person.id)
        await hear(rows, base, person.id, now)
        await attend(rows, base, unit.unit, now)


async def connect(unit: Colleagues, base: KnowledgeBase, telegram_chat_id: int, now: datetime) -> None:
    """A group hears of the unit."""
    async with rows_of(unit.folder) as rows:
        chat = await rows.chats.ensure(telegram_chat_id, "group", None, now)
        (contact, *_) = await rows.units.contacts(unit.unit)
        assert await rows.unit_work.connect(chat.id, unit.unit, contact.person_id, now, "技能群")
        await attend(rows, base, unit.unit, now)


async def heard_in(driver: Driver, chat: int) -> list[Seen]:
    """All that the bot ever said in a group, on buttons too: nothing of a unit or of anybody in it, no button of somebody's own."""
    said = await driver.outbox(chat_id=chat, kinds="message,edit,answer")
    for seen in said:
        shown = f"{seen.text} {seen.labels} {seen.raw.get('message', {}).get('reply_markup', '')}"
        assert not [word for word in KEPT if word in shown], shown
        assert verbs(seen) <= PUBLIC_PRESSES, shown
    return said
