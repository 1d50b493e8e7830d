"""One run: workers start, people ask, workers are killed and started, and the checker says what came of it."""

import asyncio
import random
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.fleet.balancer import Balancer
from benchmarks.fleet.checker import Findings, Reader, Seen, reconcile
from benchmarks.fleet.people import QUESTIONS, asked_by
from benchmarks.fleet.workers import Worker, environment_with, free_port
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox

AHEAD = 4
"""Questions that a person writes before the first of them is answered."""
QUIET_SECONDS = 90.0
"""When nothing more came for so long, the rest is lost."""
LOOK_SECONDS = 0.1
SENDING = ("sendmessage", "editmessagetext", "senddocument", "sendphoto")


@dataclass(frozen=True)
class Plan:
    """What is run. ``kills``: how many workers are killed, at moments that the seed chooses, and started again."""

    workers: int
    people: int
    updates: int
    kills: int
    messages_a_second: int
    seed: int = 1
    mischief: bool = True


@dataclass(frozen=True)
class Outcome:
    """What came of it. ``seconds``: from the first question to the last answer."""

    findings: Findings
    seconds: float
    killed: int
    errors: int
    """Errors that the workers logged."""

    @property
    def rate(self) -> float:
        """Complete answers a second."""
        return (self.findings.asked - self.findings.lost) / self.seconds


async def run(plan: Plan, database: str, folder: Path) -> Outcome:
    """Carry a plan out against this empty PostgreSQL database, with the stand-in's files and the logs in ``folder``."""
    clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
    async with Sandbox(folder / "telegram", clock=clock) as sandbox, Driver(sandbox.base_url) as driver:
        port = free_port()
        environment = environment_with(
            TELEGRAM_BOT_TOKEN=sandbox.token,
            TELEGRAM_BASE_URL=sandbox.base_url,
            TELEGRAM_MESSAGES_PER_SECOND=str(plan.messages_a_second),
            DATABASE_URL=database,
            ANSWERS_KEY_FILE=str(folder / "answers.key"),
            WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
        )
        workers = [Worker(number, environment, folder) for number in range(plan.workers)]
        async with Balancer(workers, port, plan.seed, mischief=plan.mischief).listening():
            try:
                await workers[0].start()  # makes the tables and the key
                await asyncio.gather(*(worker.start() for worker in workers[1:]))
                return await Show(plan, driver, workers).play()
            finally:
                await asyncio.gather(*(worker.end(signal.SIGTERM) for worker in workers))


class Show:
    """The people, and who kills."""

    def __init__(self, plan: Plan, driver: Driver, workers: Sequence[Worker]) -> None:
        self._plan = plan
        self._driver = driver
        self._workers = workers
        self._dice = random.Random(plan.seed)
        self._answers: dict[str, str] = {}
        self._readers: dict[int, Reader] = {}
        self._seen: list[Seen] = []
        self._last = perf_counter()
        self._killed = 0
        self._news = asyncio.Event()

    async def play(self) -> Outcome:
        """Ask and kill; then look."""
        since = await self._learn()
        each = asked_by(self._plan.seed, self._plan.people, self._plan.updates)
        asked = {await self._driver.person(f"读者{number}"): questions for number, questions in enumerate(each)}
        self._readers = {chat: Reader(questions) for chat, questions in asked.items()}
        started = perf_counter()
        async with asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(self._watch(since))
            killing = tasks.create_task(self._kill())
            await asyncio.wait([tasks.create_task(self._ask(*one)) for one in asked.items()])
            await asyncio.wait([killing])
            await self._until_quiet()
            watching.cancel()
        return Outcome(
            findings=reconcile(asked, self._seen),
            seconds=self._last - started,
            killed=self._killed,
            errors=sum(worker.log.count('"level": "error"') for worker in self._workers),
        )

    async def _learn(self) -> int:
        """What is answered to each question, by the words of the answer; the number of the last request that this took."""
        chat = await self._driver.person("老师")
        for question in QUESTIONS:
            await self._driver.say(question, user="老师")
            await self._driver.expect(chat_id=chat, seconds=QUIET_SECONDS)
        requests = await self._driver.requests()
        told = [one["params"]["text"] for one in requests if _is_message(one)]
        self._answers = dict(zip(told, QUESTIONS, strict=True))
        if len(self._answers) < len(QUESTIONS):
            raise RuntimeError("two questions have the same answer")
        return int(requests[-1]["seq"])

    async def _ask(self, chat: int, questions: Sequence[str]) -> None:
        for number, question in enumerate(questions):
            while self._readers[chat].answered < number - AHEAD:
                await self._news.wait()
            await self._driver.say(question, user=chat)

    async def _watch(self, since: int) -> None:
        """Read with everybody what the bot sends."""
        while True:
            requests = await self._driver.requests(after=since)
            for one in filter(_is_message, requests):
                message = Seen(datetime.fromisoformat(one["at"]).timestamp(), int(one["params"]["chat_id"]), self._says(one))
                self._seen.append(message)
                self._readers[message.chat].read(message.says)
                self._last = perf_counter()
            since = requests[-1]["seq"] if requests else since
            self._news.set()
            self._news = asyncio.Event()
            await asyncio.sleep(LOOK_SECONDS)

    def _says(self, request: dict[str, Any]) -> str | None:
        return self._answers.get(request["params"].get("text", ""))

    async def _kill(self) -> None:
        """At moments spread over the run, by how much is answered."""
        for moment in sorted(self._dice.random() for _ in range(self._plan.kills)):
            while len(self._seen) < moment * self._plan.updates:
                await self._news.wait()
            worker = self._dice.choice(self._workers)
            await worker.end(signal.SIGKILL)
            self._killed += 1
            await worker.start()

    async def _until_quiet(self) -> None:
        """Wait until all are answered, or nothing comes any more."""
        while perf_counter() < self._last + QUIET_SECONDS and any(reader.waits_for for reader in self._readers.values()):
            await self._news.wait()


def _is_message(request: dict[str, Any]) -> bool:
    return request["method"].lower() in SENDING and request["status"] == HTTPStatus.OK
