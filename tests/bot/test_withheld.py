"""核实中: nothing that is told of a policy holds what is withdrawn, and all else is told as before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.usecases.correcting import INNER
from bot.usecases.keeping.withdrawing import are_withdrawn, is_held, is_unjudged, withdrawn_of
from bot.usecases.listing import listed
from bot.usecases.scope import Screening, targets_of
from bot.usecases.snapshot import Snapshots
from bot.views.answer import SECTIONS, policy_answer
from bot.views.cards import card
from bot.views.changes.sections import SECTIONS as TOLD
from bot.views.dates import day_text
from bot.views.keeping import withdrawing as views
from bot.views.keeping.editing import entry_code
from bot.views.lookup import lookup_blocks
from bot.views.render import to_plain
from bot.views.topics.section import View
from bot.views.withheld import LEAD, withheld_message
from knowledge.base import WHOLE, KnowledgeBase
from knowledge.search.understanding import Bearer, LookedUp
from storage.keeping_records import WithdrawalRecord
from storage.queue_records import OutboxRecord

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
BAOTOU = "bt-shibaiqian-2024"


def without(base: KnowledgeBase, withdrawn: Mapping[str, frozenset[str]]) -> KnowledgeBase:
    return replace(base, withdrawn=withdrawn)


def answers(base: KnowledgeBase, policy: str) -> str:
    view = View(base, base.policies[policy], None, NOW)
    tracks = [replace(view, track=track.id) for track in view.policy.tracks]
    told = [to_plain(policy_answer(one, (topic,))) for one in (view, *tracks) for topic in SECTIONS]
    return "\n".join([*told, to_plain(card(base, view.policy, NOW).message), card(base, view.policy, NOW).description])


def test_of_a_policy_that_is_withdrawn_nothing_is_told_but_whom_to_ask(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        held = without(base, {policy.id: frozenset({WHOLE})})
        told = answers(held, policy.id)
        assert told.count(LEAD) >= len(SECTIONS)
        assert policy.summary not in told
        for stage in policy.stages:
            assert stage.ends is None or day_text(stage.ends) not in told
        assert all(target.policy != policy.id for subject in ("person", "unit") for target in targets_of(held, Screening(subject)))
        assert next(one for one in listed(held, NOW) if one.policy.id == policy.id).window.state == "none"
        assert "12333" in to_plain(withheld_message(held, policy))


def test_days_that_are_withdrawn_stand_in_no_answer(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for day in {stage.ends for stage in policy.stages if stage.ends}:
            these = frozenset(stage.id for stage in policy.stages if day in {stage.ends, stage.starts})
            assert day_text(day) not in answers(without(base, {policy.id: these}), policy.id)


def test_sums_that_are_withdrawn_stand_in_no_answer_and_the_rest_is_told(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        view = View(base, policy, None, NOW)
        if not policy.benefits:
            continue
        held = replace(view, base=without(base, {policy.id: frozenset({policy.benefits[0].id})}))
        assert policy.benefits[0].text not in to_plain(policy_answer(held, ("benefit",)))
        contact = to_plain(policy_answer(held, ("contact",)))
        assert contact == to_plain(policy_answer(view, ("contact",)))


def test_what_is_withdrawn_elsewhere_changes_nothing_here(base: KnowledgeBase) -> None:
    others = without(base, {"nmg-tepei-2023": frozenset({WHOLE})})
    assert answers(others, BAOTOU) == answers(base, BAOTOU)


def test_a_number_that_is_withdrawn_is_not_confirmed(base: KnowledgeBase) -> None:
    policy, office = next((policy, one) for policy in base.policies.values() for one in policy.contacts if one.phones)
    looked_up = LookedUp("phone", office.phones[0], (Bearer(policy.id, office.id),))
    assert LEAD in lookup_blocks(without(base, {policy.id: frozenset({office.id})}), looked_up)[0].lines
    assert LEAD not in lookup_blocks(base, looked_up)[0].lines


@pytest.mark.parametrize(
    ("reference", "held"),
    [
        (f'{{"policy": "{BAOTOU}"}}', True),
        (f'{{"policy": "{BAOTOU}/senior"}}', True),
        ('{"policy": "nmg-tepei-2023"}', False),
        ('{"policy": ""}', False),
        ("{}", False),
        ("", False),
    ],
)
def test_which_pushes_wait(base: KnowledgeBase, reference: str, held: bool) -> None:  # noqa: FBT001 - a table of cases
    claim = OutboxRecord.__new__(OutboxRecord)
    object.__setattr__(claim, "reference", reference)
    assert is_held(without(base, {BAOTOU: frozenset({"unit-to-county"})}), claim) is held


def test_what_a_verdict_rests_on(base: KnowledgeBase) -> None:
    assert is_unjudged(without(base, {BAOTOU: frozenset({"level"})}), BAOTOU)
    assert not is_unjudged(without(base, {BAOTOU: frozenset({"unit-to-county"})}), BAOTOU)
    assert are_withdrawn(without(base, {BAOTOU: frozenset({"unit-to-county"})}), base.policies[BAOTOU], ("stages",))


def test_withdrawals_by_policy() -> None:
    records = [WithdrawalRecord(policy=policy, entry=entry, begun_at=NOW) for policy, entry in (("p", "a"), ("q", ""), ("p", ""))]
    assert withdrawn_of(records) == {"p": {"a", ""}, "q": {""}}


def test_what_is_withdrawn_stays_so_when_another_version_is_served(snapshots: Snapshots) -> None:
    before = snapshots.current
    try:
        assert snapshots.withdraw({"p": frozenset({"a"})})
        assert not snapshots.withdraw({"p": frozenset({"a"})})
        snapshots.swap(before)
        assert snapshots.current.base.withdrawn == {"p": {"a"}}
    finally:
        snapshots.withdraw({})
        snapshots.swap(before)
    assert snapshots.current is before


def test_every_entry_can_be_paused_and_resumed_by_a_button(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        entries = views.entries_of(policy)
        assert sorted(entries) == sorted(entry.id for entry in policy.entries)
        pages = {
            button.data for page in range(1 + len(entries) // 8) for row in views.entries_message(policy, page).keyboard for button in row
        }
        for entry in entries:
            coded = entry_code(policy, entry)
            assert any(data and data.endswith(coded) for data in pages)
            assert views.entry_named(policy, coded) == entry
            assert views.about_text(policy, entry)
        assert views.entry_named(policy, "") == WHOLE
        assert views.entry_named(policy, "nothing") is None
        assert views.entry_named(policy, entry_code(policy, "gone"), ["gone"]) == "gone"
        assert views.about_text(policy, "gone") == "gone"


def test_what_is_put_right_is_told_of_every_field_but_the_examples() -> None:
    assert {field for _, fields in TOLD for field in fields} >= INNER
