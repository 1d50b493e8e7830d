"""A narrow question is answered with the narrow part first, and an unsure one with a button for each topic."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.views.answer import answer_message
from bot.views.message import Message
from bot.views.next_steps import LABELS
from bot.views.topics.narrow import narrow
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.loader import load
from knowledge.search.index import Index
from knowledge.search.lexicon import load_lexicon
from knowledge.search.understanding import Narrow, Understanding

DATA = Path(__file__).parents[2] / "knowledge" / "data"
NOW = datetime(2023, 3, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load(DATA, lambda *_: None)


@pytest.fixture(scope="module")
def index(base: KnowledgeBase) -> Index:
    return Index(base, load_lexicon(DATA / "search"))


def text_of(message: Message) -> str:
    return "\n".join(line for block in message.blocks for line in block.lines)


def buttons_of(message: Message) -> list[str]:
    return [button.label for row in message.keyboard for button in row]


def told(base: KnowledgeBase, understood: Understanding) -> Message:
    return answer_message(base, understood, NOW)


@pytest.mark.parametrize(
    ("question", "first", "left_out"),
    [
        ("特培来回路费谁出", "路费：一年两次往返路费由用人单位出", "生活补贴"),
        ("特培能请假不", "请假：请假须向", "结业"),
        ("区外特培年龄卡多少", "年龄：45周岁以下", "硕士"),
        ("新疆大师工作室钱怎么花", "钱怎么用：资金只用于项目建设", "10万元"),
        ("特培要脱产多久", "时间多长：去培养单位学习", "审核"),
    ],
)
def test_the_narrow_part_stands_in_the_first_line_and_the_rest_behind_a_button(
    base: KnowledgeBase, index: Index, question: str, first: str, left_out: str
) -> None:
    understood = index.understand(question)
    message = told(base, understood)
    text = text_of(message)
    assert text.startswith(first)
    assert left_out not in text.split("出处：")[0]
    assert f"📄 全部：{LABELS[understood.intents[0]]}" in buttons_of(message)
    assert "出处：" in text


def test_several_entries_and_what_is_missing_stand_below_one_another(base: KnowledgeBase, index: Index) -> None:
    text = text_of(told(base, index.understand("新疆工匠在哪公示")))
    assert text.startswith("公示，通知是这样写的：")
    assert "公示建议名单" in text
    assert "评审、公示、培训的日期也没写" in text


def test_what_is_asked_of_one_track_alone_is_not_told_as_asked_of_all(base: KnowledgeBase, index: Index) -> None:
    both = text_of(told(base, index.understand("特培汉族可以报吗")))
    assert both.startswith("民族：区外培养要少数民族；区内培养没写民族限制。")
    assert "区内培养不限民族" in both
    assert text_of(told(base, index.understand("区内特培汉族可以报吗"))).startswith("区内培养没写民族限制。")
    assert text_of(told(base, index.understand("区外特培汉族可以报吗"))).startswith("民族：少数民族。")


def test_several_conditions_of_one_track_leave_the_other_free(base: KnowledgeBase) -> None:
    tepei = base.policies["nmg-tepei-2023"]
    (minority,) = (one for one in tepei.conditions if one.id == "minority")
    twice = tepei.model_copy(update={"conditions": (minority, minority.model_copy(update={"id": "again"}))})
    section = narrow(View(base, twice, None, NOW), "conditions", (Narrow("ethnicity", "民族", "conditions", ("ethnic_minority",)),))
    assert section is not None
    assert section.lead == "民族，通知是这样写的（区内培养没写民族限制）："


def test_what_is_only_known_to_be_missing_is_told_as_missing(base: KnowledgeBase, index: Index) -> None:
    text = text_of(told(base, index.understand("金蓝领有年龄限制吗")))
    assert text.startswith("年龄，通知里查到的只有这些：")
    assert "通知都没有要求" in text


def test_what_no_entry_tells_is_not_claimed_to_be_unstated(base: KnowledgeBase, index: Index) -> None:
    text = text_of(told(base, index.understand("新疆大师工作室学费谁出")))
    assert text.startswith("我这里没有“学费”的内容；通知写没写，请看原件")


def test_two_narrow_questions_on_one_topic_are_told_apart(base: KnowledgeBase, index: Index) -> None:
    understood = index.understand("特培路费和工资怎么算")
    assert [one.slot for one in understood.slots] == ["travel", "wage"]
    text = text_of(told(base, understood))
    assert text.index("路费：") < text.index("往返路费") < text.index("工资：") < text.index("工资福利不停")
    nothing = index.understand("新疆大师工作室路费和工资怎么算")
    assert text_of(told(base, nothing)).count("我这里没有“路费”") == 2


def test_what_is_asked_as_a_whole_too_is_told_whole(base: KnowledgeBase, index: Index) -> None:
    understood = index.understand("特培给多少钱，路费报不报")
    assert (understood.intents, understood.slots) == (("benefit",), ())
    assert "生活补贴" in text_of(told(base, understood))


def test_an_old_paper_says_what_it_is_first(base: KnowledgeBase, index: Index) -> None:
    text = text_of(told(base, index.understand("领军人才能拿年薪吗")))
    assert text.startswith("这是2024年的工作计划，不受理申报。工资，")


def test_slots_of_another_topic_are_left_alone(base: KnowledgeBase, index: Index) -> None:
    (slot,) = index.understand("特培路费谁出").slots
    view = View(base, base.policies["nmg-tepei-2023"], None, NOW)
    assert narrow(view, "deadline", (slot,)) is None


def test_an_unsure_question_gets_the_card_and_a_button_for_each_topic(base: KnowledgeBase, index: Index) -> None:
    understood = index.understand("金蓝领哪样来着")
    message = told(base, understood)
    buttons = buttons_of(message)
    assert buttons[0] == LABELS[understood.likely[0]]
    assert set(buttons) >= {label for topic, label in LABELS.items() if topic != "overview"}
    assert "您问的是哪一样，我没有十分把握" in text_of(message)
    assert "没有十分把握" not in text_of(told(base, replace(understood, likely=())))
