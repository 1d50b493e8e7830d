"""What is left of a unit's reminders when they are sent, and a member's reminders of their unit's own day, planned anew."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from bot.clock import SHANGHAI
from bot.outbox.pushes import Pushes
from bot.usecases.listening import plan
from bot.usecases.missing import MISSED, gap
from bot.usecases.reminding import UNIT_SNOOZE
from bot.usecases.rhythms import DEFAULT
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.audience import own_days_missed, remind, set_day, sum_up, withdrawn_days_of
from bot.usecases.units.inner import INNER, INNER_SNOOZE, inner_due, inner_reminders, own_day
from bot.usecases.units.reminding import units_due
from bot.usecases.versions import Versions
from knowledge.base import KnowledgeBase
from storage.database import Database, Transaction
from storage.queue_records import OutboxRecord
from storage.records import ChatRecord, PersonRecord
from storage.unit_records import InnerDeadlineRecord
from tests.bot.conftest import SetClock
from tests.bot.test_reminding import claim_of
from tests.bot.units.test_what_a_unit_is_reminded_of import BAOTOU, FIRST, claim_at, watching

DAY = date(2024, 12, 10)
SET = datetime(2024, 11, 20, 1, tzinfo=UTC)
EVE = datetime(2024, 12, 8, 22, tzinfo=SHANGHAI)
"""Once what comes the day after has fanned out, and before it comes."""
MINUTES = timedelta(minutes=2)


def once_more(claim: OutboxRecord, kind: str, at: datetime) -> OutboxRecord:
    """A delivery that somebody wanted once more at a moment."""
    about = {key: value for key, value in json.loads(claim.reference).items() if key != "offset_days"}
    return replace(claim, kind=kind, due_at=at, reference=json.dumps(about | {"kind": kind}))


def test_a_contacts_reminder_is_left_out_once_a_later_one_came_and_a_snooze_once_its_day_is_over(base: KnowledgeBase) -> None:
    claim, now = claim_at(base, BAOTOU, DAY, 3)
    units = (watching(base),)

    def left(one: OutboxRecord, moment: datetime) -> bool:
        return bool(units_due(base, FIRST, one, DEFAULT, units, moment))

    assert left(claim, now + timedelta(days=2, minutes=-1))
    assert not left(claim, now + timedelta(days=2)), "that one day is left was told"
    snooze = once_more(claim, UNIT_SNOOZE, now + timedelta(days=1))
    assert left(snooze, now + timedelta(days=1))
    assert left(snooze, now + timedelta(days=3, hours=14))
    assert not left(snooze, now + timedelta(days=4)), "its day is over"
    assert not left(once_more(claim, UNIT_SNOOZE, now + timedelta(days=2)), now + timedelta(days=2)), (
        "a reminder comes at that moment anyway"
    )


def record_of(day: date, sequence: int = 0) -> InnerDeadlineRecord:
    return InnerDeadlineRecord(unit_id=7, policy=BAOTOU, sequence=sequence, day=f"{day}", set_by=None, set_at=SET)


def test_a_version_that_was_replaced_is_not_told_of_though_the_day_is_the_same_again(base: KnowledgeBase) -> None:
    first, again = record_of(DAY), record_of(DAY, 2)
    now = datetime(2024, 12, 7, 9, tzinfo=SHANGHAI)
    (three,) = (one for one in inner_reminders(first, now) if one.occasion.offset_days == 3)
    claim = claim_of(three.occasion, now, INNER)

    def left(one: OutboxRecord, record: InnerDeadlineRecord, moment: datetime = now) -> bool:
        return inner_due(base, record, "某厂", one, DEFAULT, moment) is not None

    assert left(claim, first)
    assert not left(claim, again), "its own reminders come"
    assert not left(claim, record_of(date(2024, 12, 11), 1))
    assert not left(claim, replace(again, day=""))
    assert not left(claim, first, now + timedelta(days=2)), "a later one has come"
    snooze = once_more(claim, INNER_SNOOZE, now + timedelta(days=1))
    assert left(snooze, again, snooze.due_at)
    assert not left(snooze, replace(again, day=""), snooze.due_at)
    assert not left(snooze, again, now + timedelta(days=4))


async def member_of(rows: Transaction, base: KnowledgeBase, number: int = 5) -> tuple[int, PersonRecord, ChatRecord]:
    """A unit with a day of its own, and somebody who shares with it."""
    unit = await rows.units.make("某厂", "内蒙古自治区/包头市", "enterprise", "", SET)
    person = await rows.people.ensure(number, SET)
    chat = await rows.chats.ensure(number, "private", person.id, SET)
    await rows.unit_work.follow(unit.id, BAOTOU, person.id, SET)
    await rows.members.join(unit.id, person.id, "老张", SET)
    await rows.members.agree(unit.id, person.id, BAOTOU, "", SET)
    await set_day(rows, unit.id, BAOTOU, DAY, person.id, SET)
    await rows.outbox.withdraw(person.id, "inner_moved")
    assert base.policies[BAOTOU]
    return unit.id, person, chat


async def fan_out(rows: Transaction, unit: int, now: datetime) -> None:
    """What a tick does with a unit's own days."""
    record = await rows.unit_work.inner_deadline(unit, BAOTOU)
    assert record is not None
    for reminder in inner_reminders(record, now):
        await remind(rows, reminder, unit, now)


async def coming(rows: Transaction, moment: datetime) -> list[tuple[int, datetime]]:
    """How many days before, and when, each reminder of an own day was to come that is due by a moment."""
    claims = await rows.outbox.claim(moment, 50, MINUTES, [INNER])
    return [(json.loads(claim.reference)["offset_days"], claim.due_at.astimezone(SHANGHAI)) for claim in claims]


