"""A knowledge folder of one's own, in which a new edition appears and dates change."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.usecases.snapshot import Snapshots
from bot.views.calendar import uid_of
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import USER, calendar_of, expect_push, follow, meet, morning, pushes, rewrite, until, with_files_of_ones_own
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


def publish(folder: Path) -> None:
    """The Baotou notice once more, for the next year."""
    policies = folder / "policies"
    text = (policies / "bt-shibaiqian-2024.yaml").read_text("utf-8").replace("2024", "2025")
    (policies / "bt-shibaiqian-2025.yaml").write_text(text, "utf-8")


async def test_followers_of_a_series_are_told_of_its_next_edition_once(driver: Driver, bot: Bot, folder: Path) -> None:
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "fs")[0])
    await driver.expect()
    await driver.say("特培计划什么时候截止", user="别人")
    others = await driver.expect(chat_id=await driver.person("别人"))
    await driver.click(others, data=data_with(others, "fs")[0], user="别人")
    await driver.expect(chat_id=others.chat_id)

    publish(folder)
    await driver.move_clock(timedelta(minutes=1))
    news = await driver.expect("2025", chat_id=await driver.person(USER))
    assert {"f", "c", "t"} <= verbs(news)
    await driver.move_clock(timedelta(minutes=1))
    await bot.restart()
    await driver.click(news, data=data_with(news, "f")[0])
    await driver.expect("2025年12月10日")
    await bot.stop()
    told = [seen for seen in await driver.outbox() if seen.text == news.text]
    assert len(told) == 1
    theirs = await driver.outbox(chat_id=await driver.person("别人"))
    assert not any("2025" in seen.text for seen in theirs)


@pytest.mark.parametrize("is_heard_of", [True, False])
async def test_who_could_not_be_reached_hears_of_the_next_edition_once_back(
    driver: Driver, bot: Bot, rows: Rows, folder: Path, *, is_heard_of: bool
) -> None:
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "fs")[0])
    await driver.expect()
    if is_heard_of:
        await driver.do("block", user=USER)
        while rows.all("SELECT unreachable_since FROM chats") == [(None,)]:
            await driver.state()
    else:
        await driver.fail("sendMessage", code=403, description="Forbidden: bot was blocked by the user")
    publish(folder)
    await driver.move_clock(timedelta(minutes=1))
    while rows.count("deadlines WHERE policy = 'bt-shibaiqian-2025'") == 0:
        await driver.state()
    if not is_heard_of:
        await until(driver, rows, "kind = 'notice' AND state = 'skipped'")
        await driver.do("block", user=USER)
    for _ in range(2):
        await driver.move_clock(timedelta(days=1))
        await driver.do("unblock", user=USER)
        await driver.expect("欢迎回来")
        await until(driver, rows, "kind = 'notice' AND state = 'sent'")
        await driver.do("block", user=USER)
        while rows.all("SELECT unreachable_since FROM chats") == [(None,)]:
            await driver.state()
    await bot.stop()
    assert sum("有新通知了" in seen.text for seen in await driver.outbox()) == 1


async def test_a_restart_with_new_files_tells_of_them_too(driver: Driver, bot: Bot, folder: Path) -> None:
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "fs")[0])
    await driver.expect()
    await bot.stop()
    publish(folder)
    bot.snapshots = Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))
    bot.start()
    await driver.expect("2025")


async def test_a_deadline_that_moves_is_told_once_and_reminded_of_at_its_new_date(
    driver: Driver, bot: Bot, rows: Rows, folder: Path
) -> None:
    await follow(driver)
    await driver.move_clock(morning(7))
    await expect_push(driver, 7)
    rewrite(folder, "ends: 2024-12-10", "ends: 2024-12-14")
    await driver.move_clock(morning(5))
    told = await driver.expect("日期改了")
    assert "原来：2024年12月10日（周二） → 现在：2024年12月14日（周六）" in told.text
    assert {"ic", "uf"} <= verbs(told)
    await until(driver, rows, "kind = 'moved' AND state = 'sent'")
    await bot.restart()
    await driver.move_clock(morning(3))
    assert "2024年12月14日" in (await expect_push(driver, 7)).text
    await driver.move_clock(morning(-1))
    await expect_push(driver, 3)
    await bot.stop()
    assert len(await pushes(driver)) == 3
    assert sum("日期改了" in seen.text for seen in await driver.outbox()) == 1


@pytest.mark.parametrize("told", [("2024-12-16", "现在：2024年12月16日（周一）"), ("2024-12-10", "")])
async def test_two_changes_of_a_night_are_told_as_one_in_the_morning(
    driver: Driver, bot: Bot, folder: Path, rows: Rows, told: tuple[str, str]
) -> None:
    """What was never told need not be taken back; what is told is the old day and the one that holds."""
    second, said = told
    await follow(driver)
    await driver.move_clock(morning(10) - timedelta(hours=10))
    for number, (old, new) in enumerate((("2024-12-10", "2024-12-14"), ("2024-12-14", second)), 1):
        rewrite(folder, f"ends: {old}", f"ends: {new}")
        await driver.move_clock(timedelta(minutes=1))
        while rows.count("outbox WHERE kind = 'moved'") < number:
            await driver.state()
    await driver.move_clock(morning(10))
    await driver.move_clock(timedelta(minutes=1))
    if said:
        assert f"原来：2024年12月10日（周二） → {said}" in (await driver.expect("日期改了")).text
    await ask(driver)
    await bot.stop()
    assert sum("日期改了" in seen.text for seen in await driver.outbox()) == bool(said)


async def test_who_begins_to_follow_after_a_change_is_told_the_new_date_alone(driver: Driver, bot: Bot, folder: Path) -> None:
    await meet(driver)
    rewrite(folder, "ends: 2024-12-10", "ends: 2024-12-14")
    await driver.move_clock(timedelta(minutes=1))
    while "2024年12月14日" not in (await ask(driver)).text:
        await driver.state()
    await follow(driver, day="2024年12月14日")
    await driver.move_clock(timedelta(minutes=1))
    await driver.say("/my")
    await driver.expect("2024年12月14日")
    await bot.stop()
    assert not any("日期改了" in seen.text for seen in await driver.outbox())


async def test_a_date_that_is_taken_back_is_told_too(driver: Driver, bot: Bot, folder: Path) -> None:
    await follow(driver)
    rewrite(folder, "    ends: 2024-12-10\n", "")
    await driver.move_clock(timedelta(minutes=1))
    told = await driver.expect("日期改了")
    assert "原来：2024年12月10日（周二） → 现在：通知不再写日期" in told.text
    await driver.move_clock(morning(3))
    await driver.say("/my")
    await driver.expect()
    await bot.stop()
    assert await pushes(driver) == []


async def test_a_notice_that_goes_is_told_with_the_one_that_stands_in_its_place(driver: Driver, sandbox: Sandbox, folder: Path) -> None:
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "fs")[0])
    await driver.expect()
    publish(folder)
    await driver.move_clock(timedelta(minutes=1))
    news = await driver.expect("2025")
    await driver.click(news, data=data_with(news, "f")[0])
    await driver.expect("2025年12月10日")
    (folder / "policies" / "bt-shibaiqian-2025.yaml").unlink()
    await driver.move_clock(timedelta(minutes=1))
    gone = await driver.expect("这份通知不在了：.*2025")
    assert "原来：2025年12月10日（周三） → 现在：取消了" in gone.text
    assert any("2024" in label for label in gone.labels)
    taken = await calendar_of(driver, sandbox, gone, "ic")
    cancelled = {uid: event.text("STATUS") for uid, event in taken.items() if event.has("STATUS")}
    assert cancelled[uid_of("bt-shibaiqian-2025", "unit-to-city")] == "CANCELLED", "a calendar taken before is to let go of it"
    assert "e" in verbs(await ask(driver, "/my"))


async def test_a_calendar_taken_anew_bears_the_same_event_with_a_higher_sequence(driver: Driver, sandbox: Sandbox, folder: Path) -> None:
    followed = await follow(driver)
    before = await calendar_of(driver, sandbox, followed)
    rewrite(folder, "ends: 2024-12-10", "ends: 2024-12-14")
    await driver.move_clock(timedelta(minutes=1))
    after = await calendar_of(driver, sandbox, await driver.expect("日期改了"))
    assert before.keys() == after.keys()
    moved = [uid for uid, event in after.items() if event.when("DTSTART") != before[uid].when("DTSTART")]
    assert len(moved) == 2
    assert {uid: int(event.text("SEQUENCE")) for uid, event in after.items()} == {uid: int(uid in moved) for uid in after}
    rewrite(folder, "    ends: 2024-12-14\n", "")
    await driver.move_clock(timedelta(minutes=1))
    last = await calendar_of(driver, sandbox, await driver.expect("不再写日期"))
    assert {uid for uid, event in last.items() if event.has("STATUS") and event.text("STATUS") == "CANCELLED"} == set(moved)
    assert {int(last[uid].text("SEQUENCE")) for uid in moved} == {2}


async def ask(driver: Driver, text: str = "包头金蓝领啥时候截止") -> Seen:
    await driver.say(text)
    return await driver.expect()


async def test_broken_files_leave_the_last_good_version_and_are_logged(driver: Driver, folder: Path, logged: list[EventDict]) -> None:
    await meet(driver)
    (folder / "policies" / "nmg-tepei-2023.yaml").write_text("id: [", "utf-8")
    await driver.move_clock(timedelta(minutes=1))
    while not any("knowledge files" in str(entry["event"]) for entry in logged):
        await driver.state()
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    logged.clear()
