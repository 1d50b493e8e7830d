"""The knowledge on file, loaded once, and a database of one's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from storage.codec import load_or_make_key
from storage.database import Database


class SetClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture(scope="session")
def snapshots() -> Snapshots:
    data = ROOT / "knowledge" / "data"
    return Snapshots(Library(data, check_example), load_lexicon(data / "search"))


@pytest.fixture(scope="session")
def base(snapshots: Snapshots) -> KnowledgeBase:
    return snapshots.current.base


@pytest.fixture
def set_clock() -> SetClock:
    return SetClock(datetime(2024, 11, 28, 1, 0, tzinfo=UTC))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'bot.db'}", load_or_make_key(tmp_path / "answers.key"))
    await database.migrate()
    yield database
    await database.close()
