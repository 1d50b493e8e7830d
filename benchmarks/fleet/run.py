"""One run: workers start, people ask, things go wrong, and the checker says what came of it."""

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
from benchmarks.fleet.stalls import Lookout
from benchmarks.fleet.stores import Store
from benchmarks.fleet.troubles import PUSH, TROUBLES, Scene
from benchmarks.fleet.workers import Worker, environment_with, free_port
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from storage.codec import load_or_make_key

AHEAD = 4
"""Questions that a person writes before the first of them is answered."""
QUIET_SECONDS = 90.0
"""When nothing more came for so long, the rest is lost."""
LOOK_SECONDS = 0.1
PARTS = 4
"""In so many batches pushes are put on their way."""
SENDING = ("sendmessage", "editmessagetext", "senddocument", "sendphoto")


@dataclass(frozen=True)
class Plan:
    """What is run. ``troubles``: what goes wrong, one after the other, at moments that the seed chooses.

    ``pushes``: how many messages go out beside the answers; ``skew``: by how many seconds one worker's clock jumps, there and back.
    """

    workers: int
    people: int
    updates: int
    messages_a_second: int
    troubles: tuple[str, ...] = ()
    pushes: int = 0
    skew: float = 0.0
    seed: int = 1
    mischief: bool = True

    @property
    def again(self) -> str:
        """The command that runs it once more."""
        store = ["--sqlite"] if self.workers == 1 else []
        given = {
            "workers": self.workers,
            "people": self.people,
            "updates": self.updates,
            "rate": self.messages_a_second,
            "pushes": self.pushes,
            "skew": self.skew,
            "seed": self.seed,
        }
        named = [f"--{name} {value}" for name, value in given.items()]
        return " ".join(["python -m benchmarks.fleet", *store, *named, "--troubles", *self.troubles])


@dataclass(frozen=True)
class Outcome:
    """What came of it. ``seconds``: from the first question to the last answer."""

    findings: Findings
    seconds: float
    happened: tuple[str, ...]
    """What went wrong, in this order."""
    refused: int
    """Calls that the stand-in was told to refuse."""
    errors: int
    """Errors that the workers logged."""

    @property
    def rate(self) -> float:
        """Complete answers a second."""
        return (self.findings.asked - self.findings.lost) / self.seconds


async def run(plan: Plan, store: Store, folder: Path) -> Outcome:
    """Carry a plan out against this database, empty or migrated, with the stand-in's files, the key and the logs in ``folder``."""
    clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
    codec = load_or_make_key(folder / "answers.key")
    async with Sandbox(folder / "telegram", clock=clock) as sandbox, Driver(sandbox.base_url) as driver:
        port = free_port()
        environment = environment_with(
            TELEGRAM_BOT_TOKEN=sandbox.token,
            TELEGRAM_BASE_URL=sandbox.base_url,
            TELEGRAM_MESSAGES_PER_SECOND=str(plan.messages_a_second),
            DATABASE_URL=store.address,
            ANSWERS_KEY_FILE=str(folder / "answers.key"),
            WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
        )
        workers = [Worker(number, environment, folder, 0.0 if number else plan.skew) for number in range(plan.workers)]
        async with Balancer(workers, port, plan.seed, mischief=plan.mischief).listening():
            try:
                await asyncio.gather(*(worker.start() for worker in workers))
                scene = Scene(store, workers, driver, codec, random.Random(plan.seed), {})
                return await Show(plan, scene).play()
            finally:
                await asyncio.gather(*(worker.end(signal.SIGTERM) for worker in workers))


class Show:
    """The people, and what goes wrong."""

    def __init__(self, plan: Plan, scene: Scene) -> None:
        self._plan = plan
        self._scene = scene
        self._driver = scene.driver
        self._answers: dict[str, str] = {}
        self._readers: dict[int, Reader] = {}
        self._seen: list[Seen] = []
        self._last = perf_counter()
        self._happened: list[str] = []
        self._news = asyncio.Event()

    async def play(self) -> Outcome:
        """Ask, and let things go wrong; then look."""
        since = await self._learn()
        each = asked_by(self._plan.seed, self._plan.people, self._plan.updates)
        asked = {await self._driver.person(f"读者{number}"): questions for number, questions in enumerate(each)}
        self._readers = {chat: Reader(questions) for chat, questions in asked.items()}
        started, lookout = perf_counter(), Lookout()
        async with asyncio.TaskGroup() as tasks:
            for_ever = (tasks.create_task(self._watch(since)), tasks.create_task(lookout.run()))
            going_wrong = tasks.create_task(self._go_wrong())
            pushing = tasks.create_task(self._push())
            await asyncio.wait([tasks.create_task(self._ask(*one)) for one in asked.items()])
            await asyncio.wait([going_wrong, pushing])
            await self._until_quiet()
            for task in for_ever:
                task.cancel()
        return Outcome(
            findings=reconcile(asked, self._seen, self._scene.pushes, lookout.stalls),
            seconds=self._last - started,
            happened=tuple(self._happened),
            refused=self._scene.refused,
            errors=sum(worker.log.count('"level": "error"') for worker in self._scene.workers),
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
        text: str = request["params"].get("text", "")
        return self._answers.get(text, text if text.startswith(PUSH) else None)

    async def _go_wrong(self) -> None:
        """At moments spread over the run, by how much is answered."""
        dice = random.Random(self._plan.seed)
        for name in dice.sample(self._plan.troubles, len(self._plan.troubles)):
            moment = (len(self._happened) + dice.random()) / len(self._plan.troubles)
            await self._until_answered(moment)
            await TROUBLES[name](self._scene)
            self._happened.append(name)

    async def _push(self) -> None:
        """In some parts, to those who have been answered."""
        for part in range(PARTS if self._plan.pushes else 0):
            await self._until_answered((part + 1) / (PARTS + 1))
            known = [chat for chat, reader in self._readers.items() if reader.answered]
            share = self._plan.pushes * (part + 1) // PARTS - self._plan.pushes * part // PARTS
            for chat, words in await self._scene.push(known, share):
                self._readers[chat].expect(words)

    async def _until_answered(self, moment: float) -> None:
        """So much of all."""
        while sum(reader.answered for reader in self._readers.values()) < moment * self._plan.updates:
            await self._news.wait()

    async def _until_quiet(self) -> None:
        """Wait until all are answered, or nothing comes any more."""
        readers = self._readers.values()
        while perf_counter() < self._last + QUIET_SECONDS and any(one.waits_for or one.waits_for_pushes for one in readers):
            await self._news.wait()


def _is_message(request: dict[str, Any]) -> bool:
    return request["method"].lower() in SENDING and request["status"] == HTTPStatus.OK
