"""Who speaks of paying for it is warned; who asks what something costs or pays is not."""

import json
from pathlib import Path

import pytest

from bot.settings import ROOT
from knowledge.search.hearing import Cleaner
from knowledge.search.lexicon import load_lexicon
from knowledge.search.shortcuts import Shortcuts

LEXICON = load_lexicon(ROOT / "knowledge" / "data" / "search")
SHORTCUTS = Shortcuts(LEXICON)
QUESTIONS = Path(__file__).parents[2] / "data" / "questions"


@pytest.mark.parametrize(
    "question",
    [
        "交2000包过",
        "有内部名额吗",
        "找中介靠谱吗",
        "花钱能评上吗",
        "特培计划花钱能评上吗",
        "有人说先交定金",
        "中介说给五千就能评上",
        "托关系能进名单不",
        "能不能买个名额",
        "交錢包過",
        "包 过 吗？",
        "有人说花5000能办金蓝领",
        "花5000能办",
        "给钱就能办",
        "找人花钱办",
    ],
)
def test_they_are_warned(question: str) -> None:
    warned = SHORTCUTS.find(question)
    assert warned is not None
    assert warned.lines


@pytest.mark.parametrize(
    "question",
    [
        "特培吃住自己花钱吗",
        "报名要交多少钱",
        "零工市场中介收费吗",
        "晋城工作站给多少钱",
        "名额有几个",
        "包头怎么报",
        "12333收费吗",
        "单位要出多少钱",
        "没评上怎么办",
        "劳动关系要在内蒙古吗",
        "花几天能办下来",
    ],
)
def test_others_are_not(question: str) -> None:
    assert SHORTCUTS.find(question) is None


def test_of_the_labelled_questions_only_those_about_fees() -> None:
    for name in ("tune", "held"):
        for line in (QUESTIONS / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            assert SHORTCUTS.find(row["q"]) is None or row.get("general") == "no-application-fee", row["q"]


def test_no_phrase_is_so_short_once_it_is_clean_that_it_says_nothing() -> None:
    clean = Cleaner(LEXICON.words.fillers).clean
    for phrase in (*LEXICON.shortcuts.says, *LEXICON.comparing.says):
        parts = [clean(part) for part in phrase.split("…")]
        assert all(parts), phrase
        assert len("".join(parts)) > 1, phrase
