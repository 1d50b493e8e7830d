"""What people tell of themselves in one sentence."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Born, Given, Months, Since, Years, fits
from eligibility.days import Window
from eligibility.introduction import introduced
from knowledge.facts import Fact, options_of
from knowledge.loader import load

DAY = date(2024, 12, 1)
IN_86 = Window(date(1986, 1, 1), date(1986, 12, 31))
MAY = Window(date(1980, 5, 1), date(1980, 5, 31))


@pytest.fixture(scope="module")
def facts() -> Mapping[str, Fact]:
    return load(Path(__file__).parents[2] / "knowledge" / "data", lambda *_: None).facts


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "我52岁，高级技师，在包头一家国企，能报啥",
            {
                "age": Given(Years(52), DAY),
                "skill_level": Given("senior_technician"),
                "unit_place": Given("baotou"),
                "unit_type": Given("enterprise"),
            },
        ),
        ("四十五周岁 技师 退休了", {"age": Given(Years(45), DAY), "skill_level": Given("technician"), "employed": Given(False)}),
        ("1980年5月出生，高级工程师", {"age": Given(Born(MAY)), "professional_title": Given("associate_senior")}),
        ("国家职业资格一级，从事本专业二十年", {"skill_level": Given("senior_technician"), "years_in_profession": Given(Months(240), DAY)}),
        ("老家西藏，在晋城上班", {"household_place": Given("tibet"), "unit_place": Given("jincheng"), "employed": Given(True)}),
        ("西藏", {"unit_place": Given("tibet")}),
        ("现在高级工，想考技师", {"skill_level": Given("advanced")}),
        ("我52，高级技师", {"age": Given(Years(52), DAY), "skill_level": Given("senior_technician")}),
        ("今年五十二了", {"age": Given(Years(52), DAY)}),
        ("86年的，技师", {"age": Given(Born(IN_86)), "skill_level": Given("technician")}),
        ("我是1986年生的", {"age": Given(Born(IN_86))}),
        ("2023年的，技师", {"skill_level": Given("technician")}),
        ("1985年5月1日生", {"age": Given(Born(Window(date(1985, 5, 1), date(1985, 5, 1))))}),
        ("2015年8月开始干本专业", {"years_in_profession": Given(Since(Window(date(2015, 8, 1), date(2015, 8, 31))))}),
        ("2015年8月从事本专业", {"years_in_profession": Given(Since(Window(date(2015, 8, 1), date(2015, 8, 31))))}),
        ("工龄30年，技师", {"skill_level": Given("technician")}),
        ("我们52", {}),
        ("没有高级技师证", {}),
        ("我们有高级技师20人", {}),
        ("我虚岁45", {}),
        ("我快46岁了，技师", {"skill_level": Given("technician")}),
        ("不到50岁", {}),
        ("技师，也是高级技师", {}),
        ("我是蒙古族，少数民族", {}),
        ("今天天气怎么样", {}),
    ],
)
def test_what_a_sentence_tells_is_taken_and_nothing_else(facts: Mapping[str, Fact], sentence: str, told: dict[str, Answer]) -> None:
    assert introduced(facts, sentence, DAY) == told


def test_every_option_of_a_person_is_understood_by_its_label(facts: Mapping[str, Fact]) -> None:
    for option in ("skill_level", "professional_title", "education"):
        fact = facts[option]
        for one in options_of(fact):
            if one.id != "none":
                assert introduced(facts, f"我是{one.label}", DAY).get(option) in {Given(one.id), None}


@given(st.text(max_size=300))
def test_any_text_gives_answers_that_fit_and_none_that_is_sensitive(facts: Mapping[str, Fact], text: str) -> None:
    for fact, answer in introduced(facts, text, DAY).items():
        assert fits(facts[fact], answer)
        assert not facts[fact].sensitive


@given(st.lists(st.sampled_from(["我52岁", "高级技师", "在包头", "国企", "本科", "在职", "能报啥"]), unique=True))
def test_the_order_of_what_is_told_does_not_matter(facts: Mapping[str, Fact], parts: list[str]) -> None:
    assert introduced(facts, "，".join(parts), DAY) == introduced(facts, "，".join(reversed(parts)), DAY)
