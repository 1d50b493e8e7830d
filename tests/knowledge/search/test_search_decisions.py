"""Single decisions: what the chat is about, several policies, editions, and what is not ours."""

from dataclasses import replace

import pytest

from knowledge.base import KnowledgeBase
from knowledge.entries import Source
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.understanding import Elsewhere, Leaning

TEPEI, STATION, TALENT, GOLD = "nmg-tepei-2023", "jc-technician-station-2022", "jc-talent-base-2022", "bt-shibaiqian-2024"
CONTEST, PILOT, GIG, POSTDOC = "sqsz-contest-2020", "xj-special-technician-pilot", "cn-gig-market-2023", "nmg-postdoc-startup-2022"
BASE, CRAFT, STUDIO = "xj-training-base-2023", "xj-craftsman-2022", "xj-master-studio-2023"


@pytest.mark.parametrize(("question", "intents"), [("那材料呢", ("materials",)), ("什么时候", ("deadline",)), ("区内的呢", ("overview",))])
def test_half_a_question_means_what_the_chat_is_about(index: Index, question: str, intents: tuple[str, ...]) -> None:
    understood = index.understand(question, topic=TEPEI)
    assert (understood.action, understood.policies, understood.intents) == ("answer", (TEPEI,), intents)


def test_a_track_alone_is_heard_on_topic(index: Index) -> None:
    assert index.understand("区内的呢", topic=TEPEI).tracks == (f"{TEPEI}/inside",)


@pytest.mark.parametrize(
    ("question", "policy", "track", "intent"),
    [
        ("首席技师名额", GOLD, "chief", "quota"),
        ("优秀技师名额", GOLD, "excellent", "quota"),
        ("区内培养要多少岁", TEPEI, "inside", "conditions"),
        ("区外培养给多少钱", TEPEI, "outside", "benefit"),
        ("包头特级技师", GOLD, "special", "overview"),
        ("十百千特级技师报到哪", GOLD, "special", "how_to_apply"),
        ("学生组怎么报名", CONTEST, "student", "how_to_apply"),
    ],
)
def test_a_track_alone_speaks_for_its_policy(index: Index, question: str, policy: str, track: str, intent: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.policies, understood.intents) == ("answer", (policy,), (intent,))
    assert understood.tracks == (f"{policy}/{track}",)


def test_a_track_whose_word_another_policy_bears_is_asked_back(index: Index) -> None:
    understood = index.understand("特级技师怎么报")
    assert (understood.action, set(understood.policies)) == ("clarify", {GOLD, PILOT})
    assert index.understand("新疆特级技师怎么报").policies == (PILOT,)
    assert index.understand("特级技师评聘试点怎么报").policies == (PILOT,)


@pytest.mark.parametrize(("question", "policy"), [("高级技师怎么报", GOLD), ("学生怎么报名", CONTEST)])
def test_what_many_say_of_themselves_answers_for_no_policy(index: Index, question: str, policy: str) -> None:
    understood = index.understand(question)
    assert understood.action == "clarify"
    assert understood.policies[0] == policy


