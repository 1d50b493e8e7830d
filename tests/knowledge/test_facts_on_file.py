"""What every fact on file says of itself."""

from pathlib import Path

from knowledge.facts import FactFile
from knowledge.reading.tree import read_tree

WRITTEN = (Path(__file__).parents[2] / "knowledge" / "data" / "facts.yaml").read_text(encoding="utf-8")
FACTS = FactFile.model_validate(read_tree(WRITTEN).data).facts


def test_every_fact_says_how_it_can_change() -> None:
    assert [fact.id for fact in FACTS if "changes" not in fact.model_fields_set] == []


def test_nobody_is_told_to_change_what_is_sensitive() -> None:
    assert {fact.changes for fact in FACTS if fact.sensitive} == {"never"}
