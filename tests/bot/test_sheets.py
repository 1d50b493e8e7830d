"""Sheets for the unit, of every policy and track: all that was chosen and nothing else, dates and no days left, text and picture alike."""

import re
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.outbox.letter import letters_of
from bot.pictures.palette import INK, PAGE, SOFT
from bot.pictures.sheet import NARROWEST, WIDEST, sheet_scene
from bot.usecases.checklists import is_own
from bot.usecases.sheets import MOST, choosable, chosen_of, marks_of, required
from bot.views.dates import day_text
from bot.views.message import Keyboard
from bot.views.paper_steps import paper_buttons
from bot.views.render import LIMIT, to_html, to_plain, units
from bot.views.sheet_choices import sheet_choice_message, sheet_tracks_message
from bot.views.sheets import sheet_message, sheet_of
from bot.views.topics.requirements import condition_text
from bot.views.topics.section import View
from eligibility.answers import Given
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition, Kind
from tests.bot.pictures.looking import look_at, said

NOW = datetime(2024, 11, 28, 9, tzinfo=SHANGHAI)
RELATIVE = re.compile(r"还有 ?\d+ ?天|\d+ 天前|今天|明天|天后")


def views(base: KnowledgeBase, now: datetime = NOW) -> list[View]:
    taking = [policy for policy in base.policies.values() if policy.applicant]
    tracks = {policy.id: tuple(one.id for one in policy.tracks) or (None,) for policy in taking}
    return [View(base, policy, track, now) for policy in taking for track in tracks[policy.id]]


@pytest.mark.parametrize("day", [NOW, NOW + timedelta(days=8), NOW - timedelta(days=700), NOW + timedelta(days=9)])
def test_a_sheet_says_what_was_chosen_and_counts_no_days(base: KnowledgeBase, day: datetime) -> None:
    for view in views(base, day):
        conditions = choosable(view.policy, view.track)
        chosen = required(conditions)
        text = to_plain(sheet_message(sheet_of(view, chosen)))
        for one in conditions:
            assert (f"☐ {condition_text(view, one)}\n" in f"{text}\n") == (one.id in chosen), (view.policy.id, one.id)
        assert not RELATIVE.search(text), view.policy.id
        assert all(day_text(stage.ends) in text for stage in view.route.dated if stage.ends)
        assert ("本期已截止" in text) == (view.route.window(day).state == "closed")
        assert view.base.version in text
        assert f"打印日期：{day.year}年{day.month}月{day.day}日" in text
        assert all(issuer in text for issuer in view.policy.issuers)
        assert all(material.name in text for material in view.policy.materials if material in view.keep(view.policy.materials))
        assert all(units(piece) <= 2 * LIMIT for piece in to_html(sheet_message(sheet_of(view, chosen))))


def test_the_units_own_links_are_told_apart(base: KnowledgeBase) -> None:
    view = View(base, base.policies["bt-shibaiqian-2024"], "senior", NOW)
    (part,) = [part for part in sheet_of(view, frozenset()).parts if part.heading == "单位要做的"]
    assert "单位报旗县区" in part.lines[0]
    assert "截至2024年12月10日（周二）" in part.lines[0]
    assert "请对照这些条件" not in [part.heading for part in sheet_of(view, frozenset()).parts], "nothing chosen, nothing to compare"
    tepei = View(base, base.policies["nmg-tepei-2023"], "outside", NOW)
    (other,) = [part for part in sheet_of(tepei, frozenset()).parts if part.heading == "单位要做的"]
    assert "没有单列单位的环节" in other.lines[0]


def test_what_the_person_told_narrows_the_way(base: KnowledgeBase) -> None:
    policy = base.policies["nmg-tepei-2023"]
    known = View(base, policy, "outside", NOW, {"unit_affiliation": Given("province")})
    text = to_plain(sheet_message(sheet_of(known, frozenset())))
    assert "厅局（高校）报送" in text
    assert "盟市报送" not in text
    assert "走哪条路，看" not in text
    assert "走哪条路，看" in to_plain(sheet_message(sheet_of(View(base, policy, "outside", NOW), frozenset())))


