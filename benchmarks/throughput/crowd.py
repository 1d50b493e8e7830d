"""Many people who ask different things: a few of them wait for an answer at any moment, and the next one asks as soon as it is there."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bot.sandbox.actions import Desk
from bot.sandbox.people import person, say
from bot.sandbox.wire import User

QUESTIONS = Path(__file__).parents[2] / "tests" / "data" / "questions"
PATIENCE = 60.0
"""Whoever waits longer for an answer gives up; it counts as lost."""


def questions() -> tuple[str, ...]:
    """Every question written by hand of which it is known what it means, each once."""
    rows = [json.loads(line) for file in sorted(QUESTIONS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return tuple(dict.fromkeys(str(row["q"]) for row in rows if row["policy"] is not None))


@dataclass
class Count:
    """What came in a stretch of time. ``waits``: seconds from a question to the first message that answers it."""

    waits: list[float] = field(default_factory=list)
    messages: int = 0
    lost: int = 0


class Crowd:
    """``people`` with their questions in an order that the seed chooses, ``waiting`` of whom have asked and not heard yet."""

    def __init__(self, desk: Desk, people: int, waiting: int, seed: int) -> None:
        self._desk = desk
        self._dice = random.Random(seed)
        self._people = [person(desk.tg, f"读者{number}") for number in range(people)]
        self._asked: dict[int, asyncio.Future[None]] = {}
        self._waiting = waiting
        self._turn = 0
        self._questions = list(questions())
        self.count = Count()
        self.answered = asyncio.Event()
        """Whether anybody was ever answered."""

    async def run(self) -> None:
        """Ask for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._keep_asking())
            await self.answered.wait()  # before it is up, a bot is not overrun
            for _ in range(self._waiting - 1):
                tasks.create_task(self._keep_asking())

    def begin(self) -> Count:
        """Count anew; what was counted since the last time."""
        ended, self.count = self.count, Count()
        return ended

    async def _keep_asking(self) -> None:
        while True:
            begun = perf_counter()
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._ask(*self._next())
            except TimeoutError:
                self.count.lost += 1
            else:
                self.count.waits.append(perf_counter() - begun)

    async def _ask(self, who: User, question: str) -> None:
        answered = self._asked[who.id] = asyncio.get_running_loop().create_future()
        try:
            say(self._desk.tg, who, question)
            await answered
        finally:
            self._asked.pop(who.id, None)

    def _next(self) -> tuple[User, str]:
        """Who asks next and what: one after the other, so that nobody is asked for more than a bot may say to them."""
        at = self._turn % len(self._people)
        self._turn += 1
        return self._people[at], self._dice.choice(self._questions)

    async def _listen(self) -> None:
        """Hear every message of the bot's."""
        feed = self._desk.tg.feed
        heard = feed.last
        while True:
            for event in feed.since(heard):
                heard = event.seq
                if event.by_bot and event.kind == "message":
                    self._hear(event.chat_id)
            await feed.signal.wait(PATIENCE)

    def _hear(self, chat: int | None) -> None:
        self.count.messages += 1
        self.answered.set()
        waiting = self._asked.get(chat) if chat is not None else None
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
