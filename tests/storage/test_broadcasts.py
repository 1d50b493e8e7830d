"""Words for many: everybody who is to hear them once, whatever happens in between; paused, stopped, counted."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.broadcast_records import BroadcastRecord, Card, Reach, Whom
from storage.broadcasts import A_DAY, BROADCAST
from storage.database import Database, Transaction
from storage.queue_records import Message, OutboxRecord
from storage.records import Rhythm
from tests.storage.samples import DAY, MINUTE, NOON, mark_sent, somebody
from tests.storage.servers import codec

NUMBERS = count(9_000_001)
EVERYONE = Whom(audience="everyone")
FOLLOWERS = Whom(audience="followers", policy="p", targets=(("policy", "p"), ("track", "p/t")))
EARLIER = "of an earlier example"
CARD = Card(chat_id=1, message_id=1)
LEASE = 2 * MINUTE
STEPS = st.sampled_from(["feed", "feed", "crash", "send", "send", "stall", "pause", "resume", "leave", "refuse", "block", "come"])


class CrashError(Exception):
    """The process dies in the middle of a transaction."""


def at_once(_: Rhythm) -> datetime:
    return NOON


async def drafted(tx: Transaction, whom: Whom, by: int, text: str = "words") -> int:
    return await tx.broadcasts.draft(by, whom, text, NOON)


async def begun(tx: Transaction, whom: Whom, by: int, *, again: bool = False, now: datetime = NOON) -> int:
    number = await drafted(tx, whom, by)
    assert await tx.broadcasts.begin(number, (await tx.broadcasts.reach(whom, now)).people, CARD, now, again=again)
    return number


async def fed(tx: Transaction, number: int, chunk: int = 100, now: datetime = NOON) -> int:
    """All steps; how many messages there were."""
    added = 0
    while not (step := await tx.broadcasts.fan_out(number, now, chunk, lambda _: now)).finished:
        added += step.added
    return added + step.added


async def sent(tx: Transaction, now: datetime = NOON) -> list[int]:
    """Everything that is due goes out; to which chats."""
    claims = await tx.outbox.claim(now, 1000, LEASE, [BROADCAST])
    for claim in claims:
        assert await mark_sent(tx, claim, 1, now)
    return [claim.chat_id for claim in claims]


class Town:
    """People who wish to hear, a broadcast to them, and what became of it."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        self._runner = runner
        self._database = database
        self.now = NOON
        self.told: Counter[int] = Counter()
        self.people: dict[int, int] = {}
        self.out: set[int] = set()
        self.claims: list[OutboxRecord] = []
        self.number = self.do(self._begin)

    def do(self, act: Callable[[Transaction], Awaitable[Any]]) -> Any:  # noqa: ANN401  (whatever the act gives)
        async def run() -> Any:  # noqa: ANN401  (as above)
            async with self._database.transaction() as tx:
                return await act(tx)

        return self._runner.run(run())

    async def _begin(self, tx: Transaction) -> int:
        for row in await tx.roles.holders(EARLIER):
            await tx.privacy.delete(row.person_id)
        author, _ = await somebody(tx, next(NUMBERS))
        for _ in range(5):
            await self._come(tx)
        return await begun(tx, EVERYONE, author.id)

    async def _come(self, tx: Transaction) -> None:
        person, chat = await somebody(tx, next(NUMBERS))
        await tx.roles.grant(person.id, EARLIER, None, NOON)
        await tx.wishes.put(person.id, "notices", NOON, wanted=True)
        self.people[chat.id] = person.id

    def record(self) -> BroadcastRecord:
        found: BroadcastRecord = self.do(lambda tx: tx.broadcasts.get(self.number))
        return found

    def step(self, what: str, chunk: int) -> None:
        someone = next((chat for chat in self.people if chat not in self.out and not self.told[chat]), None)
        match what:
            case "feed":
                self.do(lambda tx: tx.broadcasts.fan_out(self.number, self.now, chunk, lambda _: self.now))
            case "crash":
                with suppress(CrashError):
                    self.do(lambda tx: self._crash(tx, chunk))
            case "send" | "stall":
                self._try(what)
            case "pause":
                self.do(lambda tx: tx.broadcasts.pause(self.number, self.now))
            case "resume":
                record = self.record()
                self.do(lambda tx: tx.broadcasts.resume(self.number, record.person_id, self.now))
            case "come":
                self.do(self._come)
            case _ if someone is not None:
                self.out.add(someone)
                self.do(lambda tx: self._goes(tx, what, someone))
        self.do(lambda tx: tx.broadcasts.settle(self.number))
        self.do(lambda tx: tx.broadcasts.end(self.number, self.now))

    async def _crash(self, tx: Transaction, chunk: int) -> None:
        await tx.broadcasts.fan_out(self.number, self.now, chunk, lambda _: self.now)
        raise CrashError

    async def _goes(self, tx: Transaction, how: str, chat: int) -> None:
        if how == "leave":
            await tx.privacy.delete(self.people[chat])
        elif how == "block":
            await tx.chats.mark_unreachable(chat, self.now)
        else:
            await tx.wishes.put(self.people[chat], "notices", self.now, wanted=False)

    async def _mark(self, claim: OutboxRecord, tx: Transaction) -> bool:
        return await mark_sent(tx, claim, 1, self.now)

    def _try(self, outcome: str) -> None:
        """One message is claimed and sent, or its sender stalls and sends it later, when its lease may have ended."""
        taken = self.do(lambda tx: tx.outbox.claim(self.now, 1, LEASE, [BROADCAST]))
        if outcome == "stall":
            self.claims += taken
            return
        for claim in (*self.claims, *taken):
            self.told[claim.chat_id] += self.do(partial(self._mark, claim))
        self.claims.clear()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, max_size=14), chunk=st.integers(1, 4))
