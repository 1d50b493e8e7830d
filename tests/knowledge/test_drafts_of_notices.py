"""Drafts of real notices, wherever their texts are at hand: what was measured in docs/drafting.md must not get worse unseen."""

import os
from pathlib import Path

import pytest

from benchmarks.drafting import FIELDS, SET_ASIDE, results_of
from benchmarks.matching import Tally
from tests.knowledge.coverage.copying import plain
from tests.knowledge.drafting.reading import drafted, facts, words

ROOT = Path(__file__).parents[2]
MORE = Path(os.environ.get("SHENBAO_NOTICES_MORE") or ROOT.parent / "shared" / "notices-more")
OWN = Path(os.environ.get("SHENBAO_NOTICES") or ROOT.parent / "shared" / "notices")

needs_gold = pytest.mark.skipif(not MORE.is_dir(), reason=f"the notices with gold by hand are not at {MORE} (SHENBAO_NOTICES_MORE)")
needs_texts = pytest.mark.skipif(not OWN.is_dir(), reason=f"the texts of the notices are not at {OWN} (SHENBAO_NOTICES)")

FLOORS = {"dates": 0.9, "amounts": 0.9, "quotas": 0.9, "materials": 0.8, "conditions": 0.8, "contacts": 0.9}


@needs_gold
def test_the_tuned_notices_are_read_as_measured_and_nothing_is_invented() -> None:
    names = sorted(path.stem for path in (MORE / "gold").glob("*.json") if path.stem not in SET_ASIDE)
    results = results_of(MORE, names, facts(), words())
    assert [line for one in results for line in one.inventions] == []
    for field in FIELDS:
        tally = sum((one.tallies[field] for one in results), Tally())
        assert tally.recall is not None
        assert tally.recall >= FLOORS[field], field


@needs_texts
def test_every_name_in_a_draft_is_printed() -> None:
    for path in sorted(OWN.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        draft = drafted(text)
        named = [*(paper.name for paper in draft.papers), *(one.text for one in draft.requirements), *(i.name for i in draft.head.issuers)]
        assert all(plain(name) in plain(text) for name in named)
