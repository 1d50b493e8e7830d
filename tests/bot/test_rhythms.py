"""Moments of reminders: in the person's own hour, within the right day, never in quiet hours, never after the end, whatever the zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.usecases.rhythms import (
    BY_LENGTH,
    CHOICES,
    DEFAULT,
    LAST_CALL,
    LATE,
    LastDay,
    at_their_hour,
    awake,
    chosen_days,
    days_text,
    is_quiet,
    moment_before,
    nearest,
    planned,
    usual_days,
    wanted_days,
    zone_of,
)
from bot.views.rhythms import HOURS, QUIET, ZONES
from storage.records import Rhythm

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
SETS = st.sets(st.sampled_from(CHOICES)).map(lambda days: days_text(days) or "auto")


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    """Everything that the screens let people choose."""
    first, last = draw(st.sampled_from(QUIET))
    zone, hour = draw(st.sampled_from(sorted(ZONES))), draw(st.sampled_from(HOURS))
    return Rhythm(timezone=zone, remind_hour=hour, remind_days=draw(SETS), quiet_from=first, quiet_to=last)


@st.composite
def last_days(draw: st.DrawFn) -> LastDay:
    ends, hour, length = draw(DAYS), draw(st.none() | st.integers(6, 23)), draw(st.none() | st.integers(0, 90))
    closes = datetime.combine(ends + timedelta(days=1), time(), SHANGHAI) if hour is None else datetime.combine(ends, time(hour), SHANGHAI)
    return LastDay(ends, closes, usual_days(None if length is None else ends - timedelta(days=length), ends))


def test_a_window_of_six_days_gets_five_three_and_one_and_a_long_one_a_month() -> None:
    ends = date(2022, 12, 8)
    assert usual_days(date(2022, 12, 2), ends) == (5, 3, 1, 0)
    assert usual_days(ends - timedelta(days=13), ends) == (7, 3, 1, 0)
    assert usual_days(ends - timedelta(days=45), ends) == usual_days(None, ends) == (30, 14, 7, 3, 1, 0)
    assert usual_days(ends - timedelta(days=2), ends) == (1, 0)
    assert usual_days(ends, ends) == (0,)


def test_a_day_off_is_announced_on_the_last_working_day_before_it() -> None:
    sunday = date(2024, 12, 8)
    assert usual_days(None, sunday) == (30, 14, 7, 3, 2, 1, 0)
    assert usual_days(sunday - timedelta(days=1), sunday) == (1, 0)
    assert usual_days(None, date(2024, 10, 6)) == (30, 14, 7, 3, 1, 0)  # six days off: a week before is the next choice


@given(DAYS, st.integers(0, 120))
def test_nobody_is_promised_a_day_before_the_window_begins(ends: date, length: int) -> None:
    usual = usual_days(ends - timedelta(days=length), ends)
    assert usual == tuple(sorted(set(usual), reverse=True))
    assert usual[0] <= length
    assert usual[-1] == 0
    assert set(usual) <= set(CHOICES)
    assert all(set(days) <= set(CHOICES) for _, days in BY_LENGTH)


@given(rhythms(), DAYS)
def test_the_hour_falls_into_shanghais_day_and_is_theirs_or_the_end_of_their_quiet_hours(rhythm: Rhythm, day: date) -> None:
    moment = at_their_hour(rhythm, day)
    begins = datetime.combine(day, time(), SHANGHAI)
    assert begins <= moment <= begins + timedelta(hours=25)  # a day on which a clock is put back has 25 hours
    local = moment.astimezone(ZoneInfo(rhythm.timezone))
    assert local.minute == 0
    assert local.hour in {rhythm.remind_hour, rhythm.quiet_to}
    assert not is_quiet(rhythm, moment)


@given(rhythms(), last_days())
def test_every_reminder_comes_in_good_time_before_the_end_the_earlier_ones_first(rhythm: Rhythm, last: LastDay) -> None:
    moments = [moment_before(rhythm, last, days) for days in wanted_days(rhythm, last)]
    assert moments == sorted(moments)
    assert all(moment <= last.closes - LAST_CALL for moment in moments)
    assert not any(is_quiet(rhythm, moment) for moment in moments)


@given(rhythms(), MOMENTS)
def test_awake_is_the_first_moment_that_is_not_quiet(rhythm: Rhythm, moment: datetime) -> None:
    at = awake(rhythm, moment)
    assert not is_quiet(rhythm, at)
    assert moment <= at <= moment + timedelta(hours=14)
    assert (at == moment) == (not is_quiet(rhythm, moment))
    if at > moment:
        assert is_quiet(rhythm, at - timedelta(minutes=1))


@given(rhythms(), last_days(), st.lists(st.integers(0, 40 * 24 * 4), max_size=12))
def test_over_any_moves_of_the_clock_only_the_nearest_is_late_and_none_is_lost_for_good(
    rhythm: Rhythm, last: LastDay, quarters: list[int]
) -> None:
    wanted = wanted_days(rhythm, last)
    for quarter in sorted(quarters):
        now = last.closes - timedelta(days=40) + timedelta(minutes=15 * quarter)
        if now >= last.closes:
            continue
        moments = {days: planned(rhythm, last, days, now) for days in CHOICES}
        assert {days for days, moment in moments.items() if moment is not None} <= set(wanted)
        late = [days for days, moment in moments.items() if moment is not None and moment <= now]
        assert late in ([], [nearest(rhythm, last, now)])
        if not late and any(moment_before(rhythm, last, days) <= now for days in wanted):
            assert any(moment is not None and moment > now for moment in moments.values())
        for days in wanted:
            if moment_before(rhythm, last, days) > now:
                assert moments[days] == moment_before(rhythm, last, days)


def test_a_late_reminder_is_left_out_when_the_next_one_follows_within_hours() -> None:
    last = LastDay(date(2024, 12, 10), datetime(2024, 12, 11, tzinfo=SHANGHAI), (7, 3, 1, 0))
    eve = datetime(2024, 12, 9, 8, 59, tzinfo=SHANGHAI)
    assert planned(DEFAULT, last, 3, eve) is None
    assert planned(DEFAULT, last, 1, eve) == eve + timedelta(minutes=1)
    in_time = datetime(2024, 12, 7, 9, tzinfo=SHANGHAI)
    assert planned(DEFAULT, last, 3, in_time + LATE) == in_time
    assert planned(DEFAULT, last, 3, eve - timedelta(days=1)) == in_time


@pytest.mark.parametrize("zone", ["Nowhere/Else", "../etc/passwd", ""])
def test_a_zone_that_this_machine_does_not_know_counts_as_shanghai(zone: str) -> None:
    assert zone_of(zone) == SHANGHAI


def test_far_to_the_west_the_last_morning_is_still_before_the_end() -> None:
    """Nine in Los Angeles on the last day would be one in the morning of the next in Shanghai."""
    last = LastDay(date(2024, 12, 10), datetime(2024, 12, 11, tzinfo=SHANGHAI), (0,))
    there = Rhythm(timezone="America/Los_Angeles", remind_hour=9, remind_days="0", quiet_from=22, quiet_to=7)
    assert moment_before(there, last, 0) == datetime(2024, 12, 9, 9, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert moment_before(there, last, 0).astimezone(SHANGHAI) == datetime(2024, 12, 10, 1, tzinfo=SHANGHAI)


def test_what_was_stored_by_hand_is_read_or_left_out() -> None:
    assert chosen_days(Rhythm(timezone="x", remind_hour=9, remind_days="3,30,x,3,0", quiet_from=0, quiet_to=0)) == (30, 3, 0)
    assert chosen_days(DEFAULT) == ()
