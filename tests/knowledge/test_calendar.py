"""Windows, judging days and working days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import chinese_calendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.calendar import (
    SHANGHAI,
    Window,
    closing,
    in_order,
    judging_day,
    last_working_day,
    window_of,
)
from knowledge.entries import Stage
from knowledge.policy import JudgedOn, Policy

DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
MOMENTS = st.datetimes(datetime(2023, 12, 1), datetime(2025, 2, 1)).map(lambda moment: moment.replace(tzinfo=SHANGHAI))  # noqa: DTZ001 - given its zone here


def _stage(name: str, actor: str = "applicant", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a stage
    return {"id": name, "clause": "一", "name": name, "actor": actor, "action": "交", "applying": True, **more}


def _policy(*stages: dict[str, Any], **more: Any) -> Policy:  # noqa: ANN401 - fields of a policy
    return Policy.model_validate(
        {
            "id": "p",
            "title": "甲",
            "short_title": "甲",
            "series": {"id": "s", "name": "甲"},
            "year": 2024,
            "region": ["全国"],
            "applicant": "person",
            "issuers": ["某局"],
            "sources": [{"publisher": "某网", "kind": "official"}],
            "summary": "甲",
            "audience": "甲",
            "tracks": [{"id": "a", "name": "甲"}, {"id": "b", "name": "乙"}],
            "stages": stages,
            **more,
        }
    )


def _window(policy: Policy, now: datetime) -> Window:
    """How the policy's only stage stands."""
    (stage,) = policy.stages
    return window_of(policy, stage, now)


def _at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


@st.composite
def _chains(draw: st.DrawFn) -> Policy:
    """Stages in any order of writing, some dated, each following at most one other, never in a ring."""
    count = draw(st.integers(0, 6))
    stages = []
    for index in range(count):
        more: dict[str, Any] = {"applying": draw(st.booleans())}
        if index and draw(st.booleans()):
            more["follows"] = f"s{draw(st.integers(0, index - 1))}"
        if draw(st.booleans()):
            more["ends"] = draw(DAYS)
        if draw(st.booleans()):
            more["tracks"] = [draw(st.sampled_from(["a", "b"]))]
        stages.append(_stage(f"s{index}", draw(st.sampled_from(["applicant", "unit", "county"])), **more))
    return _policy(*draw(st.permutations(stages)), applicant=draw(st.sampled_from(["person", "unit", None])))


@given(_chains())
def test_every_stage_stands_once_after_the_one_it_follows(policy: Policy) -> None:
    stages = in_order(policy)
    assert sorted(stage.id for stage in stages) == sorted(stage.id for stage in policy.stages)
    place = {stage.id: index for index, stage in enumerate(stages)}
    for stage in stages:
        assert stage.follows is None or place[stage.follows] < place[stage.id]


def test_the_order_of_writing_is_kept_where_nothing_follows() -> None:
    assert [stage.id for stage in in_order(_policy(_stage("c"), _stage("a"), _stage("b", follows="c")))] == ["c", "a", "b"]


@given(DAYS, st.none() | DAYS, st.none() | st.times(), MOMENTS)
def test_a_window_is_open_from_its_first_moment_to_its_last(ends: date, starts: date | None, ends_at: time | None, now: datetime) -> None:
    assume(starts is None or starts <= ends)
    found = _window(_policy(_stage("hand-in", starts=starts, ends=ends, ends_at=ends_at)), now)
    first = _at(starts) if starts else None
    last = datetime.combine(ends, ends_at, SHANGHAI) if ends_at else _at(ends + timedelta(days=1))
    expected = "closed" if now >= last else "upcoming" if first and now < first else "open"
    assert (found.state, found.starts, found.ends) == (expected, starts, ends)
    target = {"closed": ends, "open": ends, "upcoming": starts}[expected]
    assert target is not None
    assert found.days == abs((target - now.date()).days)


