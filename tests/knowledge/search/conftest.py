"""All policies and words as they stand, and an index over both."""

from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.loader import load
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon, load_lexicon

DATA = Path(__file__).parents[3] / "knowledge" / "data"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(DATA / "search")


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    return load(DATA, lambda *_: None)


@pytest.fixture(scope="session")
def index(base: KnowledgeBase, lexicon: Lexicon) -> Index:
    return Index(base, lexicon)
