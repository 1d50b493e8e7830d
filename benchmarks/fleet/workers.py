"""``run_bot.py serve --webhook`` in processes of their own."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from bot.settings import ROOT

READY_SECONDS = 120.0


class Worker:
    """One process, and the port on which it is called."""

    def __init__(self, number: int, environment: dict[str, str], folder: Path, skew: float = 0.0) -> None:
        """``skew``: by how many seconds its clock jumps."""
        self.port = free_port()
        self.is_up = False
        self._command = ["-m", "benchmarks.fleet.skewed", str(skew)] if skew else [str(ROOT / "run_bot.py")]
        self._environment = environment | {"WEBHOOK_PORT": str(self.port)}
        self._log = folder / f"worker-{number}.log"
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        with self._log.open("ab") as log:
            # Between it and its log stands another process: where its disk is full, it can still say so.
            writing = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=log)
        into = writing.stdin.get_extra_info("pipe") if writing.stdin is not None else None
        self._running = await asyncio.create_subprocess_exec(
            sys.executable, *self._command, "serve", "--webhook", cwd=ROOT, env=self._environment, stdout=into, stderr=into
        )
        if writing.stdin is not None:
            writing.stdin.close()
        async with asyncio.timeout(READY_SECONDS):
            while not self.is_up:
                self.is_up = await self._listens()
                await asyncio.sleep(0.05)

    async def end(self, how: signal.Signals) -> int:
        """Send it a signal and wait for its end; its exit code."""
        self.is_up = False
        if self._running is None:
            return 0
        self.tell(how)
        return await self._running.wait()

    def tell(self, what: signal.Signals) -> None:
        """Send it a signal."""
        if self._running is not None and self._running.returncode is None:
            self._running.send_signal(what)

    @property
    def number_of_process(self) -> int:
        """The system's; 0 before it was started."""
        return 0 if self._running is None else self._running.pid

    @property
    def log(self) -> str:
        """What it wrote."""
        return self._log.read_text("utf-8")

    async def _listens(self) -> bool:
        if self._running is not None and self._running.returncode is not None:
            raise RuntimeError(f"a worker did not start: {self.log[-2000:]}")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True


def environment_with(**settings: str) -> dict[str, str]:
    """What a worker finds set, beside what this process does."""
    around = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**around, "SHENBAO_NO_BOOTSTRAP": "1", "LOG_FORMAT": "json", **settings}


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
