"""Calendar files, read back with a reader of their own: the right day, the right alarms, the same UIDs, and all in Chinese."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.views.calendar import ALARMS, NAME, Reader, calendar_file, dated_stages, uid_of
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from tests.bot.ics import Component, read_calendar
from tests.eligibility.strategies import base_of, policy_of

STAMP = datetime(2024, 11, 28, 4, 0, tzinfo=UTC)
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def policy_with(**more: Any) -> Policy:  # noqa: ANN401 - fields of a stage
    stage = {"id": "hand-in", "clause": "三（一）", "name": "报送", "actor": "unit", "action": "交表，盖章；一式两份\n另附电子版", **more}
    return policy_of(stages=[stage], signed="2023-01-01")


def written(policy: Policy) -> Component:
    return read_calendar(calendar_file(base_of(policy), [(policy, stage) for stage in policy.stages], Reader(STAMP)))


def event_of(**more: Any) -> Component:  # noqa: ANN401 - fields of a stage
    (event,) = written(policy_with(**more)).parts
    return event


def alarms(event: Component) -> list[datetime]:
    """The moments at which it reminds, in Shanghai."""
    start = event.when("DTSTART")
    begins = start if isinstance(start, datetime) else datetime.combine(start, time(), SHANGHAI)
    return [(begins + alarm.duration("TRIGGER")).astimezone(SHANGHAI) for alarm in event.parts]


def mornings(day: date) -> list[datetime]:
    return [datetime.combine(day - timedelta(days=days), time(9), SHANGHAI) for days in ALARMS]


def test_every_dated_stage_on_file_is_an_event(base: KnowledgeBase) -> None:
    dated = [(policy, stage) for policy in base.policies.values() for stage in dated_stages(policy)]
    calendar = read_calendar(calendar_file(base, dated, Reader(STAMP)))
    assert calendar.text("X-WR-CALNAME") == NAME
    events = {event.text("UID"): event for event in calendar.parts}
    assert events.keys() == {uid_of(policy.id, stage.id) for policy, stage in dated}
    for policy, stage in dated:
        event = events[uid_of(policy.id, stage.id)]
        told = event.text("DESCRIPTION")
        assert stage.name in event.text("SUMMARY")
        assert policy.short_title in event.text("SUMMARY")
        assert stage.action in told
        assert f"条款：{stage.clause}" in told
        assert all(issuer in told for issuer in policy.issuers)
        assert all(caveat.reading in told for caveat in policy.caveats_on(frozenset({stage.id})))
        assert event.parts
    days = [event.one("DTSTART")[1] for event in calendar.parts]
    assert days == sorted(days)


@given(DAYS)
def test_a_last_day_without_an_hour_is_a_whole_day(day: date) -> None:
    event = event_of(ends=day, applying=True)
    assert (event.when("DTSTART"), event.when("DTEND")) == (day, day + timedelta(days=1))
    assert event.text("SUMMARY").startswith("截止：")
    assert alarms(event) == mornings(day)


@given(DAYS, st.times().map(lambda found: found.replace(second=0, microsecond=0)))
def test_a_last_hour_is_a_moment_and_nothing_reminds_after_it(day: date, hour: time) -> None:
    event = event_of(ends=day, ends_at=hour, applying=True)
    closes = datetime.combine(day, hour, SHANGHAI)
    assert event.when("DTSTART") == closes
    assert not event.has("DTEND")
    assert alarms(event) == [morning for morning in mornings(day) if morning < closes]


@given(DAYS, st.integers(0, 60), st.none() | st.times(), st.booleans())
def test_from_one_day_to_another(day: date, length: int, hour: time | None, applying: bool) -> None:  # noqa: FBT001 - drawn
    last = day + timedelta(days=length)
    event = event_of(starts=day, ends=last, ends_at=hour.replace(second=0, microsecond=0) if hour else None, applying=applying)
    if applying:
        assert event.text("SUMMARY").startswith("截止：")
        start = event.when("DTSTART")
        assert (start.astimezone(SHANGHAI).date() if isinstance(start, datetime) else start) == last
    else:
        assert (event.when("DTSTART"), event.when("DTEND")) == (day, last + timedelta(days=1))
        assert alarms(event) == mornings(day)[-1:]


@given(DAYS)
def test_what_only_begins_is_told_on_its_first_day(day: date) -> None:
    event = event_of(starts=day)
    assert event.text("SUMMARY").startswith("开始：")
    assert event.when("DTSTART") == day
    assert alarms(event) == mornings(day)[-1:]


@pytest.mark.parametrize("more", [{}, {"about": "7月初"}, {"lasts": {"amount": 5, "unit": "working_days"}}])
def test_what_has_no_day_is_no_event(more: dict[str, Any]) -> None:
    policy = policy_with(**more)
    assert dated_stages(policy) == ()
    assert written(policy).parts == []


def test_a_uid_outlives_a_date_and_names_one_stage_only(base: KnowledgeBase) -> None:
    before, after = (policy_with(ends=day).stages[0] for day in ("2024-12-10", "2024-12-20"))
    policy = policy_with(ends="2024-12-10")
    assert uid_of(policy.id, before.id) == uid_of(policy.id, after.id)
    uids = [uid_of(policy.id, stage.id) for policy in base.policies.values() for stage in policy.stages]
    assert len(set(uids)) == len(uids)
    twice = calendar_file(base_of(policy), [(policy, before), (policy, after)], Reader(STAMP))
    assert len(read_calendar(twice).parts) == 1


def test_text_that_means_something_in_the_format_comes_back_as_it_was() -> None:
    event = event_of(ends="2024-12-10", name='一；二,三\\四:"五"', receiver="甲;乙")
    assert '一；二,三\\四:"五"' in event.text("SUMMARY")
    assert "交表，盖章；一式两份\n另附电子版，交到：甲;乙" in event.text("DESCRIPTION")


def test_a_day_off_a_track_and_a_kind_of_unit_are_told() -> None:
    event = event_of(ends="2024-12-15", applying=True, tracks=["one"], when={"fact": "region", "one_of": ["low"]})
    assert "【甲】" in event.text("SUMMARY")
    assert "建议最晚在2024年12月13日（周五）前办完" in event.text("DESCRIPTION")
    assert "只涉及 region：初级" in event.text("DESCRIPTION")


def test_a_stamp_is_the_moment_it_was_given_in_whatever_zone() -> None:
    policy = policy_with(ends="2024-12-10")
    wanted = [(policy, policy.stages[0])]
    base = base_of(policy)
    assert calendar_file(base, wanted, Reader(STAMP)) == calendar_file(base, wanted, Reader(STAMP.astimezone(SHANGHAI)))
