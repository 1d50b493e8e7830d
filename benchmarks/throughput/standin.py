"""``python -m benchmarks.throughput.standin``: the stand-in for Telegram, and the people, in a process of their own.

It writes a line of JSON with its address, and then one for each line that it reads: ``begin`` once the bot has answered somebody,
``count`` what came since.
"""

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from benchmarks.throughput.crowd import Crowd
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox

READY_SECONDS = 90.0


async def _stand_in(folder: Path, latency: float, people: int, waiting: int, seed: int) -> None:
    clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
    async with Sandbox(folder, clock=clock, latency=latency) as sandbox, asyncio.TaskGroup() as tasks:
        crowd = Crowd(sandbox.desk, people, waiting, seed)
        _tell({"url": sandbox.base_url, "token": sandbox.token})
        asking = None
        while line := await asyncio.to_thread(sys.stdin.readline):
            if asking is None:
                asking = tasks.create_task(crowd.run())
                await asyncio.wait_for(crowd.answered.wait(), READY_SECONDS)
            done = crowd.begin()
            _tell({"waits": done.waits, "messages": done.messages, "lost": done.lost} if line.strip() == "count" else {})
        if asking is not None:
            asking.cancel()


def _tell(what: dict[str, object]) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    """Run until the line of orders is closed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--waiting", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_stand_in(given.folder, given.latency, given.people, given.waiting, given.seed))


if __name__ == "__main__":
    main()
