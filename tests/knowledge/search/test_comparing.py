"""Two names or tracks and a word of comparing are put side by side; what only looks like it is left as it was."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ROOT
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.comparing import Comparisons
from knowledge.search.index import Index
from knowledge.search.lexicon import load_lexicon
from knowledge.search.understanding import Elsewhere, Leaning

DATA = ROOT / "knowledge" / "data"
BASE, LEXICON = Library(DATA, check_example).base, load_lexicon(DATA / "search")
INDEX = Index(BASE, LEXICON)
COMPARISONS = Comparisons(BASE, INDEX, LEXICON)
QUESTIONS = Path(__file__).parents[2] / "data" / "questions"

STATION, JC_BASE = "jc-technician-station-2022", "jc-talent-base-2022"
STUDIO, XJ_BASE = "xj-master-studio-2023", "xj-training-base-2023"
INSIDE, OUTSIDE = "nmg-tepei-2023/inside", "nmg-tepei-2023/outside"
JOINS = st.sampled_from(["和", "跟", "与", "还是", "、", "比"])
ASKS = st.sampled_from(["有什么区别", "哪个好", "哪个给的钱多", "有啥不一样", "区别"])
NAMES = {
    "晋城技师工作站": STATION,
    "包头金蓝领": "bt-shibaiqian-2024",
    "内蒙古特培计划": "nmg-tepei-2023",
    "新疆技能大师工作室": STUDIO,
    "新疆工匠": "xj-craftsman-2022",
    "三区三州大赛": "sqsz-contest-2020",
}


def compared(question: str, topic: str | None = None) -> tuple[str, ...]:
    leaning = Leaning(topic) if topic else None
    return COMPARISONS.find(INDEX.understand(question, topic=leaning), leaning)


@given(st.permutations(sorted(NAMES)), JOINS, ASKS, st.sampled_from([None, "jc-talent-base-2022"]))
def test_any_two_names_with_any_word_between_are_put_side_by_side(names: list[str], join: str, asks: str, topic: str | None) -> None:
    one, other = names[:2]
    assert compared(f"{one}{join}{other}{asks}", topic) == (NAMES[one], NAMES[other])


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("区内区外有什么区别", {INSIDE, OUTSIDE}),
        ("特培区内区外条件有啥不一样", {INSIDE, OUTSIDE}),
        ("晋城两个项目哪个钱多", {STATION, JC_BASE}),
        ("工作站和培养基地区别", {STATION, JC_BASE}),
        ("晋城技师工作站vs培养基地", {STATION, JC_BASE}),
        ("新疆培训基地和大师工作室哪个钱多", {XJ_BASE, STUDIO}),
        ("首席技师和特级技师名额有什么不同", {"bt-shibaiqian-2024/chief", "bt-shibaiqian-2024/special"}),
        ("jincheng jishi gongzuozhan he peiyang jidi qubie", {STATION, JC_BASE}),
    ],
)
@pytest.mark.parametrize("topic", [None, "bt-shibaiqian-2024"])
def test_tracks_places_and_short_names_are_found_whatever_was_told_about_last(question: str, wanted: set[str], topic: str | None) -> None:
    assert set(compared(question, topic)) == wanted


def test_all_tracks_of_one_policy() -> None:
    every = tuple(f"bt-shibaiqian-2024/{track.id}" for track in BASE.policies["bt-shibaiqian-2024"].tracks)
    assert compared("包头金蓝领几类有什么区别") == every
    assert compared("晋城技师工作站几类有什么区别") == ()


def test_one_name_is_compared_with_what_was_told_about_last() -> None:
    assert compared("和晋城技师工作站比哪个好", "bt-shibaiqian-2024") == ("bt-shibaiqian-2024", STATION)
    assert compared("和晋城技师工作站比哪个好") == ()
    assert compared("和晋城技师工作站比哪个好", STATION) == ()
    assert compared("晋城技师工作站有什么不一样的", "bt-shibaiqian-2024") == ()


@pytest.mark.parametrize(
    "question",
    [
        "高级工程师和高级技师哪个高",
        "职称和技能等级有什么区别",
        "你好",
        "内蒙古高技能人才占比要达到多少",
        "北京和上海哪个好",
        "特培计划什么时候截止",
        "晋城工作站和基地都要什么材料",
    ],
)
def test_nothing_else_is_compared(question: str) -> None:
    assert compared(question) == ()


def test_of_the_labelled_questions_only_those_that_compare() -> None:
    rows = [json.loads(line) for name in ("tune", "held") for line in (QUESTIONS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    found = {row["q"]: compared(row["q"], row["topic"]["policy"] if row.get("topic") else None) for row in rows}
    found = {question: sides for question, sides in found.items() if sides}
    assert found
    for question, sides in found.items():
        wanted = next(row["policy"] for row in rows if row["q"] == question)
        assert {side.partition("/")[0] for side in sides} <= ({wanted} if isinstance(wanted, str) else set(wanted)), question


def test_what_is_compared_is_an_overview_where_only_comparing_is_asked() -> None:
    assert COMPARISONS.topics(LEXICON.intents.comparison.means) == ("overview",)
    assert COMPARISONS.topics(()) == ("overview",)
    assert COMPARISONS.topics(("benefit",)) == ("benefit",)


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert len(compared(text)) in {0, 2, 3, 4}


@pytest.mark.parametrize(
    ("question", "places", "years", "ours"),
    [
        ("新疆工匠和西藏工匠有什么区别", ("西藏自治区",), (), ("xj-craftsman-2022",)),
        ("西藏工匠和新疆工匠有什么区别", ("西藏自治区",), (), ("xj-craftsman-2022",)),
        ("新疆工匠跟北京的有什么不一样", ("北京市",), (), ("xj-craftsman-2022",)),
        ("特培2023和特培2031有什么区别", (), (2031,), ("nmg-tepei-2023",)),
    ],
)
def test_one_side_that_is_not_ours_is_named_with_what_is(
    question: str, places: tuple[str, ...], years: tuple[int, ...], ours: tuple[str, ...]
) -> None:
    understood = INDEX.understand(question)
    assert COMPARISONS.find(understood) == ()
    assert COMPARISONS.lacking(understood) == (Elsewhere(places, years), ours)


@given(st.permutations(sorted(NAMES)), JOINS, ASKS)
def test_nothing_is_lacking_between_two_of_ours_nor_where_nothing_is_compared(names: list[str], join: str, asks: str) -> None:
    assert COMPARISONS.lacking(INDEX.understand(f"{names[0]}{join}{names[1]}{asks}")) is None
    assert COMPARISONS.lacking(INDEX.understand(f"{names[0]}什么时候截止")) is None
