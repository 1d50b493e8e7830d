"""Corrections against a model of what each reader heard last: every message goes from there to what holds, and in the end all know it."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

import pytest

from bot.outbox.courier import Later, Letters
from bot.outbox.letter import Letter
from bot.outbox.rectifying import Rectifying
from bot.usecases import differing, rectifying
from bot.usecases.differing import Difference, Differences
from bot.usecases.keeping.withdrawing import HELD_FOR, heed, tell_again, withdraw
from bot.usecases.rectifying import CALM, RECTIFIED, rectify
from bot.usecases.retelling import PURGED
from bot.usecases.snapshot import Snapshots
from bot.usecases.telling import note_told
from knowledge.base import WHOLE, KnowledgeBase
from storage.corrections import CORRECTION
from storage.database import Database, Transaction
from storage.keeping_records import PublicationRecord
from storage.queue_records import OutboxRecord
from tests.bot.conftest import SetClock
from tests.knowledge.factories import FACTS, POLICY
from tests.storage.samples import mark_sent
from tests.storage.servers import SqliteFolder, codec

DEMO: Final = "demo-2024"
REAL: Final = "bt-shibaiqian-2024"
"""One that is served, too."""
TOPICS: Final[Mapping[str, str]] = {"materials": "份数", "quota": "固定名额"}
START: Final = datetime(2024, 11, 28, 2, tzinfo=UTC)
LEASE: Final = timedelta(minutes=1)
Values = dict[str, int]


class KilledError(Exception):
    """The process dies here."""


class Deadly(Differences):
    """Reads differences until it is killed."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self.random = random
        self.chance = 0.0

    async def between(self, rows: Transaction, policy: str, old: int, new: int) -> Difference | None:
        if self.random.random() < self.chance:
            raise KilledError
        return await super().between(rows, policy, old, new)


@dataclass
class Reader:
    """Somebody with a private chat."""

    person: int
    chat: int
    heard: Values = field(default_factory=dict)
    """By topic, the last value that they heard."""
    messages: int = 0


class World:
    """A policy of two values that is published again and again, and who heard of it."""

    def __init__(self, database: Database, snapshots: Snapshots, random: Random, policy: str = DEMO) -> None:
        self.database, self.random, self.clock, self.policy = database, random, SetClock(START), policy
        self.base: KnowledgeBase = snapshots.current.base
        self.differences = Deadly(random)
        self.composers = Rectifying(snapshots, self.clock, self.differences).composers
        self.values: Values = {"materials": 2, "quota": 10}
        self.number = 0
        self.admin: int | None = None
        self.readers: list[Reader] = []

    async def publish(self, values: Values | None = None) -> None:
        self.values = values or {topic: self.random.choice((2, 3, 10)) for topic in TOPICS}
        text = POLICY.replace("copies: 2", f"copies: {self.values['materials']}")
        text = text.replace("kind: chosen, amount: 10", f"kind: chosen, amount: {self.values['quota']}")
        await self.put(text)

    async def put(self, text: str) -> None:
        self.number += 1
        files = {"facts.yaml": FACTS.encode(), f"policies/{self.policy}.yaml": text.encode()}
        record = PublicationRecord(
            number=self.number,
            version=f"v{self.number}",
            based_on=None,
            who="folder",
            person_id=self.admin,
            why="",
            published_at=self.clock.now(),
        )
        async with self.database.transaction() as rows:
            await rows.publications.add(record, files)

    async def meet(self, *, follows: bool) -> Reader:
        number = 10 + len(self.readers)
        async with self.database.transaction() as rows:
            person = await rows.people.ensure(number, self.clock.now())
            chat = await rows.chats.ensure(number, "private", person.id, self.clock.now())
            await rows.people.give_consent(person.id, "answers", self.clock.now())
            if follows:
                await rows.subscriptions.follow(person.id, chat.id, ("policy", self.policy), self.clock.now())
        self.readers.append(Reader(person.id, chat.id, dict(self.values) if follows else {}))
        return self.readers[-1]

    async def ask(self, reader: Reader, topic: str) -> None:
        async with self.database.transaction() as rows:
            await note_told(rows, reader.person, {(self.policy, topic)}, f"v{self.number}", self.clock.now())
        reader.heard[topic] = self.values[topic]

    async def tick(self) -> None:
        """Two processes plan at once, and either may be killed."""
        self.clock.advance(CALM)
        plans = [rectify(self.database, self.base, self.differences, self.clock.now()) for _ in range(2)]
        for one in await asyncio.gather(*plans, return_exceptions=True):
            assert one is None or isinstance(one, KilledError)

    async def send(self, most: int) -> None:
        async with self.database.transaction() as rows:
            claims = await rows.outbox.claim(self.clock.now(), most, LEASE, {CORRECTION})
        for claim in self.random.sample(claims, len(claims)):
            letters = await self.compose(claim)
            for letter in letters:
                self.hear(next(one for one in self.readers if one.chat == claim.chat_id), letter.html)

    async def collect(self) -> list[Letter]:
        """All that is sent now."""
        async with self.database.transaction() as rows:
            claims = await rows.outbox.claim(self.clock.now(), 9, LEASE, {CORRECTION})
        return [letter for claim in claims for letter in await self.compose(claim)]

    async def pause(self, snapshots: Snapshots) -> None:
        async with self.database.transaction() as rows:
            assert await withdraw(rows, (self.base.policies[self.policy], WHOLE), "为什么", self.readers[0].person, self.clock.now())
            self.base = await heed(rows, snapshots)

    async def resume(self, snapshots: Snapshots) -> None:
        async with self.database.transaction() as rows:
            assert await tell_again(rows, (self.policy, WHOLE), self.readers[0].person, self.clock.now())
            self.base = await heed(rows, snapshots)

    async def compose(self, claim: OutboxRecord, *, mark: bool = True) -> Letters:
        async with self.database.transaction() as rows:
            letters = await self.composers[claim.kind](rows, claim)
            assert isinstance(letters, tuple)
            if mark and letters:
                assert await mark_sent(rows, claim, 1, self.clock.now())
            elif mark:
                assert await rows.outbox.mark_skipped(claim, "", self.clock.now())
        return letters

    def hear(self, reader: Reader, text: str) -> None:
        """A message goes from what its reader heard last to what holds; who has asked since may hear it all the same."""
        reader.messages += 1
        told = {topic: re.findall(rf"{label}：(\d+) → (\d+)", text) for topic, label in TOPICS.items()}
        assert any(told.values()), text
        for topic, pairs in told.items():
            for old, new in pairs:
                assert int(new) == self.values[topic] != int(old)
                assert reader.heard.get(topic, int(old)) in {int(old), int(new)}
                reader.heard[topic] = int(new)


