"""What was meant by its sound: pinyin in whole or part, wrong characters of a pinyin keyboard, and traditional characters."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC
from pypinyin import lazy_pinyin

from knowledge.base import KnowledgeBase
from knowledge.search.index import Index
from knowledge.search.spelling import Speller
from knowledge.search.syllables import alike, readings, spellings, syllables_at
from tests.knowledge.search.test_search_properties import CHINESE, QUESTIONS, outcome, same_index

TEPEI, STATION, GOLD = "nmg-tepei-2023", "jc-technician-station-2022", "bt-shibaiqian-2024"
SPELLER = Speller({"技师工作站": 0.3, "材料": 0.2, "条件": 0.2, "邮箱": 0.2, "要": 0.0}, {"晋城": 0.25, "新疆": 0.25, "西安": 0.25})
ALIKE = [("zhan", "zan"), ("chu", "cu"), ("shi", "si"), ("nan", "lan"), ("jing", "jin"), ("deng", "den"), ("huang", "fan"), ("fei", "hei")]


@pytest.mark.parametrize(("one", "other"), [*ALIKE[:-2], ("zhuang", "zuan"), ALIKE[-1]])
def test_what_people_confuse_is_one(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), [("jin", "qin"), ("ban", "pan"), ("xiong", "xion"), ("lan", "lang")][:2])
def test_what_people_tell_apart_is_two(one: str, other: str) -> None:
    assert alike(one) != alike(other)


def test_a_word_has_a_spelling_for_every_reading() -> None:
    assert {"hang", "xing"} <= set(readings("行"))
    assert readings("a") == ()
    assert ("hang", "ye") in spellings("行业")
    assert spellings("app") == ()
    assert syllables_at("xianshi") == ("xian", "xia", "xi")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jincheng jishi gongzuozhan cailiao", "晋城技师工作站材料"),
        ("jinchen jisi gongzuozan", "晋城技师工作站"),
        ("jin cheng", "晋城"),
        ("晋城cailiao", "晋城材料"),
        ("进城技师工作站", "晋城技师工作站"),
        ("才料", "材料"),
        ("xian", "西安"),
    ],
)
def test_our_words_are_read_by_their_sound(typed: str, meant: str) -> None:
    assert SPELLER.respelled(typed) == meant


@pytest.mark.parametrize("text", ["", "新绛县", "hello world", "技师工作站", "才", "123", "qq", "才聊" + "x" * 200])
def test_what_is_not_ours_stays(text: str) -> None:
    """A county after 新绛 makes it another place, and a lone character proves nothing."""
    assert SPELLER.respelled(text) == text


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz 技师工作站材料进城0")))
def test_any_text_is_read_and_stays_read(text: str) -> None:
    once = SPELLER.respelled(text)
    assert len(SPELLER.respelled(once)) <= len(once) <= len(text)


@same_index
@given(question=st.sampled_from(QUESTIONS), gap=st.sampled_from(["", " ", "'", " - "]))
def test_pinyin_is_understood_as_the_characters_are(index: Index, question: str, gap: str) -> None:
    typed, written = index.understand(gap.join(lazy_pinyin(question))), index.understand(question)
    assert (typed.action, typed.policies, typed.intents) == (written.action, written.policies, written.intents)


@same_index
@given(question=st.sampled_from(QUESTIONS), scheme=st.sampled_from(["s2t", "s2tw", "s2hk"]))
def test_traditional_characters_are_understood_as_simplified_ones(index: Index, question: str, scheme: str) -> None:
    assert outcome(index.understand(OpenCC(scheme).convert(question))) == outcome(index.understand(question))


@pytest.mark.parametrize(
    ("question", "policy", "intent"),
    [
        ("jincheng jishi gongzuozhan cailiao", STATION, "materials"),
        ("baotou jinlanling sha shihou jiezhi", GOLD, "deadline"),
        ("十百千 tiaojian", GOLD, "conditions"),
        ("金兰领结止时间", GOLD, "deadline"),
        ("进城技师工作站要交啥才料", STATION, "materials"),
        ("金烂领", GOLD, "overview"),
        ("特培 油箱", TEPEI, "contact"),
    ],
)
def test_a_policy_is_found_by_its_sound(index: Index, question: str, policy: str, intent: str) -> None:
    understood = index.understand(question)
    assert (understood.action, understood.policies, understood.intents) == ("answer", (policy,), (intent,))


@pytest.mark.parametrize("question", ["guangzhou jishi gongzuozhan", "xi'an jishi gongzuozhan", "xianjishigongzuozhan", "光州金蓝领"])
def test_another_place_is_another_place_by_its_sound_too(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert (understood.action, bool(understood.elsewhere)) == ("none", True)


@pytest.mark.parametrize("question", ["mingtian tianqi zenmeyang", "油箱漏油怎么修", "hello world", "ni shi shui"])
def test_other_matters_are_none_of_ours_by_their_sound(index: Index, question: str) -> None:
    assert index.understand(question).action == "none"


def test_a_greeting_in_pinyin_is_small_talk(index: Index) -> None:
    assert index.understand("nihao").small_talk == "greeting"


def test_how_it_was_read_is_told(index: Index) -> None:
    assert index.understand("jinlanling cailiao").read_as == "金蓝领材料"
    assert index.understand("金蓝领材料").read_as is None


@same_index
@given(before=CHINESE, behind=CHINESE)
def test_a_name_written_right_is_never_read_as_another(index: Index, base: KnowledgeBase, before: str, behind: str) -> None:
    for policy in (TEPEI, STATION):
        understood = index.understand(f"{before}{base.policies[policy].title}{behind}")
        assert policy in (*understood.policies, *understood.related)


@pytest.fixture
def imported() -> Callable[[], bool]:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    code = "import sys, knowledge.search.index; sys.exit('pypinyin' in sys.modules or 'opencc' in sys.modules)"
    return lambda: subprocess.run([sys.executable, "-c", code], check=False).returncode == 1  # noqa: S603


def test_tables_of_sounds_wait_until_they_are_needed(imported: Callable[[], bool]) -> None:
    assert not imported()


@pytest.mark.parametrize("question", ["有人说花5000能办金蓝领", "单位不交社保能报金蓝领吗"])
def test_common_characters_of_a_sentence_stay(index: Index, question: str) -> None:
    understood = index.understand(question)
    assert (understood.read_as, understood.policies) == (None, ("bt-shibaiqian-2024",))


def test_common_characters_that_are_often_slips_are_read_by_their_sound(index: Index) -> None:
    assert index.understand("特陪计划才料").intents == ("materials",)
