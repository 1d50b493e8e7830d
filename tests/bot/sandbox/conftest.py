"""A sandbox on a folder of its own, people to act in it, and ways for a bot to reach it."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.ext import Application, ApplicationBuilder

from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.client import Client

START = datetime.fromisoformat("2024-11-28T09:00+08:00")


def real_now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(real_now)


@pytest.fixture
async def sandbox(tmp_path: Path, clock: MovableClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(tmp_path, clock=clock, at=START, webhook_pause=0.01) as running:
        yield running


@pytest.fixture
async def driver(sandbox: Sandbox) -> AsyncIterator[Driver]:
    async with Driver(sandbox.base_url) as running:
        yield running


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    """The Bot API, called as plainly as possible."""
    async with aiohttp.ClientSession() as session:
        yield Client(session, f"{sandbox.bot_url}{sandbox.token}")


@pytest.fixture
async def ptb(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """python-telegram-bot's Bot."""
    async with Bot(sandbox.token, base_url=sandbox.bot_url, base_file_url=sandbox.file_url) as bot:
        yield bot


@pytest.fixture
def application(sandbox: Sandbox) -> Application[Any, Any, Any, Any, Any, Any]:
    return (
        ApplicationBuilder()
        .token(sandbox.token)
        .base_url(sandbox.bot_url)
        .base_file_url(sandbox.file_url)
        .get_updates_read_timeout(20)
        .build()
    )


@pytest.fixture
async def chat(driver: Driver) -> int:
    """A person's chat that has been started."""
    await driver.start()
    return await driver.person("测试员")
