"""Which worked examples flip between two versions."""

from pathlib import Path

from eligibility.flips import concerned, flips
from tests.knowledge.factories import FACTS, POLICY, SECOND, loaded, spoilt


def flipped(folder: Path, **files: str) -> list[tuple[str, str, str]]:
    found = flips(loaded(folder / "old"), loaded(folder / "new", **files))
    return [(flip.example.name, flip.before.name, flip.after.name) for flip in found]


def test_the_same_flips_nothing(tmp_path: Path) -> None:
    assert flipped(tmp_path) == []


def test_a_bound_that_moved_flips_who_stands_on_it(tmp_path: Path) -> None:
    (turned,) = flipped(tmp_path, demo=spoilt(POLICY, "at_most: 45", "at_most: 44"))
    assert turned == ("45周岁的技师", "eligible", "not_eligible")


def test_examples_of_both_versions_count_and_each_person_once(tmp_path: Path) -> None:
    named = "  - name: 45周岁的技师\n"
    other = spoilt(POLICY, named, "  - {name: 43周岁, track: young, facts: {age: 43, honours: []}, expect: eligible}\n" + named)
    expecting = spoilt(spoilt(other, "expect: eligible\n", "expect: not_eligible\n"), "at_most: 45", "at_most: 42")
    assert [name for name, *_ in flipped(tmp_path, demo=expecting)] == ["43周岁", "45周岁的技师"]


def test_a_track_that_is_gone_has_no_verdict_to_flip(tmp_path: Path) -> None:
    assert flipped(tmp_path, demo=POLICY.replace("chief", "head").replace("at_most: 45", "at_most: 20")) == []


def test_a_fact_that_is_gone_counts_as_not_asked(tmp_path: Path) -> None:
    renamed = FACTS.replace("id: level", "id: skill")
    policy = spoilt(
        POLICY.replace("fact: level", "fact: skill").replace("level: 技师, ", ""), "missing: [age, level,", "missing: [age, skill,"
    )
    both_versions_of_one_person = [("45周岁的技师", "eligible", "undetermined")] * 2
    strict = spoilt(policy, "        - {fact: experience, at_least: 8年}\n", "")
    assert flipped(tmp_path, facts=renamed, demo=strict) == both_versions_of_one_person


def test_only_what_changed_is_judged_anew(tmp_path: Path) -> None:
    old = loaded(tmp_path / "old")
    assert concerned(old, loaded(tmp_path / "same")) == ()
    assert concerned(old, loaded(tmp_path / "policy", other=spoilt(SECOND, "只是指导意见。", "只是指导。"))) == ("other-2023",)
    assert concerned(old, loaded(tmp_path / "fact", facts=spoilt(FACTS, "ask: 您在职吗？", "ask: 在职吗？"))) == ("demo-2024",)