@pytest.fixture
async def database(sqlite: SqliteFolder) -> AsyncIterator[Database]:
    database = Database(sqlite.fresh(), codec())
    yield database
    await database.close()


@pytest.mark.parametrize("seed", range(4))
async def test_every_message_goes_from_what_was_heard_to_what_holds(database: Database, snapshots: Snapshots, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - chance, not a secret
    world = World(database, snapshots, random)
    await world.publish(dict(world.values))
    await world.tick()
    for number in range(4):
        await world.meet(follows=number % 2 == 0)
    world.differences.chance = 0.2
    for _ in range(25):
        match random.choice(("publish", "ask", "ask", "tick", "tick", "send")):
            case "publish":
                world.clock.advance(LEASE)
                await world.publish()
            case "ask":
                await world.ask(random.choice(world.readers[1:]), random.choice(tuple(TOPICS)))
            case "tick":
                await world.tick()
            case _:
                world.differences.chance = 0.0
                await world.send(random.randint(1, 3))
                world.differences.chance = 0.2
    world.differences.chance = 0.0
    await world.tick()
    await world.tick()
    await world.send(1000)
    for reader in world.readers:
        assert reader.heard == {topic: world.values[topic] for topic in reader.heard}
    before = [reader.messages for reader in world.readers]
    await world.tick()
    await world.send(1000)
    assert [reader.messages for reader in world.readers] == before


async def test_who_published_hears_how_many_are_told_once(database: Database, snapshots: Snapshots) -> None:
    world = World(database, snapshots, Random(1))  # noqa: S311 - as above
    await world.publish(dict(world.values))
    await world.tick()
    world.admin = (await world.meet(follows=False)).person
    async with database.transaction() as rows:
        await rows.roles.grant(world.admin, "publisher", None, START)
    for _ in range(3):
        await world.meet(follows=True)
    await world.publish({"materials": 3, "quota": 10})
    await world.tick()
    await world.tick()
    async with database.transaction() as rows:
        (count,) = await rows.outbox.claim(world.clock.now(), 9, LEASE, {RECTIFIED})
    (letter,) = await world.compose(count)
    assert "正在告诉 3 人" in letter.html


async def test_a_policy_that_is_gone_is_told_and_an_unreadable_version_is_not(
    database: Database, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differing, "MOST", 1)
    monkeypatch.setattr(rectifying, "AT_ONCE", 1)
    world = World(database, snapshots, Random(1))  # noqa: S311 - as above
    await world.publish(dict(world.values))
    await world.tick()
    reader = await world.meet(follows=True)
    other = {"policies/another.yaml": b"id: [", "policies/third.yaml": b"id: ["}
    for files in ({"facts.yaml": FACTS.encode(), **other}, {"facts.yaml": FACTS.encode()}):
        world.number += 1
        record = PublicationRecord(
            number=world.number, version="v", based_on=None, who="folder", person_id=None, why="", published_at=world.clock.now()
        )
        async with database.transaction() as rows:
            await rows.publications.add(record, files)
    await world.tick()
    async with database.transaction() as rows:
        (claim,) = await rows.outbox.claim(world.clock.now(), 9, LEASE)
        assert claim.chat_id == reader.chat
        assert await rows.marks.get(rectifying.LOOKED_THROUGH) == "3"
    (letter,) = await world.compose(claim)
    assert "撤下了" in letter.html


async def test_what_is_changed_while_it_is_verified_is_told_once_it_is_told_again(database: Database, snapshots: Snapshots) -> None:
    world = World(database, snapshots, Random(1), REAL)  # noqa: S311 - as above
    await world.publish(dict(world.values))
    await world.tick()
    reader, quiet = await world.meet(follows=True), await world.meet(follows=True)
    async with database.transaction() as rows:
        await rows.silences.put(quiet.person, REAL, "", "enough", START)
    await world.pause(snapshots)
    await world.tick()
    assert [letter.html[:9] for letter in await world.collect()] == ["<b>⏸ 先别照着"]
    await world.publish({"materials": 3, "quota": 10})
    await world.tick()
    assert await world.collect() == []
    await world.resume(snapshots)
    await world.tick()
    (letter,) = await world.collect()
    assert "份数：2 → 3" in letter.html
    assert (await world.collect(), reader.messages) == ([], 0)


async def test_a_pause_is_told_once_and_its_end_to_who_heard_of_it(database: Database, snapshots: Snapshots) -> None:
    world = World(database, snapshots, Random(1), REAL)  # noqa: S311 - as above
    await world.publish(dict(world.values))
    await world.tick()
    await world.meet(follows=True)
    for _ in range(2):  # begun, on its way, ended, begun again
        await world.pause(snapshots)
        await world.tick()
        await world.resume(snapshots)
        await world.tick()
    assert await world.collect() == []
    await world.pause(snapshots)
    await world.tick()
    assert len(await world.collect()) == 1
    async with database.transaction() as rows:
        await rows.outbox.purge(world.clock.now() + LEASE)
    world.clock.advance(PURGED)
    await world.resume(snapshots)
    await world.tick()
    (letter,) = await world.collect()
    assert "核实完了，没有变" in letter.html


async def test_of_several_tracks_those_whom_it_concerns_are_told(database: Database, snapshots: Snapshots) -> None:
    world = World(database, snapshots, Random(1))  # noqa: S311 - as above
    await world.publish(dict(world.values))
    await world.tick()
    chats = {}
    async with database.transaction() as rows:
        for number, track in enumerate(("chief", "young"), 70):
            person = await rows.people.ensure(number, START)
            chats[track] = (await rows.chats.ensure(number, "private", person.id, START)).id
            await rows.subscriptions.follow(person.id, chats[track], ("track", f"{DEMO}/{track}"), START)
        group = await rows.chats.ensure(-9, "group", None, START)
        await rows.subscriptions.follow(person.id, group.id, ("unit", DEMO), START)
    text = POLICY.replace("text: 钢铁行业在职者优先", "text: 钢铁行业在职满3年者优先")
    await world.put(text)
    await world.tick()
    async with database.transaction() as rows:
        claims = {claim.chat_id: claim for claim in await rows.outbox.claim(world.clock.now(), 9, LEASE)}
    assert set(claims) == {chats["chief"], group.id}
    told, public = [letter for chat in sorted(claims) for letter in await world.compose(claims[chat])]
    verbs = [{(key.callback_data or "").partition(":")[0] for row in letter.keyboard for key in row} for letter in (told, public)]
    assert "重新测一次" in told.html
    assert verbs == [{"c", "t", "zh"}, {"t", "zh"}]


async def test_a_correction_waits_for_the_morning_and_for_what_is_verified(database: Database, snapshots: Snapshots) -> None:
    world = World(database, snapshots, Random(1), REAL)  # noqa: S311 - as above
    await world.publish(dict(world.values))
    await world.tick()
    await world.meet(follows=True)
    await world.publish({"materials": 3, "quota": 10})
    await world.tick()
    await world.pause(snapshots)
    at_night = START.replace(hour=16)
    for now, then in ((world.clock.at, world.clock.at + HELD_FOR), (at_night, START.replace(day=28, hour=23))):
        world.clock.at = now
        async with database.transaction() as rows:
            (claim,) = await rows.outbox.claim(now, 9, LEASE, {CORRECTION})
            assert await world.composers[CORRECTION](rows, claim) == Later(then)
            await rows.outbox.postpone(claim, now)
    await world.resume(snapshots)
    world.clock.at = START.replace(hour=23, minute=30)
    (letter,) = await world.collect()
    assert "份数：2 → 3" in letter.html


async def test_what_did_not_come_through_was_not_heard(database: Database, snapshots: Snapshots) -> None:
    world = World(database, snapshots, Random(1))  # noqa: S311 - as above
    await world.publish(dict(world.values))
    await world.tick()
    await world.meet(follows=True)
    await world.publish({"materials": 3, "quota": 10})
    await world.tick()
    async with database.transaction() as rows:
        (claim,) = await rows.outbox.claim(world.clock.now(), 9, LEASE, {CORRECTION})
        await world.composers[CORRECTION](rows, claim)
        await rows.outbox.mark_skipped(claim, "Forbidden", world.clock.now())
    await world.publish({"materials": 4, "quota": 11})
    await world.tick()
    (letter,) = await world.collect()
    assert "固定名额：10 → 11" in letter.html
    assert "份数：2 → 4" in letter.html
