"""Who does what when, with today in it."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.pictures.around import around_today
from bot.pictures.palette import BLUE, GOLD, GREEN, GREY
from bot.pictures.scene import Box, Scene, Words
from bot.pictures.timeline import timeline_scene
from bot.views.dates import when_text
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.calendar import window_of
from knowledge.policy import Policy
from tests.bot.pictures.looking import look_at, said
from tests.eligibility.strategies import DAY, base_of, policy_of

NOON = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=SHANGHAI)
ACTORS = ("applicant", "unit", "county", "city", "jury")


@st.composite
def stages(draw: st.DrawFn, number: int) -> dict[str, object]:
    """A stage with or without dates, after the one before it or on its own."""
    starts, ends = (draw(st.none() | st.integers(-400, 400).map(lambda days: DAY + timedelta(days=days))) for _ in range(2))
    if starts and ends and ends < starts:
        starts, ends = ends, starts
    return {
        "id": f"s{number}",
        "clause": "三",
        "name": f"环节{number}号",
        "actor": draw(st.sampled_from(ACTORS)),
        "action": draw(st.sampled_from(["交材料", "审核<&>后报送，盖公章，连同电子版和申报材料一起报送，分开装订"])),
        "receiver": draw(st.none() | st.just("人社局")),
        "starts": starts,
        "ends": ends,
        "about": draw(st.sampled_from([None, "年底前后"])),
        "lasts": draw(st.sampled_from([None, {"amount": 5, "unit": "working_days"}])),
        "follows": f"s{draw(st.integers(0, number - 1))}" if number and draw(st.booleans()) else None,
        "applying": draw(st.booleans()),
        "tracks": draw(st.sampled_from([(), ("one",)])),
    }


@st.composite
def staged(draw: st.DrawFn) -> Policy:
    """A policy of up to six stages."""
    drawn = [draw(stages(number)) for number in range(draw(st.integers(1, 6)))]
    return policy_of(stages=drawn, applicant=draw(st.sampled_from(["person", "unit", None])))


def _view(policy: Policy, now: datetime = NOON, track: str | None = None) -> View:
    return View(base_of(policy), policy, track, now)


def _bare(text: str) -> str:
    return text.replace(" ", "")


@settings(max_examples=80)
@given(staged(), st.sampled_from([None, "one", "two"]))
def test_every_stage_is_there_once_with_its_date(policy: Policy, track: str | None) -> None:
    view = _view(policy, track=track)
    scene = timeline_scene([view])
    look_at(scene)
    texts = said(scene)
    told = Counter(text.partition("（")[0].rpartition("】")[2] for text in texts)
    assert all(told[stage.name] == 1 for stage in view.route.possible)
    assert all(any(_bare(when_text(stage)) in text for text in texts) for stage in view.route.possible if stage.ends)
    assert sum(text.startswith("今天2024年12月10日") for text in texts) == 1


@given(staged())
def test_what_is_over_stands_above_today_and_nothing_else(policy: Policy) -> None:
    view = _view(policy)
    found = around_today(view)
    shown = [step.stage.id for step in (*found.behind, *found.ahead, *found.undated)]
    assert Counter(shown) == Counter(stage.id for stage in view.route.possible)
    for stage in view.route.possible:
        stands = window_of(policy, stage, NOON).state
        if stands != "none":
            assert (stands == "closed") == (stage.id in {step.stage.id for step in found.behind})
    assert all(step.state == "undated" for step in found.undated)
    assert not found.ahead or found.ahead[-1].state != "undated"
    scene = timeline_scene([view])
    today = _top(scene, "今天")
    assert all(_top(scene, step.stage.name) < today for step in found.behind)
    assert all(_top(scene, step.stage.name) > today for step in (*found.ahead, *found.undated))


def test_who_stands_before_what_is_over_is_over_too() -> None:
    common = {"clause": "三", "actor": "jury", "action": "评审"}
    first, second = {"id": "first", "name": "先"} | common, {"id": "second", "name": "后", "follows": "first"} | common
    policy = policy_of(stages=[first, second, {"id": "third", "name": "末", "follows": "second", "ends": "2024-12-01"} | common])
    assert [step.stage.id for step in around_today(_view(policy)).behind] == ["first", "second", "third"]
    before = around_today(_view(policy, NOON - timedelta(days=30)))
    assert [step.state for step in before.ahead] == ["undated", "undated", "open"]


def test_applying_is_over_with_the_window_even_where_no_date_says_so() -> None:
    common = {"clause": "三", "action": "报", "applying": True}
    own, county = (
        {"id": "own", "name": "报送", "actor": "applicant", "ends": "2024-12-01"},
        {"id": "county", "name": "初审", "actor": "county"},
    )
    policy = policy_of(stages=[county | common, own | common])
    assert len(around_today(_view(policy)).behind) == 2
    assert not around_today(_view(policy, NOON - timedelta(days=30))).behind


def _top(scene: Scene, words: str) -> float:
    return next(
        shape.y for shape in scene.shapes if isinstance(shape, Words) and "".join(shape.lines).rpartition("】")[2].startswith(words)
    )


def _grounds(scene: Scene) -> dict[str, str]:
    """By the words of each box the colour they stand on."""
    boxes = [shape for shape in scene.shapes if isinstance(shape, Box)]
    texts = [shape for shape in scene.shapes if isinstance(shape, Words)]
    return {
        "".join(line for text in texts if box.y <= text.y <= box.y + box.height for line in text.lines).replace(" ", ""): box.fill
        for box in boxes
    }


def test_the_open_window_is_green_and_a_person_without_a_date_is_told_to_ask(base: KnowledgeBase) -> None:
    scene = timeline_scene([View(base, base.policies["bt-shibaiqian-2024"], "senior", datetime(2024, 11, 28, 9, tzinfo=SHANGHAI))])
    grounds = _grounds(scene)
    assert next(fill for words, fill in grounds.items() if words.startswith("进行中")) == GREEN.ground
    assert next(fill for words, fill in grounds.items() if "报旗县区" in words and words.startswith("截至")) == GREEN.ground
    asked = next(words for words, fill in grounds.items() if fill == GOLD.ground)
    assert asked.startswith("日期没写单位通常会更早收，请马上问单位本人交单位")
    assert not any(fill == GREY.ground and "已过" in words for words, fill in grounds.items())


@pytest.mark.parametrize(
    ("day", "words", "colour"),
    [
        ("2024-12-11", "已过", GREY),
        ("2024-11-01", "还没开始", BLUE),
        ("2024-12-10", "进行中，今天就是最后一天", GREEN),
    ],
)
def test_the_same_stage_changes_with_the_day(base: KnowledgeBase, day: str, words: str, colour: object) -> None:
    now = datetime.fromisoformat(f"{day}T10:00+08:00")
    grounds = _grounds(timeline_scene([View(base, base.policies["bt-shibaiqian-2024"], "senior", now)]))
    mine = [(text, fill) for text, fill in grounds.items() if text.startswith("截至2024年12月10日")]
    assert [(words in text, fill) for text, fill in mine] == [(True, colour.ground)]  # type: ignore[attr-defined]  # a tone


def test_several_policies_begin_with_the_most_urgent_and_leave_out_what_has_no_date(base: KnowledgeBase) -> None:
    now = datetime(2023, 3, 18, 9, tzinfo=SHANGHAI)
    names = ["xj-training-base-2023", "bt-shibaiqian-2024", "cn-gig-market-2023", "nmg-tepei-2023"]
    scene = timeline_scene([View(base, base.policies[name], None, now) for name in names])
    look_at(scene)
    texts = said(scene)
    headings = [
        text for text in texts if any(text == _bare(f"{base.policies[name].short_title}（{base.policies[name].year}）") for name in names)
    ]
    assert [heading[:3] for heading in headings] == ["内蒙古", "新疆高", "包头十", "零工市"]
    assert not any("专家评价" in text for text in texts)
    assert any("不受理申报" in text for text in texts)
    assert sum(text.startswith("今天") for text in texts) == len(names)


@pytest.mark.parametrize(("day", "done"), [("2024-11-28", False), ("2024-12-15", False), ("2026-01-05", True)])
def test_what_has_no_date_may_be_done_once_nothing_dated_is_ahead(base: KnowledgeBase, day: str, done: bool) -> None:  # noqa: FBT001 - from a table
    now = datetime.fromisoformat(f"{day}T12:00+08:00")
    (words,) = (text for text in said(timeline_scene([View(base, base.policies["bt-shibaiqian-2024"], None, now)])) if "大致时间" in text)
    assert ("可能已经办过" in words) == done


def test_every_policy_on_file_can_be_looked_at_on_any_day(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for day in ("2020-06-01", "2022-12-08", "2023-04-01", "2026-01-01"):
            look_at(timeline_scene([View(base, policy, None, datetime.fromisoformat(f"{day}T12:00+08:00"))]))
