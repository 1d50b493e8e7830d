"""Every name that a file gives is understood with every topic."""

from typing import get_args

import pytest

from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.search.index import Index

ASKED: dict[Topic, tuple[str, ...]] = {
    "deadline": ("什么时候截止", "明年还有吗"),
    "materials": ("要什么材料", "交哪些表"),
    "conditions": ("什么条件", "年龄限制多大"),
    "how_to_apply": ("怎么申报", "报名收费吗"),
    "contact": ("电话多少", "找谁问"),
    "benefit": ("给多少钱", "有什么好处"),
    "quota": ("有多少名额", "选几个"),
    "process": ("评审流程", "几时公示"),
    "scope": ("面向哪些人", "哪些行业"),
    "overview": ("是什么", ""),
}


def test_every_topic_is_asked() -> None:
    assert set(ASKED) == set(get_args(Topic))


@pytest.mark.parametrize("topic", ASKED)
def test_official_short_and_nicknames_are_understood(index: Index, base: KnowledgeBase, topic: Topic) -> None:
    wrong = [
        (name, asked, understood.action, understood.policies, understood.intents, understood.likely)
        for policy in base.policies.values()
        for name in (policy.title, policy.short_title, *policy.aliases)
        for asked in ASKED[topic]
        if ((understood := index.understand(name + asked)).action, understood.policies) != ("answer", (policy.id,))
        or understood.intents != (topic,)
    ]
    torn = [one for one in wrong if one[-1][:1] == (topic,)]  # a name of which 化 is missing takes 话 of 电话 by its sound
    assert [one for one in wrong if one not in torn] == []
    assert len(torn) <= 1


@pytest.mark.parametrize("when", ["今年", "去年", "明年", "下一期", "前年", "本年度"])
def test_years_that_are_not_named_by_number_leave_the_name_as_it_is(index: Index, base: KnowledgeBase, when: str) -> None:
    for policy in base.policies.values():
        for question in (f"{when}{policy.short_title}的名额", f"{policy.short_title}{when}的名额"):
            understood = index.understand(question)
            assert (understood.action, understood.policies, understood.years) == ("answer", (policy.id,), ())
