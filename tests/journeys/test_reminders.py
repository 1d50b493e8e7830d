"""Follow, let time pass, be reminded: each reminder once, whatever happens in between."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

import bot.intake.poller
from bot import texts
from bot.clock import SHANGHAI
from bot.sandbox.driver import Driver, Seen
from bot.settings import ROOT
from bot.usecases.snapshot import Snapshots
from bot.views.dates import day_text
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows

DEADLINE = date(2024, 12, 10)
PROMISED = (30, 14, 7, 3, 1, 0)
"""Days before the last one on which reminders come, as the bot tells people."""
USER = "测试员"
COMING = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
"""python-telegram-bot warns of a coming change of retry_after; both its forms are taken."""


def morning(days_before: int) -> datetime:
    """09:00 in Shanghai, so many days before the deadline."""
    return datetime(DEADLINE.year, DEADLINE.month, DEADLINE.day, 9, tzinfo=SHANGHAI) - timedelta(days=days_before)


def is_push(seen: Seen) -> bool:
    return verbs(seen) == {"t", "c", "uf"}


async def pushes(driver: Driver, user: str = USER) -> list[Seen]:
    """All reminders that came so far."""
    return [seen for seen in await driver.outbox(chat_id=await driver.person(user)) if is_push(seen)]


async def expect_push(driver: Driver, days: int) -> Seen:
    """The reminder that so many days are left."""
    push = await driver.expect("今天" if days == 0 else rf"\b{days} 天")
    assert is_push(push)
    return push


async def follow(driver: Driver, user: str = USER) -> Seen:
    await driver.say("包头金蓝领啥时候截止", user=user)
    answer = await driver.expect("2024年12月10日", chat_id=await driver.person(user))
    await driver.click(answer, data=data_with(answer, "f")[0], user=user)
    return await driver.expect(chat_id=answer.chat_id)


async def meet(driver: Driver) -> None:
    """Say hello, so that the bot and its database are there."""
    await driver.say("/help")
    await driver.expect()


async def until(driver: Driver, rows: Rows, condition: str) -> None:
    """Wait until some message in the outbox is so."""
    while not rows.all(f"SELECT 1 FROM outbox WHERE {condition}"):  # noqa: S608 - our own conditions
        await driver.state()


async def test_a_follower_is_reminded_exactly_once_also_after_a_restart(driver: Driver, bot: Bot, rows: Rows) -> None:
    followed = await follow(driver)
    assert {"uf", "fs", "my"} <= verbs(followed)
    assert day_text(DEADLINE) in followed.text
    assert await pushes(driver) == []
    await driver.move_clock(morning(7) - timedelta(seconds=30))
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    assert day_text(DEADLINE) in push.text
    await until(driver, rows, "kind = 'reminder' AND state = 'sent'")
    await driver.move_clock(timedelta(minutes=10))
    await bot.restart()
    await driver.move_clock(timedelta(hours=20))
    await driver.say("/my")
    await driver.expect()
    await bot.stop()
    assert len(await pushes(driver)) == 1


@pytest.mark.parametrize("start", [morning(40)])
async def test_every_offset_comes_once_on_its_morning_and_none_after_the_deadline(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    for number, days in enumerate(PROMISED):
        await driver.move_clock(morning(days) - timedelta(minutes=2))
        assert len(await pushes(driver)) == number
        await driver.move_clock(morning(days))
        await expect_push(driver, days)
        await driver.move_clock(timedelta(hours=3))
    for days in (-1, -2, -30):
        await driver.move_clock(morning(days))
    await bot.stop()
    assert len(await pushes(driver)) == len(PROMISED)


async def test_of_the_reminders_that_fell_due_while_the_bot_was_down_only_the_nearest_comes(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await bot.stop()
    await driver.move_clock(morning(2))
    bot.start()
    await expect_push(driver, 2)
    await bot.stop()
    assert len(await pushes(driver)) == 1


async def test_a_bot_that_was_down_beyond_the_deadline_says_nothing_any_more(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await bot.stop()
    await driver.move_clock(morning(-1))
    bot.start()
    await driver.say("/my")
    await driver.expect()
    await bot.stop()
    assert await pushes(driver) == []


async def test_who_follows_after_a_reminder_was_due_gets_the_next_one_only(driver: Driver, bot: Bot) -> None:
    await driver.move_clock(morning(7) + timedelta(hours=1))
    await follow(driver)
    await driver.move_clock(morning(3))
    await expect_push(driver, 3)
    await bot.stop()
    assert len(await pushes(driver)) == 1


@pytest.mark.parametrize("way", ["push", "list", "confirmation"])
async def test_unfollowing_stops_them(driver: Driver, bot: Bot, rows: Rows, way: str) -> None:
    followed = await follow(driver)
    expected = 0
    if way == "push":
        await driver.move_clock(morning(7))
        followed = await expect_push(driver, 7)
        expected = 1
    if way == "list":
        await driver.say("/my")
        followed = await driver.expect()
    await driver.click(followed, data=data_with(followed, "e" if way == "list" else "uf")[0])
    await driver.expect()
    assert rows.all("SELECT count(*) FROM subscriptions WHERE ended_at IS NULL") == [(0,)]
    for days in (3, 1, 0):
        await driver.move_clock(morning(days))
    await bot.stop()
    assert len(await pushes(driver)) == expected


async def test_following_again_reminds_again(driver: Driver, bot: Bot) -> None:
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "uf")[0])
    await driver.expect()
    await follow(driver)
    await follow(driver)
    await driver.move_clock(morning(7))
    await expect_push(driver, 7)
    await bot.stop()
    assert len(await pushes(driver)) == 1


async def test_the_buttons_of_a_reminder_work(driver: Driver) -> None:
    await follow(driver)
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    for data in (*data_with(push, "t"), *data_with(push, "c"), *data_with(push, "uf")):
        await driver.click(push, data=data)
        assert (await driver.expect()).text


async def test_following_what_is_over_follows_the_series(driver: Driver, rows: Rows) -> None:
    await driver.say("特培计划什么时候截止")
    answer = await driver.expect()
    await driver.click(answer, data=data_with(answer, "fs")[0].replace("fs:", "f:"), stale=True)
    assert (await driver.expect()).text == texts.STALE_GONE
    await driver.click(answer, data=data_with(answer, "fs")[0])
    told = await driver.expect()
    assert "us" in verbs(told)
    assert rows.all("SELECT kind, target FROM subscriptions") == [("series", "nmg-tepei")]
    await driver.click(told, data=data_with(told, "us")[0])
    await driver.expect()
    assert rows.all("SELECT count(*) FROM subscriptions WHERE ended_at IS NULL") == [(0,)]


async def test_who_blocked_the_bot_is_left_alone_and_reminded_again_once_back(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await driver.do("block", user=USER)
    await until(driver, rows, "1")
    while rows.all("SELECT unreachable_since FROM chats") == [(None,)]:
        await driver.state()
    await driver.move_clock(morning(7))
    await driver.do("unblock", user=USER)
    await driver.expect(texts.WELCOME_BACK)
    await driver.move_clock(morning(3))
    await expect_push(driver, 3)
    await bot.stop()
    assert len(await pushes(driver)) == 1
    assert [one for one in await driver.requests() if one["status"] == 403] == []


async def test_who_blocked_the_bot_unheard_is_skipped_and_marked(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await driver.fail("sendMessage", code=403, description="Forbidden: bot was blocked by the user")
    await driver.move_clock(morning(7))
    await until(driver, rows, "kind = 'reminder' AND state = 'skipped'")
    assert rows.all("SELECT unreachable_since IS NULL FROM chats") == [(0,)]
    await driver.say("/my")
    await driver.expect()
    assert rows.all("SELECT unreachable_since FROM chats") == [(None,)]
    await driver.move_clock(morning(3))
    await expect_push(driver, 3)
    await bot.stop()
    assert len(await pushes(driver)) == 1


FAULTS = {
    "500": ({"code": 500}, 0),
    "502": ({"code": 502}, 0),
    "429": ({"retry_after": 7}, 0),
    "cut before it arrived": ({"kind": "drop_before"}, 0),
    "cut before the answer": ({"kind": "drop_after"}, 1),
}


@COMING
@pytest.mark.parametrize(("fault", "repeats"), FAULTS.values(), ids=FAULTS)
async def test_a_push_that_goes_wrong_is_repeated_and_never_lost(
    driver: Driver, bot: Bot, rows: Rows, fault: dict[str, object], repeats: int
) -> None:
    await follow(driver)
    await driver.fail("sendMessage", **fault)
    await driver.move_clock(morning(7))
    await until(driver, rows, "kind = 'reminder' AND (error IS NOT NULL OR postponed > 0)")
    await driver.move_clock(timedelta(minutes=1))
    await until(driver, rows, "kind = 'reminder' AND state = 'sent'")
    await bot.stop()
    assert len(await pushes(driver)) == 1 + repeats


@COMING
@pytest.mark.parametrize(("fault", "repeats"), FAULTS.values(), ids=FAULTS)
async def test_an_answer_that_goes_wrong_is_repeated_and_never_lost(
    driver: Driver, bot: Bot, rows: Rows, fault: dict[str, object], repeats: int
) -> None:
    await meet(driver)
    await driver.fail("sendMessage", **fault)
    await driver.say("包头金蓝领啥时候截止")
    await until(driver, rows, "id = 2 AND (error IS NOT NULL OR postponed > 0)")
    await driver.move_clock(timedelta(minutes=1))
    await until(driver, rows, "id = 2 AND state = 'sent'")
    await bot.stop()
    told = (await driver.outbox(chat_id=await driver.person(USER)))[1:]
    assert len(told) == 1 + repeats
    assert all("2024年12月10日" in seen.text for seen in told)


async def test_a_message_that_telegram_refuses_is_set_aside_and_logged(driver: Driver, rows: Rows, logged: list[EventDict]) -> None:
    await meet(driver)
    await driver.fail("sendMessage", code=400, description="Bad Request: can't parse entities")
    await driver.say("包头金蓝领啥时候截止")
    await until(driver, rows, "state = 'dead'")
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    assert [entry["log_level"] for entry in logged if entry["log_level"] == "error"] == ["error"]
    logged.clear()


@COMING
@pytest.mark.parametrize("fault", [{"code": 500}, {"code": 409}, {"retry_after": 0}, {"kind": "drop_before"}, {"kind": "drop_after"}])
async def test_updates_survive_a_failing_poll(driver: Driver, monkeypatch: pytest.MonkeyPatch, fault: dict[str, object]) -> None:
    monkeypatch.setattr(bot.intake.poller, "PAUSE_AFTER_ERROR", 0.01)
    await meet(driver)
    await driver.fail("getUpdates", times=2, **fault)
    for _ in range(3):
        await driver.say("包头金蓝领啥时候截止")
        await driver.expect("2024年12月10日")
    told = [seen for seen in await driver.outbox() if "2024年12月10日" in seen.text]
    assert len(told) == 3


async def test_a_press_that_cannot_be_acknowledged_still_counts(driver: Driver, rows: Rows) -> None:
    await driver.say("包头金蓝领啥时候截止")
    answer = await driver.expect()
    await driver.fail("answerCallbackQuery", code=400, description="Bad Request: query is too old and response timeout expired")
    await driver.click(answer, data=data_with(answer, "f")[0])
    await driver.expect()
    assert rows.count("subscriptions") == 1


async def test_thirty_followers_get_one_each(driver: Driver, bot: Bot, rows: Rows) -> None:
    people = [f"读者{number}" for number in range(30)]
    for name in people:
        await follow(driver, name)
    await driver.move_clock(morning(7))
    while rows.all("SELECT count(*) FROM outbox WHERE kind = 'reminder' AND state = 'sent'") != [(len(people),)]:
        await driver.state()
    await bot.stop()
    assert [len(await pushes(driver, name)) for name in people] == [1] * len(people)


class TestSeries:
    """A knowledge folder of one's own, in which a new edition appears."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        shutil.copytree(ROOT / "knowledge" / "data", tmp_path / "data")
        return tmp_path / "data"

    @pytest.fixture
    def snapshots(self, folder: Path) -> Snapshots:
        return Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))

    @staticmethod
    def publish(folder: Path) -> None:
        """The Baotou notice once more, for the next year."""
        policies = folder / "policies"
        text = (policies / "bt-shibaiqian-2024.yaml").read_text("utf-8").replace("2024", "2025")
        (policies / "bt-shibaiqian-2025.yaml").write_text(text, "utf-8")

    async def test_followers_of_a_series_are_told_of_its_next_edition_once(self, driver: Driver, bot: Bot, folder: Path) -> None:
        followed = await follow(driver)
        await driver.click(followed, data=data_with(followed, "fs")[0])
        await driver.expect()
        await driver.say("特培计划什么时候截止", user="别人")
        others = await driver.expect(chat_id=await driver.person("别人"))
        await driver.click(others, data=data_with(others, "fs")[0], user="别人")
        await driver.expect(chat_id=others.chat_id)

        self.publish(folder)
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

    async def test_a_restart_with_new_files_tells_of_them_too(self, driver: Driver, bot: Bot, folder: Path) -> None:
        followed = await follow(driver)
        await driver.click(followed, data=data_with(followed, "fs")[0])
        await driver.expect()
        await bot.stop()
        self.publish(folder)
        bot.snapshots = Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))
        bot.start()
        await driver.expect("2025")

    async def test_a_deadline_that_moves_is_reminded_of_at_its_new_date(self, driver: Driver, bot: Bot, folder: Path) -> None:
        await follow(driver)
        await driver.move_clock(morning(7))
        await expect_push(driver, 7)
        file = folder / "policies" / "bt-shibaiqian-2024.yaml"
        file.write_text(file.read_text("utf-8").replace("ends: 2024-12-10", "ends: 2024-12-14"), "utf-8")
        await driver.move_clock(morning(3))
        push = await expect_push(driver, 7)
        assert "2024年12月14日" in push.text
        await driver.move_clock(morning(-1))
        await expect_push(driver, 3)
        await bot.stop()
        assert len(await pushes(driver)) == 3

    async def test_broken_files_leave_the_last_good_version_and_are_logged(
        self, driver: Driver, folder: Path, logged: list[EventDict]
    ) -> None:
        await meet(driver)
        (folder / "policies" / "nmg-tepei-2023.yaml").write_text("id: [", "utf-8")
        await driver.move_clock(timedelta(minutes=1))
        while not any("knowledge files" in str(entry["event"]) for entry in logged):
            await driver.state()
        await driver.say("特培计划什么时候截止")
        await driver.expect("2023年3月20日")
        logged.clear()
