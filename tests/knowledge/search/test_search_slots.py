"""Narrow questions: which slot is asked, and that every slot is known to some notice."""

from typing import get_args

import pytest

from knowledge.base import KnowledgeBase
from knowledge.conditions import facts_in
from knowledge.entries import SlotId
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon


def test_every_slot_is_borne_by_some_entry_or_condition(base: KnowledgeBase, lexicon: Lexicon) -> None:
    entries = [entry for policy in base.policies.values() for entry in (*policy.benefits, *policy.duties, *policy.stages)]
    borne = {slot for entry in entries for slot in entry.slots}
    facts = {fact for policy in base.policies.values() for condition in policy.conditions for fact in facts_in(condition.rule)}
    borne |= {slot for slot, words in lexicon.slots.by_slot().items() if facts.intersection(words.facts)}
    assert borne == set(get_args(SlotId))


def test_the_facts_of_slots_are_facts(base: KnowledgeBase, lexicon: Lexicon) -> None:
    assert {fact for words in lexicon.slots.by_slot().values() for fact in words.facts} <= set(base.facts)


def test_no_word_stands_under_two_slots(lexicon: Lexicon) -> None:
    words = [phrase for slot in lexicon.slots.by_slot().values() for phrase in slot.says]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("question", "slots"),
    [
        ("特培路费谁出", ["travel"]),
        ("特培学到一半不想去了", ["withdrawal"]),
        ("特培给多少钱", []),
        ("特培路费多少，一共给多少钱", []),
        ("特培路费谁出，几号截止", ["travel"]),
        ("特培要啥学历，啥时候截止", ["education"]),
        ("金蓝领啥时候公示", ["publicity"]),
        ("晋城技师工作站资金哪来", ["funding"]),
    ],
)
def test_the_narrow_part_is_told(index: Index, question: str, slots: list[str]) -> None:
    assert [one.slot for one in index.understand(question).slots] == slots
