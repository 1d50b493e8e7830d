"""Which reminders are due: over any days and any moves of the clock each offset at most once, none too early, none after the end."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.usecases.reminding import (
    NEW_EDITION,
    OFFSETS,
    REMINDER,
    by_last_day,
    due_at,
    due_occasions,
    edition_of,
    hangs_on_answers,
    new_editions,
    still_due,
)
from bot.views.reminders import reminder_message
from bot.views.render import to_plain
from eligibility.answers import Answers, DoesNotKnow, Given
from knowledge.base import KnowledgeBase
from knowledge.calendar import closing
from knowledge.conditions import Comparison
from storage.records import Occasion, OutboxRecord

MOMENTS = st.datetimes(datetime(2022, 10, 1), datetime(2025, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def claim_of(occasion: Occasion) -> OutboxRecord:
    """A delivery as the fan-out writes it."""
    reference = {name: getattr(occasion, name) for name in ("kind", "policy", "stage", "offset_days", "deadline")}
    return OutboxRecord(
        id=1,
        kind=occasion.kind,
        dedupe_key=None,
        person_id=1,
        chat_id=1,
        telegram_chat_id=1,
        subscription_id=1,
        reference=json.dumps(reference),
        body=None,
        due_at=occasion.due_at,
        attempts=1,
        postponed=0,
        error=None,
    )


@given(MOMENTS)
def test_what_is_due_has_come_and_is_not_over_and_is_the_nearest(base: KnowledgeBase, now: datetime) -> None:
    due = list(due_occasions(base, now))
    assert len({(one.policy, one.deadline) for one in due}) == len(due)
    for one in due:
        assert one.kind == REMINDER
        assert one.due_at <= now
        policy = base.policies[one.policy]
        assert one.targets[0] == ("policy", one.policy)
        assert set(one.targets[1:]) <= {("track", f"{policy.id}/{track.id}") for track in policy.tracks}
        stages = next(stages for ends, stages in by_last_day(base, policy).items() if ends.isoformat() == one.deadline)
        assert any(now < end for stage in stages if (end := closing(stage)))
        later = [offset for offset in OFFSETS if offset < one.offset_days]
        assert all(due_at(stages[0].ends, offset) > now for offset in later if stages[0].ends)


@given(st.lists(MOMENTS, max_size=12).map(sorted))
def test_over_any_moves_of_the_clock_each_offset_is_told_at_most_once(base: KnowledgeBase, moments: list[datetime]) -> None:
    told: set[tuple[str, str, int]] = set()
    last: dict[tuple[str, str], int] = {}
    for now in moments:
        for one in due_occasions(base, now):
            key = (one.policy, one.deadline)
            assert one.offset_days <= last.get(key, OFFSETS[0])
            last[key] = one.offset_days
            told.add((*key, one.offset_days))
    for policy, deadline in last:
        assert sum((policy, deadline) == key[:2] for key in told) <= len(OFFSETS)


def test_every_offset_of_every_deadline_comes_at_nine_in_shanghai(base: KnowledgeBase) -> None:
    checked = 0
    for policy in base.policies.values():
        for ends in by_last_day(base, policy):
            for offset in OFFSETS:
                moment = due_at(ends, offset)
                assert moment.astimezone(SHANGHAI).time() == time(9)
                assert (ends - moment.astimezone(SHANGHAI).date()).days == offset
                found = [one for one in due_occasions(base, moment) if one.policy == policy.id and one.deadline == ends.isoformat()]
                assert [one.offset_days for one in found] == [offset]
                before = [one.offset_days for one in due_occasions(base, moment - timedelta(microseconds=1)) if one.policy == policy.id]
                assert offset not in before
                checked += 1
    assert checked >= 4 * len(OFFSETS)


@given(MOMENTS)
def test_a_delivery_says_how_many_days_are_left_now_and_none_that_is_over_is_sent(base: KnowledgeBase, now: datetime) -> None:
    for one in due_occasions(base, now):
        due = still_due(base, claim_of(one), one.targets, {}, now)
        assert due is not None
        assert due.days_left == (due.ends - now.astimezone(SHANGHAI).date()).days
        assert 0 <= due.days_left <= one.offset_days
        late = datetime.combine(due.ends + timedelta(days=1), time(), SHANGHAI)
        assert still_due(base, claim_of(one), one.targets, {}, late) is None


@pytest.mark.parametrize("change", [{"policy": "gone-2020"}, {"deadline": "2024-12-11"}])
def test_a_delivery_whose_policy_or_date_is_gone_is_not_sent(base: KnowledgeBase, change: dict[str, str]) -> None:
    now = datetime(2024, 12, 9, 2, tzinfo=UTC)
    due = list(due_occasions(base, now))
    claims = [claim_of(one) for one in due]
    followed = {target for one in due for target in one.targets}
    assert claims
    for claim in claims:
        changed = json.dumps(json.loads(claim.reference) | change)
        moved = OutboxRecord(**{name: getattr(claim, name) for name in claim.__slots__} | {"reference": changed})
        assert still_due(base, claim, followed, {}, now) is not None
        assert still_due(base, moved, followed, {}, now) is None


def with_next_editions(base: KnowledgeBase, years: int) -> KnowledgeBase:
    """The base with so many further editions of every policy."""
    later = [
        policy.model_copy(update={"id": f"{policy.id}-plus-{more}", "year": policy.year + more})
        for policy in base.policies.values()
        for more in range(1, years + 1)
    ]
    return replace(base, policies={policy.id: policy for policy in (*base.policies.values(), *later)})


@given(st.integers(0, 2), st.sets(st.integers(0, 60)))
def test_news_are_the_newest_editions_of_series_that_were_known_before(base: KnowledgeBase, years: int, places: set[int]) -> None:
    now = datetime(2024, 12, 9, 2, tzinfo=UTC)
    grown = with_next_editions(base, years)
    known = frozenset(policy for place, policy in enumerate(sorted(grown.policies)) if place in places)
    news = list(new_editions(grown, known, now))
    expected = {
        editions[0].id for editions in grown.editions.values() if editions[0].id not in known and known & {older.id for older in editions}
    }
    assert {one.policy for one in news} == expected
    for one in news:
        assert one.kind == NEW_EDITION
        assert one.targets == (("series", grown.policies[one.policy].series.id),)
        found = edition_of(grown, claim_of(one))
        assert found is not None
        assert found.id == one.policy
        assert edition_of(replace(grown, policies={}), claim_of(one)) is None


def test_policies_without_applications_remind_of_nothing(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        if policy.applicant is None:
            assert not by_last_day(base, policy)


def test_a_follower_of_one_track_hears_of_its_link_alone(base: KnowledgeBase) -> None:
    now = datetime(2024, 12, 9, 2, tzinfo=UTC)
    (one,) = due_occasions(base, now)
    whole = still_due(base, claim_of(one), {("policy", one.policy)}, {}, now)
    chief = still_due(base, claim_of(one), {("track", f"{one.policy}/chief")}, {}, now)
    assert whole is not None
    assert chief is not None
    assert len(whole.stages) == 2
    assert [stage.id for stage in chief.stages] == ["unit-to-city"]
    assert still_due(base, claim_of(one), set(), {}, now) is None


def of_two_ways(base: KnowledgeBase) -> KnowledgeBase:
    """The base with a policy of which leagues hand in on the 10th, departments on the 20th, and one kind of unit not at all."""
    policy = base.policies["xj-craftsman-2022"]
    moved = {"city-forwards": date(2024, 12, 10), "department-forwards": date(2024, 12, 20)}
    stages = [
        stage.model_copy(
            update={"starts": None, "ends": moved.get(stage.id)}
            | ({"when": Comparison(fact="unit_affiliation", one_of=("city",))} if stage.id == "city-forwards" else {})
        )
        for stage in policy.stages
    ]
    policy = policy.model_copy(update={"id": "two-ways-2024", "stages": tuple(stages), "signed": date(2024, 12, 1), "published": None})
    return replace(base, policies={policy.id: policy})


AFFILIATIONS: list[tuple[Answers, set[str]]] = [
    ({}, {"2024-12-10", "2024-12-20"}),
    ({"unit_affiliation": DoesNotKnow()}, {"2024-12-10", "2024-12-20"}),
    ({"unit_affiliation": Given("city")}, {"2024-12-10"}),
    ({"unit_affiliation": Given("province")}, {"2024-12-20"}),
    ({"unit_affiliation": Given("county")}, set()),
]


@pytest.mark.parametrize(("answers", "days"), AFFILIATIONS)
def test_of_several_ways_the_reminders_are_those_that_can_be_ones_own(base: KnowledgeBase, answers: Answers, days: set[str]) -> None:
    two = of_two_ways(base)
    now = datetime(2024, 12, 9, 2, tzinfo=UTC)
    due = {one.deadline: one for one in due_occasions(two, now)}
    assert set(due) == {"2024-12-10", "2024-12-20"}
    assert all(hangs_on_answers(two, claim_of(one)) for one in due.values())
    told = {day: found for day, one in due.items() if (found := still_due(two, claim_of(one), one.targets, answers, now))}
    assert set(told) == days
    for day, found in told.items():
        text = to_plain(reminder_message(two, found))
        labels = [button.label for row in reminder_message(two, found).keyboard for button in row]
        hedged = len(days) > 1
        assert ("先按最早的准备最稳妥" in text) == hedged == ("📍 哪一步是我的" in labels)
        assert ("盟市（地市）直属：" in text) == (hedged and day == "2024-12-10")


def test_ways_that_end_on_one_day_are_told_so(base: KnowledgeBase) -> None:
    now = datetime(2023, 3, 17, 2, tzinfo=UTC)
    (one,) = (found for found in due_occasions(base, now) if found.policy == "nmg-tepei-2023")
    due = still_due(base, claim_of(one), one.targets, {}, now)
    assert due is not None
    text = to_plain(reminder_message(base, due))
    assert "走哪条路看单位隶属，哪条路都是这一天截止。" in text
    assert "中央驻地方单位、自治区（省）直属：自治区厅局、高校" in text
    known = still_due(base, claim_of(one), one.targets, {"unit_affiliation": Given("province")}, now)
    assert known is not None
    assert [stage.id for stage in known.stages] == ["department-forwards"]
    assert "走哪条路" not in to_plain(reminder_message(base, known))


def test_what_hangs_on_no_answer_needs_none(base: KnowledgeBase) -> None:
    (one,) = due_occasions(base, datetime(2024, 12, 9, 2, tzinfo=UTC))
    assert not hangs_on_answers(base, claim_of(one))
    assert not hangs_on_answers(replace(base, policies={}), claim_of(one))


def test_a_late_reminder_is_left_out_when_the_next_one_follows_within_hours(base: KnowledgeBase) -> None:
    eve = datetime(2024, 12, 9, 8, 59, tzinfo=SHANGHAI)
    assert not list(due_occasions(base, eve))
    assert [one.offset_days for one in due_occasions(base, eve + timedelta(minutes=1))] == [1]
    assert [one.offset_days for one in due_occasions(base, eve - timedelta(days=1))] == [3]