def test_everybody_hears_it_once_whatever_happens_in_between(address: str, steps: list[str], chunk: int) -> None:
    with asyncio.Runner() as runner:
        database = Database(address, codec())
        town = Town(runner, database)
        for step in steps:
            town.step(step, chunk)
        town.step("resume", chunk)
        while town.record().ended_at is None:
            town.step("feed", chunk)
            town.step("send", chunk)
            town.now += timedelta(seconds=1)
        runner.run(database.close())
        record = town.record()
        runner.run(database.close())
    assert set(town.told.values()) <= {1}
    stayed = set(town.people) - town.out
    assert stayed <= set(town.told), "who stayed heard it"
    assert record.state == "done"
    assert record.sent == len(town.told)
    assert record.failed == 0


async def test_a_stop_ends_it_and_only_what_is_being_sent_still_goes(database: Database) -> None:
    async with database.transaction() as tx:
        people = [await somebody(tx, next(NUMBERS)) for _ in range(4)]
        for person, _ in people:
            await tx.wishes.put(person.id, "notices", NOON, wanted=True)
        number = await begun(tx, EVERYONE, people[0][0].id)
        assert await fed(tx, number) == 4
        claim, late = await tx.outbox.claim(NOON, 2, LEASE)
        assert await tx.outbox.postpone(late, NOON + MINUTE), "what waits for its second try is held and stopped as well"
        assert await tx.broadcasts.pause(number, NOON)
        assert not await tx.broadcasts.pause(number, NOON)
        assert await tx.outbox.claim(NOON + DAY, 9, LEASE, ["other"]) == ()
        assert [one.id for one in await tx.outbox.claim(NOON + MINUTE, 9, LEASE)] == []
        assert await tx.broadcasts.stop(number, NOON)
        assert not await tx.broadcasts.stop(number, NOON)
        assert not await tx.broadcasts.resume(number, people[0][0].id, NOON)
        assert await mark_sent(tx, claim, 1, NOON)
        await tx.broadcasts.settle(number)
        assert await tx.broadcasts.end(number, NOON)
        assert not await tx.broadcasts.end(number, NOON), "of two who end it, one does"
        record = await tx.broadcasts.get(number)
    assert record is not None
    assert (record.state, record.sent, record.skipped, record.left, record.ended_at) == ("stopped", 1, 3, 0, NOON)
    async with database.transaction() as tx:
        assert await sent(tx, NOON + 2 * DAY) == []
        assert await tx.broadcasts.under_way() == ()


