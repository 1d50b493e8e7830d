"""The knowledge on file, loaded once, and a database of one's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import wiring
from bot.settings import ROOT
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from storage.database import Database
from tests.storage.servers import SqliteFolder, codec


class SetClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by


DATA = ROOT / "knowledge" / "data"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(DATA, check_example)


@pytest.fixture(scope="session")
def snapshots(library: Library) -> Snapshots:
    return Snapshots(library, load_lexicon(DATA / "search"))


@pytest.fixture
def at_hand(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this process find the files on hand loaded already; those of another folder they load."""
    load = wiring.library
    monkeypatch.setattr(wiring, "library", lambda folder: library if folder == DATA else load(folder))


@pytest.fixture(scope="session")
def base(snapshots: Snapshots) -> KnowledgeBase:
    return snapshots.current.base


@pytest.fixture
def set_clock() -> SetClock:
    return SetClock(datetime(2024, 11, 28, 1, 0, tzinfo=UTC))


@pytest.fixture
async def database(tmp_path: Path, sqlite: SqliteFolder) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{sqlite.put(tmp_path / 'bot.db')}", codec())
    yield database
    await database.close()