def test_every_picture_can_be_read_and_printed_in_black_and_white(base: KnowledgeBase) -> None:
    for view in views(base):
        sheet = sheet_of(view, required(choosable(view.policy, view.track)))
        scene = sheet_scene(sheet)
        look_at(scene)
        assert NARROWEST <= scene.width <= WIDEST
        assert 15 * min(210 / scene.width, 297 / scene.height) > 2.5, "millimetres of a body letter on A4"
        told = "".join(said(scene))
        for part in sheet.parts:
            assert all("".join(line.replace("　", "").split()) in told for line in part.lines), part.heading
        used = {getattr(shape, name, None) for shape in scene.shapes for name in ("fill", "stroke", "colour")}
        assert used <= {INK, SOFT, PAGE, None}, "no meaning in a colour"


def condition(number: int, kind: Kind) -> Condition:
    return Condition(id=f"c{number}", clause="一", kind=kind, text="条件", decided_by="jury")


@given(
    st.lists(st.sampled_from(get_args(Kind)), max_size=MOST).flatmap(
        lambda kinds: st.tuples(st.just(kinds), st.sets(st.sampled_from(range(len(kinds)))) if kinds else st.just(set()))
    )
)
def test_a_choice_travels_in_a_button_and_comes_back(drawn: tuple[list[Kind], set[int]]) -> None:
    kinds, places = drawn
    conditions = tuple(condition(number, kind) for number, kind in enumerate(kinds))
    chosen = frozenset(f"c{place}" for place in places)
    mask, digest = marks_of(conditions, chosen)
    assert chosen_of(conditions, mask, digest) == chosen
    assert len(f"yt:{'x' * 12}:{mask}:{digest}") <= 64
    assert chosen_of((*conditions, condition(MOST + 1, "required")), mask, digest) is None
    assert chosen_of(conditions, format(1 << len(conditions), "x"), digest) is None
    assert chosen_of(conditions, f"0{mask}", digest) is None
    assert required(conditions) == {one.id for one in conditions if one.kind == "required"}


@given(st.text(max_size=6), st.text(max_size=6))
def test_a_forged_choice_is_none(mask: str, digest: str) -> None:
    conditions = (condition(0, "required"),)
    assert chosen_of(conditions, mask, digest) is None
    assert chosen_of(conditions, mask, marks_of(conditions, frozenset())[1]) in (None, frozenset(), {"c0"})


def labels(keyboard: Keyboard) -> list[str]:
    return [button.label for row in keyboard for button in row]


def test_the_choice_fits_a_phone_and_begins_with_what_is_required(base: KnowledgeBase) -> None:
    for view in views(base):
        conditions = choosable(view.policy, view.track)
        message = sheet_choice_message(view, required(conditions))
        assert len(letters_of(message, edit=1)) == 1
        assert message.keyboard[0][0].label.startswith("✅")
        assert len(message.keyboard) <= 2 + -(-len(conditions) // 5)
        assert "只要必须符合的" not in labels(message.keyboard)
        every = sheet_choice_message(view, frozenset(one.id for one in conditions))
        assert "全都带上" not in labels(every.keyboard)
    bare = base.policies["jc-technician-station-2022"].model_copy(update={"conditions": ()})
    assert len(sheet_choice_message(View(base, bare, None, NOW), frozenset()).keyboard) == 1


def test_many_conditions_are_still_one_message(base: KnowledgeBase) -> None:
    policy = base.policies["jc-technician-station-2022"]
    long = tuple(condition(number, "required").model_copy(update={"text": "长" * 200}) for number in range(MOST + 10))
    view = View(base, policy.model_copy(update={"conditions": long}), None, NOW.astimezone(UTC))
    message = sheet_choice_message(view, required(choosable(view.policy, None)))
    assert sum(len(row) for row in message.keyboard) <= 100


def test_the_buttons_stand_where_there_is_something_to_do(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        view = View(base, policy, None, NOW)
        taking = policy.applicant is not None
        assert bool(paper_buttons(view, ("conditions",))) == taking
        assert (
            labels(paper_buttons(view, ("materials",)))
            == ["☑ 开始勾选"] * any(is_own(policy, one, None) for one in policy.materials) + ["🏢 拿给单位看"] * taking
        )
        assert paper_buttons(view, ("deadline",)) == ()
        assert len(labels(sheet_tracks_message(policy).keyboard)) == len(policy.tracks)
