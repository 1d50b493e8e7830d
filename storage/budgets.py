"""How soon Telegram takes the next message: one row for all of them and one for each chat, shared by all processes of PostgreSQL's.

A row holds the moment from which on there is room again, by the database's own clock. Whoever sends moves it forward by what is sent and is
told how long to wait; so the limits hold however many processes there are. Rows are of the moment and hold no person, only digests.
"""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TAKE = text(
    """INSERT INTO budgets AS b (key, free_at)
    SELECT key, now() + make_interval(secs => count * CAST(:every AS double precision))
    FROM unnest(CAST(:keys AS bigint[]), CAST(:counts AS int[])) AS w(key, count) ORDER BY key
    ON CONFLICT (key) DO UPDATE SET free_at = greatest(b.free_at, clock_timestamp()) + (excluded.free_at - now())
    WHERE b.free_at <= clock_timestamp() + make_interval(secs => CAST(:ahead AS double precision))
    RETURNING key, extract(epoch FROM free_at - clock_timestamp()) AS until_free"""
)

HOLD = text(
    """INSERT INTO budgets AS b (key, free_at) VALUES (:key, clock_timestamp() + make_interval(secs => CAST(:seconds AS double precision)))
    ON CONFLICT (key) DO UPDATE SET free_at = greatest(b.free_at, excluded.free_at)"""
)


class Budgets:
    """Rows that say from when on there is room."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, wanted: Mapping[int, int], every: float, ahead: float) -> dict[int, float]:
        """Take ``count`` places, each ``every`` seconds long, under each key; how many seconds from now its last place ends.

        A key under which room comes only after more than ``ahead`` seconds gets none and is left out.
        """
        if not wanted:
            return {}
        given = {"keys": list(wanted), "counts": list(wanted.values()), "every": every, "ahead": ahead}
        return {row.key: float(row.until_free) for row in (await self._connection.execute(TAKE, given)).all()}

    async def free_in(self, key: int) -> float:
        """Give how many seconds from now there is room again, below zero or zero when there is now; nothing is taken."""
        asked = text("SELECT extract(epoch FROM free_at - clock_timestamp()) FROM budgets WHERE key = :key")
        return float((await self._connection.execute(asked, {"key": key})).scalar_one_or_none() or 0.0)

    async def hold(self, key: int, seconds: float) -> None:
        """Let there be no room under a key for so long, or for as long as there is none already."""
        await self._connection.execute(HOLD, {"key": key, "seconds": seconds})

    async def forget(self) -> None:
        """Delete the rows that have had room for a minute. A SQLite file, which one process serves, has none."""
        if self._connection.dialect.name != "sqlite":
            await self._connection.execute(text("DELETE FROM budgets WHERE free_at < clock_timestamp() - interval '1 minute'"))
