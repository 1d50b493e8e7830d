"""Corrections: who was told, follows or ticked something hears once what it is now, and what is verified; nobody else hears anything."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import follow, with_files_of_ones_own
from tests.journeys.interview import data_with, verbs
from tests.journeys.office import ADMIN, press, with_admin
from tests.journeys.rows import Rows
from tests.journeys.test_keeping import NEW, OLD, edited, publish

TOLD, FOLLOWER, SILENT = "问过的人", "关注的人", "没同意的人"
POLICY = "bt-shibaiqian-2024"
THIRTY, FORTY = "text: 特级技师30人, kind: chosen, amount: 30", "text: 特级技师40人, kind: chosen, amount: 40"
ASKED = "包头金蓝领特级技师名额"
MOVED = "2024年12月10日（周二） → 2024年12月16日（周一）"
SOON = timedelta(minutes=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


async def ask(driver: Driver, user: str, text: str = ASKED, expected: str = "30") -> Seen:
    await driver.say(text, user=user)
    return await driver.expect(expected, chat_id=await driver.person(user))


async def agree(driver: Driver, user: str) -> None:
    """Somebody agrees that something is stored of them, and goes away from it."""
    await driver.say(f"/start rt-{code('policy', POLICY)}", user=user)
    consent = await driver.expect("加密保存", chat_id=await driver.person(user))
    await driver.click(consent, data=data_with(consent, "rk")[0], user=user)
    await driver.expect(chat_id=consent.chat_id)


async def corrections(driver: Driver, user: str) -> list[str]:
    """All that came to somebody of corrections."""
    seen = await driver.outbox(chat_id=await driver.person(user))
    return [one.text for one in seen if one.text.startswith(("⚠ 更正", "⚠ 日期改了", "⏸ 先别照着办", "✅ 核实完了"))]


async def back_to_the_first(driver: Driver, version: int, proposal: int) -> None:
    """The admin goes back to the first version."""
    admin = await driver.person(ADMIN)
    await driver.say("/rollback 1", user=ADMIN)
    await driver.expect("为什么", chat_id=admin)
    await driver.say("数字改错了", user=ADMIN)
    card = await driver.expect(f"改动 {proposal}：改了", chat_id=admin)
    await press(driver, card, "发布", ADMIN, f"现在是第 {version} 版")


async def test_who_was_told_hears_once_what_it_is_now_and_of_a_rollback(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    await agree(driver, TOLD)
    await ask(driver, TOLD)
    await ask(driver, SILENT)
    await follow(driver, FOLLOWER)
    assert {row[:2] for row in rows.all("SELECT topic, number FROM tellings")} == {("quota", 1), ("deadline", 1)}
    done = await publish(driver, edited(folder, THIRTY, FORTY).replace(OLD.encode(), NEW.encode()), 2)
    assert "两分钟后" in done.text
    await driver.move_clock(timedelta(minutes=1))
    assert not await corrections(driver, TOLD)
    await driver.move_clock(SOON)
    told = await driver.expect("更正", chat_id=await driver.person(TOLD))
    assert "30 → 40" in told.text
    assert MOVED in told.text
    assert verbs(told) == {"t", "zh"}
    followers = await driver.expect("更正", chat_id=await driver.person(FOLLOWER))
    assert "30 → 40" in followers.text
    assert MOVED not in followers.text, "of the days that moved a message of its own tells"
    await driver.expect("正在告诉 2 人", chat_id=admin)
    assert "30 → 40" in (await press(driver, told, "更正记录", TOLD, "更正记录")).text
    await back_to_the_first(driver, 3, 2)
    await bot.restart()
    await driver.move_clock(SOON)
    for user in (TOLD, FOLLOWER):
        await driver.expect("40 → 30", chat_id=await driver.person(user))
    await driver.move_clock(timedelta(hours=1))
    assert [len(await corrections(driver, one)) for one in (TOLD, FOLLOWER, SILENT)] == [2, 4, 0]
    await driver.click(await ask_to_delete(driver, TOLD), data="dd", user=TOLD)
    await driver.expect("已全部删除", chat_id=await driver.person(TOLD))
    assert rows.count("tellings") == 0


async def ask_to_delete(driver: Driver, user: str) -> Seen:
    await driver.say("/delete", user=user)
    return await driver.expect("要全部删除吗", chat_id=await driver.person(user))


async def test_what_is_verified_is_told_to_who_heard_it_and_how_it_came_out(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await agree(driver, TOLD)
    await ask(driver, TOLD)
    await follow(driver, FOLLOWER)

    async def pause() -> Seen:
        await driver.say("/pause 包头金蓝领", user=ADMIN)
        page = await driver.expect("现在照常答", chat_id=await driver.person(ADMIN))
        why = await press(driver, page, "⏸ 暂停整项", ADMIN, "为什么暂停")
        return await press(driver, why, "金额可能不对", ADMIN, "暂停了")

    await press(driver, await pause(), "▶ 恢复", ADMIN, "恢复了")
    assert rows.count("corrections") == 0
    paused = await pause()
    await driver.move_clock(SOON)
    await driver.expect("先别照着办", chat_id=await driver.person(TOLD))
    await press(driver, paused, "▶ 恢复", ADMIN, "恢复了")
    await driver.move_clock(SOON)
    await driver.expect("核实完了，没有变", chat_id=await driver.person(TOLD))
    await driver.move_clock(timedelta(minutes=10))
    assert [len(await corrections(driver, one)) for one in (TOLD, FOLLOWER)] == [2, 2]
    await driver.move_clock(timedelta(days=31))
    while rows.count("tellings"):
        await driver.state()
