"""A bot's SQLite file, looked at from another connection."""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Rows:
    """``with Rows(path) as rows``; opened at the first look, for the bot makes the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._connection is not None:
            self._connection.close()

    def all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        if self._connection is None:
            self._connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        return self._connection.execute(statement, values).fetchall()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.all(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - our own table names

    def tables(self) -> list[str]:
        """All tables but SQLite's own."""
        found = self.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return [str(row[0]) for row in found]

    def everything(self) -> str:
        """All that the file holds, as text."""
        return "\n".join(f"{table} {row}" for table in self.tables() for row in self.all(f"SELECT * FROM {table}"))  # noqa: S608 - as above
