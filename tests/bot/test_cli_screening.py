"""``screen``: everything on file at once, the same verdicts as one by one, and every kind of bad input."""

import json

import pytest

from bot.usecases.scope import Screening, targets_of
from knowledge.base import KnowledgeBase
from tests.bot.cli import refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")

DAY = ("--as-of", "2024-12-01")
SENTENCE = ("--say", "我52岁，高级技师，在包头一家国企")


def test_every_target_of_the_subject_is_in_the_result_once(base: KnowledgeBase) -> None:
    for subject in ("person", "unit"):
        found = [(one["policy"], one["track"]) for one in told("screen", subject, *DAY, "--json")["results"]]
        assert sorted(found, key=str) == sorted((tuple(target) for target in targets_of(base, Screening(subject))), key=str)


def test_a_sentence_tells_the_same_as_the_facts() -> None:
    said = told("screen", *SENTENCE, *DAY, "--json")
    values = {"age": "52", "skill_level": "senior_technician", "unit_place": "baotou", "unit_type": "enterprise"}
    stated = told("screen", *(word for fact, value in values.items() for word in ("--set", f"{fact}={value}")), *DAY, "--json")
    assert said.pop("told").keys() == values.keys()
    assert stated.pop("told") == {}
    assert said == stated


def test_an_open_programme_is_judged_as_check_judges_it() -> None:
    facts = [word for pair in ("unit_place=baotou", "unit_type=enterprise", "employed=是", "skill_level=技师") for word in ("--set", pair)]
    screened = told("screen", *facts, *DAY, "--json")["results"]
    alone = told("check", "bt-shibaiqian-2024", *facts, *DAY, "--json")
    found = {one["track"]: one["verdict"] for one in screened if one["policy"] == "bt-shibaiqian-2024"}
    assert found == {one["track"]: one["verdict"] for one in alone}


def test_the_next_question_is_named_until_none_is_left(base: KnowledgeBase) -> None:
    given: dict[str, str] = {}
    while True:
        result = told("screen", "--facts", "-", *DAY, "--json", stdin=json.dumps(given))
        if result["next"] is None:
            break
        assert result["next"] not in given
        given[result["next"]] = "?"
        assert len(given) <= len(base.facts)
    assert result["questions_left_at_most"] == 0
    assert "下一题" not in run("screen", "--facts", "-", *DAY, stdin=json.dumps(given)).stdout


def test_the_text_leads_with_what_is_found_and_hides_nothing(base: KnowledgeBase) -> None:
    text = run("screen", *SENTENCE, *DAY).stdout
    assert text.startswith("看完了")
    for policy in {target.policy for target in targets_of(base, Screening("person"))}:
        assert base.policies[policy].short_title in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cat",), "person（个人）或 unit（单位）"),
        (("unit", "--set", "nosuch=1"), "nosuch"),
        (("person", "--set", "age=猫"), "age"),
        (("person", "--set", "age"), "FACT=VALUE"),
        (("person", "--facts", "/no/such/file"), "请检查文件名和位置"),
    ],
)
def test_bad_input_is_one_line(words: tuple[str, ...], said: str) -> None:
    assert said in refused("screen", *words)


OVER = ("--as-of", "2026-11-22")
AT_LEAST_46 = ("--set", "age=46", "--set", "unit_place=内蒙古其他盟市")


def test_what_does_not_fit_says_by_how_much() -> None:
    text = run("screen", *AT_LEAST_46, *OVER).stdout
    assert "45周岁以下，含45周岁（超1岁）" in text
    young = run("screen", "unit", "--set", "unit_place=安徽省", "--set", "training_business_years=1年", *OVER).stdout
    assert "从事培训业务2年以上，含2年（最多还差1年）" in young
    since = run("screen", "unit", "--set", "unit_place=安徽省", "--set", "training_business_years=2025-03-01", *OVER).stdout
    assert "从事培训业务2年以上，含2年（还差4个月）" in since


def test_the_result_begins_with_that_nothing_is_open() -> None:
    text = run("screen", *AT_LEAST_46, *OVER).stdout
    assert text.startswith("现在没有正在受理的\n\n看完了：")
    assert "没查到不等于没有" in text


def test_where_nothing_is_left_over_nothing_is_said_of_the_rest() -> None:
    assert "为什么不适合" in run("screen", *AT_LEAST_46, *OVER).stdout
    assert "为什么不适合" not in run("screen", *OVER).stdout


def test_answers_that_clash_are_pointed_out() -> None:
    clashing = ("--set", "age=28", "--set", "years_in_profession=30年")
    assert "⚠ 有回答对不上" in run("screen", *clashing, *DAY).stdout
    (clash,) = told("screen", *clashing, *DAY, "--json")["contradictions"]
    assert set(clash["facts"]) == {"age", "years_in_profession"}
    assert "⚠" not in run("screen", "--set", "age=52", "--set", "years_in_profession=30年", *DAY).stdout


def test_a_sentence_tells_the_side_too() -> None:
    assert told("screen", "--say", "我们是技工学校，单位能报什么", *DAY, "--json")["subject"] == "unit"
    assert told("screen", *SENTENCE, *DAY, "--json")["subject"] == "person"
    assert told("screen", "person", "--say", "我们是技工学校，单位能报什么", *DAY, "--json")["subject"] == "person"
