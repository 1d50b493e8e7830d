"""A small server for those who keep the machine, apart from Telegram's calls: what it says is not for the world outside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.operations.inspection import Inspection
from bot.operations.metrics import CONTENT_TYPE, Metrics

log = structlog.get_logger()


@asynccontextmanager
async def listening(inspection: Inspection, host: str, port: int) -> AsyncIterator[None]:
    """Answer at /healthz, /readyz and /metrics, and keep looking, until the block ends.

    Raises:
        OSError: the port is taken.
    """
    app = web.Application()
    app.add_routes(Listener(inspection).routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    async with AsyncExitStack() as stack:
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, host, port).start()
        looking = (await stack.enter_async_context(asyncio.TaskGroup())).create_task(inspection.run())
        stack.callback(looking.cancel)
        log.info("health and figures are told", address=runner.addresses[0][:2])
        yield


class Listener:
    """The three answers."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._metrics = Metrics(inspection)

    @property
    def routes(self) -> list[web.RouteDef]:
        """What is answered where."""
        return [web.get("/healthz", self._lives), web.get("/readyz", self._serves), web.get("/metrics", self._figures)]

    async def _lives(self, _: web.Request) -> web.Response:
        """That this is answered says it: the event loop turns."""
        return web.Response(text="alive\n")

    async def _serves(self, _: web.Request) -> web.Response:
        reasons = self._inspection.reasons()
        if not reasons:
            return web.Response(text="ready\n")
        return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, text="".join(f"{line}\n" for line in reasons))

    async def _figures(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})
