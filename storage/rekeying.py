"""All that is sealed, sealed anew with the newest key while others read and write: some rows at a time, each only if it is what it was.

Nothing is noted of how far it came: what is done is known by its seal, so it may be broken off anywhere and begun again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import Column

from storage.database import Database
from storage.seals import Place, Seal, Standing, anew, name_of, sealed_columns

CHUNK = 200
"""Rows in one transaction."""
PAUSE_SECONDS = 0.01
"""Between two of them: SQLite has one writer at a time, and who waits for it looks only now and then."""
PASSES = 3
"""What was written with an older key behind our back is found by the next pass."""


async def survey(database: Database) -> tuple[Standing, ...]:
    """Count what is sealed, column by column."""
    return tuple([await _count(database, column) for column in sealed_columns()])


async def rekey(database: Database, told: Callable[[str, int], None]) -> tuple[Standing, ...]:
    """Seal all anew that is under an older key, and say how it stands then. ``told``: ``table.column``, and so many rows more.

    Units are marked anew, too, where their marks were made with a key.
    """
    standing: tuple[Standing, ...] = ()
    for _ in range(PASSES):
        for column in sealed_columns():
            await _seal(database, column, told)
        await _mark_units(database)
        standing = await survey(database)
        if not any(one.older for one in standing):
            async with database.transaction() as rows:
                await rows.keyring.finish()
            break
    return standing


async def _count(database: Database, column: Column[Any]) -> Standing:
    standing = Standing(name_of(column))
    async for seals in _chunks(database, column):
        standing = standing.with_all((seal.sealed for seal in seals), database.codec)
    return standing


async def _seal(database: Database, column: Column[Any], told: Callable[[str, int], None]) -> None:
    async for seals in _chunks(database, column):
        made = [(seal, new) for seal in seals if (new := anew(database.codec, seal.sealed)) is not None]
        if made:
            async with database.transaction() as rows:
                done = [await rows.seals.replace(column, seal, new) for seal, new in made]
            told(name_of(column), sum(done))
            await asyncio.sleep(PAUSE_SECONDS)


async def _chunks(database: Database, column: Column[Any]) -> AsyncIterator[tuple[Seal, ...]]:
    after: Place | None = None
    while True:
        async with database.transaction() as rows:
            seals = await rows.seals.some(column, after, CHUNK)
        if not seals:
            return
        yield seals
        after = seals[-1].place


async def _mark_units(database: Database) -> None:
    after: int | None = 0
    while after is not None:
        async with database.transaction() as rows:
            after = await rows.units.mark_anew(after, CHUNK)
