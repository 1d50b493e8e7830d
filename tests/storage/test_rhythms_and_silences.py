"""When people want to be told and what they want to hear no more of; each follower gets their own moment, in one statement."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import storage.schedule
from storage.database import Database
from storage.queue_records import DeadlineRecord, FanOut
from storage.records import Rhythm
from storage.schedule import delivery
from tests.storage.samples import DAY, MINUTE, NOON, somebody
from tests.storage.test_subscriptions_and_schedule import NUMBERS, claim_all, occasion

RHYTHMS = st.builds(
    Rhythm,
    timezone=st.sampled_from(["Asia/Shanghai", "Europe/Paris"]),
    remind_hour=st.integers(6, 21),
    remind_days=st.sampled_from(["auto", "7", "3,1"]),
    quiet_from=st.just(22),
    quiet_to=st.integers(6, 8),
)


async def test_a_rhythm_is_kept_and_everybody_begins_with_shanghai_at_nine(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx, 1)
        other, _ = await somebody(tx, 2)
        usual = Rhythm(timezone="Asia/Shanghai", remind_hour=9, remind_days="auto", quiet_from=22, quiet_to=7)
        assert person.rhythm == usual
        wanted = Rhythm(timezone="Asia/Urumqi", remind_hour=20, remind_days="7,1,0", quiet_from=23, quiet_to=6)
        await tx.people.set_rhythm(person.id, wanted)
        found, untouched = await tx.people.get(person.id), await tx.people.get(other.id)
        assert found is not None
        assert untouched is not None
        assert (found.rhythm, untouched.rhythm) == (wanted, usual)


async def test_silences_are_of_a_stage_or_a_whole_policy_and_lifted_together(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx, 1)
        other, _ = await somebody(tx, 2)
        await tx.silences.put(person.id, "p", "apply", "enough", NOON)
        await tx.silences.put(person.id, "p", "", "done", NOON + MINUTE)
        await tx.silences.put(person.id, "p", "apply", "done", NOON + 2 * MINUTE)
        await tx.silences.put(other.id, "q", "", "done", NOON)
        assert [(one.policy, one.stage, one.reason) for one in await tx.silences.of(person.id)] == [
            ("p", "", "done"),
            ("p", "apply", "done"),
        ]
        assert await tx.silences.lift(person.id, "p")
        assert not await tx.silences.lift(person.id, "p")
        assert await tx.silences.of(person.id) == ()
        assert len(await tx.silences.of(other.id)) == 1


async def test_every_version_of_a_last_day_is_kept_in_order(database: Database) -> None:
    versions = [DeadlineRecord(policy="p", stage="s", sequence=n, day=f"2024-12-1{n}", label="{}", known_at=NOON + n * DAY) for n in (1, 0)]
    async with database.transaction() as tx:
        await tx.deadlines.add(versions)
        await tx.deadlines.add([])
        assert await tx.deadlines.all() == await tx.deadlines.of(["p", "q"]) == tuple(reversed(versions))
        assert await tx.deadlines.of(["q"]) == await tx.deadlines.of([]) == ()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(followers=st.lists(st.tuples(RHYTHMS, st.integers(-3, 3)), max_size=8), chunk=st.integers(1, 4), at_once=st.integers(1, 3))
async def test_each_follower_has_their_own_moment_and_who_follows_after_it_has_none(
    database: Database, followers: list[tuple[Rhythm, int]], chunk: int, at_once: int
) -> None:
    def when(rhythm: Rhythm) -> datetime | None:
        return NOON + rhythm.quiet_to * MINUTE - 7 * MINUTE if "7" not in rhythm.remind_days else None

    target, deadline = ("policy", f"own{next(NUMBERS)}"), f"own{next(NUMBERS)}"
    expected: dict[int, datetime] = {}
    async with database.transaction() as tx:
        for rhythm, since in followers:
            person, chat = await somebody(tx, next(NUMBERS))
            await tx.people.set_rhythm(person.id, rhythm)
            await tx.subscriptions.follow(person.id, chat.id, ("policy", target[1]), NOON + since * MINUTE)
            moment = when(rhythm)
            if moment is not None and NOON + since * MINUTE <= moment:
                expected[chat.id] = moment
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(storage.schedule, "RHYTHMS_AT_ONCE", at_once)
        what, finished = occasion(("policy", target[1]), deadline=deadline), False
        while not finished:
            async with database.transaction() as tx:
                finished = (await tx.schedule.fan_out(what, NOON, chunk, when)).finished
    assert {claim.chat_id: claim.due_at for claim in await claim_all(database)} == expected


async def test_a_delivery_put_in_by_hand_is_the_one_that_a_fan_out_would_put_in(database: Database) -> None:
    what = occasion(("policy", "p"))
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        one = await tx.subscriptions.follow(person.id, chat.id, ("policy", "p"), NOON)
        by_hand = delivery(what, person.id, chat.id, one.id, NOON + timedelta(hours=1))
        assert await tx.outbox.add(by_hand, NOON) is not None
        assert await tx.schedule.fan_out(what, NOON) == FanOut(added=0, finished=True)
        assert await tx.outbox.add(by_hand, NOON) is None
    (claim,) = await claim_all(database)
    assert (claim.due_at, claim.dedupe_key, claim.reference) == (NOON + timedelta(hours=1), by_hand.dedupe_key, by_hand.reference)
    async with database.transaction() as tx:
        other = occasion(("policy", "p"), deadline="2025-01-01")
        assert await tx.schedule.fan_out(other, NOON) == FanOut(added=1, finished=True)
        assert await tx.outbox.withdraw(person.id, "reminder") == {delivery(other, person.id, chat.id, one.id, NOON).dedupe_key}
        assert await tx.outbox.withdraw(person.id, "reminder") == frozenset()
        again = occasion(("policy", "p"), deadline="2025-01-02")
        assert await tx.schedule.fan_out(again, NOON) == FanOut(added=1, finished=True)
        other = again
    (fanned_out,) = await claim_all(database)
    same = delivery(other, person.id, chat.id, one.id, NOON)
    assert (fanned_out.dedupe_key, fanned_out.reference) == (same.dedupe_key, same.reference)
