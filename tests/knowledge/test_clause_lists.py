"""Clause lists in the loader: policies are held to them, and every mistake in them is told at its line."""

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError, Problem
from knowledge.loader import load
from tests.knowledge.factories import POLICY, every_example_holds, line_of, loaded, spoilt, write_base
from tests.knowledge.test_mistakes import Slip

FILE = "clauses/demo-notice.yaml"
_CITED = (
    "二（一）1",
    "二（一）2",
    "二（二）",
    "二（三）",
    "二（四）",
    "二（五）",
    "三（一）",
    "三（二）",
    "四",
    "五",
    "六（一）",
    "六（二）",
    "七",
    "八",
)
LIST = (
    "id: demo-notice\n"
    "text: 009_0123abcd\n"
    "policies: [demo-2024]\n"
    "clauses:\n"
    '  - {id: 标题, start: 0, end: 10, sha: "0123456789ab", nothing: 标题}\n'
    + "".join(f'  - {{id: {clause}, start: {at}0, end: {at + 1}0, sha: "0123456789ab"}}\n' for at, clause in enumerate(_CITED, start=1))
    + '  - {id: 落款, start: 150, end: 160, sha: "0123456789ab", excused: {"2024年": 见标题}}\n'
    "excluded:\n"
    '  - {start: 160, end: 170, sha: "0123456789ab", reason: 页脚}\n'
    '  - {start: 170, end: 180, sha: "0123456789ab", reason: 图片占位}\n'
)

SLIPS = {
    "unknown key": Slip("excused:", "excuse:", "没有 excuse 这个键", "excused"),
    "missing key": Slip(", reason: 页脚", "", "缺少 reason"),
    "digest without quotes": Slip('end: 10, sha: "0123456789ab"', "end: 10, sha: 123456789012", "请加引号"),
    "digest of another length": Slip('end: 10, sha: "0123456789ab"', 'end: 10, sha: "0123"', "12 位小写十六进制"),
    "text by its path": Slip("text: 009_0123abcd", "text: notices/009.txt", "文本文件的名字，不带 .txt"),
    "clause in half-width brackets": Slip("id: 二（四）", "id: 二(四)", "中文括号", "二（四）"),
    "span of nothing": Slip("start: 0, end: 10", "start: 10, end: 10", "end 须大于 start"),
    "span before the text": Slip("start: 0, end: 10", "start: -1, end: 10", "不小于 0"),
    "excuse where there is nothing": Slip("nothing: 标题", 'nothing: 标题, excused: {"3": 无}', "不同时写"),
    "spans out of order": Slip("start: 20, end: 30", "start: 19, end: 30", "前一段到第 20 字才完"),
    "exclusions out of order": Slip("start: 170", "start: 165", "前一段到第 170 字才完"),
    "unknown policy": Slip("[demo-2024]", "[demo-2024, other-2022]", "没有编号为 other-2022 的政策", "other-2023"),
    "file of another name": Slip("id: demo-notice", "id: demo-notices", "与文件名 demo-notice.yaml 不同", "demo-notice"),
}


def told(folder: Path, clauses: str = LIST, demo: str = POLICY, **more: str) -> tuple[Problem, ...]:
    """What the loader says of the small base with this clause list, and further ones by name."""
    write_base(folder, demo=demo)
    (folder / "clauses").mkdir()
    for name, text in {"demo-notice": clauses, **more}.items():
        (folder / "clauses" / f"{name}.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder, every_example_holds)
    except KnowledgeError as error:
        return error.problems
    return ()


def test_a_list_that_fits_is_in_the_base(tmp_path: Path) -> None:
    bare = loaded(tmp_path)
    assert not bare.notices
    assert told(tmp_path) == ()
    base = load(tmp_path, every_example_holds)
    assert base.notices["demo-notice"].policies == ("demo-2024",)
    assert base.version != bare.version


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_in_a_clause_list_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    found = told(tmp_path, spoilt(LIST, slip.old, slip.new))
    assert [(problem.file, problem.line) for problem in found] == [(FILE, line_of(LIST, slip.old))], [str(problem) for problem in found]
    assert slip.said in found[0].message, str(found[0])
    assert found[0].nearest == slip.nearest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("clause: 二（四）", "clause: 二（九）", "没有编号为 二（九） 的条款"),
        ("clause: 六（二）, printed", "clause: 六（三）, printed", "没有编号为 六（三） 的条款"),
        ("audience: 示范市企业职工\n", "audience: 示范市企业职工\nscope_clause: 九\n", "没有编号为 九 的条款"),
        ("{id: annex-1, title: 申报表,", "{id: annex-1, title: 申报表, clause: 九,", "没有编号为 九 的条款"),
    ],
)
def test_a_clause_that_the_notice_does_not_have_is_told_in_the_policy(tmp_path: Path, old: str, new: str, said: str) -> None:
    demo = spoilt(POLICY, old, new)
    found = told(tmp_path, demo=demo)
    assert [problem.file for problem in found] == ["policies/demo-2024.yaml"], found
    assert said in found[0].message
    assert found[0].line == line_of(demo, new.splitlines()[-1])


def test_a_policy_belongs_to_one_notice(tmp_path: Path) -> None:
    again = spoilt(LIST, "id: demo-notice", "id: second-notice")
    assert [problem.message for problem in told(tmp_path, **{"second-notice": again})] == [
        "demo-2024 已在 demo-notice 的条款表里，一项政策只属于一份通知"
    ]


def test_a_list_that_is_refused_judges_no_policy(tmp_path: Path) -> None:
    found = told(tmp_path, spoilt(LIST, "id: 二（四）", "id: 二(四)"))
    assert {problem.file for problem in found} == {FILE}
