"""The brake by itself: whatever the times, never more than the burst and what the pace allows, one warning a flood, and it always eases."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.braking import Pace, braked
from storage.records import BrakeRecord

NOON = datetime(2024, 11, 28, 12, tzinfo=UTC)
paces = st.builds(Pace, st.integers(1, 20), st.integers(1, 30).map(lambda seconds: timedelta(seconds=seconds)))
waits = st.lists(st.integers(0, 60), max_size=80)


def run(pace: Pace, gaps: list[int]) -> list[tuple[datetime, str]]:
    """What happens to a message after each of these seconds."""
    now, told = NOON, list[tuple[datetime, str]]()
    brake: BrakeRecord | None = None
    for gap in gaps:
        now += timedelta(seconds=gap)
        going, brake = braked(pace, brake, now)
        told.append((now, going))
    return told


@given(paces, waits)
def test_never_more_is_said_than_the_burst_and_what_the_pace_allows(pace: Pace, gaps: list[int]) -> None:
    on = [at for at, going in run(pace, gaps) if going == "on"]
    for first in range(len(on)):
        for last in range(first, len(on)):
            assert last - first + 1 <= pace.burst + (on[last] - on[first]) / pace.every


@given(paces, waits)
def test_a_flood_is_warned_once_and_only_silence_follows_until_it_eased(pace: Pace, gaps: list[int]) -> None:
    said = [going for _, going in run(pace, gaps)]
    for before, after in pairwise(said):
        if after == "silent":
            assert before in {"warn", "silent"}
        if before == "silent":
            assert after in {"silent", "on", "warn"}
    assert "silent" not in said or said.index("warn") < said.index("silent")


@given(paces, waits)
def test_it_always_eases(pace: Pace, gaps: list[int]) -> None:
    now = NOON
    brake: BrakeRecord | None = None
    for gap in gaps:
        now += timedelta(seconds=gap)
        _, brake = braked(pace, brake, now)
    assert braked(pace, brake, now + pace.every * pace.burst)[0] == "on"


@given(paces)
def test_the_whole_burst_is_answered_at_once(pace: Pace) -> None:
    assert [going for _, going in run(pace, [0] * (pace.burst + 3))][: pace.burst + 1] == ["on"] * pace.burst + ["warn"]


def test_an_album_that_was_seen_stays_noted() -> None:
    stood = BrakeRecord(busy_until=NOON, is_on=False, album="甲")
    assert braked(Pace(2, timedelta(seconds=2)), stood, NOON)[1].album == "甲"
