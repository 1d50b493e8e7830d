"""One bot beside one stand-in: started, warmed up, measured, stopped."""

import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from benchmarks.fleet.workers import environment_with, free_port
from bot.settings import ROOT

LONGEST_LINE = 64 * 1024 * 1024
TICKS_A_SECOND = 100


@dataclass(frozen=True)
class Case:
    """One line of the table. ``bot``: ours or one of ``echoes.KINDS``; ``database``: its address, None for a fresh SQLite file."""

    bot: str
    latency: float
    by_webhook: bool
    database: str | None = None

    @property
    def store(self) -> str:
        """What it keeps its rows in."""
        return "–" if self.bot != "ours" else "SQLite" if self.database is None else "PostgreSQL"


@dataclass(frozen=True)
class Load:
    """Who asks, and for how long: seconds to warm up, seconds that count."""

    people: int
    waiting: int
    warm_up: float
    seconds: float
    seed: int = 1


@dataclass(frozen=True)
class Figures:
    """What came of it. ``p50`` and ``p99`` in milliseconds; processor time in milliseconds for each answer, of the bot and the stand-in."""

    answers: int
    rate: float
    p50: float
    p99: float
    messages: float
    """For each answer."""
    lost: int
    cpu: float
    cpu_standin: float


async def measure(case: Case, load: Load) -> Figures:
    """Run one case."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async with _standing_in(folder, case, load) as standin:
            told = await standin.hear()
            async with _bot(folder, case, told["url"], told["token"]) as bot:
                await standin.ask("begin")
                await asyncio.sleep(load.warm_up)
                begun, cpu, cpu_standin = perf_counter(), _cpu(bot.pid), _cpu(standin.process.pid)
                await standin.ask("begin")
                await asyncio.sleep(load.seconds)
                cpu, cpu_standin = _cpu(bot.pid) - cpu, _cpu(standin.process.pid) - cpu_standin
                found = await standin.ask("count")
                return _figures(found, perf_counter() - begun, cpu, cpu_standin)


def _figures(found: dict[str, Any], seconds: float, cpu: float, cpu_standin: float) -> Figures:
    waits: list[float] = found["waits"]
    if len(waits) < 2:  # noqa: PLR2004 - of one no quantile can be told
        raise RuntimeError("hardly anything was answered")
    cuts = quantiles(waits, n=100, method="inclusive")
    many = len(waits)
    return Figures(
        many, many / seconds, 1000 * cuts[49], 1000 * cuts[98], found["messages"] / many, found["lost"], 1000 * cpu / many,
        1000 * cpu_standin / many,
    )  # fmt: skip


class Standin:
    """The stand-in's process, and the line on which it is told what to do."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def hear(self) -> dict[str, Any]:
        """The next thing that it says."""
        line = await self.process.stdout.readline() if self.process.stdout is not None else b""
        if not line:
            raise RuntimeError("the stand-in ended, or the bot answers nothing")
        found: dict[str, Any] = json.loads(line)
        return found

    async def ask(self, order: str) -> dict[str, Any]:
        """Tell it something; what it answers."""
        if self.process.stdin is not None:
            self.process.stdin.write(f"{order}\n".encode())
        return await self.hear()


@asynccontextmanager
async def _standing_in(folder: Path, case: Case, load: Load) -> AsyncIterator[Standin]:
    given = {"latency": case.latency, "people": load.people, "waiting": load.waiting, "seed": load.seed}
    command = ["-m", "benchmarks.throughput.standin", str(folder / "telegram"), *(f"--{name}={value}" for name, value in given.items())]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE
    )
    try:
        yield Standin(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


@asynccontextmanager
async def _bot(folder: Path, case: Case, url: str, token: str) -> AsyncIterator[asyncio.subprocess.Process]:
    port = free_port() if case.by_webhook else None
    environment = environment_with(
        TELEGRAM_BOT_TOKEN=token,
        TELEGRAM_BASE_URL=url,
        TELEGRAM_MESSAGES_PER_SECOND="10000",
        DATABASE_URL=case.database or f"sqlite:///{folder / 'bot.db'}",
        ANSWERS_KEY_FILE=str(folder / "answers.key"),
        KNOWLEDGE_DIR=str(ROOT / "knowledge" / "data"),
        WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram" if port else "",
        WEBHOOK_PORT=str(port or 8443),
    )
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *_command(case, url, token, port), cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    except Exception as error:
        raise RuntimeError((folder / "log").read_text("utf-8")[-2000:]) from error
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


def _command(case: Case, url: str, token: str, port: int | None) -> Sequence[str]:
    if case.bot == "ours":
        return (str(ROOT / "run_bot.py"), "serve", *(["--webhook"] if port else []))
    return ("-m", "benchmarks.throughput.echoes", case.bot, url, token, *([f"--port={port}"] if port else []))


def _cpu(pid: int) -> float:
    """Seconds of processor that a process has used, of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
