"""Ages and lengths against a walk from day to day."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eligibility.days import Window, add_months, age_on, half_months, months_between, starts
from tests.eligibility.oracle import slow_age, slow_half_months

days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
near_leap_days = st.sampled_from([date(2000, 2, 28), date(2000, 2, 29), date(2000, 3, 1), date(2001, 2, 28), date(2004, 2, 28)])
any_day = days | near_leap_days


@given(any_day, any_day)
@example(date(2000, 2, 29), date(2001, 2, 28))
@example(date(2000, 2, 29), date(2004, 2, 28))
def test_age_is_the_number_of_birthdays(birth: date, day: date) -> None:
    if birth <= day:
        assert age_on(birth, day) == slow_age(birth, day)
    else:
        assert age_on(birth, day) < 0


def test_who_was_born_on_29_february_turns_older_on_the_28th_in_common_years() -> None:
    birth = date(1980, 2, 29)
    assert [age_on(birth, day) for day in (date(2025, 2, 27), date(2025, 2, 28), date(2024, 2, 28), date(2024, 2, 29))] == [44, 45, 43, 44]


@given(any_day, st.integers(0, 1500))
def test_length_is_what_a_walk_counts(start: date, passed: int) -> None:
    day = start + timedelta(days=passed)
    assert half_months(start, day) == slow_half_months(start, day)


@given(any_day, st.integers(0, 600), st.integers(0, 24))
def test_starts_are_exactly_the_days_from_which_so_many_months_passed(day: date, least: int, more: int) -> None:
    window = starts(day, least, least + more)
    inside = {months_between(start, day) for start in (window.earliest, window.latest)}
    assert inside <= set(range(least, least + more + 1))
    assert months_between(window.earliest - timedelta(days=1), day) > least + more
    assert months_between(window.latest + timedelta(days=1), day) < least


@pytest.mark.parametrize(("months", "end"), [(-99_999_999, date.min), (99_999_999, date.max)])
def test_months_beyond_the_calendar_end_with_it(months: int, end: date) -> None:
    assert add_months(date(2024, 1, 31), months) == end


def test_a_window_runs_forward() -> None:
    with pytest.raises(ValueError, match="lies before"):
        Window(date(2024, 1, 2), date(2024, 1, 1))
