"""A process that is stopped for a while holds to Telegram's limits when it goes on: seconds are counted by a clock of the test's own."""

import asyncio
import selectors
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outbox.budget import PUSHES_AHEAD, AnswersFirstError, Budget, Place
from bot.outbox.limits import Limits
from storage.database import Database
from tests.storage.servers import codec

LIMIT = 30
GROUPS = (-1, -2)


class Skipping(selectors.DefaultSelector):
    """Waits for nothing: where nothing is to be read, the time until the next thing to do is over at once."""

    seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout:
            self.seconds += timeout
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds pass at once; ``stop_for`` lets some pass in which it did nothing."""

    def __init__(self) -> None:
        self._skipping = Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.seconds

    def stop_for(self, seconds: float) -> None:
        self._skipping.seconds += seconds


def fullest(times: Sequence[float], seconds: float) -> int:
    return max(bisect_left(times, start + seconds) - at for at, start in enumerate(times))


WHEN = st.floats(0, 2)
CROWDS = st.lists(st.tuples(WHEN, st.integers(30, 100), st.integers(-2, 200)), min_size=1, max_size=4)
"""When so many write at once, each in a chat of their own from that number on, groups among them."""
STOPS = st.lists(st.tuples(st.floats(0, 4), st.floats(0.05, 90)), min_size=1, max_size=2)


async def place_of_a_push(budget: Budget) -> Place:
    """A place such as the courier takes for a push that it claims."""
    nothing: Any = None  # a file's budget is in memory and asks for no rows
    while True:
        try:
            return (await budget.places_for_pushes(nothing, 1))[0]
        except AnswersFirstError:
            await asyncio.sleep(PUSHES_AHEAD)


@given(CROWDS, STOPS)
@settings(max_examples=40)
def test_what_was_held_up_goes_out_no_faster_than_anything_else(
    tmp_path_factory: pytest.TempPathFactory, crowds: list[tuple[float, int, int]], stops: list[tuple[float, float]]
) -> None:
    messages = [(at, first + number) for at, count, first in crowds for number in range(count)]

    async def run() -> list[tuple[float, int]]:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        database = Database(f"sqlite:///{Path(tmp_path_factory.getbasetemp()) / 'never-opened.db'}", codec())
        budget = Budget(database, Limits.of(LIMIT), clock=loop.time)
        sent: list[tuple[float, int]] = []
        for at, length in stops:
            loop.call_at(at, loop.stop_for, length)

        async def send(after: float, chat: int) -> None:
            await asyncio.sleep(after)
            place = await place_of_a_push(budget) if chat % 3 == 0 else None
            again: float | None = 0.0
            while again is not None:
                await asyncio.sleep(again)
                again = await budget.room(chat, place)
            sent.append((loop.time(), chat))

        async with asyncio.TaskGroup() as tasks:
            for after, chat in messages:
                tasks.create_task(send(after, chat))
        await database.close()
        return sent

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        sent = sorted(runner.run(run()))
    assert sorted(chat for _, chat in sent) == sorted(chat for _, chat in messages)
    assert fullest([at for at, _ in sent], 1.0) <= LIMIT
    for group in GROUPS:
        mine = [at for at, chat in sent if chat == group]
        assert not mine or fullest(mine, 60.0) <= 20


def test_a_machine_that_is_always_late_sends_all_the_same(tmp_path: Path) -> None:
    async def run() -> float:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        budget = Budget(Database(f"sqlite:///{tmp_path / 'never-opened.db'}", codec()), Limits.of(LIMIT), clock=loop.time)

        async def stall() -> None:
            while True:
                await asyncio.sleep(0)
                loop.stop_for(0.4)

        stalling = loop.create_task(stall())
        await budget.wait(7)
        stalling.cancel()
        return loop.time()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        assert runner.run(run()) < 30
