"""The real process, killed with SIGKILL: what was answered stays, what was asked is answered, nothing more than once too often."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.settings import ROOT
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.interview import SUITED, Interview
from tests.journeys.rows import Rows

PATIENCE = 60.0
"""Seconds that a process may take to start and answer on a busy machine."""


class Process:
    """``python run_bot.py serve`` against a sandbox."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
            "TELEGRAM_BOT_TOKEN": sandbox.token,
            "TELEGRAM_BASE_URL": sandbox.base_url,
            "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
            "ANSWERS_KEY_FILE": str(folder / "answers.key"),
            "SHENBAO_NO_BOOTSTRAP": "1",
            "LOG_FORMAT": "json",
        }
        self._log = folder / "log"
        self._running: asyncio.subprocess.Process | None = None

    async def start(self, **settings: str) -> None:
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable, str(ROOT / "run_bot.py"), "serve", cwd=ROOT, env=self._environment | settings, stdout=log, stderr=log
            )

    async def end(self, sign: signal.Signals) -> int:
        """Send a signal and wait; the exit code."""
        assert self._running is not None
        if self._running.returncode is None:
            self._running.send_signal(sign)
        return await self._running.wait()

    async def wait(self) -> int:
        """Wait for it to end by itself."""
        assert self._running is not None
        return await self._running.wait()

    async def kill(self) -> None:
        await self.end(signal.SIGKILL)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")


@pytest.fixture
async def process(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Process]:
    process = Process(sandbox, tmp_path)
    await process.start()
    yield process
    await process.kill()


@asynccontextmanager
async def people(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Driver]:
    monkeypatch.setattr(Driver.expect, "__kwdefaults__", {**(Driver.expect.__kwdefaults__ or {}), "seconds": PATIENCE})
    async with Driver(sandbox.base_url) as driver:
        yield driver


async def test_a_killed_process_goes_on_in_the_middle_of_a_questionnaire(
    sandbox: Sandbox, process: Process, base: KnowledgeBase, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with people(sandbox, monkeypatch) as driver:
        person = Interview(driver, base)
        seen = await person.one_in("nmg-tepei-2023", "outside")
        await process.kill()
        fact = person.fact_of(seen)
        answered = {fact for (fact,) in rows.all("SELECT fact FROM answers")}
        assert len(answered) == 1
        await process.start()
        seen = await person.answer(seen, SUITED.get(fact, "?"))
        assert person.fact_of(seen) not in answered | {fact}
        result = await person.walk(seen, SUITED)
        assert result.text.startswith(LEADS["eligible"])
        assert await process.end(signal.SIGTERM) == 0
    assert '"level": "error"' not in process.log
    assert sandbox.token not in process.log


async def test_questions_under_way_at_a_kill_are_all_answered_in_order_none_lost(
    sandbox: Sandbox, process: Process, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one answer that was on its way out waits for its lease to end; all others come at once, in order."""
    asked = [("包头金蓝领啥时候截止", "2024年12月10日"), ("特培计划什么时候截止", "2023年3月20日")] * 5
    async with people(sandbox, monkeypatch) as driver:
        chat = await driver.person("急性子")
        await driver.say("/help", user="急性子")
        await driver.expect(chat_id=chat)
        for question, _ in asked:
            await driver.say(question, user="急性子")
        await process.kill()
        await process.start()
        await driver.say("/policies", user="急性子")
        await driver.expect("份通知", chat_id=chat)
        told = [seen.text for seen in await driver.outbox(chat_id=chat)][1:-1]
        assert await process.end(signal.SIGTERM) == 0
    ((waiting,),) = rows.all("SELECT count(*) FROM outbox WHERE state = 'pending' AND body IS NOT NULL")
    answers = [next((answer for _, answer in asked if answer in text), text) for text in told]
    expected = [answer for _, answer in asked]
    one_missing = [expected[:at] + expected[at + 1 :] for at in range(len(expected))] if waiting else []
    one_twice = [expected[:at] + expected[at - 1 :] for at in range(1, len(expected) + 1)]
    assert waiting <= 1
    assert answers in [expected, *one_missing, *one_twice]
    assert rows.all("SELECT count(*) FROM inbox WHERE state <> 'handled'") == [(0,)]


async def test_a_wrong_token_ends_the_start_with_one_line(sandbox: Sandbox, tmp_path: Path) -> None:
    process = Process(sandbox, tmp_path)
    token = "123456789:" + "A" * 35
    await process.start(TELEGRAM_BOT_TOKEN=token)
    assert await process.wait() == 1
    lines = [line for line in process.log.splitlines() if not line.startswith("{")]
    assert len(lines) == 1
    assert "token" in lines[0]
    assert token not in process.log


async def test_a_key_file_of_another_database_ends_the_start_with_one_line(sandbox: Sandbox, process: Process, tmp_path: Path) -> None:
    async with Driver(sandbox.base_url) as driver:
        await driver.say("你好")
        await driver.expect(seconds=PATIENCE)
    assert await process.end(signal.SIGINT) == 0
    (tmp_path / "answers.key").unlink()
    await process.start()
    assert await process.wait() == 1
    assert "key" in process.log.splitlines()[-1]
    assert "Traceback" not in process.log
