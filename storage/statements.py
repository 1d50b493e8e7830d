"""The few SQL turns that the repositories share."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def upsert(connection: AsyncConnection, table: Table) -> postgresql.Insert:
    """Begin an INSERT that can go on with ON CONFLICT, in the dialect of this connection (both spell it alike)."""
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement: postgresql.Insert = insert(table)
    return statement


def columns_for(record: type, *tables: Table, but: Iterable[str] = ()) -> list[ColumnElement[Any]]:
    """Choose the columns that a record's fields are named after, each from the first table that has it."""
    names = [field.name for field in fields(record) if field.name not in but]
    return [next(table.c[name] for table in tables if name in table.c) for name in names]
