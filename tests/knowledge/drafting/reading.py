"""What the tests of drafting share: the project's own facts and words, and a draft of a text by them."""

from functools import cache
from pathlib import Path

from knowledge.drafting.draft import Draft, draft_of
from knowledge.drafting.words import Words, load_words
from knowledge.facts import Fact, FactFile
from knowledge.reading.document import read_document

DATA = Path(__file__).parents[3] / "knowledge" / "data"


@cache
def facts() -> dict[str, Fact]:
    """The facts that rules may refer to."""
    data = read_document("facts.yaml", (DATA / "facts.yaml").read_bytes()).data
    return {fact.id: fact for fact in FactFile.model_validate(data).facts}


@cache
def words() -> Words:
    """The words that drafting goes by."""
    return load_words(DATA / "drafting")


def drafted(text: str) -> Draft:
    """A draft of a text."""
    return draft_of(text, facts(), words())
