"""Machines on the small base."""

from pathlib import Path

import pytest

from bot.usecases import publishing
from knowledge import library
from knowledge.reading.document import Reader
from knowledge.reading.files import Files, with_shipped_words
from knowledge.search.lexicon import Lexicon, lexicon_of
from storage.database import Database
from tests.bot.conftest import SetClock
from tests.bot.publishing.machine import OWN_TALK, Machine, Make
from tests.knowledge.factories import write_base


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch, lexicon: Lexicon) -> None:
    """Files are taken for finished at once, and words that are the program's need not be read again."""

    def known(files: Files, read: Reader) -> Lexicon:
        return lexicon_of(files, read) if files["search/talk.yaml"] != OWN_TALK else lexicon

    monkeypatch.setattr(publishing, "CALM_SECONDS", 0)
    monkeypatch.setattr(library, "lexicon_of", known)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return lexicon_of(with_shipped_words({}))


@pytest.fixture
def make(tmp_path: Path, database: Database, set_clock: SetClock, lexicon: Lexicon) -> Make:
    """Make a machine whose folder holds the small base."""
    return lambda name: Machine(write_base(tmp_path / name), database, set_clock, lexicon)


@pytest.fixture
async def here(make: Make) -> Machine:
    """A machine that has looked once."""
    machine = make("here")
    assert await machine.look() == ()
    return machine
