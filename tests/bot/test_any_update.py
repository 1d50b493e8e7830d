"""Whatever update the Bot API defines: written down, read again, and no crash of the bot, however it came."""

import json
import random
from pathlib import Path

import aiogram.types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update

from benchmarks.any_update import KINDS, AnyUpdate, Room
from benchmarks.fuzzing import run, spoil
from bot.intake.incoming import LAST_NUMBER, incoming, read
from bot.usecases.snapshot import Snapshots

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # of fields that an update may still have

ROOMS = (Room(5, "private", 5), Room(-100_5, "supergroup", 5))
seldom = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def test_no_kind_that_python_telegram_bot_knows_is_missing() -> None:
    assert set(Update.ALL_TYPES) <= set(KINDS)


@seldom
@given(st.sampled_from(KINDS), st.randoms(use_true_random=False))
def test_an_update_of_any_kind_is_written_down_and_reads_the_same_again(kind: str, choose: random.Random) -> None:
    made = AnyUpdate(choose, ROOMS, ["x"]).make(kind, 7)
    assert aiogram.types.Update.model_validate(made)
    kept = incoming(made)
    assert kept is not None
    assert kept.lane != "nobody" or read(made, None).effective_user is None
    assert json.loads(kept.payload) == made


@seldom
@given(st.sampled_from(KINDS), st.randoms(use_true_random=False))
def test_a_bent_update_is_written_down_with_numbers_that_a_row_can_hold(kind: str, choose: random.Random) -> None:
    maker = AnyUpdate(choose, ROOMS, ["x"])
    kept = incoming(maker.bend(maker.make(kind, 7)))
    assert kept is not None
    assert kept.telegram_user_id is None or (type(kept.telegram_user_id) is int and abs(kept.telegram_user_id) <= LAST_NUMBER)


async def test_a_running_bot_takes_any_update(tmp_path: Path, snapshots: Snapshots) -> None:
    found = await run(120, 3, tmp_path, snapshots)
    assert len(found.tried) == len(KINDS)
    assert found.bent
    assert found.calls
    assert found.crashes == []
    assert found.escapes == []


def test_spoilt_knowledge_files_load_or_are_told(tmp_path: Path) -> None:
    ends, crashes = spoil(40, 3, tmp_path)
    assert ends["told"]
    assert crashes == []
