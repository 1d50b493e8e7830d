"""The few SQL turns that the repositories share."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, FromClause, Integer, Select, Table, Text, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert


def upsert(connection: AsyncConnection, table: Table) -> postgresql.Insert:
    """Begin an INSERT that can go on with ON CONFLICT, in the dialect of this connection (both spell it alike)."""
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement: postgresql.Insert = insert(table)
    return statement


class Prepared:
    """An INSERT that is built once for each dialect; its values are given when it is executed.

    To build a statement and to find it among those that were compiled takes longer than SQLite needs to run it.
    """

    def __init__(self, table: Table, build: Callable[[postgresql.Insert], postgresql.Insert | ReturningInsert[Any]]) -> None:
        """``build`` goes on from a bare INSERT."""
        self._table = table
        self._build = build
        self._built: dict[str, postgresql.Insert | ReturningInsert[Any]] = {}

    def __call__(self, connection: AsyncConnection) -> postgresql.Insert | ReturningInsert[Any]:
        """Give it in the dialect of this connection."""
        name = connection.dialect.name
        if name not in self._built:
            self._built[name] = self._build(upsert(connection, self._table))
        return self._built[name]


def columns_for(record: type, *tables: Table, but: Iterable[str] = ()) -> list[ColumnElement[Any]]:
    """Choose the columns that a record's fields are named after, each from the first table that has it."""
    names = [field.name for field in fields(record) if field.name not in but]
    return [next(table.c[name] for table in tables if name in table.c) for name in names]


def revisions_of(files: Table, path: str) -> Select[tuple[int]]:
    """Select the numbers of the versions in which a file came or became another; ``files``: number, path and digest of each."""
    before = func.lag(files.c.digest).over(order_by=files.c.number).label("before")
    of_it = select(files.c.number, files.c.digest, before).where(files.c.path == path).subquery()
    return select(of_it.c.number).where(of_it.c.before.is_distinct_from(of_it.c.digest))


def given(connection: AsyncConnection, rows: Iterable[Sequence[int | None]], *names: str) -> FromClause:
    """Rows of numbers as something to join, by the names of their columns; in one parameter each, so that any number is one statement."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(literal(json.dumps([*map(list, rows)]), Text)).table_valued("value")
        columns = [func.json_extract(each.c.value, f"$[{at}]", type_=Integer).label(name) for at, name in enumerate(names)]
        return select(*columns).subquery("given")
    lists = [literal(list(column), ARRAY(BigInteger)) for column in zip(*rows, strict=True)]
    return func.unnest(*lists).table_valued(*names, name="given").render_derived()
