"""/my of a member to whom their unit's own day is told: listed, silenced and heard again, though nothing is followed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot import texts
from bot.callbacks import code
from bot.usecases.snapshot import Snapshots
from storage.database import Database
from tests.bot.units.desk import BAOTOU, CONTACT, MEMBER, Desk, opened

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
CODED, SENIOR = code("policy", BAOTOU), code("track", f"{BAOTOU}/senior")
DAY = "2024年12月6日（周五），还有 8 天：包头十百千（金蓝领）（2024） 本单位内部截止（本单位定的）"
NOTHING = texts.NO_SUBSCRIPTIONS[0]


@pytest.fixture
async def desk(database: Database, snapshots: Snapshots) -> AsyncIterator[Desk]:
    async with database.transaction() as rows:
        yield await opened(rows, snapshots, NOW)


async def test_a_day_that_is_told_to_a_member_is_on_their_list_whatever_they_follow(desk: Desk) -> None:
    assert "📅 定了" in await desk.press(CONTACT, f"jj:{desk.unit}:{CODED}:20241206")
    assert NOTHING in await desk.press(MEMBER, "my"), "who has not agreed is not reminded of it"
    await desk.press(MEMBER, f"jp:{desk.unit}:{CODED}:y:{SENIOR}")
    shown = await desk.press(MEMBER, "my")
    assert DAY in shown
    assert NOTHING not in shown
    await desk.press(MEMBER, f"jiq:{desk.unit}:{CODED}:20241206")
    silent = await desk.press(MEMBER, "my")
    assert DAY not in silent
    assert "（本单位内部截止2024年12月6日（周五），不用提醒）" in silent
    assert "↩ 恢复提醒：包头十百千（金蓝领）" in silent
    await desk.press(MEMBER, f"ol:{CODED}")
    assert DAY in await desk.press(MEMBER, "my")
    await desk.press(MEMBER, f"ox:{CODED}")
    assert "（已提交）" in await desk.press(MEMBER, "my")
    assert NOTHING in await desk.at(datetime(2024, 12, 7, 1, tzinfo=UTC)).press(MEMBER, "my"), "it is over"


async def test_what_is_over_or_followed_no_more_is_not_listed_as_silent(desk: Desk) -> None:
    """Such lines would stay for years, and take the places of the buttons that still do something."""
    await desk.press(MEMBER, "fs:" + code("series", desk.snapshots.current.base.policies[BAOTOU].series.id))
    await desk.press(MEMBER, f"f:{CODED}")
    await desk.press(MEMBER, f"ox:{CODED}")
    assert "不再提醒：包头十百千" in await desk.press(MEMBER, "my")
    over = await desk.at(datetime(2025, 11, 28, 1, tzinfo=UTC)).press(MEMBER, "my")
    assert "您订阅了 2 个提醒" in over
    assert "不再提醒" not in over
    await desk.press(MEMBER, f"uf:{CODED}")
    left = await desk.press(MEMBER, "my")
    assert "您订阅了 1 个提醒" in left
    assert "不再提醒" not in left