async def test_an_hour_changed_after_the_fan_out_moves_the_reminder_of_the_own_day_with_it(database: Database, base: KnowledgeBase) -> None:
    async with database.transaction() as rows:
        unit, person, _ = await member_of(rows, base)
        await fan_out(rows, unit, EVE)
        await rows.people.set_rhythm(person.id, replace(DEFAULT, remind_hour=20))
        await plan(rows, base, person.id, EVE)
        nine, twenty = datetime(2024, 12, 9, 9, tzinfo=SHANGHAI), datetime(2024, 12, 9, 20, tzinfo=SHANGHAI)
        assert await coming(rows, nine + timedelta(hours=1)) == []
        assert await coming(rows, twenty) == [(1, twenty)]


@pytest.mark.parametrize("was_tried", [True, False])
async def test_what_a_member_missed_while_the_bot_was_blocked_comes_late_and_says_so(
    database: Database, snapshots: Snapshots, set_clock: SetClock, *, was_tried: bool
) -> None:
    base, at = snapshots.current.base, datetime(2024, 12, 9, 9, tzinfo=SHANGHAI)
    async with database.transaction() as rows:
        unit, person, chat = await member_of(rows, base)
        blocked = at if was_tried else EVE - timedelta(days=1)
        if was_tried:
            await fan_out(rows, unit, EVE)
        await rows.chats.mark_unreachable(chat.id, blocked)
        for claim in await rows.outbox.claim(at, 9, MINUTES, [INNER]):
            await rows.outbox.mark_skipped(claim, "blocked", at)
        if not was_tried:
            await fan_out(rows, unit, EVE)
        away = await rows.chats.get(chat.id)
        await rows.chats.mark_reachable(chat.id)
        back = at + timedelta(hours=8)
        await plan(rows, base, person.id, back, away=away)
        (claim,) = await rows.outbox.claim(back, 9, MINUTES, [INNER])
        set_clock.at = back
        letters = await Pushes(snapshots, set_clock).composers[INNER](rows, claim)
        assert isinstance(letters, tuple)
        assert "这条本该12月9日发给您，晚到了" in letters[0].html


async def test_who_wants_no_more_of_a_day_misses_nothing_when_it_is_over(
    database: Database, snapshots: Snapshots, set_clock: SetClock
) -> None:
    base, back = snapshots.current.base, datetime(2024, 12, 12, 9, tzinfo=SHANGHAI)
    composer = Pushes(snapshots, set_clock).composers[MISSED]
    set_clock.at = back
    async with database.transaction() as rows:
        unit, person, chat = await member_of(rows, base)
        records = await rows.unit_work.inner_days()
        missed = gap(replace(base, policies={}), EVE, back, records)
        assert missed is not None
        assert (missed.days, missed.inner) == ((), records)
        assert gap(base, back, back + timedelta(days=1), records) is None, "it was over before"
        assert gap(replace(base, policies={}), EVE, EVE + timedelta(days=1), records) is None, "it is not over yet"
        for _ in range(2):
            await sum_up(rows, missed.occasion, records[0], EVE, back)
        (claim,) = await rows.outbox.claim(back, 9, MINUTES, [MISSED])
        told = await composer(rows, claim)
        assert isinstance(told, tuple)
        assert "某厂定的" in told[0].html
        assert await own_days_missed(rows, person, EVE + timedelta(days=2), back) == (), "its last reminder had come"
        await rows.silences.put(person.id, BAOTOU, own_day(f"{DAY}"), "enough", EVE)
        assert await composer(rows, claim) == ()
        await rows.silences.lift(person.id, BAOTOU)
        filed = [stage.id for stage in base.policies[BAOTOU].stages]
        for stage in filed:
            await rows.unit_work.file(unit, BAOTOU, stage, person.id, EVE)
        assert await composer(rows, claim) == (), "their unit has handed in"
        policy = base.policies[BAOTOU]
        undated = tuple(stage.model_copy(update={"ends": None, "ends_at": None}) for stage in policy.stages)
        later = replace(base, policies={BAOTOU: policy.model_copy(update={"stages": undated})})
        shelf = cast(Snapshots, SimpleNamespace(current=SimpleNamespace(base=later), withdraw=lambda _: False))
        assert await Pushes(shelf, set_clock).composers[MISSED](rows, claim) == (), "and has though the dates are gone"
        assert chat.id == claim.chat_id


async def test_of_days_that_were_withdrawn_a_calendar_learns_the_first(database: Database, base: KnowledgeBase) -> None:
    async with database.transaction() as rows:
        first, person, _ = await member_of(rows, base)
        other = await rows.units.make("乙厂", "内蒙古自治区/包头市", "enterprise", "", SET)
        await rows.members.join(other.id, person.id, "老张", SET)
        await set_day(rows, other.id, BAOTOU, DAY - timedelta(days=2), person.id, SET)
        assert await withdrawn_days_of(rows, person.id) == {}
        for unit in (first, other.id):
            await set_day(rows, unit, BAOTOU, None, person.id, EVE)
        assert await withdrawn_days_of(rows, person.id) == {BAOTOU: DAY - timedelta(days=2)}
        await set_day(rows, other.id, BAOTOU, DAY, person.id, EVE)
        assert await withdrawn_days_of(rows, person.id) == {BAOTOU: DAY}
    assert Versions(()).cancelled({BAOTOU}) == ()
