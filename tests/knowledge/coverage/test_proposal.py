"""A proposed clause list tiles its text, copies nothing of it, and finds what is numbered, whatever the text is."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.clauses import Notice
from knowledge.coverage.collation import digest, discrepancies
from knowledge.coverage.proposal import proposed, written
from knowledge.reading.document import read_document
from tests.knowledge.coverage.made_up import PARTS

NOTICE = """\
首页 > 通知公告
关于评选示范市金匠的通知
发布时间：2024-11-04   来源：示范市人社局
示人社发〔2024〕33号
各县区人社局：
按照要求，现通知如下：
一、范围
（一）全市职工。
1.企业职工。
（1）在职的。
①在岗的。
2.院校教师。
(二)其他人。
二、材料：申报表（附件1）一式两份。
2024年以来的也算。
三、联系方式
联系人：某某
附件：1.申报表
2.汇总表

示范市人社局
2024年11月1日
附件1
申报表
一、姓名
"""
FOUND = [
    ("页头", 1), ("标题", 2), ("页头", 3), ("文号", 4), ("抬头", 5), ("前言", 6),
    ("一", 7), ("一（一）", 8), ("一（一）1", 9),
    ("一（一）1（1）", 10), ("一（一）1（1）①", 11), ("一（一）2", 12), ("一（二）", 13), ("二", 14), ("三", 16),
    ("附件1", 18), ("附件2", 19), ("落款", 21), ("附件1", 23),
]  # fmt: skip

pieces = st.sampled_from(
    ["一、", "二、", "（一）", "(二)", "1.", "2、", "（1）", "①", "第一条 ", "第二章", "附件", "附件1", "附件：1.", "关于某事的通知",
     "各单位：", "某某局", "2024年1月2日", "联系人：", "甲乙丙丁。", "\n", "\r\n", "\n\n", "  ", "?",
     "〔2024〕3号", "\ufeff", "十百千、", "第百条"]
)  # fmt: skip
texts = st.one_of(st.lists(pieces, max_size=60).map("".join), st.text(max_size=200))


def ids(text: str, settled: Mapping[int, str | None] | None = None) -> list[tuple[str, int]]:
    return [(one.id, one.line) for one in proposed(text, settled or {})]


def test_every_kind_of_heading_is_found() -> None:
    assert ids(NOTICE) == FOUND


def test_headings_and_addressees_are_named_as_holding_nothing() -> None:
    named = {one.id: one.nothing for one in proposed(NOTICE, {}) if one.nothing}
    assert named == {"抬头": "收文单位", "一": "标题"}


@given(texts)
def test_a_proposal_tiles_any_text_and_its_file_is_a_clause_list(text: str) -> None:
    assume(text)
    found = proposed(text, {})
    assert (found[0].start, found[-1].end) == (0, len(text))
    assert all(one.end == following.start for one, following in pairwise(found))
    assert all(one.sha == digest(text[one.start : one.end]) for one in found)
    document = read_document("clauses/some.yaml", written("id: some\ntext: some\npolicies: [some]", found).encode())
    assert document.complete, document.problems()
    notice = Notice.model_validate(document.data)
    assert [line for line in discrepancies({"some": text}, [notice], {}) if "引用它的条目" not in line] == []


@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=12, max_size=40), min_size=1, max_size=12))
def test_nothing_of_the_text_goes_into_the_list(sentences: list[str]) -> None:
    text = "关于某事的通知\n" + "".join(f"{number}.{sentence}。\n" for number, sentence in enumerate(sentences, 1))
    made = written("id: some", proposed(text, {}))
    assert not [at for sentence in sentences for at in range(len(sentence) - 7) if sentence[at : at + 8] in made]


def test_a_gap_in_the_numbers_is_marked() -> None:
    doubts = {one.id: one.doubt for one in proposed("一、甲\n三、乙\n（二）丙\n", {})}
    assert doubts["一"] is None
    assert "前面是第 1 个" in (doubts["三"] or "")
    assert "从第 2 个开始" in (doubts["三（二）"] or "")


def test_a_line_that_holds_several_clauses_is_marked() -> None:
    text = "通知\n一、甲。二、乙。三、丙。四、丁。\n"
    assert ["第2行" in (one.doubt or "") for one in proposed(text, {})] == [False, True]


def test_what_an_admin_settles_wins() -> None:
    expected = {line: name for name, line in FOUND} | {15: "二（附）", 7: "第一部分"}
    del expected[13]
    assert ids(NOTICE, {15: "二（附）", 13: None, 7: "第一部分"}) == sorted(
        ((name, line) for line, name in expected.items()), key=lambda one: one[1]
    )


@pytest.mark.parametrize("settled", [{1: None}, {1: None, 2: None, 3: None}])
def test_the_beginning_always_belongs_to_something(settled: dict[int, str | None]) -> None:
    found = proposed(NOTICE, settled)
    assert (found[0].id, found[0].start) == ("页头", 0)


def test_dates_decimals_and_what_stands_in_annexes_begin_no_clause() -> None:
    assert ids("关于某事的通知\n1.5万元\n12.10前报\n2024年起\n一、甲\n附件1\n表\n附件1\n一、乙\n1.丙\n附件2\n丁\n")[2:] == [
        ("一", 5), ("附件1", 6), ("附件1", 8), ("附件2", 11),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title",
    ["关于某事的\n实施方案\n的通知", "关于某事\n\n某某地区的通知", "某市\n金匠评选办法", "某市人社局\n关于某事的通知", "金匠评选办法"],
)
def test_a_title_may_take_several_lines(title: str) -> None:
    text = f"首页 > 通知\n\n{title}\n各单位：\n一、甲\n"
    found = proposed(text, {})
    title_line = 4 if title.startswith("某市人社局") else 3
    assert [(one.id, one.line) for one in found][:2] == [("页头", 1), ("标题", title_line)]
    assert [one.id for one in found][2:] == ["抬头", "一"]


def test_an_unnumbered_notice_is_all_body() -> None:
    assert [name for name, _ in ids("关于某事的公示\n现予公示。\n有意见请来信。\n某市人社局\n2024年1月2日\n")] == ["标题", "正文", "落款"]


def test_the_made_up_notice_is_found_as_its_list_says() -> None:
    named = [one.id for one in proposed("".join(PARTS.values()), {})]
    assert named == ["页头", "标题", "前言", "一", "一1", "一2", "二", "落款"]
