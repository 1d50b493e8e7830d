"""What is left of a unit's own days when they are over, and of its group when nobody is there any more who could cut it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import SHANGHAI
from bot.outbox.pushes import Pushes
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.attending import attend, come_back
from bot.usecases.units.audience import inner_days_of, set_day
from bot.usecases.units.inner import INNER_MOVED, InnerDay
from bot.usecases.units.parting import part
from bot.usecases.units.watching import watchings_of
from knowledge.base import KnowledgeBase
from storage.database import Database, Transaction
from storage.records import ChatRecord, PersonRecord
from storage.unit_records import UnitRecord
from tests.bot.conftest import SetClock
from tests.storage.samples import mark_sent

POLICY = "bt-shibaiqian-2024"
BEFORE = datetime(2024, 12, 9, 0, 30, tzinfo=UTC)
"""Half an hour before people are reminded that one day is left."""
MINUTES = timedelta(minutes=2)


async def contact(rows: Transaction, unit: UnitRecord, number: int) -> PersonRecord:
    person = await rows.people.ensure(number, BEFORE)
    await rows.chats.ensure(number, "private", person.id, BEFORE)
    await rows.units.ask(unit.id, person.id, BEFORE, called=f"第{number}位", stated="{}")
    await rows.units.approve(unit.id, person.id, None, BEFORE + timedelta(seconds=number))
    return person


async def unit_with_group(rows: Transaction, base: KnowledgeBase) -> tuple[UnitRecord, PersonRecord, ChatRecord]:
    unit = await rows.units.make("某厂", "内蒙古自治区/包头市", "enterprise", "city", BEFORE)
    person, group = await contact(rows, unit, 1), await rows.chats.ensure(-9, "group", None, BEFORE)
    await rows.members.join(unit.id, (await rows.people.ensure(5, BEFORE)).id, "老张", BEFORE)
    await rows.unit_work.follow(unit.id, POLICY, person.id, BEFORE)
    await rows.unit_work.connect(group.id, unit.id, person.id, BEFORE, "技能群")
    await attend(rows, base, unit.id, BEFORE)
    return unit, person, group


async def coming_to(rows: Transaction, chat: ChatRecord) -> int:
    """How many reminders of units are on their way to a chat."""
    claims = await rows.outbox.claim(BEFORE + timedelta(hours=2), 50, MINUTES)
    return sum(one.chat_id == chat.id and one.kind == "unit_reminder" for one in claims)


async def test_of_several_units_the_first_day_that_is_not_over_counts(database: Database) -> None:
    async with database.transaction() as rows:
        member = await rows.people.ensure(1, BEFORE)
        for name, day in (("甲厂", "2024-12-08"), ("乙厂", "2024-12-20"), ("丙厂", "2024-12-12")):
            unit = await rows.units.make(name, "省/市", "enterprise", "", BEFORE)
            await rows.members.join(unit.id, member.id, "张", BEFORE)
            await rows.unit_work.set_inner_deadline(unit.id, POLICY, day, member.id, BEFORE)
        assert await inner_days_of(rows, member.id, BEFORE) == {POLICY: InnerDay("丙厂", date(2024, 12, 12))}
        assert await inner_days_of(rows, member.id, BEFORE + timedelta(days=30)) == {}


async def test_a_day_set_for_tonight_is_told_in_quiet_hours_and_once_over_said_to_be_so(
    database: Database, snapshots: Snapshots, set_clock: SetClock
) -> None:
    set_clock.at = BEFORE.replace(hour=15)
    today = set_clock.now().astimezone(SHANGHAI).date()
    composer = Pushes(snapshots, set_clock).composers[INNER_MOVED]
    async with database.transaction() as rows:
        unit = await rows.units.make("某厂", "省/市", "enterprise", "", BEFORE)
        member = await rows.people.ensure(5, BEFORE)
        await rows.chats.ensure(5, "private", member.id, BEFORE)
        await rows.members.join(unit.id, member.id, "老张", BEFORE)
        await rows.members.agree(unit.id, member.id, POLICY, "", BEFORE)
        await set_day(rows, unit.id, POLICY, today, member.id, set_clock.now())
        (claim,) = await rows.outbox.claim(set_clock.now(), 9, MINUTES)
        told = await composer(rows, claim)
        assert isinstance(told, tuple)
        assert "现在：2024年12月9日" in told[0].html
        assert "已经过了" not in told[0].html
        set_clock.advance(timedelta(hours=9))
        late = await composer(rows, claim)
        assert isinstance(late, tuple)
        assert "已经过了" in late[0].html
        assert await mark_sent(rows, claim, 1, set_clock.now())
        night = set_clock.now().replace(hour=15)
        await set_day(rows, unit.id, POLICY, today + timedelta(days=3), member.id, night)
        assert not await rows.outbox.claim(night, 9, MINUTES), "what is not urgent waits for the morning"
        (later,) = await rows.outbox.claim(night + timedelta(hours=8), 9, MINUTES)
        assert later.due_at == night + timedelta(hours=7, minutes=30)


@pytest.mark.parametrize("others", [True, False])
async def test_a_group_hears_as_long_as_somebody_could_cut_it(database: Database, base: KnowledgeBase, *, others: bool) -> None:
    async with database.transaction() as rows:
        unit, person, group = await unit_with_group(rows, base)
        if others:
            await contact(rows, unit, 2)
        assert await watchings_of(rows, base, person.id, group)
        assert await part(rows, base, unit.id, person.id, BEFORE, actor=person.id, act="contact.left")
        assert len(await watchings_of(rows, base, person.id, group)) == others
        assert await coming_to(rows, group) == others


async def test_a_group_that_is_back_hears_at_its_contacts_hour_whoever_wrote_there(database: Database, base: KnowledgeBase) -> None:
    async with database.transaction() as rows:
        _, person, group = await unit_with_group(rows, base)
        await rows.outbox.withdraw(person.id, "unit_reminder")
        other = await rows.chats.ensure(-10, "group", None, BEFORE)
        await come_back(rows, base, other.id, BEFORE)
        assert await rows.subscriptions.here(other.id, "unit") == ()
        await come_back(rows, base, group.id, BEFORE)
        assert [one.person_id for one in await rows.subscriptions.here(group.id, "unit")] == [person.id]
        assert await coming_to(rows, group) == 1
