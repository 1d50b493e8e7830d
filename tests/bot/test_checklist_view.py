"""Checklists of every policy and track, however long: one message, a button for each material, nothing that days make untrue."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.letter import letters_of
from bot.usecases.checklists import is_own, list_about, material_ids
from bot.views.checklists import Item, checklist_message, items_of, shared_message
from bot.views.render import to_plain
from bot.views.topics.papers import materials, merged
from bot.views.topics.section import View
from eligibility.answers import Given
from knowledge.base import KnowledgeBase
from knowledge.conditions import AnyOf, Comparison
from knowledge.policy import Policy
from storage.records import ChecklistItemRecord

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
RELATIVE = re.compile(r"还有 ?\d+ ?天|\d+ 天前|今天|明天")


def lists(base: KnowledgeBase) -> list[View]:
    found = {}
    for policy in base.policies.values():
        for track in (None, *(one.id for one in policy.tracks)):
            scope = list_about(policy, track)
            if scope is not None and any(
                is_own(policy, one, scope.track) for one in View(base, policy, scope.track, NOW).keep(policy.materials)
            ):
                found[str(scope)] = View(base, policy, scope.track, NOW)
    return list(found.values())


def row(material: str, *, late: bool = False, ticked: bool = False) -> ChecklistItemRecord:
    listed = NOW + timedelta(days=late)
    return ChecklistItemRecord(material=material, listed_at=listed, ticked_at=listed if ticked else None)


def test_every_list_fits_one_message_that_can_be_edited(base: KnowledgeBase) -> None:
    assert len(lists(base)) > 8
    for view in lists(base):
        items = items_of(view, [row(one) for one in material_ids(view.policy, view.track)])
        message = checklist_message(view, items)
        assert len(letters_of(message, edit=1)) == 1
        assert len(message.keyboard) <= 6, "a phone shows about five rows"
        assert not RELATIVE.search(to_plain(message))
        shared = shared_message(view, items, ticks=True)
        assert not RELATIVE.search(to_plain(shared))
        assert view.base.version in to_plain(shared)
        assert all(item.material.name in to_plain(shared) for item in items)
        assert all(item.material.note in to_plain(shared) for item in items if item.material.note)
        assert "报名时不用交" in to_plain(message) or view.policy.id != "jc-technician-station-2022"


def test_the_buttons_of_a_list_are_told_apart_by_what_each_paper_is(base: KnowledgeBase) -> None:
    view = View(base, base.policies["bt-shibaiqian-2024"], "senior", NOW)
    message = checklist_message(view, items_of(view, []))
    labels = [button.label.removeprefix("☐ ") for line in message.keyboard[:-1] for button in line]
    assert labels == ["1 包头市“十百千”高技能人才认定申请表", "2 职业技能等级（职业资格）证书", "3 佐证资料"]
    text = to_plain(message)
    assert "备好 0/3" in text
    others = text.partition("别人准备的，不用您备：")[2]
    assert "推荐汇总表》（本地区）（县级人社部门准备）" in others
    assert "推荐汇总表》（本单位）（单位准备）" in others
    assert "联络表》（单位准备）" in others
    for one in lists(base):
        told = checklist_message(one, items_of(one, []))
        labels = [button.label for line in told.keyboard[:-1] for button in line]
        assert len({label.split(" ", 2)[2] for label in labels}) == len(labels)


def test_tracks_with_the_same_materials_share_one_list(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for track in policy.tracks:
            scope = list_about(policy, track.id)
            assert scope is not None
            assert material_ids(policy, scope.track) == material_ids(policy, track.id)


def many(base: KnowledgeBase, count: int) -> Policy:
    """A policy with so many materials with long names."""
    policy = base.policies["jc-technician-station-2022"]
    first = policy.materials[0]
    long = {"name": f"{'长' * 60}", "note": "注" * 200}
    materials = tuple(first.model_copy(update={**long, "id": f"m{number}"}) for number in range(count))
    return policy.model_copy(update={"materials": materials})


@pytest.mark.parametrize("count", [1, 4, 5, 8, 9, 20, 21, 40])
def test_a_long_list_is_one_message_with_rows_of_few_words(base: KnowledgeBase, count: int) -> None:
    view = View(base, many(base, count), None, NOW)
    message = checklist_message(view, items_of(view, [row(f"m{number}") for number in range(count)]))
    assert len(letters_of(message, edit=1)) == 1
    boxes = [button for line in message.keyboard[:-1] for button in line]
    assert len(boxes) == count
    assert all(len(line) <= 8 for line in message.keyboard)
    assert len(message.keyboard) <= 6
    assert all(f"☐ {number}" in button.label for number, button in enumerate(boxes, 1))
    assert sum(line.startswith("☐") for block in message.blocks for line in block.lines) == count


@given(kept=st.dictionaries(st.integers(0, 5), st.tuples(st.booleans(), st.booleans())))
def test_new_is_what_came_later_and_is_not_ticked(base: KnowledgeBase, kept: dict[int, tuple[bool, bool]]) -> None:
    view = View(base, many(base, 6), None, NOW)
    rows = [row(f"m{number}", late=late, ticked=ticked) for number, (late, ticked) in kept.items()]
    begun_late = all(late for late, _ in kept.values())
    for number, item in enumerate(items_of(view, rows)):
        late, ticked = kept.get(number, (True, False))
        assert item == Item(view.policy.materials[number], ticked, not ticked and (number not in kept or (late and not begun_late)))


def test_a_list_of_nothing_says_so(base: KnowledgeBase) -> None:
    view = View(base, many(base, 0), None, NOW)
    assert "没有要勾的" in to_plain(checklist_message(view, ()))


def test_where_all_is_for_others_that_is_said_and_nothing_else(base: KnowledgeBase) -> None:
    policy = base.policies["xj-special-technician-pilot"]
    mine = tuple(one for one in policy.materials if one.id == "application-for-others")
    view = View(base, policy.model_copy(update={"materials": mine}), None, NOW, {"xj_pilot_enterprise": Given("zhongtai")})
    assert items_of(view, [row(one.id) for one in mine]) == ()
    assert "1 样材料都不用您这一类交" in to_plain(checklist_message(view, ()))
    assert "1 样材料都不用您这一类交" in materials(view).lead


def test_a_form_that_tracks_hand_in_alike_is_told_once(base: KnowledgeBase) -> None:
    policy = base.policies["bt-shibaiqian-2024"]
    every = materials(View(base, policy, None, NOW))
    assert every.lead == "要准备 6 样材料："
    (form,) = (line for line in every.lines if "认定申请表" in line)
    assert "【" not in form, "all four tracks hand it in"
    assert {one.id for one in every.entries} == {one.id for one in policy.materials}, "every clause is still cited"
    assert len(merged(one.model_copy(update={"note": one.id}) for one in policy.materials)) == 8, "what differs stays apart"


def test_a_rule_that_is_a_condition_too_is_told_as_the_condition_is(base: KnowledgeBase) -> None:
    lines = materials(View(base, base.policies["xj-special-technician-pilot"], None, NOW)).lines
    assert "【只有 在4家试点企业之一工作】" in lines[0]
    assert not any("股份有限公司" in line for line in lines)


def test_a_rule_of_several_facts_is_told_by_what_it_asks(base: KnowledgeBase) -> None:
    policy = base.policies["xj-special-technician-pilot"]
    first = policy.materials[0]
    assert first.when is not None
    both = first.model_copy(update={"when": AnyOf(any=(first.when, Comparison(fact="employed", is_=True)))})
    view = View(base, policy.model_copy(update={"materials": (both,)}), None, NOW)
    names = f"{base.facts['xj_pilot_enterprise'].name}、{base.facts['employed'].name}"
    assert f"【要不要交看{names}】" in materials(view).lines[0]


def test_a_paper_that_takes_no_applications_has_no_last_day(base: KnowledgeBase) -> None:
    policy = many(base, 2).model_copy(update={"applicant": None, "conditions": ()})
    view = View(base, policy, None, NOW)
    assert "截至" not in to_plain(checklist_message(view, items_of(view, [row("m0"), row("m1")])))


def test_what_certainly_is_for_others_is_left_out_and_counted(base: KnowledgeBase) -> None:
    policy = base.policies["xj-special-technician-pilot"]
    known = View(base, policy, None, NOW, {"xj_pilot_enterprise": Given("other")})
    items = items_of(known, [row(one) for one in material_ids(policy, None)])
    assert items == (), "the city prepares what is left"
    text = to_plain(checklist_message(known, items))
    assert "别人准备的，不用您备：\n· 《特级技师评聘工作申请表》（市级人社部门准备）" in text
    mine = [one.model_copy(update={"prepared_by": "applicant"}) if one.prepared_by == "unit" else one for one in policy.materials]
    first, *rest = mine
    known = View(base, policy.model_copy(update={"materials": (*rest, first.model_copy(update={"id": "own", "when": None}))}), None, NOW)
    known = View(base, known.policy, None, NOW, {"xj_pilot_enterprise": Given("other")})
    items = items_of(known, [])
    assert [item.material.id for item in items] == ["own"]
    text = to_plain(checklist_message(known, items, dropped=2))
    assert "另有 1 样不用" in text
    assert "去掉了 2 样" in text
    assert "【只有" not in text