@given(DAYS, MOMENTS)
def test_a_window_is_the_same_at_the_same_moment_in_any_zone(ends: date, now: datetime) -> None:
    policy = _policy(_stage("hand-in", ends=ends))
    assert _window(policy, now) == _window(policy, now.astimezone(UTC))


@given(DAYS, st.lists(MOMENTS, min_size=2, max_size=6))
def test_a_window_only_moves_on(ends: date, moments: list[datetime]) -> None:
    policy = _policy(_stage("hand-in", starts=date(2024, 1, 1), ends=ends))
    order = ["upcoming", "open", "closed"]
    states = [order.index(_window(policy, now).state) for now in sorted(moments)]
    assert states == sorted(states)


def test_the_last_day_counts_whole() -> None:
    policy = _policy(_stage("hand-in", ends=date(2024, 12, 10)))
    assert _window(policy, _at(date(2024, 12, 10), 23, 59)).days == 0
    assert _window(policy, _at(date(2024, 12, 11))).state == "closed"


def test_without_a_start_a_window_opens_with_the_notice() -> None:
    stage = _stage("hand-in", ends=date(2024, 12, 10))
    dated = _policy(stage, signed=date(2024, 11, 1), published=date(2024, 11, 4))
    assert _window(dated, _at(date(2024, 11, 3))).state == "upcoming"
    assert _window(dated, _at(date(2024, 11, 4))).state == "open"
    assert _window(_policy(stage, signed=date(2024, 11, 1)), _at(date(2024, 11, 1))).state == "open"
    late = _window(_policy(stage, published=date(2024, 12, 20)), _at(date(2024, 12, 1)))
    assert (late.state, late.starts) == ("open", None)


def test_without_a_stage_or_its_date_there_is_no_window() -> None:
    now = _at(date(2024, 11, 3))
    assert _window(_policy(_stage("hand-in")), now).state == "none"
    assert window_of(_policy(), None, now).state == "none"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone-aware"):
        window_of(_policy(), None, datetime(2024, 11, 3))  # noqa: DTZ001 - that is the point


def test_a_stage_without_end_never_closes() -> None:
    assert closing(Stage.model_validate(_stage("hand-in"))) is None


def test_the_judging_day_is_the_notices_else_the_links_else_today() -> None:
    today = date(2024, 5, 5)
    dated = _policy(_stage("hand-in", ends=date(2024, 12, 10)))
    (link,) = dated.stages
    named = dated.model_copy(update={"judged_on": JudgedOn(day=date(2024, 6, 30), clause="二")})
    assert (judging_day(named, link, today).day, judging_day(named, link, today).source) == (date(2024, 6, 30), "notice")
    own = judging_day(dated, link, today)
    assert (own.day, own.source, own.stage) == (date(2024, 12, 10), "own_reading", link)
    assert (judging_day(dated, None, today).day, judging_day(dated, None, today).source) == (today, "today")


KNOWN = st.dates(date(2004, 1, 1), date(2026, 12, 31))
ANY_DAY = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(KNOWN)
def test_in_known_years_the_last_working_day_is_certain_and_nothing_lies_between(day: date) -> None:
    assume(day >= date(2004, 2, 1))
    found = last_working_day(day)
    assert not found.provisional
    assert chinese_calendar.is_workday(found.day)
    assert found.day <= day
    assert not any(chinese_calendar.is_workday(found.day + timedelta(days=n)) for n in range(1, (day - found.day).days + 1))


@given(st.dates(date(2027, 1, 10), date(2060, 1, 1)))
def test_beyond_the_known_years_only_weekends_are_skipped_and_that_is_said(day: date) -> None:
    found = last_working_day(day)
    assert found.provisional
    assert found.day == day - timedelta(days=max(day.weekday() - 4, 0))


def test_public_holidays_and_shifted_working_days_count() -> None:
    assert last_working_day(date(2024, 10, 12)).day == date(2024, 10, 12)  # a Saturday worked in exchange
    assert last_working_day(date(2024, 10, 7)).day == date(2024, 9, 30)
    assert last_working_day(date(2003, 12, 31)).provisional
