"""Conditions as a tree."""

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.lettering import legible, shortened
from bot.pictures.page import RIGHT
from bot.pictures.rules import MOST, rules_scene
from bot.pictures.scene import Box
from bot.pictures.svg import svg
from eligibility.wording import describe_comparison, describe_group
from knowledge.base import KnowledgeBase
from knowledge.conditions import AllOf, Comparison, Condition, Rule, parts_of
from knowledge.policy import Policy, holds_for
from tests.bot.pictures.looking import look_at, said
from tests.eligibility.strategies import FACTS, base_of, policies, policy_of

WORDS = st.text(st.sampled_from("技艺精湛，（不少于）8年。<&\"'😀 \n\u200bab"), min_size=1, max_size=120).filter(str.strip)


def _bare(text: str) -> str:
    return legible(text).replace(" ", "")


def _rules(rule: Rule) -> Iterator[Rule]:
    yield rule
    for part in parts_of(rule):
        yield from _rules(part)


def _expected(policy: Policy, track: str | None) -> Counter[str]:
    """What must be read in the picture, each as often as it stands in the file."""
    kept = [condition for condition in policy.conditions if holds_for(condition, track)]
    rules = [part for condition in kept for rule in (condition.when, condition.rule) if rule for part in _rules(rule)]
    words = [shortened(condition.text, MOST) for condition in kept]
    words += [describe_comparison(FACTS[rule.fact], rule) if isinstance(rule, Comparison) else describe_group(rule) for rule in rules]
    return Counter(found for found in map(_bare, words) if found)


@settings(max_examples=60)
@given(policies(), WORDS, st.sampled_from([None, "one", "two"]))
def test_every_condition_and_comparison_is_there_and_fits(policy: Policy, words: str, track: str | None) -> None:
    changed = tuple(condition.model_copy(update={"text": words}) for condition in policy.conditions)
    reworded = policy.model_copy(update={"conditions": changed})
    scene = rules_scene(base_of(reworded), reworded, track)
    look_at(scene)
    assert _expected(reworded, track) <= Counter(said(scene))
    clauses = [condition.clause for condition in changed if holds_for(condition, track)]
    assert all(any(f"〔{clause}〕" in text for text in said(scene)) for clause in clauses)
    assert [text.text for text in ET.fromstring(svg(scene)).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - our own


def test_the_policies_on_file_can_be_looked_at(base: KnowledgeBase) -> None:
    drawn = [policy for policy in base.policies.values() if policy.conditions]
    assert len(drawn) >= 10
    for policy in drawn:
        scene = rules_scene(base, policy)
        look_at(scene)
        told = "".join(said(scene))
        assert all(_bare(shortened(condition.text, MOST)) in told for condition in policy.conditions)
        for track in policy.tracks:
            look_at(rules_scene(base, policy, track.id))


def _condition(**more: object) -> Condition:
    return Condition.model_validate({"id": "it", "clause": "一", "text": "条件", "rule": {"fact": "employed", "is": True}} | more)


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ({}, "必须符合〔一〕"),
        ({"kind": "excluding"}, "有这项就不能报〔一〕"),
        ({"kind": "preferred"}, "优先，没有也能报〔一〕"),
        ({"rule": None, "decided_by": "jury"}, "由评审认定〔一〕"),
        ({"kind": "preferred", "rule": None, "decided_by": "jury"}, "优先，没有也能报，由评审认定〔一〕"),
        ({"rule": None, "decided_by": "document", "document": "annex"}, "要看附件1〔一〕"),
        ({"rule": None, "decided_by": "document", "document": "lost"}, "要看文件〔一〕"),
        ({"kind": "excluding", "rule": None, "decided_by": "document", "document": "annex"}, "有这项就不能报，要看附件1〔一〕"),
    ],
)
def test_words_say_what_the_colours_say(more: dict[str, object], label: str) -> None:
    papers = [{"id": "annex", "title": "工种目录", "role": "annex", "label": "附件1"}]
    policy = policy_of(_condition(**more), documents=papers)
    assert label in said(rules_scene(base_of(policy), policy))


def test_what_holds_for_all_is_told_once_and_what_is_weighed_comes_last() -> None:
    jury: dict[str, object] = {"rule": None, "decided_by": "jury"}
    policy = policy_of(_condition(**jury), _condition(id="all", kind="excluding"), _condition(id="own", tracks=["two"]))
    texts = said(rules_scene(base_of(policy), policy))
    headings = [text for text in texts if text.endswith(("条）", "条件）"))]
    assert headings == ["各类别都要看（1条）", "甲（没有另外的条件）", "乙（1条）", "各类别：评审和优先（1条）"]
    one = said(rules_scene(base_of(policy), policy, "one"))
    assert "甲（2条）" in one
    assert "申报条件：甲" in one


def test_however_deep_a_rule_it_stays_on_the_page() -> None:
    rule: Rule = Comparison.model_validate({"fact": "employed", "is": True})
    for _ in range(60):
        rule = AllOf(all=(rule, Comparison.model_validate({"fact": "age", "at_most": 45})))
    policy = policy_of(_condition(rule=rule))
    scene = rules_scene(base_of(policy), policy)
    look_at(scene)
    boxes = [shape for shape in scene.shapes if isinstance(shape, Box)]
    assert len(boxes) > 120
    assert all(RIGHT - box.x >= 150 for box in boxes)
