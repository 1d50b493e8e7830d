"""A new key: all that is sealed comes under it while others write, nothing is lost or overwritten, wherever it is broken off."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, LargeBinary, delete, select

import storage.rekeying
from storage.codec import Codec
from storage.columns import Sealed
from storage.database import Database
from storage.errors import WrongKeyError
from storage.keeping_tables import contents, proposal_files
from storage.rekeying import rekey, survey
from storage.seals import Seal, sealed_columns
from storage.tables import metadata, topics
from storage.unit_tables import units
from tests.storage.samples import DAY, NOON, somebody
from tests.storage.servers import KEY, codec
from tests.storage.test_privacy import live

NEW = Fernet.generate_key()
PEOPLE = 6
NOT_PERSONAL = {contents.c.content, proposal_files.c.content}
"""Files of the knowledge."""


@dataclass(frozen=True)
class Write:
    """Somebody writes what they talk about, or forgets it (None); in a process that has the new key in front, or behind."""

    who: int
    text: str | None
    is_new: bool


WRITES = st.lists(st.builds(Write, st.integers(0, PEOPLE - 1), st.none() | st.text(max_size=4), st.booleans()), max_size=4)


def both(first: bytes, second: bytes) -> Codec:
    return Codec([first, second])


def told_nobody(_where: str, _more: int) -> None:
    """Somebody else looks on."""


class BrokenOffError(Exception):
    """The process ends here."""


class Others:
    """Who writes between what is read and what is written, and what all should read afterwards."""

    def __init__(self, address: str, writes: list[list[Write]], broken_at: int | None) -> None:
        self.old, self.new = Database(address, both(KEY, NEW)), Database(address, both(NEW, KEY))
        self.model: dict[int, str] = {}
        self._writes, self._broken_at = writes, broken_at
        self._who: list[tuple[int, int]] = []
        self._chunks = storage.rekeying._chunks  # noqa: SLF001 - there it is between the two

    async def begin(self, before: dict[int, str]) -> None:
        async with self.old.transaction() as tx:
            await tx.topics.forget_before(NOON + DAY)  # of the example before
            self._who = [(chat.id, person.id) for person, chat in [await somebody(tx, 7_000 + number) for number in range(PEOPLE)]]
        for number, text in before.items():
            await self._write(Write(number, text, is_new=False))

    async def between(self, through: Database, column: Column[Any]) -> AsyncIterator[tuple[Seal, ...]]:
        async for seals in self._chunks(through, column):
            for one in self._writes.pop() if self._writes else ():
                await self._write(one)
            if self._broken_at is not None:
                self._broken_at -= 1
                if self._broken_at < 0:
                    self._broken_at = None
                    raise BrokenOffError
            yield seals

    async def read(self, through: Database) -> dict[int, str]:
        async with through.transaction() as tx:
            found = {number: await tx.topics.since(*who, NOON) for number, who in enumerate(self._who)}
        return {number: text for number, text in found.items() if text is not None}

    async def end(self) -> None:
        """What is still to be written is, and nothing breaks any more."""
        self._broken_at = None
        while self._writes:
            for one in self._writes.pop():
                await self._write(one)

    async def _write(self, one: Write) -> None:
        chat_id, person_id = self._who[one.who]
        async with (self.new if one.is_new else self.old).transaction() as tx:
            if one.text is None:
                await tx.seals._connection.execute(delete(topics).where(topics.c.person_id == person_id))  # noqa: SLF001 - as no repository does
                self.model.pop(one.who, None)
            else:
                await tx.topics.keep(chat_id, person_id, one.text, NOON)
                self.model[one.who] = one.text


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    before=st.dictionaries(st.integers(0, PEOPLE - 1), st.text(max_size=4), min_size=1),
    meanwhile=st.lists(WRITES, max_size=6),
    broken_at=st.none() | st.integers(0, 4),
)
async def test_what_others_write_meanwhile_stands_wherever_it_is_broken_off(
    address: str, before: dict[int, str], meanwhile: list[list[Write]], broken_at: int | None
) -> None:
    others, only = Others(address, meanwhile, broken_at), Database(address, Codec([NEW]))
    await others.begin(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.rekeying, "_chunks", others.between)
        patch.setattr(storage.rekeying, "CHUNK", 2)
        patch.setattr(storage.rekeying, "PAUSE_SECONDS", 0)
        with suppress(BrokenOffError):
            await rekey(others.new, told_nobody)
        assert await others.read(others.new) == others.model
        await others.end()
        standing = {one.where: one for one in await rekey(others.new, told_nobody)}
    assert (standing["topics.about"].newest, standing["topics.about"].older) == (len(others.model), 0)
    assert await others.read(only) == others.model
    for one in (others.old, others.new, only):
        await one.close()


def test_whatever_is_sealed_is_found_by_its_type() -> None:
    held = {column for table in metadata.tables.values() for column in table.c if isinstance(column.type, LargeBinary | Sealed)}
    assert set(sealed_columns()) == held - NOT_PERSONAL
    assert len(set(sealed_columns())) > 15


async def test_the_old_key_is_needed_until_all_is_sealed_anew_and_then_no_more(database: Database, address: str) -> None:
    await database.migrate()
    await live(database, 770_000_000_123, 1)
    rotated, lone = Database(address, both(NEW, KEY)), Database(address, Codec([NEW]))
    async with rotated.transaction() as tx:
        assert not await tx.keyring.is_begun()
    async with rotated.presence():
        pass
    with pytest.raises(WrongKeyError, match="lacks an older key"):
        await lone.migrate()
    await rotated.unlock()
    with pytest.raises(WrongKeyError, match="lacks the key with which this database is sealed now"):
        await database.migrate()

    assert sum(one.older for one in await survey(rotated)) > 15
    told: list[str] = []
    standing = await rekey(rotated, lambda where, more: told.extend([where] * more))
    assert [one for one in standing if one.older or one.lost] == []
    assert set(told) == {one.where for one in standing if one.newest}
    assert await survey(rotated) == standing
    told.clear()
    await rekey(rotated, lambda where, more: told.append(f"{where} {more}"))
    assert told == [], "what is done is not done again"

    await lone.migrate()
    assert await survey(lone) == standing
    left = Database(address, codec())
    with pytest.raises(WrongKeyError, match="does not belong"):
        await left.migrate()
    for one in (rotated, lone, left):
        await one.close()


async def test_a_unit_is_the_same_under_a_new_key_alone(database: Database, address: str) -> None:
    async with database.transaction() as tx:  # marked with the key itself, as by a release before
        made = await tx.units.make("甲厂", "nmg", "enterprise", "", NOON)
    rotated = Database(address, both(NEW, KEY))
    await rotated.migrate()
    async with rotated.transaction() as tx:
        assert await tx.units.make("甲 厂", "nmg", "enterprise", "", NOON) == made
        code = tx.invitations.marks("purpose", "code")[0]
    await rekey(rotated, told_nobody)
    lone = Database(address, Codec([NEW]))
    await lone.migrate()
    async with lone.transaction() as tx:
        assert await tx.units.make("甲　厂", "nmg", "enterprise", "", NOON) == made
        assert (await tx.seals._connection.execute(select(units.c.key))).scalar_one() == lone.codec.mark("unit", "甲厂|nmg").hex()  # noqa: SLF001
        assert tx.invitations.marks("purpose", "code")[0] == code
    assert lone.pseudonym("x") != database.pseudonym("x")
    await rotated.close()
    await lone.close()


async def test_what_no_key_opens_is_told_and_stops_nothing(database: Database, address: str) -> None:
    await database.migrate()
    stranger = Database(address, Codec([Fernet.generate_key()]))
    async with stranger.transaction() as tx:
        person, chat = await somebody(tx)
        await tx.topics.keep(chat.id, person.id, "x", NOON)
        await tx.units.make("乙厂", "nmg", "enterprise", "", NOON)
    rotated = Database(address, both(NEW, KEY))
    lost = {one.where: one.lost for one in await rekey(rotated, told_nobody) if one.lost}
    assert lost == {"topics.about": 1, "units.name": 1}
    await stranger.close()
    await rotated.close()
