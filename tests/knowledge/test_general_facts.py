"""The file of general facts: part of the base and of its version, told about like every other file."""

import re
import shutil
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError
from knowledge.facts import option_ids
from knowledge.loader import load
from knowledge.reading.files import stamps_of
from tests.knowledge.factories import FACTS, POLICY, every_example_holds, line_of, loaded, problems, spoilt, write_base
from tests.knowledge.test_clause_lists import LIST
from tests.knowledge.test_mistakes import Slip

DATA = Path(__file__).parents[2] / "knowledge" / "data"

GENERAL = """\
entries:
  - id: hotline
    title: 服务热线
    aliases: [人社热线]
    asks: [热线…电话]
    answer: 政策都能问。
    lines: [工作日白天有人接。]
    certainty: likely
    note: 凭常识写。
  - id: levels
    title: 技能等级
    aliases: [等级制度]
    asks: [哪级最高]
    relates: [level, level]
    answer: 高级技师比技师高。
    grounds:
      - {policy: demo-2024, clause: 二（一）2}
      - {document: 技能等级制度的意见, number: 某发〔2022〕1号}
    certainty: sure
    beside: {topics: [conditions], line: 高级技师比技师高。, silent: 通知没有写。, gate: fee}
"""

SLIPS = {
    "unknown key": Slip("    lines: [工作日", "    line: [工作日", "没有 line 这个键", "lines"),
    "missing key": Slip("    answer: 政策都能问。\n", "", "缺少 answer"),
    "wrong type": Slip("[哪级最高]", "哪级最高", "这里要列表"),
    "number for text": Slip("title: 服务热线", "title: 12333", '请加引号写成 "12333"'),
    "id in capitals": Slip("id: hotline", "id: Hotline", "只能用小写字母", "hotline"),
    "empty answer": Slip("answer: 政策都能问。", 'answer: ""', "不能留空"),
    "answer too long": Slip("answer: 政策都能问。", f"answer: {'问' * 61}", "最多 60 个字"),
    "too many lines": Slip("lines: [工作日白天有人接。]", "lines: [一, 二, 三, 四, 五, 六, 七]", "最多写 6 项"),
    "word that is not allowed": Slip("certainty: sure", "certainty: sur", "不能写", "sure"),
    "topic that is not allowed": Slip("topics: [conditions]", "topics: [condition]", "不能写", "conditions"),
    "gate that is not allowed": Slip("gate: fee", "gate: fees", "不能写", "fee"),
    "no ground in hand and no note": Slip("    note: 凭常识写。\n", "", "须写 note"),
    "policy and document": Slip("{policy: demo-2024, clause: 二（一）2}", "{policy: demo-2024, document: 意见}", "只能写一个"),
    "policy without clause": Slip("{policy: demo-2024, clause: 二（一）2}", "{policy: demo-2024}", "要一起写"),
    "number without document": Slip("clause: 二（一）2}", "clause: 二（一）2, number: 1号}", "只和 document 一起写"),
    "one fact to relate": Slip("relates: [level, level]", "relates: [level]", "须写两个事实编号"),
    "id twice": Slip("id: levels", "id: hotline", "常识编号“hotline”重复"),
    "name of two entries": Slip("aliases: [等级制度]", "aliases: [人社 热线]", "已是常识 hotline 的叫法"),
    "alias that is a policy's": Slip("aliases: [等级制度]", "aliases: [金匠计划]", "已是政策 demo-2024 的名称"),
    "title that is a series'": Slip("title: 技能等级", "title: 培训基地", "已是政策 other-2023 的名称"),
    "name of one character": Slip("aliases: [等级制度]", "aliases: [级]", "只有一个字"),
    "phrase twice": Slip("asks: [哪级最高]", "asks: [热线…电话]", "问法“热线…电话”重复"),
    "phrase with nothing beside its gap": Slip("asks: [哪级最高]", "asks: [最高…]", "两边都要有字"),
    "phrase of one character": Slip("asks: [哪级最高]", "asks: [高]", "至少两个字"),
    "unknown fact": Slip("relates: [level, level]", "relates: [level, levels]", "没有编号为 levels 的有选项的事实", "level"),
    "fact without options": Slip("relates: [level, level]", "relates: [level, age]", "没有编号为 age 的有选项的事实"),
    "unknown policy": Slip("policy: demo-2024", "policy: demo-2023", "没有编号为 demo-2023 的政策", "demo-2024"),
    "private number": Slip("工作日白天有人接。", "打 13912345678。", "私人手机号"),
}


