"""What is no question about one policy: greetings, and people who ask what there is for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from tests.knowledge.search.test_search_properties import same_index


@same_index
@given(data=st.data(), mark=st.sampled_from(["", "！", "~", " 👍"]))
def test_small_talk_is_told_apart(index: Index, lexicon: Lexicon, data: st.DataObject, mark: str) -> None:
    kind = data.draw(st.sampled_from(["greeting", "thanks", "bye"]))
    word = data.draw(st.sampled_from(getattr(lexicon.talk, kind)))
    understood = index.understand(f"{word}{mark}")
    assert (understood.action, understood.small_talk) == ("none", kind)


@pytest.mark.parametrize(
    ("text", "kind"), [("谢谢，再见", "bye"), ("好的，谢谢", "thanks"), ("你好，在吗", "greeting"), ("您好啊", "greeting")]
)
def test_of_several_the_last_counts(index: Index, text: str, kind: str) -> None:
    assert index.understand(text).small_talk == kind


@same_index
@given(data=st.data())
def test_a_question_behind_a_greeting_is_a_question(index: Index, lexicon: Lexicon, data: st.DataObject) -> None:
    understood = index.understand(f"{data.draw(st.sampled_from(lexicon.talk.greeting))}，特培材料")
    assert (understood.small_talk, understood.policies, understood.intents) == (None, ("nmg-tepei-2023",), ("materials",))


@pytest.mark.parametrize("text", ["", "在哪", "特培", "谢谢，材料呢"])
def test_nothing_else_is_small_talk(index: Index, text: str) -> None:
    assert index.understand(text).small_talk is None


@pytest.mark.parametrize(
    ("question", "applicant"),
    [
        ("我是电焊工，五十二岁，能报哪个？", "person"),
        ("我是电焊工，五十二岁，能报吗", "person"),
        ("高级技师能报啥", "person"),
        ("我是工程师中级职称，能报什么", "person"),
        ("我今年四十六，汉族，副高，能报吗", "person"),
        ("我们企业能申报什么项目", "unit"),
        ("我们学校能申报吗", "unit"),
        ("有没有适合我们公司的项目", "unit"),
        ("我们是技工学校，单位能报什么", "unit"),
        ("1985年5月1日出生，硕士，中级职称，能报什么", "person"),
        ("我能报什么", None),
        ("我在企业上班，高级工，能报啥", None),
    ],
)
def test_who_asks_what_there_is_for_them_is_offered_that(index: Index, base: KnowledgeBase, question: str, applicant: str | None) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.asks_screening, understood.applicant) == ("clarify", True, applicant)
    offered = [base.policies[policy].applicants for policy in understood.policies]
    assert all(applicant in kinds for kinds in offered if applicant)
    assert {kind for kinds in offered for kind in kinds} >= ({applicant} if applicant else {"person", "unit"})


def test_a_place_narrows_what_there_is(index: Index) -> None:
    assert index.understand("包头的高级技师能报啥").policies == ("bt-shibaiqian-2024", "nmg-tepei-2023")
    nothing = index.understand("广东的技师能报什么")
    assert (nothing.action, nothing.asks_screening) == ("none", True)
    assert nothing.elsewhere is not None
    assert nothing.elsewhere.regions == ("广东省",)


@pytest.mark.parametrize("question", ["金蓝领我能报哪个", "我是高级技师能评金蓝领么", "驾照能报什么", "怎么报名", "我是老师"])
def test_who_names_a_programme_or_asks_nothing_of_the_kind_is_not_screened(index: Index, question: str) -> None:
    assert not index.understand(question).asks_screening


def test_who_is_told_on_a_topic_is_not_screened(index: Index) -> None:
    understood = index.understand("我五十二了能报吗", topic="bt-shibaiqian-2024")
    assert (understood.action, understood.policies, understood.asks_screening) == ("answer", ("bt-shibaiqian-2024",), False)


@pytest.mark.parametrize(
    "said", ["我52，高级技师，包头", "86年的，技师", "52岁焊工", "1978年生，高级技师，新疆", "我今年45，蒙古族，副高，呼和浩特"]
)
def test_who_only_tells_who_they_are_asks_what_there_is_for_them(index: Index, said: str) -> None:
    understood = index.understand(said)
    assert (understood.action, understood.asks_screening, understood.applicant) == ("clarify", True, "person")


@pytest.mark.parametrize("said", ["金蓝领 52岁", "30个技师", "高级技师", "2023年 技师", "45岁能报吗", "24年的技师名额"])
def test_numbers_beside_a_name_or_a_question_introduce_nobody(index: Index, said: str) -> None:
    assert not index.understand(said).asks_screening


def test_on_a_topic_nobody_introduces_themselves_anew(index: Index) -> None:
    assert not index.understand("我52，高级技师", topic="bt-shibaiqian-2024").asks_screening
