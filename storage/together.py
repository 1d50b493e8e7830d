"""Many short units of work in one transaction: each is kept or taken back by itself, and one commit, one wait for the disk, is for all.

SQLite has one connection anyway, so that they come one after the other. Who finds no transaction begins one, and commits it once all those
who came meanwhile have had their turn in it. Nobody goes on before that.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import losing, reaching
from storage.errors import DatabaseUnavailableError
from storage.patience import PatientConnection
from storage.quick import QUICK


@dataclass
class _Group:
    """A transaction under way; ``kept`` is done once it is committed."""

    stack: AsyncExitStack
    connection: AsyncConnection
    driver: PatientConnection
    kept: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Together:
    """``async with together.unit() as connection``: a unit of work on a SQLite file."""

    def __init__(self, engine: AsyncEngine, url: URL) -> None:
        """Nothing is opened yet."""
        self._engine = engine
        self._url = url
        self._one_at_a_time = asyncio.Lock()  # whoever waits longest comes first
        self._group: _Group | None = None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[AsyncConnection]:
        """Begin one. At its end it is committed, with others; an error takes back what it did, and nothing of theirs.

        Raises:
            DatabaseUnavailableError: nothing of it is kept, or, where the commit broke, it is open whether it is.
        """
        with losing(self._url):
            async with AsyncExitStack() as ends, self._one_at_a_time:
                group = self._group
                if group is None:
                    group = self._group = await self._begin()
                    ends.push_async_callback(self._end, group)
                elif not group.driver.in_transaction:
                    raise DatabaseUnavailableError("The database took back what was begun.")
                with group.driver.savepoint():
                    yield group.connection
            await asyncio.shield(group.kept)

    async def empty_log(self) -> None:
        """Leave nothing of what was deleted in the log beside the file, where nobody else reads it just now."""
        with reaching(self._url):
            async with self._engine.connect() as connection:
                await (await _driver_of(connection)).empty_log()

    async def _begin(self) -> _Group:
        stack = AsyncExitStack()
        with reaching(self._url):
            connection = await stack.enter_async_context(self._engine.begin())
        driver = await _driver_of(connection)
        driver.is_quick = True
        connection.info[QUICK] = driver
        return _Group(stack, connection, driver)

    async def _end(self, group: _Group) -> None:
        """Commit once all who came by now are through, also where who began is cancelled meanwhile: the others wait for it."""
        committing = asyncio.ensure_future(self._commit(group))
        try:
            await asyncio.shield(committing)
        except asyncio.CancelledError:
            await asyncio.wait([committing])
            raise

    async def _commit(self, group: _Group) -> None:
        """Leave the outcome to who looks for it."""
        async with self._one_at_a_time:
            self._group = None
            try:
                await self._close(group)
            except Exception as error:  # noqa: BLE001 - it is raised where each of them waits
                group.kept.set_exception(error)
                group.kept.exception()  # those who failed by themselves do not look
            else:
                group.kept.set_result(None)

    async def _close(self, group: _Group) -> None:
        is_whole = group.driver.in_transaction  # a full disk lets SQLite take all of it back
        group.driver.is_quick = False
        del group.connection.info[QUICK]
        with losing(self._url):
            await group.stack.aclose()
        if not is_whole:
            raise DatabaseUnavailableError("The database took back what was begun.")


async def _driver_of(connection: AsyncConnection) -> PatientConnection:
    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, PatientConnection):
        raise TypeError("the engine is not one of ours")
    return driver
