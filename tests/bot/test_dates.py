"""Days, lengths and sums in words: exact, and readable back."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.usecases.moving import Moved
from bot.usecases.versions import Change, Label
from bot.views.dates import day_text, length_text, state_text, when_text, working_day_advice
from bot.views.pushes import moved_message
from bot.views.render import to_plain
from bot.views.sums import money_text
from knowledge.calendar import Window, last_working_day
from knowledge.entries import Length, Stage

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_day_reads_back_as_the_same_day(day: date) -> None:
    found = re.fullmatch(r"(\d+)年(\d+)月(\d+)日（周([一二三四五六日])）", day_text(day))
    assert found
    assert date(*(int(part) for part in found.groups()[:3])) == day
    assert "一二三四五六日".index(found[4]) == day.weekday()


@pytest.mark.parametrize(("today", "said"), [(date(2024, 12, 2), "2024年12月6日（周五）"), (date(2024, 12, 7), "先打电话问")])
def test_a_date_that_moved_to_a_day_off_is_told_with_what_to_do(today: date, said: str) -> None:
    now = datetime.combine(today, time(9), SHANGHAI)
    label = Label(policy="某通知", series="某项目", stage="报名", actor="applicant")
    change = Change("p", "apply", label, "2024-12-05", "2024-12-08", now)
    assert said in to_plain(moved_message(Moved("某通知", (change,), None, None), now))


@pytest.mark.parametrize(
    ("new", "is_over"), [("2024-12-01", True), ("2024-12-02T08:30", True), ("2024-12-02T09:30", False), ("2024-12-02", False)]
)
def test_who_hears_of_a_day_that_is_over_already_is_told_to_call_and_of_no_reminders(new: str, *, is_over: bool) -> None:
    now = datetime(2024, 12, 2, 9, tzinfo=SHANGHAI)
    label = Label(policy="某通知", series="某项目", stage="报名", actor="applicant")
    moved = Moved("某通知", (Change("p", "apply", label, "2024-12-20", new, now),), None, None)
    told = to_plain(moved_message(moved, now))
    assert ("已经过了：还没交的，请马上打电话问" in told) == is_over
    assert ("提醒已经跟着改了" in told) == (not is_over)
    both = replace(moved, changes=(*moved.changes, replace(moved.changes[0], stage="report", new="2024-12-30")))
    assert ("12月1日已经过了" in to_plain(moved_message(both, now))) == (new == "2024-12-01")
    assert "提醒已经跟着改了" in to_plain(moved_message(both, now))


def test_who_wanted_to_hear_no_more_is_promised_no_reminder_of_the_new_day() -> None:
    now = datetime(2024, 12, 2, 9, tzinfo=SHANGHAI)
    label = Label(policy="某通知", series="某项目", stage="报名", actor="applicant")
    moved = Moved("某通知", (Change("p", "apply", label, "2024-12-20", "2024-12-30", now),), None, None, is_reminded=False)
    for keyboard, said in ((None, "到“我的提醒”里恢复"), ((), "已经报送的不再提醒")):
        told = to_plain(moved_message(moved, now, keyboard))
        assert said in told
        assert "提醒已经跟着改了" not in told


@given(st.integers(0, 10**12) | st.decimals(min_value=0, max_value=10**12, places=4))
def test_a_sum_reads_back_exactly(amount: int | Decimal) -> None:
    text = money_text(amount)
    found = re.fullmatch(r"(\d+(?:\.\d{1,4})?)([万亿]?)元", text)
    assert found
    assert Decimal(found[1]) * {"": 1, "万": 10_000, "亿": 100_000_000}[found[2]] == amount


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (600, "600元"),
        (9999, "9999元"),
        (16_000, "1.6万元"),
        (300_000, "30万元"),
        (10_100, "1.01万元"),
        (10_050, "10050元"),
        (150_000_000, "1.5亿元"),
    ],
)
def test_sums_as_people_write_them(amount: int, text: str) -> None:
    assert money_text(amount) == text


@given(st.integers(0, 4000))
def test_every_state_tells_its_days(days: int) -> None:
    assert str(days) in state_text(Window("open", days=days)) or days == 0
    assert str(days) in state_text(Window("upcoming", days=days))
    assert state_text(Window("closed", days=days)) != state_text(Window("open", days=days))
    assert not re.search(r"\b0个月|\b0年", state_text(Window("closed", days=days)))


@given(st.integers(60, 20_000))
def test_a_past_in_years_and_months_is_right_within_half_a_month(days: int) -> None:
    found = re.search(r"(?:(\d+)年)?(?:(\d+)个月)?前", state_text(Window("closed", days=days)))
    assert found
    months = 12 * int(found[1] or 0) + int(found[2] or 0)
    assert abs(months * 30.44 - days) <= 30.44 / 2 + 1


def test_no_date_is_no_state() -> None:
    assert not re.search(r"\d", state_text(Window("none")))


def a_stage(**fields: object) -> Stage:
    return Stage.model_validate({"id": "s", "clause": "一", "name": "报送", "actor": "unit", "action": "交"} | fields)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"starts": "2024-11-28", "ends": "2024-12-10"}, ["2024年11月28日", "2024年12月10日"]),
        ({"ends": "2024-12-10", "ends_at": "17:30"}, ["2024年12月10日", "17:30"]),
        ({"starts": "2024-11-28"}, ["2024年11月28日", "起"]),
        ({"about": "2023年7月初"}, ["2023年7月初"]),
        ({"lasts": {"amount": 5, "unit": "working_days", "bound": "at_least"}}, ["不少于5个工作日"]),
        ({"about": "2023年7月初", "lasts": {"amount": 1, "unit": "years"}}, ["2023年7月初", "1年"]),
    ],
)
def test_a_stages_time_is_told_as_exactly_as_it_is_known(fields: dict[str, object], shown: list[str]) -> None:
    text = when_text(a_stage(**fields))
    assert all(one in text for one in shown)


def test_a_stage_without_any_time_tells_none() -> None:
    assert when_text(a_stage()) == ""


@given(st.integers(1, 99), st.sampled_from(["working_days", "days", "months", "years"]))
def test_bounds_of_a_length_differ(amount: int, unit: str) -> None:
    texts = {
        length_text(Length.model_validate({"amount": amount, "unit": unit, "bound": bound})) for bound in ("exactly", "at_least", "at_most")
    }
    assert len(texts) == 3
    assert all(str(amount) in text for text in texts)


@given(st.dates(date(2010, 1, 1), date(2060, 12, 31)))
def test_advice_is_given_on_days_off_only_and_names_a_working_day_before(day: date) -> None:
    advice = working_day_advice(day)
    last = last_working_day(day).day
    assert (advice is None) == (last == day)
    if advice is not None:
        assert day_text(last) in advice
        assert day_text(last) in (working_day_advice(day, last) or "")
        late = [working_day_advice(day, last + timedelta(days=over)) for over in range(1, (day - last).days + 1)]
        assert all(one and "先打电话问" in one and day_text(last) not in one for one in late)
