"""What stands before the workers: each delivery goes to any of them; some to two at once, some once more when others have passed."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from benchmarks.fleet.workers import Worker
from bot.intake.webhook import SECRET_HEADER

TWICE, LATE = 0.05, 0.05
KEPT = 50
"""Of so many earlier deliveries one comes again."""


class Balancer:
    """Telegram calls ``/telegram`` on its port."""

    def __init__(self, workers: Sequence[Worker], port: int, seed: int, *, mischief: bool) -> None:
        self._port = port
        self._workers = workers
        self._dice = random.Random(seed)
        self._mischief = mischief
        self._earlier: list[tuple[bytes, str]] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Forward while the block runs."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), trust_env=False) as session:

            async def forward(request: web.Request) -> web.Response:
                delivery = (await request.read(), request.headers.get(SECRET_HEADER, ""))
                also = [delivery] if self._mischief and self._dice.random() < TWICE else []
                if self._mischief and self._earlier and self._dice.random() < LATE:
                    also.append(self._dice.choice(self._earlier))
                self._earlier = [*self._earlier, delivery][-KEPT:] if self._mischief else []
                statuses = await asyncio.gather(*(self._send(session, one) for one in (delivery, *also)))
                return web.Response(status=statuses[0])

            app = web.Application()
            app.router.add_post("/telegram", forward)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", self._port).start()
                yield
            finally:
                await runner.cleanup()

    async def _send(self, session: aiohttp.ClientSession, delivery: tuple[bytes, str]) -> int:
        """To any worker that is up; the status, 502 when there is none or it is gone."""
        up = [worker for worker in self._workers if worker.is_up]
        if not up:
            return 502
        body, secret = delivery
        headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}
        try:
            async with session.post(f"http://127.0.0.1:{self._dice.choice(up).port}/telegram", data=body, headers=headers) as response:
                return response.status
        except aiohttp.ClientError:
            return 502