async def test_one_a_day_unless_said_again(database: Database) -> None:
    async with database.transaction() as tx:
        people = [await somebody(tx, next(NUMBERS)) for _ in range(3)]
        for person, _ in people:
            await tx.wishes.put(person.id, "notices", NOON, wanted=True)
        author = people[0][0].id
        await fed(tx, await begun(tx, EVERYONE, author))
        assert await tx.broadcasts.reach(EVERYONE, NOON) == Reach(people=3, lately=3), "on its way counts as told"
        assert len(await sent(tx)) == 3
        late = await somebody(tx, next(NUMBERS))
        await tx.wishes.put(late[0].id, "notices", NOON, wanted=True)
        assert await tx.broadcasts.reach(EVERYONE, NOON + A_DAY - MINUTE) == Reach(people=4, lately=3)
        assert await fed(tx, await begun(tx, EVERYONE, author, now=NOON + MINUTE), now=NOON + MINUTE) == 1
        assert await sent(tx, NOON + MINUTE) == [late[1].id]
        assert await fed(tx, await begun(tx, EVERYONE, author, again=True, now=NOON + 2 * MINUTE), now=NOON + 2 * MINUTE) == 4
        await sent(tx, NOON + 2 * MINUTE)
        assert (await tx.broadcasts.reach(EVERYONE, NOON + 2 * MINUTE + A_DAY)).lately == 0


async def test_who_hears_it(database: Database) -> None:
    async with database.transaction() as tx:
        (whole, _), (part, where), (other, _), (contact, _), (refusing, no), (silent, _) = [
            await somebody(tx, next(NUMBERS)) for _ in range(6)
        ]
        group = await tx.chats.ensure(-next(NUMBERS), "group", None, NOON)
        await tx.subscriptions.follow(whole.id, group.id, ("policy", "p"), NOON)
        for target in (("policy", "p"), ("track", "p/t")):
            await tx.subscriptions.follow(part.id, where.id, target, NOON)
        ended = await tx.subscriptions.follow(silent.id, where.id, ("policy", "p"), NOON)
        await tx.subscriptions.end(ended.id, silent.id, NOON)
        await tx.subscriptions.follow(other.id, where.id, ("policy", "q"), NOON)
        await tx.subscriptions.follow(refusing.id, no.id, ("policy", "p"), NOON)
        await tx.wishes.put(refusing.id, "notices", NOON, wanted=False)
        unit = await tx.units.make("unit", "region", "enterprise", "", NOON)
        for person in (contact, refusing):
            await tx.units.ask(unit.id, person.id, NOON, called="a", stated="{}")
            await tx.units.approve(unit.id, person.id, person.id, NOON)
        await tx.wishes.put(other.id, "notices", NOON, wanted=True)
        expected = {FOLLOWERS: {whole.id, part.id}, Whom(audience="contacts"): {contact.id}, EVERYONE: {other.id}}
        for whom, heard in expected.items():
            everybody = [await tx.chats.private(one.id) for one in (whole, part, other, contact, refusing, silent)]
            assert {chat.person_id for chat in everybody if chat and await tx.broadcasts.hears(whom, chat.id)} == heard
            assert (await tx.broadcasts.reach(whom, NOON)).people == len(heard)


