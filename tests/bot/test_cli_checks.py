"""``check``: the files' own examples through the command line, and every kind of bad input."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.base import KnowledgeBase
from tests.bot.cli import lines, refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")
KEYS = [
    "policy",
    "track",
    "verdict",
    "window",
    "window_of",
    "failed",
    "missing",
    "preferred",
    "judged",
    "gates",
    "reasons",
    "judged_on",
    "exact",
    "knowledge",
    "gaps",
    "near_misses",
    "near_misses_exact",
    "turns",
    "unsettled",
    "hanging",
    "dates_wanted",
    "contradictions",
]
TODAY = date(2024, 11, 28)
INSIDE = ("nmg-tepei-2023/inside", "--set", "unit_place=baotou", "--set", "unit_affiliation=county", "--set", "healthy=是")


def test_every_example_comes_out_of_a_batch_as_its_file_says(base: KnowledgeBase) -> None:
    examples = [(policy, example) for policy in base.policies.values() for example in policy.examples]
    asked = [
        {"policy": policy.id, "track": example.track, "facts": dict(example.facts), "as_of": (example.as_of or TODAY).isoformat()}
        for policy, example in examples
    ]
    results = lines("check", "--batch", "-", stdin="\n".join(json.dumps(one, default=float) for one in asked))
    assert len(results) == len(examples)
    for (policy, example), result in zip(examples, results, strict=True):
        one: dict[str, Any] = result[0] if isinstance(result, list) else result
        assert list(one) == KEYS
        assert (one["policy"], one["verdict"]) == (policy.id, example.expect), example.name
        assert not example.failed or set(one["failed"]) == set(example.failed)
        assert not example.missing or set(one["missing"]) == set(example.missing)
        assert one["window"] in {"open", "upcoming", "closed", "none"}
        assert one["knowledge"] == base.version
        clauses = {condition.clause for condition in policy.conditions}
        assert {reason["clause"] for reason in one["reasons"]} <= clauses


def test_options_a_file_and_a_batch_line_say_the_same(tmp_path: Path) -> None:
    facts = {
        "unit_place": "baotou",
        "unit_affiliation": "county",
        "healthy": True,
        "age": 35,
        "professional_title": "中级",
        "education": None,
    }
    (tmp_path / "facts.json").write_text(json.dumps(facts), "utf-8")
    by_options = told("check", *INSIDE, "--set", "age=35", "--set", "professional_title=中级", "--as-of", "2023-03-01", "--json")
    by_file = told("check", "nmg-tepei-2023/inside", "--facts", str(tmp_path / "facts.json"), "--as-of", "2023-03-01", "--json")
    by_pipe = told("check", "nmg-tepei-2023/inside", "--facts", "-", "--as-of", "2023-03-01", "--json", stdin=json.dumps(facts))
    line = {"policy": "nmg-tepei-2023", "track": "inside", "facts": facts, "as_of": "2023-03-01"}
    (by_batch,) = lines("check", "--batch", "-", stdin=json.dumps(line))
    assert by_options == by_file == by_pipe == by_batch
    assert by_options["verdict"] == "eligible"
    assert (by_options["window"], by_options["window_of"]) == ("open", "city-forwards")


def test_an_option_overrules_the_file() -> None:
    facts = json.dumps({"age": 35, "professional_title": "intermediate"})
    result = told("check", *INSIDE, "--facts", "-", "--set", "age=36", "--json", stdin=facts)
    assert (result["verdict"], result["failed"]) == ("not_eligible", ["三（二）2"])


def test_not_known_and_declined_leave_it_open_and_missing() -> None:
    for mark in ("?", "-"):
        result = told("check", *INSIDE, "--set", "professional_title=中级", "--set", f"age={mark}", "--json")
        assert (result["verdict"], result["missing"]) == ("undetermined", ["age"])


def test_without_a_track_there_is_a_list_and_without_tracks_an_object() -> None:
    both = told("check", "nmg-tepei-2023", "--json")
    assert [one["track"] for one in both] == ["outside", "inside"]
    assert told("check", "jc-talent-base-2022", "--json")["track"] is None


def test_the_window_is_of_the_day_that_is_named() -> None:
    days = {"2022-12-02": "open", "2022-12-08": "open", "2022-12-09": "closed"}
    asked = [{"policy": "jc-talent-base-2022", "as_of": day} for day in days]
    found = lines("check", "--batch", "-", stdin="\n".join(map(json.dumps, asked)))
    assert [one["window"] for one in found] == list(days.values())


def test_the_plain_text_tells_verdict_clauses_what_is_missing_and_the_disclaimer(base: KnowledgeBase) -> None:
    text = run("check", *INSIDE, "--set", "age=36", "--as-of", "2023-03-01").stdout
    assert "三（二）2" in text
    assert "自测仅供参考，以主管部门审核为准" in text
    open_ends = run("check", "jc-talent-base-2022").stdout
    assert all(fact in open_ends for fact in told("check", "jc-talent-base-2022", "--json")["missing"])
    assert base.policies["jc-talent-base-2022"].short_title in open_ends


BAD = [
    (("nmg-tepei-2032",), "nmg-tepei-2023"),
    ((), "nmg-tepei-2023"),
    (("nmg-tepei-2023/insid",), "inside"),
    (("nmg-tepei-2023", "--set", "aeg=4"), "age"),
    (("nmg-tepei-2023", "--set", "age"), "FACT=VALUE"),
    (("nmg-tepei-2023", "--set", "age=400"), "age"),
    (("nmg-tepei-2023", "--facts", "/no/such/file"), "/no/such/file"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD)
def test_bad_input_is_code_2_with_one_line_or_an_error_object(arguments: tuple[str, ...], named: str) -> None:
    assert named in refused("check", *arguments)
    result = run("check", *arguments, "--json")
    assert result.exit_code == 2
    error = json.loads(result.stdout)
    assert list(error) == ["error"]
    assert named in error["error"]


@pytest.mark.parametrize("facts", ["not json", "[1]", '"text"', '{"age": {"a": 1}}'])
def test_facts_that_are_no_object_are_refused(facts: str) -> None:
    result = run("check", "nmg-tepei-2023", "--facts", "-", "--json", stdin=facts)
    assert result.exit_code == 2
    assert "error" in json.loads(result.stdout)


def test_a_wrong_day_and_a_missing_batch_are_refused() -> None:
    assert "2023-13-01" in refused("check", "nmg-tepei-2023", "--as-of", "2023-13-01")
    assert "/no/such" in refused("check", "--batch", "/no/such")


def test_bad_lines_of_a_batch_are_told_in_their_place_and_stop_no_other() -> None:
    good = json.dumps({"policy": "jc-talent-base-2022"})
    bad = ["nonsense", "[]", "{}", '{"policy": 5}', '{"policy": "nope"}', json.dumps({"policy": "nmg-tepei-2023", "facts": {"age": "x"}})]
    bad += [json.dumps({"policy": "nmg-tepei-2023", "as_of": "someday"}), json.dumps({"policy": "nmg-tepei-2023", "facts": []})]
    result = run("check", "--batch", "-", stdin="\n".join([good, *bad, "", good]))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert len(found) == len(bad) + 2
    assert "verdict" in found[0]
    assert found[0] == found[-1]
    assert all(one["error"] for one in found[1:-1])


def test_a_failure_is_told_with_its_amount_and_what_would_do() -> None:
    at = ("jc-talent-base-2022", "--set", "unit_place=jincheng", "--set", "unit_type=企业", "--set", "annual_trainees=250")
    result = told("check", *at, "--as-of", "2022-12-05", "--json")
    assert result["gaps"] == [{"clause": "一（二）2", "fact": "annual_trainees", "least": 50, "most": 50, "over": False}]
    assert result["near_misses"] == [
        {"changes": [{"fact": "annual_trainees", "values": [300]}], "wait_until": None, "verdict": "undetermined"}
    ]
    text = run("check", *at, "--as-of", "2022-12-05").stdout
    assert "您答：250人，差50人" in text
    assert "年培训人数从250人到300人" in text


def test_time_is_told_with_its_days() -> None:
    at = ("nmg-tepei-2023/inside", "--set", "education=本科", "--set", "professional_title=初级", "--set", "unit_place=包头")
    result = told("check", *at, "--set", "years_in_profession=2018-07-05", "--as-of", "2023-03-01", "--json")
    (turn,) = result["turns"]
    assert (turn["clause"], turn["holds"], turn["earliest"], turn["latest"]) == ("三（二）3", True, "2023-07-05", "2023-07-05")
    assert {way["wait_until"] for way in result["near_misses"]} == {None, "2023-07-05"}
    text = run("check", *at, "--set", "years_in_profession=2018-07-05", "--as-of", "2023-03-01").stdout
    assert "还差4个月，2023年7月5日起满足" in text


def test_what_is_open_is_told_with_who_can_settle_it() -> None:
    result = told("check", "xj-craftsman-2022", "--set", "unit_place=?", "--as-of", "2022-08-01", "--json")
    (guide,) = [one["document"] for one in result["hanging"] if one["always"]]
    assert [(one["by"], one["facts"], one["documents"]) for one in result["unsettled"]] == [
        ("person", ["unit_place"], []),
        ("nobody", [], [guide]),
    ]


def test_what_if_tells_both_sides_and_leaves_the_result_as_it_was() -> None:
    at = (*INSIDE, "--set", "professional_title=中级", "--set", "age=36", "--as-of", "2023-03-01")
    plain, supposed = told("check", *at, "--json"), told("check", *at, "--what-if", "age=35", "--json")
    what_if = supposed.pop("what_if")
    assert supposed == plain
    assert what_if["verdict"] == "eligible"
    assert [(one["clause"], one["from"], one["to"]) for one in what_if["turned"]] == [("三（二）2", "failed", "met")]
    assert "卡在 1 条 → ✅ 硬条件都符合" in run("check", *at, "--what-if", "age=35").stdout
    assert "还是：❌ 不符合" in run("check", *at, "--what-if", "age=40").stdout


@pytest.mark.parametrize(("what_if", "named"), [("age", "FACT=VALUE"), ("aeg=4", "age"), ("age=400", "age")])
def test_what_cannot_be_supposed_is_refused(what_if: str, named: str) -> None:
    assert named in refused("check", *INSIDE, "--what-if", what_if)


def test_answers_that_clash_are_told_with_the_verdict() -> None:
    at = ("nmg-tepei-2023/outside", "--set", "age=28", "--set", "years_in_profession=30年")
    (clash,) = told("check", *at, "--json")["contradictions"]
    assert clash["facts"] == ["years_in_profession", "age"]
    assert clash["ask"] in run("check", *at).stdout


def test_an_age_near_the_bound_is_confirmed_when_another_day_counts() -> None:
    person = ("--set", "professional_title=副高", "--set", "ethnic_minority=是", "--set", "healthy=是", "--set", "unit_place=包头")
    at = ("nmg-tepei-2023/outside", *person, "--as-of", "2026-11-22")
    assert told("check", *at, "--set", "age=46", "--json")["dates_wanted"] == [{"fact": "age", "confirms": True}]
    assert told("check", *at, "--set", "age=60", "--json")["dates_wanted"] == []
    assert told("check", *at, "--set", "age=1977-03-21", "--json")["dates_wanted"] == []


def test_quota_counts_and_refuses() -> None:
    result = told("quota", "bt-shibaiqian-2024", "--set", "technicians=100", "--set", "senior_technicians=50", "--json")
    assert {"policy", "track", "levels", "missing", "ratio_stated", "not_theirs", "absent", "knowledge"} == set(result)
    assert run("quota", "bt-shibaiqian-2024", "--set", "technicians=100").exit_code == 0
    assert "bt-shibaiqian-2024" in refused("quota", "bt-shibaiqian-2042")


def test_what_takes_no_applications_says_what_it_is_and_what_to_do_instead() -> None:
    shown = run("check", "nmg-postdoc-startup-2022").stdout
    assert "不受理申报" in shown
    assert "结果通知" in shown
    assert "博士后设站单位" in shown
    assert "判断" not in shown  # no day on which nothing was judged


def test_a_preference_says_in_words_whether_it_is_held() -> None:
    said = {answer: run("check", "nmg-tepei-2023/inside", "--set", f"grassroots={answer}").stdout for answer in ("是", "?")}
    assert "⭐ 优先，符合" in said["是"]
    assert "☆ 优先，待确认" in said["?"]
