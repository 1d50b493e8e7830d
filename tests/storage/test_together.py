"""Short units of work share a commit, and nothing else: each is kept or taken back by itself, whatever becomes of the others."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from storage.database import Database
from storage.engine import parse_url
from storage.errors import DatabaseUnavailableError, StorageError
from tests.storage.servers import codec


class OnPurposeError(Exception):
    """What a unit of work fails with."""


@pytest.fixture
async def brief(sqlite_address: str) -> AsyncIterator[Database]:
    database = Database(sqlite_address, codec())
    yield database
    await database.close()


def marks_in(address: str) -> dict[str, str]:
    """What somebody else reads in the file."""
    with closing(sqlite3.connect(str(parse_url(address).database))) as connection:
        return dict(connection.execute("SELECT key, value FROM marks WHERE key LIKE 'm%'").fetchall())


async def write(database: Database, number: int, ends: str = "well", pauses: int = 0) -> None:
    async with database.brief() as rows:
        for _ in range(pauses):
            await asyncio.sleep(0)
        await rows.marks.set(f"m{number}", "1")
        seen = int(await rows.marks.get("m-all") or 0)
        await asyncio.sleep(0)
        await rows.marks.set("m-all", str(seen + 1))
        if ends == "error":
            raise OnPurposeError
        if ends == "cancelled":
            await asyncio.Event().wait()


@given(units=st.lists(st.tuples(st.sampled_from(["well", "well", "error", "cancelled", "gone"]), st.integers(0, 3)), max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_each_is_kept_or_taken_back_by_itself(sqlite_address: str, units: list[tuple[str, int]]) -> None:
    """``cancelled``: within, ``gone``: while it still waits for its turn, or wherever else that is by then."""
    database = Database(sqlite_address, codec())
    async with database.transaction() as rows:
        before = int(await rows.marks.get("m-all") or 0)
        for number in range(len(units)):
            await rows.marks.set(f"m{number}", "0")
    running = [asyncio.ensure_future(write(database, number, ends, pauses)) for number, (ends, pauses) in enumerate(units)]
    async with asyncio.timeout(20):
        while pending := [one for one in running if not one.done()]:
            await asyncio.wait(pending, timeout=0.01)
            for one, (ends, _) in zip(running, units, strict=True):
                if ends in {"cancelled", "gone"}:
                    one.cancel()
    kept = [number for number, one in enumerate(running) if not one.cancelled() and one.exception() is None]
    assert all(isinstance(one.exception(), OnPurposeError) for one in running if not one.cancelled() and one.exception() is not None)
    assert {number for number, (ends, _) in enumerate(units) if ends == "well"} <= set(kept)
    async with database.brief() as rows:  # which nobody has left in disorder
        await rows.marks.set("after", "1")
    await database.close()
    found = marks_in(sqlite_address)
    written = {number for number in range(len(units)) if found[f"m{number}"] == "1"}
    assert set(kept) <= written
    assert all(units[number][0] == "gone" for number in written - set(kept))
    assert int(found.get("m-all", 0)) - before == len(written)


async def test_many_share_a_commit_and_nobody_goes_on_before_it(brief: Database, sqlite_address: str) -> None:
    commits = 0

    def count(_: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(brief._engine.sync_engine, "commit", count)  # noqa: SLF001 - what it costs is the point
    async with asyncio.TaskGroup() as tasks:
        for number in range(20):
            tasks.create_task(write_and_look(brief, number, sqlite_address))
    assert commits == 1
    assert marks_in(sqlite_address)["m-all"] == "20"


async def write_and_look(database: Database, number: int, address: str) -> None:
    await write(database, number)
    assert f"m{number}" in marks_in(address)


async def test_what_sqlite_takes_back_by_itself_is_kept_for_nobody_and_said_to_all(brief: Database, sqlite_address: str) -> None:
    async def spoil() -> None:
        async with brief.brief() as rows:
            await rows.marks.set("m-spoilt", "1")
            together = brief._together  # noqa: SLF001 - as a full disk does it
            group = together._group if together is not None else None  # noqa: SLF001 - as above
            assert group is not None
            group.driver._conn.execute("ROLLBACK")  # noqa: SLF001 - as above

    results = await asyncio.gather(write(brief, 1), spoil(), write(brief, 2), return_exceptions=True)
    assert all(isinstance(one, StorageError | sqlite3.Error) for one in results)
    assert isinstance(results[0], DatabaseUnavailableError)
    assert isinstance(results[2], DatabaseUnavailableError)
    await write(brief, 3)
    assert set(marks_in(sqlite_address)) == {"m3", "m-all"}


async def test_a_commit_that_breaks_is_said_to_all_who_shared_it(
    brief: Database, sqlite_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.patience import PatientConnection  # noqa: PLC0415 - whose commit breaks

    async def broken(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(PatientConnection, "commit", broken)
    results = await asyncio.gather(*(write(brief, number) for number in range(5)), return_exceptions=True)
    assert all(isinstance(one, DatabaseUnavailableError) for one in results)
    monkeypatch.undo()
    await write(brief, 7)
    assert set(marks_in(sqlite_address)) == {"m7", "m-all"}
