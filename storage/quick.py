"""A statement on its shortest way to SQLite, for those that every answer needs.

SQLAlchemy's way – a greenlet, an execution context, a cursor's metadata – takes four times as long as SQLite itself. Here a statement is
compiled once, by SQLAlchemy and with its types, and then handed to the driver. Only while ``PatientConnection.is_quick`` (the connection's
``info`` says so); anywhere else, and on PostgreSQL, it goes the ordinary way.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Delete, Dialect, Insert, Result, Select, Update, exc
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from storage.patience import PatientConnection

QUICK = "quick"
"""In a connection's ``info``: the driver's connection, while statements may run on it at once."""

Statement: TypeAlias = Select[Any] | Insert | Update | Delete
Convert: TypeAlias = Callable[[Any], Any] | None


@dataclass(frozen=True)
class Plan:
    """A compiled statement: its text, its parameters in order with what they are if not given, the columns that come back."""

    text: str
    parameters: tuple[tuple[str, object, Convert], ...]
    columns: SimpleResultMetaData
    out: tuple[Convert, ...]

    def run(self, driver: PatientConnection, given: Mapping[str, object]) -> Result[Any]:
        """Run it, and read it to its end."""
        values = [given.get(name, fixed) for name, fixed, _ in self.parameters]
        sent = [value if into is None else into(value) for value, (_, _, into) in zip(values, self.parameters, strict=True)]
        try:
            rows = driver.run_now(self.text, sent)
        except sqlite3.Error as error:
            kind: type[exc.DBAPIError] = getattr(exc, type(error).__name__, exc.DBAPIError)
            raise kind(self.text, None, error, hide_parameters=True) from error
        return IteratorResult(self.columns, iter([self._read(row) for row in rows]))

    def _read(self, row: Sequence[object]) -> tuple[object, ...]:
        return tuple(value if out is None else out(value) for value, out in zip(row, self.out, strict=True))


_PLANS: dict[tuple[Statement, tuple[str, ...]], Plan] = {}
"""By statement, which is one of those that modules keep, and the names of what is given."""


async def run(connection: AsyncConnection, statement: Statement, given: Mapping[str, object]) -> Result[Any]:
    """Execute a statement that a module keeps, with values for its parameters or columns; of one without rows nothing comes back."""
    driver: PatientConnection | None = connection.info.get(QUICK)
    if driver is None:
        return await connection.execute(statement, given)
    key = (statement, tuple(given))
    if key not in _PLANS:
        _PLANS[key] = _plan(statement, tuple(given), connection.dialect)
    return _PLANS[key].run(driver, given)


def _plan(statement: Statement, names: tuple[str, ...], dialect: Dialect) -> Plan:
    compiled: Any = statement.compile(dialect=dialect, column_keys=names if isinstance(statement, Insert) else None)
    back = list(statement.exported_columns)
    return Plan(
        text=compiled.string,
        parameters=tuple((name, compiled.params[name], _into(compiled.binds[name].type, dialect)) for name in compiled.positiontup),
        columns=SimpleResultMetaData([str(column.key) for column in back]),
        out=tuple(_out(column.type, dialect) for column in back),
    )


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
