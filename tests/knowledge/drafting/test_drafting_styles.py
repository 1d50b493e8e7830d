"""What a draft reads in invented notices of other places' styles, and what a screen or a page did to their lines."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.drafting import FIELDS, in_styles
from benchmarks.matching import Tally
from knowledge.drafting.page import page_of
from knowledge.drafting.tables import tables_in
from tests.knowledge.drafting.reading import drafted, facts, words

STYLES = Path(__file__).with_name("styles")
FOLDERS = sorted(folder.name for folder in STYLES.iterdir() if folder.is_dir())
LEAST = {"dates": 0.95, "amounts": 0.98, "materials": 0.95, "conditions": 0.88, "contacts": 0.98}
"""Recall that was reached; less means that a rule was lost."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_style_is_read_and_nothing_is_invented(folder: str) -> None:
    results = in_styles(STYLES / folder, facts(), words())
    assert [one for result in results for one in result.inventions] == []
    assert [(one.name, field) for one in results for field, right in one.heads.items() if not right] == []
    told = {field: sum((one.tallies[field] for one in results), Tally()) for field in FIELDS if field in LEAST}
    assert {field: tally.recall for field, tally in told.items() if (tally.recall or 0) < LEAST[field]} == {}


PIECES = st.sampled_from(
    [
        "一、申报条件",
        "时间",
        "电话",
        "\t",
        " | ",
        "1️⃣",
        "👉",
        "✅",
        "① ",
        "1)",
        "A.",
        "03 ",
        "— 2 —",
        "第3页",
        "\n",
        "，",
        "。",
        "、",
        "2026年",
        "月",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_every_character_keeps_its_place(text: str) -> None:
    """However lines are put together and signs are read, what is Chinese or a figure on the page stands where it stood."""
    page = page_of(text)
    assert len(page.plain) == len(page.raw)
    kept = [(at, sign) for at, sign in enumerate(page.plain) if re.match("[\u4e00-\u9fff0-9]", sign)]
    assert all(page.raw[at] == sign or not re.match("[\u4e00-\u9fff0-9]", page.raw[at]) for at, sign in kept)


def test_a_sentence_that_a_page_broke_is_one_again() -> None:
    text = "1.有固定的经营场所，并且在本县依法\n注册登记满一年以上。\n- 3 -\n2.无不良记录，\n信用良好。\n三、材料\n申请表。"
    assert [line.strip() for line in page_of(text).plain.split("\n")] == [
        "1.有固定的经营场所,并且在本县依法 注册登记满一年以上。",
        "",
        "2.无不良记录,",
        "信用良好。",
        "三、材料",
        "申请表。",
    ]


ROWS = [("阶段", "时间", "电话"), ("报名", "3月1日前", "0000-1234567"), ("评审", "4月2日前", "0000-7654321")]


@pytest.mark.parametrize(
    "text",
    ["\n".join("\t".join(row) for row in ROWS), "\n".join(f"| {' | '.join(row)} |" for row in ROWS), "\n".join(map("\n".join, ROWS))],
)
def test_a_table_is_the_same_in_bars_tabs_and_lines(text: str) -> None:
    page = page_of(f"关于工作的通知\n各单位：\n现通知如下。\n{text}\n")
    (table,) = tables_in(page)
    assert table.head == ROWS[0]
    assert [tuple(page.quote(cell) for cell in row) for row in table.rows] == ROWS[1:]
    draft = drafted(page.raw)
    assert {contact.value for contact in draft.contacts} == {"0000-1234567", "0000-7654321"}
    assert [window.about for window in draft.windows] == ["3月1日", "4月2日"]
