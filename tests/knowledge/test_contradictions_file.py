"""The file of contradictions: part of the base and of its version, told about like every other file."""

from pathlib import Path

import pytest

from knowledge.loader import load
from knowledge.reading.files import stamps_of
from tests.knowledge.factories import FACTS, every_example_holds, line_of, loaded, problems, spoilt, write_base
from tests.knowledge.test_mistakes import Slip

CONTRADICTIONS = """\
contradictions:
  - id: early
    begins: {fact: experience, before: age, plus: 14年}
    ask: 哪一个要改一改？
  - id: fewer
    exceeds: {fact: staff, than: apprentices}
    ask: 哪一个数要改一改？
  - id: jobless
    rule:
      all:
        - {fact: employed, is: false}
        - {fact: field, one_of: [steel]}
    ask: 现在是哪一种情况？
"""
MORE = FACTS + "  - {id: apprentices, kind: number, name: 学徒人数, unit: 人, subject: unit, group: unit, ask: 有多少学徒？}\n"

SLIPS = {
    "unknown key": Slip("    ask: 哪一个要改一改？", "    asks: 哪一个要改一改？", "没有 asks 这个键", "ask"),
    "too long": Slip("哪一个要改一改？", "哪" * 61, "最多 60 个字"),
    "two ways at once": Slip("    ask: 哪一个数", "    begins: {fact: since, before: age}\n    ask: 哪一个数", "只能写一个"),
    "no way at all": Slip("    exceeds: {fact: staff, than: apprentices}\n", "", "只能写一个"),
    "id twice": Slip("id: fewer", "id: early", "编号“early”重复"),
    "unknown fact": Slip("{fact: experience, before", "{fact: experiense, before", "没有编号为 experiense", "experience"),
    "fact that does not begin": Slip("before: age,", "before: level,", "level 是 scale 类事实"),
    "length that is none": Slip("plus: 14年", "plus: 十四年", "8年、18个月"),
    "part that is no number": Slip("than: apprentices", "than: employed", "employed 是 yes_no 类事实"),
    "one fact alone": Slip("than: apprentices", "than: staff", "两个不同的事实"),
    "operator that does not fit": Slip("{fact: employed, is: false}", "{fact: employed, at_least: 1}", "不能用 at_least 比较"),
    "option that is none": Slip("one_of: [steel]", "one_of: [stell]", "没有编号为 stell", "steel"),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    write_base(tmp_path)
    if slip.old.count("哪一个要改一改"):
        spoiled = CONTRADICTIONS.replace(slip.old, slip.new, 1)
    else:
        spoiled = spoilt(CONTRADICTIONS, slip.old, slip.new)
    told = problems(tmp_path, facts=MORE, contradictions=spoiled)
    assert [problem.file for problem in told[:1]] == ["contradictions.yaml"], [str(problem) for problem in told]
    assert slip.said in told[0].message, str(told[0])
    assert told[0].nearest == slip.nearest, str(told[0])
    assert told[0].line is not None
    assert abs(told[0].line - line_of(CONTRADICTIONS, slip.old)) <= 3, str(told[0])


def test_the_base_holds_them_in_the_order_of_the_file(tmp_path: Path) -> None:
    base = loaded(tmp_path, facts=MORE, contradictions=CONTRADICTIONS)
    assert [(one.id, one.facts) for one in base.contradictions] == [
        ("early", ("experience", "age")),
        ("fewer", ("staff", "apprentices")),
        ("jobless", ("employed", "field")),
    ]


def test_a_folder_without_them_has_none_and_a_running_bot_sees_them_come(tmp_path: Path) -> None:
    before, seen = load(write_base(tmp_path, facts=MORE), every_example_holds), stamps_of(tmp_path)
    assert before.contradictions == ()
    (tmp_path / "contradictions.yaml").write_text(CONTRADICTIONS, encoding="utf-8")
    assert stamps_of(tmp_path) != seen
    base = load(tmp_path, every_example_holds)
    assert base.contradictions
    assert base.version != before.version


def test_facts_that_cannot_be_read_or_were_refused_leave_nothing_dangling(tmp_path: Path) -> None:
    assert {problem.file for problem in problems(tmp_path, facts="facts: [", contradictions=CONTRADICTIONS)} == {"facts.yaml"}
    refused = spoilt(MORE, "kind: duration, name: 从业时间", "kind: duration, nam: 从业时间")
    assert {problem.file for problem in problems(tmp_path, facts=refused, contradictions=CONTRADICTIONS)} == {"facts.yaml"}


def test_a_file_that_is_no_list_is_told(tmp_path: Path) -> None:
    (only,) = problems(tmp_path, facts=MORE, contradictions="contradictions: [")
    assert only.file == "contradictions.yaml"
