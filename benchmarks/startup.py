"""Start-up and memory of the whole process: ``run_bot.py serve`` beside the stand-in for Telegram, until a waiting question is answered.

A question waits at the stand-in before the process is started, so the first answer comes as soon as one is possible. Each tree of the
program takes its turn in every round, with its own files and a database of its own: at the first start it is made, at those after it is
there already.
"""

import argparse
import asyncio
import re
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.fleet.workers import environment_with
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.settings import ROOT

QUESTION = "包头市石拐区人才补贴什么时候截止"
PATIENCE = 120.0
SETTLED_SECONDS = 3.0
"""After the first answer, for what a start leaves to be done beside it."""


@dataclass(frozen=True)
class Start:
    """One start. ``seconds``: to the first answer; ``cpu``: seconds of processor until then; memory in MB, resident."""

    seconds: float
    cpu: float
    at_first: int
    settled: int
    peak: int


async def start_once(tree: Path, folder: Path) -> Start:
    """Start the program of a tree on the database in ``folder``, made if it is not there, and stop it again."""
    clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
    async with Sandbox(folder / "telegram", clock=clock) as sandbox, Driver(sandbox.base_url) as driver:
        await driver.say(QUESTION)
        environment = environment_with(
            TELEGRAM_BOT_TOKEN=sandbox.token,
            TELEGRAM_BASE_URL=sandbox.base_url,
            DATABASE_URL=f"sqlite:///{folder / 'bot.db'}",
            ANSWERS_KEY_FILE=str(folder / "answers.key"),
            KNOWLEDGE_DIR=str(tree / "knowledge" / "data"),
        )
        with (folder / "log").open("ab") as log:
            began = perf_counter()
            process = await asyncio.create_subprocess_exec(
                sys.executable, str(tree / "run_bot.py"), "serve", cwd=tree, env=environment, stdout=log, stderr=log
            )
        try:
            await _answered(driver, process, folder / "log")
            seconds = perf_counter() - began
            cpu, at_first = _cpu(process.pid), _memory(process.pid, "VmRSS")
            await asyncio.sleep(SETTLED_SECONDS)
            return Start(seconds, cpu, at_first, _memory(process.pid, "VmRSS"), _memory(process.pid, "VmHWM"))
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.wait()


async def _answered(driver: Driver, process: asyncio.subprocess.Process, log: Path) -> None:
    """Wait for the answer; a process that ends instead is an error."""
    async with asyncio.TaskGroup() as tasks:
        answer = tasks.create_task(driver.expect(seconds=PATIENCE))
        ended = tasks.create_task(process.wait())
        await asyncio.wait((answer, ended), return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            raise RuntimeError(f"the program did not start; see {log}")
        ended.cancel()


def _memory(pid: int, what: str) -> int:
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    return int(found[1]) // 1024 if found else 0


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _row(name: str, kind: str, starts: Sequence[Start]) -> str:
    seconds = [start.seconds for start in starts]
    cells = (
        name,
        kind,
        f"{min(seconds):.2f}",
        f"{median(seconds):.2f}",
        f"{median(start.cpu for start in starts):.2f}",
        *(f"{median(figures):.0f}" for figures in zip(*((one.at_first, one.settled, one.peak) for one in starts), strict=True)),
    )
    return f"| {' | '.join(cells)} |"


async def _compare(trees: dict[str, Path], rounds: int) -> None:
    found: dict[tuple[str, str], list[Start]] = {}
    with tempfile.TemporaryDirectory() as place:
        for number in range(rounds):
            for name, tree in trees.items():
                folder = Path(place) / f"{name}-{number}"
                folder.mkdir()
                for kind in ("first", "again", "again"):
                    found.setdefault((name, kind), []).append(await start_once(tree, folder))
    print("| program | start | s, best | s, median | processor, s | MB at the first answer | MB settled | MB peak |")
    print("|---|---|---|---|---|---|---|---|")
    for (name, kind), starts in found.items():
        print(_row(name, kind, starts))


def main() -> None:
    """Compare trees of the program, this one by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--tree", action="append", default=[], metavar="NAME=FOLDER", help="another checkout to take its turn beside this one"
    )
    given = parser.parse_args()
    others = dict(one.split("=", 1) for one in given.tree)
    asyncio.run(_compare({**{name: Path(tree).resolve() for name, tree in others.items()}, "this": ROOT}, given.rounds))


if __name__ == "__main__":
    main()
