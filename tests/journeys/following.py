"""Somebody who follows, what comes to them, and a knowledge folder in which dates can be changed."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.clock import SHANGHAI
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.settings import ROOT
from tests.bot.ics import Component, read_calendar
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows

DEADLINE = date(2024, 12, 10)
PROMISED = (7, 3, 1, 0)
"""Days before the last one on which reminders come by themselves, of a window of thirteen days."""
USER = "测试员"
COMING = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
"""python-telegram-bot warns of a coming change of retry_after; both its forms are taken."""


def morning(days_before: int) -> datetime:
    """09:00 in Shanghai, so many days before the deadline."""
    return datetime(DEADLINE.year, DEADLINE.month, DEADLINE.day, 9, tzinfo=SHANGHAI) - timedelta(days=days_before)


def is_push(seen: Seen) -> bool:
    return {"ox", "oq"} <= verbs(seen)


async def pushes(driver: Driver, user: str = USER) -> list[Seen]:
    """All reminders that came so far."""
    return [seen for seen in await driver.outbox(chat_id=await driver.person(user)) if is_push(seen)]


async def expect_push(driver: Driver, days: int) -> Seen:
    """The reminder that so many days are left."""
    push = await driver.expect("今天" if days == 0 else rf"\b{days} 天")
    assert is_push(push)
    return push


async def follow(driver: Driver, user: str = USER, day: str = "2024年12月10日") -> Seen:
    await driver.say("包头金蓝领啥时候截止", user=user)
    answer = await driver.expect(day, chat_id=await driver.person(user))
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


async def file_of(sandbox: Sandbox, seen: Seen) -> bytes:
    """The file that a message brings, as the person's app fetches it."""
    unique = seen.raw["message"]["document"]["file_unique_id"]
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}/control/file/{unique}") as response:
        return await response.read()


async def calendar_of(driver: Driver, sandbox: Sandbox, seen: Seen, data: str = "", *, user: str | None = None) -> dict[str, Component]:
    """The events of the file that the calendar button of a message brings, by UID."""
    await driver.click(seen, data=data or data_with(seen, "ic")[0], user=user, stale=bool(data))
    file = await driver.expect("📅.*的日期", chat_id=seen.chat_id)
    return {event.text("UID"): event for event in read_calendar(await file_of(sandbox, file)).parts}


def with_files_of_ones_own(tmp_path: Path) -> Path:
    """A copy of the knowledge, to be changed."""
    shutil.copytree(ROOT / "knowledge" / "data", tmp_path / "data")
    return tmp_path / "data"


def rewrite(folder: Path, old: str, new: str, policy: str = "bt-shibaiqian-2024") -> None:
    """Change a notice on file."""
    file = folder / "policies" / f"{policy}.yaml"
    text = file.read_text("utf-8")
    assert old in text
    lines = text.replace(old, new).splitlines(keepends=True)
    # What the worked examples expect of dates may be true no more.
    file.write_text("".join(line for line in lines if not line.startswith("    link: ")), "utf-8")
