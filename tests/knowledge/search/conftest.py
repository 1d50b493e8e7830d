"""The four policies of the first issue, the words as they stand, and an index over both."""

from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.loader import load
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon, load_lexicon

DATA = Path(__file__).parents[3] / "knowledge" / "data"
FOUR = ("nmg-tepei-2023", "bt-shibaiqian-2024", "jc-technician-station-2022", "jc-talent-base-2022")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(DATA / "search")


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    whole = load(DATA, lambda *_: None)
    return KnowledgeBase(whole.version, whole.facts, {name: whole.policies[name] for name in FOUR})


@pytest.fixture(scope="session")
def index(base: KnowledgeBase, lexicon: Lexicon) -> Index:
    return Index(base, lexicon)
