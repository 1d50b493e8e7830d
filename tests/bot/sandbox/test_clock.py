"""The clock runs with real time from wherever it was set, and forwards only."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import GoingBackError

moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone by hypothesis
lengths = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=4000))


class Real:
    """Real time, held still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@given(moments, lengths, lengths)
def test_runs_on_from_where_it_was_set(real: datetime, ahead: timedelta, passed: timedelta) -> None:
    source = Real(real)
    clock = MovableClock(source)
    clock.set(real + ahead)
    source.at += passed
    assert clock.now() == real + ahead + passed
    assert str(clock.now().tzinfo) == "Asia/Shanghai"


@given(moments, st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=4000)))
def test_goes_back_only_with_a_reset(real: datetime, back: timedelta) -> None:
    clock = MovableClock(Real(real))
    with pytest.raises(GoingBackError):
        clock.set(real - back)
    with pytest.raises(GoingBackError):
        clock.advance(-back)
    assert clock.now() == real
    clock.reset(real - back)
    assert clock.now() == real - back
    clock.reset()
    assert clock.now() == real


@given(moments, st.lists(lengths, max_size=5))
def test_tells_listeners_of_every_jump(real: datetime, jumps: list[timedelta]) -> None:
    clock = MovableClock(Real(real))
    heard: list[datetime] = []
    stop = clock.on_move(heard.append)
    for jump in jumps:
        clock.advance(jump)
    stop()
    clock.advance(timedelta(days=1))
    assert heard == [real + sum(jumps[: n + 1], timedelta()) for n in range(len(jumps))]
