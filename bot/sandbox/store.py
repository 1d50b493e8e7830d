"""Rows on disk: one SQLite file, one table of (kind, key, row), so that a killed process loses nothing that it answered."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self

FILE_NAME = "sandbox.sqlite3"


class Store:
    """Rows by kind and key; writes gather in one transaction until ``commit``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / FILE_NAME)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS rows (kind TEXT, key TEXT, row TEXT NOT NULL, PRIMARY KEY (kind, key))")
        self._connection.commit()

    @classmethod
    def peek(cls, folder: Path) -> Self | None:
        """The store of a folder that already has one, else None."""
        return cls(folder) if (folder / FILE_NAME).exists() else None

    def load(self, kind: str) -> Iterator[tuple[str, str]]:
        """Key and row of everything of a kind, in the order first written."""
        yield from self._connection.execute("SELECT key, row FROM rows WHERE kind = ? ORDER BY rowid", (kind,))

    def put(self, kind: str, key: str, row: str) -> None:
        """Write or overwrite, keeping the place in the order."""
        self._connection.execute(
            "INSERT INTO rows (kind, key, row) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET row = excluded.row", (kind, key, row)
        )

    def drop(self, kind: str, key: str) -> None:
        """Forget one row; none there is fine."""
        self._connection.execute("DELETE FROM rows WHERE kind = ? AND key = ?", (kind, key))

    def commit(self) -> None:
        """Make everything since the last commit lasting, all or nothing."""
        self._connection.commit()

    def close(self) -> None:
        """Commit and let go of the file."""
        self._connection.commit()
        self._connection.close()
