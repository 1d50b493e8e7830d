"""What is over goes when it is old, some at a time; what is not over, or not old, stays, and so does what something rests on."""

from sqlalchemy import func, select, update

from storage.broadcast_records import Whom
from storage.broadcast_tables import broadcasts
from storage.database import Database, Transaction
from storage.endings import ENDED, Ended
from storage.keeping_tables import audit, proposal_files, proposals
from storage.queue_records import Message
from storage.queue_tables import outbox
from storage.tables import chats, subscriptions
from tests.storage.samples import DAY, NOON, somebody

LIMIT = 2


async def one_of_each(tx: Transaction, number: int, *, is_over: bool) -> None:
    """A row of every kind of somebody; over since NOON + ``number`` days where it is over."""
    now = NOON + number * DAY
    person, chat = await somebody(tx, 7_000 + number)
    group = await tx.chats.ensure(-number, "group", None, now)
    refused = await tx.outbox.add(Message(kind="reminder", chat_id=chat.id, person_id=person.id, due_at=now), now)
    proposal = await tx.proposals.add(1, {"a": b""}, "why", person.id, now)
    broadcast = await tx.broadcasts.draft(person.id, Whom(audience="everyone"), "text", now)
    followed = await tx.subscriptions.follow(person.id, chat.id, ("policy", "p"), now)
    if is_over:
        await tx.chats.mark_unreachable(group.id, now)
        await tx.chats.mark_unreachable(chat.id, now)
        await tx.subscriptions.end(followed.id, person.id, now)
        await tx.proposals.end(proposal, "dropped", now)
        run = tx.endings._connection.execute  # noqa: SLF001 - ends that only a whole bot brings about
        await run(update(outbox).where(outbox.c.id == refused).values(state="dead", done_at=now))
        await run(update(broadcasts).where(broadcasts.c.id == broadcast).values(ended_at=now))


async def count(tx: Transaction) -> dict[str, int]:
    tables = (outbox, proposals, proposal_files, broadcasts, subscriptions, chats, audit)
    return {one.name: (await tx.endings._connection.execute(select(func.count()).select_from(one))).scalar_one() for one in tables}  # noqa: SLF001


async def test_only_what_is_over_for_long_goes_some_at_a_time(database: Database) -> None:
    async with database.transaction() as tx:
        await one_of_each(tx, 1, is_over=False)
        for number in range(2, 7):
            await one_of_each(tx, number, is_over=True)
        assert await count(tx) == {
            "outbox": 6,
            "proposals": 6,
            "proposal_files": 6,
            "broadcasts": 6,
            "subscriptions": 6,
            "chats": 12,
            "audit": 0,
        }
        kinds: list[Ended] = list(ENDED)
        for what in kinds:
            assert [await tx.endings.forget(what, NOON + 5 * DAY, LIMIT) for _ in range(3)] == [2, 1, 0], what
        assert await count(tx) == {
            "outbox": 3,
            "proposals": 3,
            "proposal_files": 3,
            "broadcasts": 3,
            "subscriptions": 3,
            "chats": 9,
            "audit": 0,
        }


async def test_lines_on_which_something_rests_stay_as_long_as_whom_they_concern(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        for act in ("right.given", "published"):
            await tx.audit.note(act, "{}", NOON, person_id=person.id)
            await tx.audit.note(act, "{}", NOON + 2 * DAY)
        assert await tx.endings.forget_audit(NOON + DAY, 9, ["right.given"]) == 1
        assert sorted(line.act for line in await tx.audit.latest(9)) == ["published", "right.given", "right.given"]
        await tx.privacy.delete(person.id)
        assert await tx.endings.forget_audit(NOON + DAY, 9, ["right.given"]) == 1
        assert await tx.endings.forget_audit(NOON + 3 * DAY, 9, ["right.given"]) == 2
