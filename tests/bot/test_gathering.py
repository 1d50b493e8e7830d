"""Work done together: nobody waits for more than the batch under way and their own, and everybody gets their own result."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gathering import Gathered


@given(st.lists(st.lists(st.integers(), max_size=5), max_size=5))
def test_everybody_gets_their_own_result_and_batches_follow_one_another(waves: list[list[int]]) -> None:
    batches: list[Sequence[int]] = []

    async def work(items: Sequence[int]) -> Sequence[int]:
        batches.append(items)
        await asyncio.sleep(0)
        return [2 * item for item in items]

    async def run() -> list[int]:
        doubled = Gathered(work)
        results = []
        async with asyncio.TaskGroup() as tasks:
            for wave in waves:
                results += [tasks.create_task(doubled(item)) for item in wave]
                await asyncio.sleep(0)
        return [task.result() for task in results]

    items = [item for wave in waves for item in wave]
    assert asyncio.run(run()) == [2 * item for item in items]
    assert [item for batch in batches for item in batch] == items
    assert all(batches)


async def test_what_comes_while_a_batch_runs_is_the_next_batch() -> None:
    go, sizes = asyncio.Event(), []

    async def work(items: Sequence[int]) -> Sequence[int]:
        sizes.append(len(items))
        await go.wait()
        return items

    gathered = Gathered(work)
    async with asyncio.TaskGroup() as tasks:
        for item in range(10):
            tasks.create_task(gathered(item))
            await asyncio.sleep(0)
        go.set()
    assert sizes == [1, 9]


async def test_an_error_is_everybodys_and_the_next_batch_goes_on() -> None:
    fails = [False, True, True]

    async def work(items: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0)
        if fails.pop():
            raise ZeroDivisionError
        return items

    gathered = Gathered(work)
    outcomes = await asyncio.gather(*(gathered(item) for item in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ZeroDivisionError] * 3
    assert await gathered(7) == 7


async def test_when_whoever_runs_a_batch_is_cancelled_nobody_hangs() -> None:
    begun = asyncio.Event()

    async def work(items: Sequence[int]) -> Sequence[int]:
        if 0 in items:
            begun.set()
            await asyncio.Event().wait()
        return items

    gathered = Gathered(work)
    first = asyncio.ensure_future(gathered(0))
    await begun.wait()
    second = asyncio.ensure_future(gathered(1))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await second == 1