async def test_groups_of_units_hear_it_at_the_hour_of_the_first_contact_and_one_unit_alone_where_it_is_named(database: Database) -> None:
    async with database.transaction() as tx:
        everybody = Whom(audience="groups")
        people = [await somebody(tx, next(NUMBERS)) for _ in range(3)]
        units = [await tx.units.make(name, "region", "enterprise", "", NOON) for name in ("one", "two", "left alone")]
        places = [await tx.chats.ensure(-next(NUMBERS), "supergroup", None, NOON) for _ in range(4)]
        for unit, (person, _) in ((units[0], people[0]), (units[0], people[1]), (units[1], people[2])):
            await tx.units.ask(unit.id, person.id, NOON, called="a", stated="{}")
            await tx.units.approve(unit.id, person.id, None, NOON)
        for place, unit in zip(places, (units[0], units[0], units[1], units[2]), strict=True):
            await tx.unit_work.connect(place.id, unit.id, people[1][0].id, NOON, "title")
        await tx.wishes.put(people[0][0].id, "notices", NOON, wanted=False)
        assert await tx.broadcasts.reach(everybody, NOON) == Reach(people=3, lately=0), "nobody of a group refuses for all of it"
        await tx.chats.mark_unreachable(places[1].id, NOON)
        assert await tx.broadcasts.reach(everybody, NOON) == Reach(people=2, lately=0, away=1)
        of_one = Whom(audience="groups", unit=units[0].id)
        number = await begun(tx, of_one, people[2][0].id)
        record = await tx.broadcasts.get(number)
        assert record is not None
        assert (record.whom, record.total) == (of_one, 1)
        assert await fed(tx, number) == 1
        (claim,) = await tx.outbox.claim(NOON, 9, LEASE)
        assert (claim.chat_id, claim.person_id) == (places[0].id, people[0][0].id)
        assert await tx.broadcasts.hears(of_one, places[0].id)
        assert not await tx.broadcasts.hears(of_one, places[2].id)
        assert await tx.broadcasts.reach(everybody, NOON) == Reach(people=2, lately=1, away=1)
        alone = Whom(audience="contacts", unit=units[1].id)
        assert await tx.broadcasts.reach(alone, NOON) == Reach(people=1, lately=0)
        assert (await tx.broadcasts.reach(Whom(audience="contacts"), NOON)).refused == 1


async def test_a_draft_is_begun_once_and_fades(database: Database) -> None:
    async with database.transaction() as tx:
        author, _ = await somebody(tx, next(NUMBERS))
        number = await drafted(tx, FOLLOWERS, author.id, "请看附件")
        record = await tx.broadcasts.get(number)
        assert record is not None
        assert (record.text, record.whom, record.state, record.card) == ("请看附件", FOLLOWERS, "draft", None)
        assert await tx.broadcasts.fan_out(number, NOON, 9, at_once) == await tx.broadcasts.fan_out(0, NOON, 9, at_once)
        assert await tx.broadcasts.begin(number, 0, CARD, NOON, again=False)
        assert not await tx.broadcasts.begin(number, 0, CARD, NOON, again=False)
        assert [one.id for one in await tx.broadcasts.under_way()] == [number]
        other = await drafted(tx, FOLLOWERS, author.id)
        await tx.broadcasts.forget_drafts(NOON + MINUTE)
        assert await tx.broadcasts.get(other) is None
        assert await tx.broadcasts.get(number) is not None


async def test_its_card_is_followed_to_where_it_is_drawn(database: Database) -> None:
    async with database.transaction() as tx:
        author, chat = await somebody(tx, next(NUMBERS))
        number = await begun(tx, EVERYONE, author.id)
        row = await tx.outbox.add(Message(kind="progress", chat_id=chat.id, due_at=NOON), NOON)
        await tx.broadcasts.put_card(number, Card(chat_id=chat.id, message_id=5, row=row, said="x", at=NOON))
        record = await tx.broadcasts.get(number)
        assert record is not None
        assert record.card is not None
        assert await tx.broadcasts.card_shown(record.card) == (False, None)
        (claim,) = await tx.outbox.claim(NOON, 1, LEASE)
        await mark_sent(tx, claim, 77, NOON)
        assert await tx.broadcasts.card_shown(record.card) == (True, 77)
        assert await tx.broadcasts.card_shown(Card(chat_id=chat.id, message_id=5)) == (True, None)


async def test_all_others_are_sent_before_it(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx, next(NUMBERS))
        await tx.wishes.put(person.id, "notices", NOON, wanted=True)
        assert await fed(tx, await begun(tx, EVERYONE, person.id)) == 1
        for kind in ("reminder", "reply"):
            await tx.outbox.add(Message(kind=kind, chat_id=chat.id, due_at=NOON + MINUTE), NOON)
        claims = [await tx.outbox.claim(NOON + MINUTE, 1, LEASE) for _ in range(3)]
        assert [claim.kind for (claim,) in claims] == ["reply", "reminder", BROADCAST]
