"""What is sealed, column by column, whatever it is: looked at, and sealed anew in the place of what was there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import broadcast_tables, correction_tables, feedback_tables, keeping_tables, queue_tables, transfer_tables, unit_tables
from storage.codec import Codec
from storage.columns import Sealed
from storage.errors import WrongKeyError

TABLES = (broadcast_tables, correction_tables, feedback_tables, keeping_tables, queue_tables, transfer_tables, unit_tables)
"""Where tables are made, beside ``tables``: all of them hang on one ``metadata``."""
Place = tuple[int | str, ...]
"""The values of a row's primary key."""


@dataclass(frozen=True)
class Seal:
    """What one row holds in a sealed column."""

    place: Place
    sealed: bytes


@dataclass(frozen=True)
class Standing:
    """How many rows of a column are under which key."""

    where: str
    """``table.column``"""
    newest: int = 0
    older: int = 0
    lost: int = 0
    """No key at hand opens them."""

    def with_all(self, sealed: Iterable[bytes], codec: Codec) -> "Standing":
        """Count these as well."""
        found = Counter("newest" if codec.is_newest(one) else "older" if codec.opens(one) else "lost" for one in sealed)
        return Standing(self.where, *(getattr(self, kind) + found[kind] for kind in ("newest", "older", "lost")))


def anew(codec: Codec, sealed: bytes) -> bytes | None:
    """Seal with the newest key what an older one sealed; None for what is under the newest, or under none at hand."""
    try:
        return codec.anew(sealed)
    except WrongKeyError:
        return None


def name_of(column: Column[Any]) -> str:
    """Give ``table.column``."""
    return f"{column.table.name}.{column.name}"


def sealed_columns() -> Iterator[Column[Any]]:
    """Give every column of every table that holds something sealed: a later one comes along by itself."""
    for table in TABLES[0].metadata.sorted_tables:
        yield from (column for column in table.c if isinstance(column.type, Sealed))


class Seals:
    """All that is sealed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def some(self, column: Column[Any], after: Place | None, limit: int) -> tuple[Seal, ...]:
        """Give the next rows that hold something there, in the order of their keys, behind ``after``."""
        keys = list(column.table.primary_key.columns)
        statement = select(*keys, column).where(column.is_not(None)).order_by(*keys).limit(limit)
        if after is not None:
            last = [literal(value, key.type) for value, key in zip(after, keys, strict=True)]
            statement = statement.where(tuple_(*keys) > tuple_(*last))
        return tuple(Seal(tuple(row[:-1]), row[-1]) for row in await self._connection.execute(statement))

    async def replace(self, column: Column[Any], seal: Seal, anew: bytes) -> bool:
        """Put what was sealed anew in its place; ``False`` where the row was written meanwhile or is gone."""
        here = [key == value for key, value in zip(column.table.primary_key.columns, seal.place, strict=True)]
        statement = update(column.table).where(*here, column == seal.sealed).values({column.name: anew})
        return (await self._connection.execute(statement)).rowcount > 0
