"""General facts: asked for by a phrase, by two things compared, by a name; and never in place of a policy that is named."""

from dataclasses import replace
from itertools import permutations

import pytest

from knowledge.base import KnowledgeBase
from knowledge.facts import Fact, options_of
from knowledge.search.hearing import Cleaner
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon

GOLD, TEPEI, PILOT = "bt-shibaiqian-2024", "nmg-tepei-2023", "xj-special-technician-pilot"
FEE, PAPERS = "no-application-fee", "no-papers-here"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("12333是干嘛的", "hotline-12333"),
        ("12333", "hotline-12333"),
        ("特级技师是啥", "special-technician"),
        ("啥叫首席技师", "chief-technician"),
        ("国家职业资格一级是高级技师吗", "certificate-levels"),
        ("初级工中级工高级工分别是几级", "certificate-levels"),
        ("高级工程师算高级技师吗", "titles-are-not-levels"),
        ("职称和技能等级一样吗", "titles-are-not-levels"),
        ("我是高级工程师，算高级技师吗", "titles-are-not-levels"),
        ("首席技师比高级技师高吗", "skill-levels"),
        ("申报要不要交钱", FEE),
        ("上海特级技师是啥", "special-technician"),
        ("新疆申报要钱吗", FEE),
        ("你们收费吗", "this-is-free"),
        ("你收费不", "this-is-free"),
        ("身份证号要不要给你", PAPERS),
        ("要发身份证照片给你吗", PAPERS),
        ("身份证照片发给你行吗", PAPERS),
    ],
)
def test_a_general_question_is_answered_whole(index: Index, question: str, fact: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.general, understood.policies) == ("answer", fact, ())
    assert understood.elsewhere is None


@pytest.mark.parametrize(("question", "fact"), [("你们收费吗", "this-is-free"), ("身份证号要不要给你", PAPERS)])
def test_what_is_asked_of_us_is_not_asked_of_the_policy_before(index: Index, question: str, fact: str) -> None:
    understood = index.understand(question, topic=GOLD)
    assert (understood.general, understood.policies) == (fact, ())
    assert index.understand("报名要钱吗", topic=GOLD).policies == (GOLD,)


def test_every_name_is_explained_when_asked(index: Index, base: KnowledgeBase) -> None:
    asked = {f"{name}{what}": entry.id for entry in base.general.values() for name in entry.aliases for what in ("是什么", "是啥")}
    assert {question: index.understand(question).general for question in asked} == asked


def test_every_phrase_asks_for_its_own_fact(index: Index, base: KnowledgeBase) -> None:
    asked = {phrase.replace("…", ""): entry.id for entry in base.general.values() for phrase in entry.asks}
    assert {question: index.understand(question).general for question in asked} == asked


def test_no_phrase_or_name_is_worn_down_to_a_single_character(base: KnowledgeBase, lexicon: Lexicon) -> None:
    clean = Cleaner(lexicon.words.fillers).clean
    words = [word for entry in base.general.values() for word in (*entry.names, *entry.asks)]
    assert [word for word in words if len(clean(word)) < min(2, len(word))] == []


def labels(fact: Fact) -> list[str]:
    return [option.label.partition("（")[0] for option in options_of(fact)[1:]]


def test_any_two_levels_and_any_level_and_title_are_compared(index: Index, base: KnowledgeBase) -> None:
    levels, titles = labels(base.facts["skill_level"]), ["中级职称", "副高", "高级工程师", "正高级工程师"]
    for one, other in permutations(levels, 2):
        assert index.understand(f"{one}比{other}高吗").general == "skill-levels"
    for level in levels:
        for title in titles:
            assert index.understand(f"{title}算{level}吗").general == index.understand(f"{level}等于{title}吗").general
            assert index.understand(f"{title}算{level}吗").general == "titles-are-not-levels"


@pytest.mark.parametrize(
    ("question", "policy"),
    [
        ("金蓝领特级技师是什么", GOLD),
        ("优秀技师是什么", GOLD),
        ("包头特级技师是啥", GOLD),
        ("首席技师名额", GOLD),
        ("首席技师和特级技师推荐比例", GOLD),
        ("特级技师评聘试点是什么", PILOT),
        ("副高职称可以申请特培吗", TEPEI),
        ("特培计划12333能问吗", TEPEI),
        ("特级技师试点待遇比照正高吗", PILOT),
    ],
)
def test_a_policy_that_is_named_answers_itself(index: Index, question: str, policy: str) -> None:
    understood = index.understand(question)
    assert (understood.policies, understood.general) == ((policy,), None)


@pytest.mark.parametrize("question", ["特级技师怎么报", "高级技师怎么报", "我是高级技师能报哪个", "我是技师二级，能报吗", "怎么报名"])
def test_who_wants_to_apply_is_not_told_what_a_word_means(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.general) == ("clarify", None)


@pytest.mark.parametrize(
    "question",
    ["特级教师是什么", "技师学院是什么", "职称怎么评", "技能等级怎么考", "高级工", "我是高级技师", "比天高", "技师算高级技师" * 20],
)
def test_what_only_looks_alike_is_no_general_question(index: Index, question: str) -> None:
    assert index.understand(question).general is None


@pytest.mark.parametrize("question", ["金蓝领申报要交钱吗", "包头申报要交钱吗", "金蓝领要什么材料，要交钱吗"])
def test_fees_of_a_named_policy_stand_beside_its_answer(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.policies, understood.general) == ("answer", (GOLD,), FEE)
    assert "how_to_apply" in understood.intents


def test_fees_on_topic_are_the_topics(index: Index) -> None:
    understood = index.understand("那要交钱吗", topic=TEPEI)
    assert (understood.policies, understood.general) == ((TEPEI,), FEE)


@pytest.mark.parametrize("question", ["特培吃住自己花钱吗", "零工市场收费吗", "特培怎么报"])
def test_fees_stand_beside_no_answer_to_something_else(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.general) == ("answer", None)


def test_a_policy_named_in_full_is_never_silenced(index: Index, base: KnowledgeBase) -> None:
    """Each with every fifth word, and each word with every fifth of them."""
    words = [word.replace("…", "") for entry in base.general.values() for word in (*entry.names, *entry.asks)]
    for number, policy in enumerate(base.policies.values()):
        for word in words[number % 5 :: 5]:
            understood = index.understand(f"{policy.title}{word}")
            assert understood.general is None or policy.id in understood.policies, understood.question


def test_without_general_facts_all_is_as_it_was(base: KnowledgeBase, lexicon: Lexicon) -> None:
    bare = Index(replace(base, general={}), lexicon)
    assert bare.understand("特级技师是啥").action == "clarify"
    assert bare.understand("金蓝领申报要交钱吗").general is None
    assert bare.understand("高级工程师算高级技师吗").general is None