@pytest.mark.parametrize("question", ["上海特级技师怎么报", "广州区内培养条件"])
def test_a_track_elsewhere_is_not_ours(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert understood.action == "none"
    assert understood.related


@pytest.mark.parametrize(("question", "policy"), [("工作站电话", STATION), ("包头的", GOLD), ("包头高技能人才", GOLD)])
def test_a_single_candidate_answers_with_little_confidence(index: Index, question: str, policy: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.policies) == ("answer", (policy,))
    assert understood.confidence < 0.45


def test_weak_words_are_asked_back(index: Index) -> None:
    assert index.understand("高技能人才").action == "clarify"
    assert len(index.understand("高技能人才").policies) > 1
    assert set(index.understand("晋城技能办管的项目电话").policies) == {STATION, TALENT}


def test_a_new_name_ends_the_topic(index: Index) -> None:
    assert index.understand("金蓝领材料", topic=TEPEI).policies == (GOLD,)


@pytest.mark.parametrize("question", ["广州的呢", "2025年的呢"])
def test_the_topic_does_not_answer_for_elsewhere(index: Index, question: str) -> None:
    understood = index.understand(question, topic=TEPEI)
    assert (understood.action, understood.related) == ("none", (TEPEI,))
    assert understood.elsewhere in {Elsewhere(regions=("广州市",)), Elsewhere(years=(2025,))}


def test_thanks_on_topic_asks_nothing(index: Index) -> None:
    assert index.understand("好的，谢谢", topic=TEPEI).action == "none"


def test_two_names_are_two_answers(index: Index) -> None:
    understood = index.understand("特培和金蓝领哪个给的钱多")
    assert (understood.action, set(understood.policies), understood.intents) == ("answer", {TEPEI, GOLD}, ("benefit",))


def test_a_place_lends_weight_to_a_second_name(index: Index) -> None:
    understood = index.understand("新疆培训基地和大师工作室哪个钱多")
    assert (understood.action, set(understood.policies)) == ("answer", {"xj-training-base-2023", "xj-master-studio-2023"})


def test_the_longer_name_is_meant(index: Index) -> None:
    assert index.understand("特级技师试点有哪些企业").policies == (PILOT,)


def test_a_title_that_two_policies_share_is_asked_back(index: Index) -> None:
    understood = index.understand("关于开展2022年市级技师工作站和技能人才培养基地申报和评审工作的通知")
    assert (understood.action, set(understood.policies)) == ("clarify", {STATION, TALENT})


def test_a_place_alone_offers_what_it_has(index: Index) -> None:
    assert set(index.understand("山西有哪些项目").policies) == {STATION, TALENT}
    assert index.understand("呼和浩特有什么项目").policies[0] == TEPEI


@pytest.mark.parametrize("question", ["呼和浩特技能人才培养基地怎么报", "包头特级技师评聘试点", "包头高技能人才培训基地"])
def test_another_place_s_whole_name_is_not_answered_by_a_part_of_ours(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert understood.action == "none"
    assert understood.related


def test_nearly_the_same_in_the_very_place_is_asked_back(index: Index) -> None:
    understood = index.understand("新疆技能人才培养基地怎么报")
    assert (understood.action, understood.policies[0]) == ("clarify", "xj-training-base-2023")


@pytest.mark.parametrize("question", ["1980年13月", "19", "2019"])
def test_figures_alone_name_nothing(index: Index, question: str) -> None:
    assert index.understand(question).action == "none"


def test_what_takes_applications_is_offered_first(index: Index, base: KnowledgeBase) -> None:
    offered = index.understand("内蒙古有什么政策").policies
    taking = [base.policies[policy].applicant is not None for policy in offered]
    assert taking == sorted(taking, reverse=True)
    assert any(taking)
    assert not all(taking)


@pytest.mark.parametrize("question", ["广州零工市场电话", "内蒙古零工市场在哪"])
def test_what_ministries_tell_their_bureaus_answers_for_no_single_place(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.related) == ("none", (GIG,))
    assert index.understand("零工市场在哪").policies == (GIG,)


@pytest.mark.parametrize(
    ("question", "action"),
    [
        ("博士后待遇", "none"),
        ("博士后落户", "none"),
        ("优秀博士后资助多少钱", "answer"),
        ("内蒙古博士后资助", "answer"),
        ("内蒙古博士后工作站", "none"),
    ],
)
def test_words_of_other_matters_in_a_name_take_more_of_it(index: Index, question: str, action: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.policies) == (action, (POSTDOC,) if action == "answer" else ())


@pytest.mark.parametrize("question", ["广东有什么项目可以申报", "昆山有什么项目"])
def test_a_place_that_has_nothing_is_told_so(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert understood.action == "none"
    assert understood.elsewhere is not None


def test_a_place_off_the_table_is_still_another_place(index: Index) -> None:
    understood = index.understand("莲都区技师工作站")
    assert (understood.action, understood.elsewhere) == ("none", Elsewhere(regions=("莲都区",)))


@pytest.mark.parametrize(
    "question", ["特 培 计 划 材料", "ＴＰ特培材料", "特陪计划材料", "忒培材料", "<b>特培</b>材料 https://t.me/x?start=1"]
)
def test_typed_as_on_a_phone(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.policies, understood.intents) == ("answer", (TEPEI,), ("materials",))


@pytest.mark.parametrize("question", ["特岗计划什么时候报名", "少数民族骨干计划", "院士工作站", "工匠学院认定", "特级教师评选", "千人计划"])
def test_a_name_that_only_looks_alike_is_not_answered(index: Index, question: str) -> None:
    assert index.understand(question).action != "answer"


def test_the_reasons_are_told(index: Index) -> None:
    seen = index.understand("2023年包头的驾照和特培").explain
    assert {("region", "包头市"), ("year", "2023"), ("foreign", "驾照")} <= {(one.channel, one.saw) for one in seen}
    assert any(one.channel == "name" and one.score > 0.5 for one in seen)


def edition(base: KnowledgeBase, year: int) -> KnowledgeBase:
    """The base with one more edition of 特培计划."""
    old = base.policies[TEPEI]
    new = old.model_copy(update={"id": f"nmg-tepei-{year}", "year": year, "title": old.title.replace("2023", str(year)), "stages": ()})
    return replace(base, policies={**base.policies, new.id: new})


def test_the_newest_edition_answers_unless_a_year_is_named(base: KnowledgeBase, lexicon: Lexicon) -> None:
    index = Index(edition(base, 2025), lexicon)
    assert index.understand("特培材料").policies == ("nmg-tepei-2025",)
    assert index.understand("2023年特培材料").policies == (TEPEI,)
    assert index.understand("23年的特培材料").policies == (TEPEI,)
    assert index.understand("2024年特培材料").action == "none"


def test_the_same_name_in_many_places_is_asked_back_until_the_place_is_named(base: KnowledgeBase, lexicon: Lexicon) -> None:
    old = base.policies[STATION]
    policies = dict(base.policies)
    for number, place in enumerate(province for province in lexicon.regions.provinces if province.name != "山西省"):
        name = f"station-{number}"
        policies[name] = old.model_copy(
            update={
                "id": name,
                "region": (place.name,),
                "title": f"{place.name}技师工作站",
                "short_title": "技师工作站",
                "aliases": (),
                "series": old.series.model_copy(update={"id": name, "name": "技师工作站"}),
                "sources": (Source(publisher="官网", title="关于技师工作站的通知", kind="official"),),
            }
        )
    index = Index(replace(base, policies=policies), lexicon)
    torn = index.understand("技师工作站怎么申请")
    assert (torn.action, len(torn.policies)) == ("clarify", 4)
    assert index.understand("晋城技师工作站怎么申请").policies == (STATION,)
    assert policies[index.understand("海南技师工作站怎么申请").policies[0]].region == ("海南省",)


def test_a_county_that_only_a_policy_names_is_known(base: KnowledgeBase, lexicon: Lexicon) -> None:
    old = base.policies[STATION]
    new = old.model_copy(
        update={"id": "station-ld", "region": ("浙江省", "丽水市", "莲都区"), "series": old.series.model_copy(update={"id": "ld"})}
    )
    index = Index(replace(base, policies={**base.policies, new.id: new}), lexicon)
    assert index.understand("莲都区技师工作站").policies == ("station-ld",)


def test_an_empty_base_knows_nothing(base: KnowledgeBase, lexicon: Lexicon) -> None:
    index = Index(replace(base, policies={}), lexicon)
    assert index.understand("特培什么时候截止").action == "none"
    assert index.understand("2023年什么时候截止").action == "none"


@pytest.mark.parametrize(
    ("question", "topic", "meant"),
    [
        ("那材料呢", Leaning(TEPEI, "inside", ("benefit",)), (TEPEI, (f"{TEPEI}/inside",), ("materials",))),
        ("区内的呢", Leaning(TEPEI, "outside", ("benefit",)), (TEPEI, (f"{TEPEI}/inside",), ("benefit",))),
        ("什么时候", Leaning(GOLD), (GOLD, (), ("deadline",))),
        ("特级技师名额呢", Leaning(GOLD), (GOLD, (f"{GOLD}/special",), ("quota",))),
        ("培训基地呢，给多少", Leaning("xj-master-studio-2023"), ("xj-training-base-2023", (), ("benefit",))),
        ("培养基地给多少", Leaning(STATION), (TALENT, (), ("benefit",))),
        ("那新疆工匠呢", Leaning(TEPEI, "outside", ("benefit",)), ("xj-craftsman-2022", (), ("benefit",))),
        ("新疆工匠", Leaning(TEPEI, "outside", ("benefit",)), ("xj-craftsman-2022", (), ("overview",))),
        ("na cailiao ne", Leaning(TEPEI), (TEPEI, (), ("materials",))),
    ],
)
def test_half_a_question_leans_on_the_last_answer(index: Index, question: str, topic: Leaning, meant: tuple[object, ...]) -> None:
    understood = index.understand(question, topic=topic)
    policy, *rest = meant
    assert (understood.action, understood.policies, understood.tracks, understood.intents) == ("answer", (policy,), *rest)


def test_a_topic_that_is_gone_is_none(index: Index) -> None:
    assert index.understand("那材料呢", topic=Leaning("gone")).only_intent


@pytest.mark.parametrize("mark", ["，", "？", "\n", ", "])
def test_all_that_is_asked_at_once_is_heard_in_order(index: Index, mark: str) -> None:
    asked = mark.join(("特培啥时候截止", "交啥材料", "给多少钱", "要什么条件", "找谁问"))
    assert index.understand(asked).intents == ("deadline", "materials", "benefit", "conditions", "contact")


def test_sixty_questions_at_once_stay_bounded(index: Index) -> None:
    names = ("特培", "金蓝领", "技师工作站", "新疆工匠", "三区三州")
    understood = index.understand("？".join(f"{name}{asked}" for name in names for asked in ("条件", "材料", "多少钱") * 4))
    assert understood.action == "answer"
    assert 1 <= len(understood.policies) <= 4
    assert understood.intents == ("conditions", "materials", "benefit")


@pytest.mark.parametrize("question", ["材料交到市行吗", "送到县行吗", "班组长让我自己交到市里行吗", "从旗到市怎么报"])
def test_a_level_is_no_place(index: Index, question: str) -> None:
    assert index.understand(question).elsewhere is None
    understood = index.understand(question, topic=GOLD)
    assert (understood.action, understood.policies) == ("answer", (GOLD,))


@pytest.mark.parametrize(
    ("question", "place"), [("材料交到珠晖区行吗", "珠晖区"), ("交城县的技师工作站", "交城县"), ("工作站送给珠晖区吗", "珠晖区")]
)
def test_a_place_is_heard_without_the_way_there(index: Index, question: str, place: str) -> None:
    understood = index.understand(question, topic=STATION)
    assert (understood.action, understood.elsewhere) == ("none", Elsewhere((place,)))


def test_the_sister_of_another_place_is_meant(index: Index) -> None:
    understood = index.understand("那新疆的呢", topic=Leaning(TALENT, None, ("materials",)))
    assert (understood.action, understood.policies, understood.intents) == ("answer", (BASE,), ("materials",))


@pytest.mark.parametrize(
    ("question", "topic", "offered"),
    [
        ("新疆的呢", STATION, {BASE, CRAFT, PILOT, STUDIO}),
        ("晋城高级技师补贴", BASE, {STATION, TALENT}),
        ("新疆技师补贴", GOLD, {BASE, CRAFT, PILOT, STUDIO}),
        ("技师补贴", GOLD, {STATION, GOLD}),
        ("基地要什么条件", TEPEI, {BASE, TALENT, TEPEI}),
        ("特级技师有没有年龄要求", STATION, {PILOT, GOLD}),
    ],
)
def test_what_is_of_another_place_or_name_is_asked_back_beside_the_topic(
    index: Index, question: str, topic: str, offered: set[str]
) -> None:
    understood = index.understand(question, topic=topic)
    assert (understood.action, set(understood.policies), understood.elsewhere) == ("clarify", offered, None)


@pytest.mark.parametrize("question", ["特变电工的方案先给谁审", "中泰的方案报谁"])
def test_an_enterprise_named_beats_the_topic(index: Index, question: str) -> None:
    assert index.understand(question, topic="ah-startup-training-2023").policies == (PILOT,)


def test_everyday_words_that_sound_like_a_name_leave_the_topic(index: Index) -> None:
    assert index.understand("交到哪个办公室", topic=STATION).policies == (STATION,)


@pytest.mark.parametrize(
    ("question", "track"),
    [
        ("那材料呢", "chief"),
        ("什么时候", "chief"),
        ("旗县区怎么选，刷多少人", None),
        ("旗县区怎么选", None),
        ("我是高级工能报不", None),
        ("我们厂离稀土高新区近，材料交哪", None),
    ],
)
def test_the_track_is_carried_to_half_questions_alone(index: Index, question: str, track: str | None) -> None:
    understood = index.understand(question, topic=Leaning(GOLD, "chief", ("how_to_apply",)))
    assert (understood.action, understood.policies) == ("answer", (GOLD,))
    assert understood.tracks == ((f"{GOLD}/{track}",) if track else ())


@pytest.mark.parametrize(
    ("question", "topic", "policy", "intent"),
    [
        ("班组长让我自己交到市里行吗", GOLD, GOLD, "how_to_apply"),
        ("单位不交社保能报金蓝领吗", None, GOLD, "conditions"),
        ("金蓝领报了会不会扣社保", None, GOLD, "benefit"),
        ("钱不用完咋办", BASE, BASE, "benefit"),
        ("师生比多少", BASE, BASE, "conditions"),
        ("有理发的吗", CONTEST, CONTEST, "conditions"),
        ("三区三州比赛有焊工吗", None, CONTEST, "conditions"),
        ("弄虚作假会怎样", GOLD, GOLD, "process"),
        ("晋城工作站市直单位谁审核", None, STATION, "process"),
    ],
)
def test_what_newcomers_asked(index: Index, question: str, topic: str | None, policy: str, intent: str) -> None:
    understood = index.understand(question, topic=topic)
    assert (understood.action, understood.policies) == ("answer", (policy,))
    assert intent in understood.intents
    assert len(understood.intents) <= 2


def test_who_tells_of_themselves_on_a_topic_is_asked_back(index: Index) -> None:
    assert GOLD in index.understand("我是机关的工勤技师能报吗", topic=GOLD).policies


@pytest.mark.parametrize("topic", [None, CRAFT])
def test_a_number_that_nobody_bears_is_nobodys(index: Index, topic: str | None) -> None:
    understood = index.understand("15200000019是谁的电话", topic=topic)
    assert (understood.action, understood.policies) == ("none", ())
    assert index.understand("金蓝领电话是15200000019吗", topic=topic).policies == (GOLD,)
