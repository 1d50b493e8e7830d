"""What all tests share. Properties are about results, never about time."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.storage.servers import SqliteFolder

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run what takes an hour at its full length")
    parser.addoption("--pictures", type=Path, default=None, help="keep the README's pictures of the chat page in this folder")


@pytest.fixture
def at_length(request: pytest.FixtureRequest) -> bool:
    """Whether a test is to run at its full length."""
    return bool(request.config.getoption("--long"))


def pytest_collection_finish() -> None:
    """What importing made stays until the end: without this the garbage collector looks through all of it again while tests run."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path | None:
    folder: Path | None = request.config.getoption("--pictures")
    return folder


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteFolder:
    """Migrated databases. The import waits, as coverage is not measured yet where this file is read."""
    from tests.storage.servers import SqliteFolder  # noqa: PLC0415 - see above

    return SqliteFolder(tmp_path_factory.mktemp("sqlite"))
