"""``route``: the worked examples' ways through the command line, in words and as JSON, and every kind of bad input."""

import json

import pytest

from knowledge.base import KnowledgeBase
from knowledge.policy import Example, Policy
from tests.bot.cli import refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")
KEYS = {"policy", "track", "window", "link", "ends", "ways", "stages", "missing", "knowledge"}


def with_routes(base: KnowledgeBase) -> list[tuple[Policy, Example]]:
    return [
        (policy, example)
        for policy in base.policies.values()
        for example in policy.examples
        if example.route is not None or example.link is not None
    ]


def target_of(policy: Policy, track: str | None) -> str:
    return f"{policy.id}/{track}" if track else policy.id


def test_the_ways_of_the_worked_examples_come_out(base: KnowledgeBase) -> None:
    found = with_routes(base)
    assert {policy.id for policy, _ in found} == {policy.id for policy in base.policies.values() if policy.applicant}
    for policy, example in found:
        facts = json.dumps(example.facts, ensure_ascii=False, default=str)
        route = told("route", target_of(policy, example.track), "--facts", "-", "--json", stdin=facts)
        assert set(route) == KEYS
        assert route["link"] == example.link, example.name
        if example.route is not None:
            (way,) = route["ways"]
            assert way["links"] == list(example.route), example.name
            concerned = [stage["stage"] for stage in route["stages"] if stage["concerns"] == "yes" and stage["applying"]]
            assert concerned == list(example.route)


def test_without_facts_every_way_and_what_decides_between_them(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        route = told("route", policy.id, "--json")
        assert [stage["stage"] for stage in route["stages"]] != [] or not policy.stages
        assert {stage["concerns"] for stage in route["stages"]} <= {"yes", "possible", "no"}
        assert (len(route["ways"]) > 1) == any(stage["concerns"] == "possible" for stage in route["stages"])
        assert (route["link"] is None) == (route["ends"] is None)
        assert set(route["missing"]) <= set(base.facts)
        for way in route["ways"]:
            assert set(way["given"]) <= set(route["missing"])


def test_the_unit_s_own_step_and_the_day_asked_for() -> None:
    person = told("route", "xj-craftsman-2022", "--set", "unit_affiliation=自治区直属", "--json")
    unit = told("route", "xj-craftsman-2022", "--set", "unit_affiliation=province", "--for", "unit", "--as-of", "2022-11-01", "--json")
    assert (person["ways"][0]["step"], unit["ways"][0]["step"]) == ("apply", "unit-recommends-on")
    assert (person["window"], unit["window"]) == ("closed", "open")
    assert unit["ends"] == "2022-11-10"


def test_in_words() -> None:
    text = run("route", "nmg-tepei-2023", "--as-of", "2023-03-01").stdout
    assert "看单位隶属，截止日都一样" in text
    assert "？ 盟市报送" in text
    text = run("route", "nmg-tepei-2023", "--set", "unit_affiliation=city", "--as-of", "2023-03-01").stdout
    assert "📍 您的这一步（单位隶属：市（地州盟）直属）" in text
    assert "● 盟市报送" in text
    assert "— 厅局（高校）报送" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "没有政策"),
        (["bt-shibaiqian-2024/nosuch"], "没有类别"),
        (["nmg-tepei-2023", "--set", "unit_affiliation"], "FACT=VALUE"),
        (["nmg-tepei-2023", "--set", "unit_affiliation=火星"], "unit_affiliation"),
        (["nmg-tepei-2023", "--set", "nosuch=1"], "没有事实"),
        (["nmg-tepei-2023", "--for", "dog"], "person（个人）或 unit（单位）"),
        (["nmg-tepei-2023", "--as-of", "昨天"], "例如 2023-03-01"),
        (["nmg-tepei-2023", "--facts", "/nosuch.json"], "请检查文件名和位置"),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    assert said in refused("route", *arguments)
    result = run("route", *arguments, "--json")
    assert result.exit_code == 2
    assert said in json.loads(result.stdout)["error"]
