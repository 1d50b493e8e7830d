"""Lanes: in order inside one, side by side between them, and a full lane takes no slot from others."""

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.lanes import Lanes


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(0, 3)), max_size=30), st.integers(1, 4))
@settings(deadline=None)
def test_each_lane_is_worked_in_order_once_and_never_more_than_the_slots_at_a_time(work: list[tuple[str, int]], slots: int) -> None:
    done: defaultdict[str, list[int]] = defaultdict(list)
    busy: list[str] = []
    most = 0

    async def handle(item: tuple[str, int, int]) -> None:
        nonlocal most
        lane, number, turns = item
        assert lane not in busy
        busy.append(lane)
        most = max(most, len(busy))
        for _ in range(turns):
            await asyncio.sleep(0)
        busy.remove(lane)
        done[lane].append(number)

    async def run() -> None:
        async with Lanes(handle, slots) as lanes:
            for number, (lane, turns) in enumerate(work):
                lanes.add(lane, (lane, number, turns))
                if turns == 3:
                    await asyncio.sleep(0)
            await lanes.until_empty()
            assert sum(len(numbers) for numbers in done.values()) == len(work)

    asyncio.run(run())
    assert most <= slots
    for lane, numbers in done.items():
        assert numbers == [number for number, (other, _) in enumerate(work) if other == lane]


async def test_a_lane_that_hangs_holds_nobody_else_back() -> None:
    release, others_done = asyncio.Event(), asyncio.Event()
    done: list[str] = []

    async def handle(item: str) -> None:
        if item == "hangs":
            await release.wait()
        done.append(item)
        if item == "乙4":
            others_done.set()

    async with Lanes(handle, 2) as lanes:
        lanes.add("甲", "hangs")
        for number in range(50):
            lanes.add("甲", f"甲{number}")
        for number in range(5):
            lanes.add("乙", f"乙{number}")
        async with asyncio.timeout(5):
            await others_done.wait()
        assert done == [f"乙{number}" for number in range(5)]
        release.set()
        await lanes.until_empty()
    assert done[5:] == ["hangs", *(f"甲{number}" for number in range(50))]


async def test_an_empty_set_of_lanes_is_empty_at_once_and_again_after_work() -> None:
    async def handle(_: int) -> None:
        await asyncio.sleep(0)

    async with Lanes(handle, 1) as lanes:
        await lanes.until_empty()
        for _ in range(2):
            lanes.add("甲", 1)
            await lanes.until_empty()


async def test_work_that_breaks_ends_the_lanes_loudly() -> None:
    async def handle(_: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ExceptionGroup) as error:
        async with Lanes(handle, 1) as lanes:
            lanes.add("甲", 1)
    assert error.group_contains(ZeroDivisionError)
