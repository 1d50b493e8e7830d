"""Which reminders there are: each last day by every offset, a day ahead, at most once; and what is left of one when it is sent."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.usecases.lacking import Lacks
from bot.usecases.reminding import (
    NEW_EDITION,
    REMINDER,
    SNOOZE,
    Due,
    Listener,
    Reminder,
    Target,
    day_on,
    days_of,
    edition_of,
    fans_out_at,
    is_coming,
    new_editions,
    still_due,
    target_of,
    target_of_stage,
    upcoming,
)
from bot.usecases.rhythms import CHOICES, DEFAULT
from bot.usecases.versions import Versions
from bot.views.message import Message
from bot.views.reminders import reminder_message
from bot.views.render import to_plain
from bot.views.topics.deadlines import UNDATED
from eligibility.answers import Answers, DoesNotKnow, Given
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison
from storage.queue_records import DeadlineRecord, Occasion, OutboxRecord
from storage.records import Rhythm

MOMENTS = st.datetimes(datetime(2022, 10, 1), datetime(2025, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
FIRST = Versions(())
EVE = datetime(2024, 12, 9, 2, tzinfo=UTC)


def claim_of(occasion: Occasion, due_at: datetime | None = None, kind: str = REMINDER) -> OutboxRecord:
    """A delivery as the fan-out writes it."""
    reference = {name: getattr(occasion, name) for name in ("policy", "stage", "offset_days", "deadline")}
    return OutboxRecord(
        id=1,
        kind=kind,
        dedupe_key=None,
        person_id=1,
        chat_id=1,
        telegram_chat_id=1,
        subscription_id=1,
        reference=json.dumps({"kind": kind, **reference}),
        body=None,
        due_at=due_at or occasion.due_at,
        attempts=1,
        postponed=0,
        error=None,
    )


def somebody(
    *followed: Target, answers: Answers | None = None, rhythm: Rhythm = DEFAULT, silent: tuple[tuple[str, str], ...] = ()
) -> Listener:
    return Listener(rhythm, frozenset(followed), answers or {}, frozenset(silent))


def due_now(base: KnowledgeBase, now: datetime, rhythm: Rhythm = DEFAULT, versions: Versions = FIRST) -> list[Reminder]:
    """The reminders whose moment has come for a rhythm, the first to end before others."""
    come = (one for one in upcoming(base, versions, now) if (moment := one.when(rhythm, now)) is not None and moment <= now)
    return sorted(come, key=lambda one: one.last.ends)


def told(base: KnowledgeBase, due: Due, now: datetime) -> Message:
    return reminder_message(base, due, Lacks(), now)


@given(MOMENTS)
def test_what_fans_out_is_to_come_within_two_days_or_has_come_and_is_not_over(base: KnowledgeBase, now: datetime) -> None:
    found = list(upcoming(base, FIRST, now))
    keys = [(one.occasion.policy, one.occasion.deadline, one.occasion.offset_days) for one in found]
    assert len(set(keys)) == len(keys)
    for one in found:
        policy, occasion = base.policies[one.occasion.policy], one.occasion
        assert occasion.kind == REMINDER
        assert occasion.due_at <= now
        day = day_on(base, policy, one.last.ends)
        assert day is not None
        assert any(is_coming(stage, now) for stage in day.stages)
        allowed = {target_of(policy.id, None), *(target_of(policy.id, track.id) for track in policy.tracks)}
        assert set(occasion.targets) <= allowed | {target_of_stage(policy.id, stage.id) for stage in policy.stages}
        moment = one.when(DEFAULT, now)
        assert moment is None or moment - now < timedelta(days=2)


def test_every_usual_day_of_every_last_day_comes_at_nine_in_shanghai(base: KnowledgeBase) -> None:
    checked = 0
    for policy in base.policies.values():
        for last in (day.last for day in days_of(base, policy)):
            ends = last.ends
            for days in last.usual:
                moment = datetime.combine(ends - timedelta(days=days), time(9), SHANGHAI)
                mine = [one for one in due_now(base, moment) if (one.occasion.policy, one.last.ends) == (policy.id, ends)]
                assert [one.occasion.offset_days for one in mine] == [days]
                before = due_now(base, moment - timedelta(microseconds=1))
                assert (policy.id, ends, days) not in {(one.occasion.policy, one.last.ends, one.occasion.offset_days) for one in before}
                assert fans_out_at(ends, days) <= moment - timedelta(hours=24)
                checked += 1
    assert checked >= 40


@given(MOMENTS)
def test_a_delivery_says_how_many_days_are_left_now_and_none_that_is_over_is_sent(base: KnowledgeBase, now: datetime) -> None:
    for one in due_now(base, now):
        due = still_due(base, FIRST, claim_of(one.occasion), somebody(*one.occasion.targets), now)
        assert due is not None
        assert due.days_left == (due.ends - now.astimezone(SHANGHAI).date()).days
        assert 0 <= due.days_left <= one.occasion.offset_days
        late = datetime.combine(due.ends + timedelta(days=1), time(), SHANGHAI)
        assert still_due(base, FIRST, claim_of(one.occasion), somebody(*one.occasion.targets), late) is None


@pytest.mark.parametrize("change", [{"policy": "gone-2020"}, {"deadline": "2024-12-11"}, {"deadline": "2024-12-10#1"}])
def test_a_delivery_whose_policy_or_date_is_gone_is_not_sent(base: KnowledgeBase, change: dict[str, str]) -> None:
    one, *_ = due_now(base, EVE)
    claim, follower = claim_of(one.occasion), somebody(*one.occasion.targets)
    moved = replace(claim, reference=json.dumps(json.loads(claim.reference) | change))
    assert still_due(base, FIRST, claim, follower, EVE) is not None
    assert still_due(base, FIRST, moved, follower, EVE) is None


def test_a_delivery_that_a_later_one_has_overtaken_is_not_sent(base: KnowledgeBase) -> None:
    week = next(one for one in upcoming(base, FIRST, EVE) if one.occasion.offset_days == 7 and one.occasion.policy == "bt-shibaiqian-2024")
    follower = somebody(*week.occasion.targets)
    assert still_due(base, FIRST, claim_of(week.occasion), follower, EVE - timedelta(days=3)) is not None
    assert still_due(base, FIRST, claim_of(week.occasion), follower, EVE) is None
    chosen = replace(DEFAULT, remind_days="7")
    assert still_due(base, FIRST, claim_of(week.occasion), replace(follower, rhythm=chosen), EVE) is not None


def test_a_date_that_moved_is_reminded_of_anew_from_then_on(base: KnowledgeBase) -> None:
    moved_at = EVE - timedelta(days=1)
    versions = Versions(
        DeadlineRecord(policy="bt-shibaiqian-2024", stage="unit-to-city", sequence=number, day="2024-12-10", label="{}", known_at=at)
        for number, at in ((0, EVE - timedelta(days=9)), (1, moved_at))
    )
    found = {one.occasion.offset_days: one for one in upcoming(base, versions, EVE) if one.last.ends == date(2024, 12, 10)}
    assert {one.occasion.deadline for one in found.values()} == {"2024-12-10#1"}
    assert found[3].when(DEFAULT, EVE - timedelta(days=1)) is None, "its moment was before the change, which was told then"
    assert found[1].when(DEFAULT, EVE) is not None


@given(hours=st.integers(-24 * 12, 24 * 12), days=st.sampled_from([0, 1, 3, 7]))
def test_another_stages_change_neither_loses_nor_doubles_what_waits(base: KnowledgeBase, hours: int, days: int) -> None:
    """A delivery of before the change may still wait, since Telegram was busy: it is sent, or a new one takes its place."""
    changed_at = EVE + timedelta(hours=hours)
    versions = Versions(
        DeadlineRecord(policy="bt-shibaiqian-2024", stage="report", sequence=number, day="2024-12-20", label="{}", known_at=at)
        for number, at in ((0, EVE - timedelta(days=60)), (1, changed_at))
    )
    ends = date(2024, 12, 10)
    late = datetime.combine(ends, time(23, 59), SHANGHAI)
    waiting, made = (
        next(one for one in upcoming(base, known, late) if (one.last.ends, one.occasion.offset_days) == (ends, days))
        for known in (FIRST, versions)
    )
    moment = waiting.when(DEFAULT, late - timedelta(days=40))
    assert moment is not None
    now = max(moment, changed_at)
    sent = still_due(base, versions, claim_of(waiting.occasion, moment), somebody(*waiting.occasion.targets), now)
    overtaken = still_due(base, FIRST, claim_of(waiting.occasion, moment), somebody(*waiting.occasion.targets), now) is None
    assert (sent is None) is (overtaken or made.when(DEFAULT, late - timedelta(days=40)) is not None)


@pytest.mark.parametrize("silent", [("bt-shibaiqian-2024", ""), ("bt-shibaiqian-2024", "unit-to-city")])
def test_what_somebody_wants_to_hear_no_more_of_is_left_out(base: KnowledgeBase, silent: tuple[str, str]) -> None:
    one, *_ = due_now(base, EVE)
    due = still_due(base, FIRST, claim_of(one.occasion), somebody(target_of(one.occasion.policy, None), silent=(silent,)), EVE)
    left = set() if not silent[1] else {"unit-to-county"}
    assert {stage.id for stage in due.stages} if due else set() == left


def test_a_snooze_goes_with_its_stage_and_is_never_overtaken(base: KnowledgeBase) -> None:
    one, *_ = due_now(base, EVE)
    claim = claim_of(replace(one.occasion, deadline="2024-11-30"), kind=SNOOZE)
    due = still_due(base, FIRST, claim, somebody(target_of(one.occasion.policy, None)), EVE)
    assert due is not None
    assert due.ends == date(2024, 12, 10)


def test_one_stage_alone_can_be_followed_whosever_it_is(base: KnowledgeBase) -> None:
    now = datetime(2023, 5, 3, 2, tzinfo=UTC)
    stage = target_of_stage("xj-master-studio-2023", "region-check")
    (one,) = (found for found in due_now(base, now) if found.occasion.policy == "xj-master-studio-2023")
    assert stage in one.occasion.targets
    assert target_of("xj-master-studio-2023", None) not in one.occasion.targets
    due = still_due(base, FIRST, claim_of(one.occasion), somebody(stage), now)
    assert due is not None
    assert [found.id for found in due.stages] == ["region-check"]
    assert UNDATED not in to_plain(told(base, due, now))
    assert still_due(base, FIRST, claim_of(one.occasion), somebody(target_of("xj-master-studio-2023", None)), now) is None


def test_a_late_delivery_says_so(base: KnowledgeBase) -> None:
    one, *_ = due_now(base, EVE)
    moment = one.when(DEFAULT, EVE)
    assert moment is not None
    for due_at, late in ((moment, False), (EVE - timedelta(hours=5), True)):
        due = still_due(base, FIRST, claim_of(one.occasion, due_at), somebody(*one.occasion.targets), EVE)
        assert due is not None
        assert ("晚到了" in to_plain(told(base, due, EVE))) == late


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
    grown = with_next_editions(base, years)
    known = frozenset(policy for place, policy in enumerate(sorted(grown.policies)) if place in places)
    news = list(new_editions(grown, known, EVE))
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


def test_a_policy_without_applications_reminds_nobody_but_who_follows_a_stage_of_it(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for day in days_of(base, policy):
            moment = datetime.combine(day.last.ends, time(9), SHANGHAI)
            for one in upcoming(base, FIRST, moment):
                if one.occasion.policy == policy.id and policy.applicant is None:
                    assert {kind for kind, _ in one.occasion.targets} == {"stage"}


def test_a_follower_of_one_track_hears_of_its_link_alone(base: KnowledgeBase) -> None:
    one, *_ = due_now(base, EVE)
    policy = one.occasion.policy
    whole = still_due(base, FIRST, claim_of(one.occasion), somebody(target_of(policy, None)), EVE)
    chief = still_due(base, FIRST, claim_of(one.occasion), somebody(target_of(policy, "chief")), EVE)
    assert whole is not None
    assert chief is not None
    assert len(whole.stages) == 2
    assert [stage.id for stage in chief.stages] == ["unit-to-city"]
    assert still_due(base, FIRST, claim_of(one.occasion), somebody(), EVE) is None


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
    policy = policy.model_copy(update={"id": "two-ways-2024", "stages": tuple(stages), "signed": date(2024, 11, 1), "published": None})
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
    due = {one.occasion.deadline: one.occasion for one in due_now(two, EVE)}
    assert set(due) == {"2024-12-10", "2024-12-20"}
    follower = somebody(target_of("two-ways-2024", None), answers=answers)
    found = {day: mine for day, one in due.items() if (mine := still_due(two, FIRST, claim_of(one), follower, EVE))}
    assert set(found) == days
    for day, mine in found.items():
        message = told(two, mine, EVE)
        text, labels = to_plain(message), [button.label for row in message.keyboard for button in row]
        hedged = len(days) > 1
        assert ("先按最早的准备最稳妥" in text) == hedged == ("📍 哪一步是我的" in labels)
        assert ("市（地州盟）直属：" in text) == (hedged and day == "2024-12-10")


def test_ways_that_end_on_one_day_are_told_so(base: KnowledgeBase) -> None:
    now = datetime(2023, 3, 17, 2, tzinfo=UTC)
    (one,) = (found for found in due_now(base, now) if found.occasion.policy == "nmg-tepei-2023")
    follower = somebody(target_of("nmg-tepei-2023", None))
    due = still_due(base, FIRST, claim_of(one.occasion), follower, now)
    assert due is not None
    text = to_plain(told(base, due, now))
    assert "走哪条路，看单位隶属，哪条路都是这一天截止。" in text
    assert "中央驻地方单位、自治区（省）直属：自治区厅局、高校" in text
    answered = replace(follower, answers={"unit_affiliation": Given("province")})
    known = still_due(base, FIRST, claim_of(one.occasion), answered, now)
    assert known is not None
    assert [stage.id for stage in known.stages] == ["department-forwards"]
    assert "走哪条路" not in to_plain(told(base, known, now))


def test_every_choice_of_days_is_one_that_fans_out(base: KnowledgeBase) -> None:
    now = datetime(2024, 12, 10, 1, tzinfo=UTC)
    found = {one.occasion.offset_days for one in upcoming(base, FIRST, now) if one.last.ends == date(2024, 12, 10)}
    assert found == set(CHOICES)
