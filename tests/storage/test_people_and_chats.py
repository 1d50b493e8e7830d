"""People, what they consent to, and the chats in which they are met."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from storage.queue_records import Message
from tests.storage.samples import DAY, NOON, somebody


async def test_a_person_is_made_once_and_seen_again(database: Database) -> None:
    async with database.transaction() as tx:
        first = await tx.people.ensure(42, NOON)
    async with database.transaction() as tx:
        again = await tx.people.ensure(42, NOON + DAY)
        assert (again.id, again.created_at, again.last_seen_at) == (first.id, NOON, NOON + DAY)
        assert (again.timezone, again.remind_hour, again.consented_at) == ("Asia/Shanghai", 9, None)
        assert await tx.people.get(first.id) == again
        assert await tx.people.get(first.id + 1) is None


async def test_sensitive_facts_have_a_consent_of_their_own_that_falls_with_the_first(database: Database) -> None:
    async with database.transaction() as tx:
        person = await tx.people.ensure(42, NOON)

        async def state() -> tuple[datetime | None, datetime | None, datetime | None]:
            found = await tx.people.get(person.id)
            assert found is not None
            return found.consented_at, found.sensitive_consented_at, found.sensitive_declined_at

        await tx.people.give_consent(person.id, "answers", NOON)
        assert await state() == (NOON, None, None)
        await tx.people.decline_sensitive(person.id, NOON)
        assert await state() == (NOON, None, NOON)
        await tx.people.give_consent(person.id, "sensitive", NOON + DAY)
        assert await state() == (NOON, NOON + DAY, None)
        await tx.people.decline_sensitive(person.id, NOON)
        assert await state() == (NOON, None, NOON)
        await tx.people.ask_sensitive_again(person.id)
        assert await state() == (NOON, None, None)


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        async with database.transaction() as tx:
            await tx.people.ensure(42, NOON.replace(tzinfo=None))


async def test_a_chat_is_found_again_and_stays_its_persons(database: Database) -> None:
    async with database.transaction() as tx:
        person, private = await somebody(tx)
        group = await tx.chats.ensure(-100, "group", None, NOON)
        assert await tx.chats.ensure(private.telegram_chat_id, "private", None, NOON + DAY) == private
        assert await tx.chats.private(person.id) == private
        assert await tx.chats.get(group.id) == group
        assert group.person_id is None
        assert await tx.chats.get(group.id + 1) is None


async def test_the_first_refusal_dates_an_unreachable_chat(database: Database) -> None:
    async with database.transaction() as tx:
        _, chat = await somebody(tx)
        await tx.chats.mark_unreachable(chat.id, NOON.astimezone(ZoneInfo("Asia/Shanghai")))
        await tx.chats.mark_unreachable(chat.id, NOON + DAY)
        found = await tx.chats.get(chat.id)
        assert found is not None
        assert found.unreachable_since == NOON
        await tx.chats.mark_reachable(chat.id)
        assert await tx.chats.get(chat.id) == chat


async def test_a_group_that_becomes_a_supergroup_keeps_its_row(database: Database) -> None:
    async with database.transaction() as tx:
        group = await tx.chats.ensure(-5, "group", None, NOON)
        moved = await tx.chats.migrate(-5, -1005)
        assert moved is not None
        assert (moved.id, moved.telegram_chat_id, moved.kind) == (group.id, -1005, "supergroup")
        assert await tx.chats.migrate(-5, -1005) == moved
        assert await tx.chats.migrate(-6, -1006) is None


@pytest.mark.parametrize("ended", ["neither", "old", "new"])
async def test_a_group_merges_into_a_supergroup_that_is_known_already(database: Database, ended: str) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        old = await tx.chats.ensure(-5, "group", None, NOON)
        new = await tx.chats.ensure(-1005, "supergroup", None, NOON)
        before = await tx.interviews.start(old.id, person.id, "policy-a", NOON)
        after = await tx.interviews.start(new.id, person.id, "policy-b", NOON + DAY)
        twice = [await tx.subscriptions.follow(person.id, chat.id, ("policy", "a"), NOON) for chat in (old, new)]
        only_old = await tx.subscriptions.follow(person.id, old.id, ("policy", "b"), NOON)
        message = await tx.outbox.add(Message(kind="reminder", chat_id=old.id, subscription_id=twice[0].id, due_at=NOON), NOON)
        if ended != "neither":
            await tx.subscriptions.end(twice[ended == "new"].id, person.id, NOON)

        merged = await tx.chats.migrate(-5, -1005)

        assert merged == new
        assert await tx.chats.get(old.id) is None
        assert await tx.interviews.running(new.id, person.id) == after
        assert (await tx.interviews.resume(before.id, person.id, NOON + DAY)) is not None
        left = await tx.subscriptions.of(person.id)
        assert {(one.chat_id, one.target) for one in left} == {(new.id, "a"), (new.id, "b")}
        assert only_old.id in {one.id for one in left}
        [claim] = await tx.outbox.claim(NOON, 10, DAY)
        assert (claim.id, claim.telegram_chat_id) == (message, -1005)
        assert claim.subscription_id in {one.id for one in left}
