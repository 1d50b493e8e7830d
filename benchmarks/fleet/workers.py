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

    def __init__(self, number: int, environment: dict[str, str], folder: Path) -> None:
        self.port = free_port()
        self.is_up = False
        self._environment = environment | {"WEBHOOK_PORT": str(self.port)}
        self._log = folder / f"worker-{number}.log"
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable,
                str(ROOT / "run_bot.py"),
                "serve",
                "--webhook",
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(READY_SECONDS):
            while not self.is_up:
                self.is_up = await self._listens()
                await asyncio.sleep(0.05)

    async def end(self, how: signal.Signals) -> int:
        """Send it a signal and wait for its end; its exit code."""
        self.is_up = False
        if self._running is None:
            return 0
        if self._running.returncode is None:
            self._running.send_signal(how)
        return await self._running.wait()

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
