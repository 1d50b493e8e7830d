"""Following, and from one occasion to a message for each follower."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.queue_records import FanOut, Occasion, OutboxRecord
from storage.subscriptions import Target
from tests.storage.samples import DAY, MINUTE, NOON, somebody
from tests.storage.servers import codec

NUMBERS = count(1)


def occasion(*targets: Target, due_at: datetime = NOON, kind: str = "reminder", deadline: str = "2024-12-05") -> Occasion:
    return Occasion(kind=kind, policy="p", stage="apply", offset_days=7, deadline=deadline, due_at=due_at, targets=targets)


async def fan_out(database: Database, what: Occasion, chunk: int = 10_000, now: datetime = NOON) -> int:
    """All steps, each in a transaction of its own; how many messages they made."""
    added = 0
    while True:
        async with database.transaction() as tx:
            step = await tx.schedule.fan_out(what, now, chunk)
        added += step.added
        if step.finished:
            return added


async def claim_all(database: Database) -> tuple[OutboxRecord, ...]:
    async with database.transaction() as tx:
        claims = await tx.outbox.claim(NOON + 9 * DAY, 1000, timedelta())
        await tx.outbox.mark_all_sent([(claim, None) for claim in claims], NOON)
    return claims


async def test_following_twice_is_following_once(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        first = await tx.subscriptions.follow(person.id, chat.id, ("policy", "a"), NOON)
        assert await tx.subscriptions.follow(person.id, chat.id, ("policy", "a"), NOON + DAY) == first
        assert await tx.subscriptions.of(person.id) == (first,)


async def test_following_again_after_the_end_counts_from_then(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        first = await tx.subscriptions.follow(person.id, chat.id, ("policy", "a"), NOON)
        assert await tx.subscriptions.end(first.id, person.id, NOON + MINUTE)
        assert await tx.subscriptions.of(person.id) == ()
        again = await tx.subscriptions.follow(person.id, chat.id, ("policy", "a"), NOON + DAY)
        assert (again.id, again.since, again.ended_at) == (first.id, NOON + DAY, None)


async def test_only_its_owner_ends_a_subscription_and_only_once(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx, 1)
        stranger, _ = await somebody(tx, 2)
        one = await tx.subscriptions.follow(person.id, chat.id, ("series", "s"), NOON)
        assert not await tx.subscriptions.end(one.id, stranger.id, NOON)
        assert await tx.subscriptions.end(one.id, person.id, NOON)
        assert not await tx.subscriptions.end(one.id, person.id, NOON)


async def test_what_is_still_followed_can_be_asked_for_a_batch(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx, 1)
        other, elsewhere = await somebody(tx, 2)
        await tx.subscriptions.follow(person.id, chat.id, ("policy", "a"), NOON)
        gone = await tx.subscriptions.follow(other.id, elsewhere.id, ("policy", "a"), NOON)
        await tx.subscriptions.end(gone.id, other.id, NOON)
        both = [chat.id, elsewhere.id]
        assert await tx.subscriptions.still_following(both, [("track", "t"), ("policy", "a")]) == {chat.id}
        assert await tx.subscriptions.still_following(both, [("policy", "b")]) == frozenset()
        assert await tx.subscriptions.still_following(both, []) == frozenset()


@dataclass(frozen=True)
class Follower:
    """Somebody in a chat of their own."""

    follows: tuple[int, ...]  # which of three targets
    since: int  # minutes from when the occasion is due
    ended: bool
    reachable: bool


FOLLOWERS = st.builds(
    Follower,
    follows=st.lists(st.integers(0, 2), max_size=3, unique=True).map(tuple),
    since=st.integers(-3, 3),
    ended=st.booleans(),
    reachable=st.booleans(),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(followers=st.lists(FOLLOWERS, max_size=7), chunk=st.integers(1, 4), now=st.sampled_from([NOON, NOON + 5 * DAY]))
async def test_each_follower_who_should_hears_of_an_occasion_once(
    database: Database, followers: list[Follower], chunk: int, now: datetime
) -> None:
    """The third target is not asked for; who follows both others hears it once; doing it again does nothing."""
    targets: list[Target] = [("policy", f"p{next(NUMBERS)}"), ("series", f"s{next(NUMBERS)}"), ("policy", f"q{next(NUMBERS)}")]
    expected: set[int] = set()
    async with database.transaction() as tx:
        for follower in followers:
            person, chat = await somebody(tx, next(NUMBERS))
            for number in follower.follows:
                one = await tx.subscriptions.follow(person.id, chat.id, targets[number], NOON + follower.since * MINUTE)
                if follower.ended:
                    await tx.subscriptions.end(one.id, person.id, NOON)
            if not follower.reachable:
                await tx.chats.mark_unreachable(chat.id, NOON)
            if {0, 1} & set(follower.follows) and follower.since <= 0 and not follower.ended and follower.reachable:
                expected.add(chat.id)

    what = occasion(*targets[:2], deadline=f"v{next(NUMBERS)}")
    assert await fan_out(database, what, chunk, now) == len(expected)
    assert await fan_out(database, what, chunk, now + DAY) == 0
    claims = await claim_all(database)
    assert sorted(claim.chat_id for claim in claims) == sorted(expected)
    for claim in claims:
        about = {"kind": "reminder", "policy": "p", "stage": "apply", "offset_days": 7, "deadline": what.deadline}
        assert json.loads(claim.reference) == about
        assert (claim.kind, claim.due_at, claim.body) == ("reminder", NOON, None)


async def test_steps_that_two_workers_take_at_once_and_a_crash_undoes_neither_lose_nor_repeat(address: str) -> None:
    workers = [Database(address, codec()) for _ in range(3)]
    async with workers[0].transaction() as tx:
        for number in range(20):
            person, chat = await somebody(tx, 1 + number)
            await tx.subscriptions.follow(person.id, chat.id, ("policy", "p"), NOON)
    what = occasion(("policy", "p"))

    async def crash() -> None:
        async with workers[0].transaction() as tx:
            assert (await tx.schedule.fan_out(what, NOON, 6)) == FanOut(added=6, finished=False)
            raise ExceptionGroup("the process dies", [OSError()])

    try:
        await crash()
    except* OSError:
        pass
    async with asyncio.TaskGroup() as group:
        steps = [group.create_task(fan_out(worker, what, 3)) for worker in workers]
    assert sum(step.result() for step in steps) == 20
    assert len({claim.chat_id for claim in await claim_all(workers[0])}) == 20
    for worker in workers:
        await worker.close()


async def test_a_moved_deadline_and_another_kind_are_occasions_of_their_own(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        await tx.subscriptions.follow(person.id, chat.id, ("policy", "p"), NOON)
    for what in (occasion(("policy", "p")), occasion(("policy", "p"), deadline="2024-12-20"), occasion(("policy", "p"), kind="notice")):
        assert await fan_out(database, what) == 1
        assert await fan_out(database, what) == 0


async def test_an_occasion_that_goes_on_keeps_the_moment_it_began_with(database: Database) -> None:
    """A notice is due when it is first seen; whoever follows between two steps follows too late, whatever the second step says."""
    async with database.transaction() as tx:
        for number in range(2):
            person, chat = await somebody(tx, 1 + number)
            await tx.subscriptions.follow(person.id, chat.id, ("series", "s"), NOON + number * MINUTE)
        assert await tx.schedule.fan_out(occasion(("series", "s")), NOON, 1) == FanOut(added=1, finished=False)
        later = occasion(("series", "s"), due_at=NOON + DAY)
        assert await tx.schedule.fan_out(later, NOON + DAY, 1) == FanOut(added=0, finished=False)
        assert await tx.schedule.fan_out(later, NOON + DAY, 1) == FanOut(added=0, finished=True)


async def test_an_occasion_without_targets_reaches_nobody(database: Database) -> None:
    assert await fan_out(database, occasion()) == 0