def test_the_base_holds_them_in_the_order_of_the_file(tmp_path: Path) -> None:
    base = loaded(tmp_path, general=GENERAL)
    assert list(base.general) == ["hotline", "levels"]
    assert base.general["hotline"].names == ("服务热线", "人社热线")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    told = problems(tmp_path, general=spoilt(GENERAL, slip.old, slip.new))
    assert [problem.file for problem in told] == ["general.yaml"], [str(problem) for problem in told]
    assert slip.said in told[0].message, str(told[0])
    assert told[0].nearest == slip.nearest, str(told[0])
    at = line_of(GENERAL, slip.old)
    assert told[0].line is not None
    assert at - 7 <= told[0].line <= at + 1, f"{told[0]} instead of line {at}"


def test_a_clause_that_the_notice_does_not_have_is_told(tmp_path: Path) -> None:
    write_base(tmp_path, general=spoilt(GENERAL, "clause: 二（一）2", "clause: 二（一）20"))
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "demo-notice.yaml").write_text(LIST, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape("没有编号为 二（一）20 的条款")):
        load(tmp_path, every_example_holds)


def test_what_points_to_a_refused_fact_or_policy_does_not_dangle(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        general=GENERAL,
        facts=spoilt(FACTS, "    name: 技能等级\n", "    nam: 技能等级\n"),
        demo=spoilt(POLICY, "copies: 2", "copies: 二"),
    )
    assert {problem.file for problem in told} == {"facts.yaml", "policies/demo-2024.yaml"}


def test_without_readable_facts_nothing_is_said_about_them(tmp_path: Path) -> None:
    assert {problem.file for problem in problems(tmp_path, general=GENERAL, facts="facts: [")} == {"facts.yaml"}


def test_mistakes_beside_a_refused_entry_are_told_too(tmp_path: Path) -> None:
    spoiled = spoilt(spoilt(GENERAL, "certainty: likely", "certainty: liekly"), "[level, level]", "[level, levels]")
    assert [problem.nearest for problem in problems(tmp_path, general=spoiled)] == ["likely", "level"]


def test_an_unreadable_file_is_told_and_a_missing_one_is_none(tmp_path: Path) -> None:
    (only,) = problems(tmp_path, general="entries: [")
    assert only.file == "general.yaml"
    (tmp_path / "general.yaml").unlink()
    assert load(tmp_path, every_example_holds).general == {}


def test_they_are_part_of_the_version_and_a_running_bot_sees_them_change(tmp_path: Path) -> None:
    write_base(tmp_path)
    before, seen = load(tmp_path, every_example_holds).version, stamps_of(tmp_path)
    (tmp_path / "general.yaml").write_text(GENERAL, encoding="utf-8")
    assert stamps_of(tmp_path) != seen
    base = load(tmp_path, every_example_holds)
    assert base.general
    assert base.version != before


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load(DATA, every_example_holds)


def test_every_level_of_a_certificate_is_explained_by_name(base: KnowledgeBase) -> None:
    levels = [option.label.partition("（")[0] for option in base.facts["skill_level"].options[1:]]  # type: ignore[union-attr]
    assert len(levels) == len(option_ids(base.facts["skill_level"])) - 1
    answer = base.general["skill-levels"].answer
    assert [answer.index(level) for level in levels] == sorted(answer.index(level) for level in levels)


def test_what_is_said_beside_a_policy_stands_on_no_single_notice(base: KnowledgeBase) -> None:
    assert [(entry.id, entry.beside.topics) for entry in base.general.values() if entry.beside] == [
        ("no-application-fee", ("how_to_apply",))
    ]


PAGE = (DATA.parents[1] / "docs" / "general-facts.md").read_text(encoding="utf-8")


def test_the_page_for_admins_shows_entries_that_load(tmp_path: Path) -> None:
    entry, gate = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    (tmp_path / "general.yaml").write_text(f"entries:\n{entry}", encoding="utf-8")
    policy = tmp_path / "policies" / "bt-shibaiqian-2024.yaml"
    policy.write_text(spoilt(policy.read_text(encoding="utf-8"), "\ngates:\n", f"\n{gate}"), encoding="utf-8")
    base = load(tmp_path, every_example_holds)
    assert list(base.general) == ["special-technician"]
    assert base.policies["bt-shibaiqian-2024"].gates[0].topic == "fee"
