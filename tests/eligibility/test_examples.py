"""Worked examples run against the engine and say in Chinese where they differ."""

from datetime import date
from typing import Any

import pytest

from eligibility.examples import check_example
from knowledge.policy import Example, Policy
from tests.eligibility.strategies import base_of, policy_of

CONDITIONS = [
    {"id": "a", "clause": "三1", "text": "45周岁以下", "rule": {"fact": "age", "at_most": 45}},
    {"id": "b", "clause": "三2", "text": "中级以上", "rule": {"fact": "level", "at_least": "mid"}},
]
STAGES = [{"id": "s", "clause": "四", "name": "报送", "actor": "applicant", "action": "交表", "ends": "2024-12-10", "applying": True}]


def example(facts: dict[str, Any], expect: str = "eligible", **more: object) -> Example:
    return Example.model_validate({"name": "某人", "facts": facts, "expect": expect} | more)


def check(found: Example, **more: object) -> str | None:
    fields: dict[str, Any] = {"conditions": CONDITIONS, "stages": STAGES, "tracks": []} | more
    policy: Policy = policy_of(**fields)
    return check_example(base_of(policy), policy, found)


HOLDING = [
    example({"age": 45, "level": "中级"}),
    example({"age": "1979-12-10", "level": "top"}, "eligible"),
    example({"age": "1978-12-10", "level": "top"}, "not_eligible", failed=["三1"]),
    example({"age": 46, "level": "low"}, "not_eligible", failed=["三2", "三1"]),
    example({"age": 45, "level": "?"}, "undetermined", missing=["level"]),
    example({"age": "-"}, "undetermined", missing=["level", "age"]),
]


@pytest.mark.parametrize("found", HOLDING, ids=lambda found: found.expect)
def test_an_example_that_holds_says_nothing(found: Example) -> None:
    assert check(found) is None


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (example({"age": 46, "level": "top"}), ["应为“符合”", "算出来是“不符合”", "三1"]),
        (example({"age": 45}), ["“还不能确定”", "level"]),
        (example({"age": 45, "level": "mid"}, "not_eligible"), ["应为“不符合”，算出来是“符合”"]),
        (example({"age": 46, "level": "top"}, "not_eligible", failed=["三2"]), ["应为 三2", "算出来是 三1"]),
        (example({"age": 45}, "undetermined", missing=["age"]), ["应为 age", "算出来是 level"]),
        (example({"age": "老"}), ["读不懂", "45"]),
    ],
)
def test_an_example_that_fails_says_what_came_out_and_why(found: Example, words: list[str]) -> None:
    said = check(found) or ""
    assert all(word in said for word in words), said


def test_without_any_day_in_the_notice_the_example_brings_its_own() -> None:
    found = {"age": "1979-12-11", "level": "mid"}
    assert "as_of" in (check(example(found), stages=[]) or "")
    assert check(example(found, as_of="2025-12-10"), stages=[]) is None
    assert check(example(found, as_of="2025-12-11"), stages=[]) is not None
    assert check(example({"level": "low"}, "not_eligible"), stages=[]) is None


WAYS = [
    {"id": "s", "clause": "四", "name": "报送", "actor": "applicant", "action": "交表", "applying": True},
    *(
        {
            "id": name,
            "clause": "四",
            "name": name,
            "actor": "city",
            "action": "上报",
            "follows": "s",
            "ends": ends,
            "applying": True,
            "when": {"fact": "region", "one_of": [option]},
        }
        for name, ends, option in (("near", "2024-12-10", "low"), ("far", "2024-12-20", "mid"))
    ),
]


@pytest.mark.parametrize(
    ("region", "more", "words"),
    [
        ({"region": "low"}, {"link": "near", "route": ["s", "near"]}, []),
        ({"region": "top"}, {"route": ["s"]}, []),
        ({"region": "low"}, {"link": "far"}, ["应看环节 far", "算出来是 near"]),
        ({"region": "top"}, {"link": "far"}, ["应看环节 far", "算出来是 没有"]),
        ({}, {"link": "near"}, ["near", "还不能确定", "还要看region"]),
        ({"region": "?"}, {"route": ["s", "near"]}, ["应经过的环节为 s、near", "算出来是 s、near、far", "还要看region"]),
        ({"region": "mid"}, {"route": ["s", "near"]}, ["应经过的环节为 s、near，算出来是 s、far"]),
    ],
)
def test_an_example_may_name_the_way(region: dict[str, Any], more: dict[str, Any], words: list[str]) -> None:
    said = check(example({"age": 44, "level": "mid"} | region, **more), stages=WAYS)
    assert bool(said) == bool(words)
    assert all(word in (said or "") for word in words), said


def test_the_notices_own_day_comes_first() -> None:
    judged_on = {"day": date(2025, 12, 11), "clause": "三"}
    assert check(example({"age": "1979-12-11", "level": "mid"}, "not_eligible", as_of="2024-01-01"), judged_on=judged_on) is None
