"""What policies speak of in their own files: it explains words beside a name, and tells apart what a place has."""

import pytest

from knowledge.search.index import Index

GIG, OPINION, TEPEI, PILOT, DRIVERS = (
    "cn-gig-market-2023",
    "nmg-hst-opinion-2007",
    "nmg-tepei-2023",
    "xj-special-technician-pilot",
    "nmg-ndt-p2p",
)


@pytest.mark.parametrize(
    ("question", "policy"),
    [
        ("零工市场岗位求人倍率多久公布一回", GIG),
        ("想让零工市场帮我找个短工干干", GIG),
        ("内蒙古预备技师毕业以后能直接考技师吗", OPINION),
        ("新疆哪几家企业能搞特级技师", PILOT),
        ("特级技师哪4家企业", PILOT),
    ],
)
def test_what_a_policy_s_own_file_speaks_of_is_no_stranger_beside_its_name_or_place(index: Index, question: str, policy: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.policies) == ("answer", (policy,))


@pytest.mark.parametrize(
    "question",
    [
        "少数民族骨干计划",
        "博士后待遇",
        "泰山产业领军人才啥条件",
        "包头技师工作站补多少",
        "内蒙古工匠啥条件",
        "2023年内蒙古留学人员启动支持啥时候公布",
    ],
)
def test_it_excuses_nothing_that_makes_a_name_another_one(index: Index, question: str) -> None:
    assert index.understand(question).action != "answer"


def test_what_several_files_speak_of_tells_none_of_them_apart(index: Index) -> None:
    assert len(index.understand("晋城公示几天").policies) > 1
    assert index.understand("晋城公示几天").action == "clarify"


@pytest.mark.parametrize("question", ["工具能借不", "会来人看现场不", "要是没人提意见呢", "剩下那六成啥时候能拿到"])
def test_half_a_question_without_a_phrase_leans_on_the_topic(index: Index, question: str) -> None:
    understood = index.understand(question, topic=GIG)
    assert (understood.action, understood.policies) == ("answer", (GIG,))


def test_the_word_of_another_matter_that_is_also_asked_of_a_policy_leans_on_the_topic(index: Index) -> None:
    assert index.understand("火车票给报么", topic=DRIVERS).policies == (DRIVERS,)
    assert index.understand("火车票给报么").action == "none"


@pytest.mark.parametrize("question", ["农机补贴多少钱", "今天天气怎么样", "驾照怎么换", "轮胎换一个多少钱", "博士后落户", "特级教师怎么评"])
def test_what_begins_with_another_matter_does_not_lean_on_the_topic(index: Index, question: str) -> None:
    assert index.understand(question, topic=TEPEI).action != "answer"


@pytest.mark.parametrize(
    "question", ["兵团技能大师工作室怎么报", "齐鲁首席技师有哪些待遇", "国家级技能大师工作室给多少钱", "24年内蒙古特培啥时候报"]
)
def test_another_province_the_country_or_year_is_not_answered_with_ours_of_the_same_noun(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert understood.action == "none"
    assert understood.elsewhere is not None
    assert understood.related


def test_places_of_several_provinces_mean_what_speaks_of_them_all(index: Index) -> None:
    assert index.understand("临夏的能去乌鲁木齐参加比赛不").policies == ("sqsz-contest-2020",)
