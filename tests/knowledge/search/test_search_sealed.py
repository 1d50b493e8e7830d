"""``sealed``: typed from the notices alone and committed before pinyin, look-ups and topics were built; scored once, looked at since."""

from pathlib import Path

import pytest

from knowledge.search.index import Index
from knowledge.search.scoring import Judged, Labelled, judged, score

FILE = Path(__file__).parents[2] / "data" / "questions" / "sealed.jsonl"


@pytest.fixture(scope="module")
def found(index: Index) -> tuple[Judged, ...]:
    rows = [Labelled.model_validate_json(line) for line in FILE.read_text("utf-8").splitlines()]
    return judged(rows, lambda question, topic: index.understand(question, topic=topic))


def test_it_is_understood_as_often_as_stated(found: tuple[Judged, ...]) -> None:
    of = score(found)
    assert (of.ours, of.foreign) == (167, 29)
    assert 100 * of.policy / of.ours >= 95
    assert 100 * of.both / of.ours >= 82
    assert 100 * of.refused / of.foreign >= 96
    assert of.wrong <= 2
    assert of.refused_ours == 0


@pytest.mark.parametrize("kind", ["pinyin", "traditional", "typo", "lookup", "half", "foreign", "foreign_year"])
def test_every_way_of_typing_finds_its_policy(found: tuple[Judged, ...], kind: str) -> None:
    of = [one for one in found if one.row.kind == kind]
    assert len(of) >= 5
    assert [one.row.q for one in of if one.outcome != "right"] == []
