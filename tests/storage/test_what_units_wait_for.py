"""What tells units apart in the outbox and the schedule: told once, still waiting, told with something later; who hears in a chat."""

from datetime import timedelta

from storage.database import Database
from storage.queue_records import Message, Occasion
from storage.schedule import delivery
from tests.storage.samples import DAY, NOON, somebody

OCCASION = Occasion(kind="inner", policy="p", stage="unit 1", offset_days=3, deadline="2025-01-05#0", due_at=NOON, targets=())


async def test_an_occasion_is_begun_once(database: Database) -> None:
    async with database.transaction() as tx:
        assert await tx.schedule.begin(OCCASION, NOON)
        assert not await tx.schedule.begin(OCCASION, NOON + DAY)
    async with database.transaction() as tx:
        assert (await tx.schedule.fan_out(OCCASION, NOON + DAY)).finished


async def test_what_waits_is_found_by_how_its_key_begins_until_it_is_tried(database: Database) -> None:
    async with database.transaction() as tx:
        _, chat = await somebody(tx)
        _, other = await somebody(tx, 2)
        message = Message(kind="inner_moved", chat_id=chat.id, due_at=NOON, dedupe_key="inner_moved:1:p_:7:0", reference="{}")
        await tx.outbox.add(message, NOON)
        assert await tx.outbox.waits(chat.id, "inner_moved:1:p_:7:")
        assert not await tx.outbox.waits(chat.id, "inner_moved:1:px:7:"), "a mark of LIKE is a letter like any other"
        assert not await tx.outbox.waits(other.id, "inner_moved:1:p_:7:")
        assert await tx.outbox.claim(NOON, 1, timedelta(minutes=2))
        assert not await tx.outbox.waits(chat.id, "inner_moved:1:p_:7:")


async def test_what_was_to_come_later_tells_what_changed_before(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        message = delivery(OCCASION, person.id, chat.id, None, NOON + DAY)
        await tx.outbox.add(message, NOON)
        keys = (str(message.dedupe_key),)
        assert await tx.outbox.is_told_after(keys, NOON, NOON + DAY)
        assert not await tx.outbox.is_told_after(keys, NOON, NOON), "it waits for a morning that is another by now"
        assert not await tx.outbox.is_told_after(keys, NOON + 2 * DAY, NOON + 3 * DAY)
        assert not await tx.outbox.is_told_after((), NOON, NOON + DAY)
        (claim,) = await tx.outbox.claim(NOON + DAY, 1, timedelta(minutes=2))
        await tx.outbox.mark_dead(claim, "refused", NOON + DAY)
        assert not await tx.outbox.is_told_after(keys, NOON, NOON + DAY), "what was given up told nothing"


async def test_what_nobody_tried_to_send_can_come_sooner_and_never_later(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        await tx.outbox.add(delivery(OCCASION, person.id, chat.id, None, NOON + DAY), NOON)
        await tx.outbox.hasten(person.id, OCCASION.kind, NOON + 2 * DAY)
        assert await tx.outbox.next_due() == NOON + DAY
        await tx.outbox.hasten(person.id, "another kind", NOON)
        await tx.outbox.hasten(person.id, OCCASION.kind, NOON)
        assert await tx.outbox.next_due() == NOON


async def test_a_chat_says_what_is_followed_in_it_by_whomever(database: Database) -> None:
    async with database.transaction() as tx:
        (one, _), (two, chat) = await somebody(tx, 1), await somebody(tx, 2)
        group = await tx.chats.ensure(-5, "group", None, NOON)
        first = await tx.subscriptions.follow(one.id, group.id, ("unit", "p"), NOON)
        second = await tx.subscriptions.follow(two.id, group.id, ("unit", "q"), NOON + DAY)
        await tx.subscriptions.follow(two.id, group.id, ("policy", "p"), NOON)
        await tx.subscriptions.follow(two.id, chat.id, ("unit", "p"), NOON)
        assert [row.id for row in await tx.subscriptions.here(group.id, "unit")] == [first.id, second.id]
        await tx.subscriptions.end(first.id, one.id, NOON + DAY)
        assert [row.id for row in await tx.subscriptions.here(group.id, "unit")] == [second.id]


async def test_the_days_that_count_are_asked_for_by_unit_and_from_a_day_on(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        unit = await tx.units.make("甲厂", "区", "enterprise", "", NOON)
        other = await tx.units.make("乙厂", "区", "enterprise", "", NOON)
        for whose, policy, day in ((unit, "p", "2025-01-05"), (unit, "q", "2025-01-09"), (other, "p", "2025-01-07")):
            await tx.unit_work.set_inner_deadline(whose.id, policy, day, person.id, NOON)
        assert [one.day for one in await tx.unit_work.inner_days(unit_id=unit.id)] == ["2025-01-05", "2025-01-09"]
        assert [one.day for one in await tx.unit_work.inner_days(earliest="2025-01-07")] == ["2025-01-07", "2025-01-09"]
        assert [one.day for one in await tx.unit_work.inner_days(["q"])] == ["2025-01-09"]
