"""What is published is what was shown to those who agreed: files that are added at the same moment are agreed to by nobody."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.keeping.consenting import Agreed, agree, digest_held, digest_of, end_as_agreed, set_needed
from bot.usecases.keeping.proposing import join, propose
from bot.usecases.refusals import EndedError, UnagreedError
from bot.usecases.snapshot import Snapshots
from storage.database import Database
from storage.keeping_records import ProposalRecord
from tests.bot.units.desk import ADMIN, COLLEAGUE, Desk, opened
from tests.storage.servers import codec, postgres_server

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
FIRST, SECOND = {"policies/a.yaml": b"a: 1"}, {"policies/b.yaml": b"b: 1"}
files = st.dictionaries(st.sampled_from(["a", "ab", "b"]), st.none() | st.binary(max_size=3), max_size=3)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    with postgres_server(tmp_path_factory.mktemp("server")) as server:
        yield server.fresh()


@pytest.fixture
async def kept(address: str | None, database: Database) -> AsyncIterator[Database]:
    other = Database(address, codec()) if address else None
    yield other or database
    if other is not None:
        await other.close()


class Proposed:
    """Two changes of one editor, the first of which another publisher is shown."""

    def __init__(self, database: Database, snapshots: Snapshots, unit: int, number: int, other: int) -> None:
        self.database, self.snapshots, self.unit, self.number, self.other = database, snapshots, unit, number, other
        self.shown = digest_of(1, FIRST)

    @classmethod
    async def made(cls, database: Database, snapshots: Snapshots) -> "Proposed":
        async with database.transaction() as rows:
            desk = await opened(rows, snapshots, NOW)
            author = await desk.id_of(COLLEAGUE)
            await rows.roles.grant(author, "editor", None, NOW)
            await set_needed(rows, 1)
            first = await propose(rows, 1, FIRST, "通知改了", author, NOW)
            return cls(database, snapshots, desk.unit, first, await propose(rows, 1, SECOND, "", author, NOW))

    async def press(self, digest: str) -> str:
        """The other publisher agrees to what a card of that digest showed."""
        async with self.database.transaction() as rows:
            return await Desk(rows, self.snapshots, NOW, self.unit).press(ADMIN, f"vb:{self.number}:p:{digest}")

    async def join(self) -> bool:
        """The editor adds the other file."""
        async with self.database.transaction() as rows:
            other, into = await rows.proposals.get(self.other), await rows.proposals.get(self.number)
            assert other is not None
            assert into is not None
            return await join(rows, other, into, NOW)

    async def held(self) -> tuple[ProposalRecord, str, bool]:
        """The proposal, what it holds now, and whether anybody agreed."""
        async with self.database.transaction() as rows:
            proposal = await rows.proposals.get(self.number)
            assert proposal is not None
            return proposal, await digest_held(rows, proposal), bool(await rows.proposals.agreed(self.number))


async def test_a_file_added_at_the_moment_of_agreeing_is_not_agreed_to(kept: Database, snapshots: Snapshots) -> None:
    proposed = await Proposed.made(kept, snapshots)
    async with asyncio.TaskGroup() as group:
        entered = asyncio.Event()

        async def add_once_agreeing() -> bool:
            await entered.wait()
            return await proposed.join()

        adding = group.create_task(add_once_agreeing())
        async with kept.transaction() as rows:
            desk = Desk(rows, snapshots, NOW, proposed.unit)
            seen = await desk.press(ADMIN, f"vb:{proposed.number}:p:{proposed.shown}")
            entered.set()
            await asyncio.wait({adding}, timeout=0.2)
    assert "PublishingOrder" in seen
    assert not adding.result(), "somebody had agreed"
    _, digest, agreed = await proposed.held()
    assert agreed
    assert digest == proposed.shown
    async with kept.transaction() as rows:
        await end_as_agreed(rows, Agreed(proposed.number, proposed.shown), NOW)
    with pytest.raises(EndedError):
        async with kept.transaction() as rows:
            await end_as_agreed(rows, Agreed(proposed.number, proposed.shown), NOW)


async def test_who_presses_the_button_of_an_older_card_is_shown_the_new_one(kept: Database, snapshots: Snapshots) -> None:
    proposed = await Proposed.made(kept, snapshots)
    assert await proposed.join()
    for old in (proposed.shown, ""):
        seen = await proposed.press(old)
        assert "在那以后又变了" in seen
        assert "CardOrder" in seen
        assert "PublishingOrder" not in seen
    proposal, digest, agreed = await proposed.held()
    assert (agreed, digest) == (False, digest_of(1, {**FIRST, **SECOND}))
    async with kept.transaction() as rows:
        desk = Desk(rows, snapshots, NOW, proposed.unit)
        admin = await desk.id_of(ADMIN)
        await agree(rows, proposal, admin, NOW)
    with pytest.raises(UnagreedError):
        async with kept.transaction() as rows:
            await end_as_agreed(rows, Agreed(proposed.number, proposed.shown), NOW)
    async with kept.transaction() as rows:
        await rows.roles.revoke(admin, "owner")
    with pytest.raises(UnagreedError):
        async with kept.transaction() as rows:
            await end_as_agreed(rows, Agreed(proposed.number, digest), NOW)


@given(one=st.tuples(st.integers(1, 3), files), other=st.tuples(st.integers(1, 3), files))
def test_what_differs_has_another_name_that_fits_a_button(
    one: tuple[int, dict[str, bytes | None]], other: tuple[int, dict[str, bytes | None]]
) -> None:
    assert (digest_of(*one) == digest_of(*other)) == (one == other)
    assert len(f"vb:999999999:p:{digest_of(*one)}") <= 64


async def test_a_reason_that_somebody_agreed_to_is_replaced_by_nobody(kept: Database, snapshots: Snapshots) -> None:
    proposed = await Proposed.made(kept, snapshots)
    async with kept.transaction() as rows:
        await set_needed(rows, 2)
        desk, digest = Desk(rows, snapshots, NOW, proposed.unit), digest_of(1, SECOND)
        for somebody in (ADMIN, COLLEAGUE):
            assert "依据是什么" in await desk.press(somebody, f"vb:{proposed.other}:p:{digest}")
        assert "还要别人同意" in await desk.say(ADMIN, "厅里12月2日通知")
        late = await desk.say(COLLEAGUE, "没有什么依据")
        assert "别人已经写了" in late
        assert "CardOrder" in late
        found = await rows.proposals.get(proposed.other)
        assert found is not None
        assert (found.why, len(await rows.proposals.agreed(proposed.other))) == ("厅里12月2日通知", 1)
        assert [line.act for line in await rows.audit.latest(9)].count("knowledge.explained") == 1
