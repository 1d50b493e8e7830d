"""Several questions in one message: each answered where they are about several things, and what was left is said."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.several import MOST, questions_in, several
from bot.usecases.snapshot import Snapshot, Snapshots
from bot.views.several import several_message
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon

DATA = Path(__file__).parents[2] / "knowledge" / "data"
NOW = datetime(2024, 12, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshots(Library(DATA, lambda *_: None), load_lexicon(DATA / "search")).current


def text_of(snapshot: Snapshot, text: str) -> str:
    found = several(snapshot, text, NOW.date())
    assert found is not None
    return "\n".join(line for block in several_message(snapshot.base, found, NOW).blocks for line in block.lines)


def test_each_question_is_answered_under_its_own_words(snapshot: Snapshot) -> None:
    text = text_of(snapshot, "特培路费谁出？金蓝领几号截止？")
    assert text.index("1. 特培路费谁出") < text.index("往返路费") < text.index("2. 金蓝领几号截止") < text.index("12月10日")
    assert "后面还有" not in text


@pytest.mark.parametrize(("text", "rated"), [("特培路费谁出？报名要交钱吗？", True), ("特培路费谁出？金蓝领几号截止？", False)])
def test_one_can_say_that_it_is_wrong_where_one_policy_answered(snapshot: Snapshot, text: str, rated: bool) -> None:  # noqa: FBT001  (a case)
    found = several(snapshot, text, NOW.date())
    assert found is not None
    last = [button.label for button in several_message(snapshot.base, found, NOW).keyboard[-1]]
    assert (last == ["有用", "没帮助", "写错了", "转人工"]) is rated


def test_half_a_question_leans_on_the_one_before_it(snapshot: Snapshot) -> None:
    found = several(snapshot, "特培几号截止？金蓝领要啥条件？那材料呢", NOW.date())
    assert found is not None
    assert [one.policies for one in found.told] == [("nmg-tepei-2023",), ("bt-shibaiqian-2024",), ("bt-shibaiqian-2024",)]
    assert found.told[2].intents == ("materials",)


@pytest.mark.parametrize(
    "text",
    [
        "特培几号截止",
        "包头十百千 要啥条件？交啥材料？几号截止？",
        "我是包钢的焊工。金蓝领啥时候截止？",
        "你好！特培要啥材料",
        "？？？",
        "",
        "天气咋样？吃饭没？",
    ],
)
def test_what_one_answer_does_stays_one(snapshot: Snapshot, text: str) -> None:
    assert several(snapshot, text, NOW.date()) is None


def test_fifty_questions_are_answered_up_to_a_number_and_the_rest_is_told(snapshot: Snapshot) -> None:
    names = ("特培", "金蓝领", "新疆工匠", "晋城技师工作站", "三区三州大赛")
    text = text_of(snapshot, "\n".join(f"{number}. {names[number % 5]}几号截止？" for number in range(50)))
    assert f"您一次问了 50 件事，我先答前 {MOST} 件；后面还有 45 件没有看" in text


def test_what_was_not_understood_among_them_is_told(snapshot: Snapshot) -> None:
    text = text_of(snapshot, "特培几号截止？明天下雨不？金蓝领名额几个？")
    assert "2. 明天下雨不\n这一问我没看懂" in text


@given(st.text(max_size=300))
def test_the_parts_are_parts_of_the_message(text: str) -> None:
    assert all(part in text and len(part) > 1 for part in questions_in(text))
