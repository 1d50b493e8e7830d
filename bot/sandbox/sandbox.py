"""The door: a running sandbox on this machine."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.actions import Desk
from bot.sandbox.clock import MovableClock
from bot.sandbox.control import control_api
from bot.sandbox.errors import GoingBackError, SandboxError
from bot.sandbox.gateway import Gateway
from bot.sandbox.methods.receiving import loopback
from bot.sandbox.pages import chat_page, guard
from bot.sandbox.server import BODY_LIMIT, bot_api
from bot.sandbox.store import Store
from bot.sandbox.telegram import Telegram
from bot.sandbox.webhook import Deliverer
from bot.sandbox.wire import User
from bot.sandbox.world import Settings, World

TOKEN = "4200000042:sandbox-token-of-no-worth-anywhere"  # noqa: S105 - opens nothing but a sandbox on one's own machine


def stored_time(folder: Path) -> datetime | None:
    """The latest time that a folder's sandbox has seen, None for a folder without one. To go back before it, use a fresh folder."""
    store = Store.peek(folder)
    if store is None:
        return None
    with contextlib.closing(store):
        return next((Settings.model_validate_json(row).seen_at for _, row in store.load("settings")), None)


class Sandbox:
    """``async with Sandbox(folder, clock=clock) as sandbox`` listens on this machine until the block ends.

    State is kept in ``folder`` and taken up again by the next sandbox there. ``clock`` goes on from where it stood in ``folder``, or from
    ``at``; GoingBackError when ``at`` lies before ``stored_time(folder)``. ``port`` 0 takes a free one.
    """

    def __init__(  # noqa: PLR0913 - each with its default
        self,
        folder: Path,
        *,
        clock: MovableClock,
        at: datetime | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = TOKEN,
        bot_name: str = "申报助手",
        bot_username: str = "shenbao_sandbox_bot",
        webhook_pause: float = 1.0,
        latency: float = 0.0,
    ) -> None:
        """``latency``: how many seconds a call of the Bot API is on its way, there and back."""
        if not loopback(host):
            raise SandboxError(f"the sandbox listens on this machine only, not on {host}")
        self._folder, self._clock, self._at = folder, clock, at
        self._host, self._port, self.token = host, port, token
        self._bot = User(id=int(token.partition(":")[0]), is_bot=True, first_name=bot_name, username=bot_username)
        self._webhook_pause, self._latency = webhook_pause, latency
        self._reset_listeners: list[Callable[[], None]] = []
        self._stack = contextlib.AsyncExitStack()
        self._desk: Desk | None = None

    def on_reset(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` whenever everything here is forgotten, so that a bot can forget as well; returns what takes it off again."""
        self._reset_listeners.append(listener)
        return lambda: self._reset_listeners.remove(listener)

    @property
    def desk(self) -> Desk:
        """Where people's side is worked from within this process, as the control API does from outside.

        Raises:
            SandboxError: the sandbox is not open.
        """
        if self._desk is None:
            raise SandboxError("the sandbox is not open yet")
        return self._desk

    @property
    def base_url(self) -> str:
        """The address: http://host:port."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def bot_url(self) -> str:
        """For ``ApplicationBuilder().base_url(…)``."""
        return f"{self.base_url}/bot"

    @property
    def file_url(self) -> str:
        """For ``ApplicationBuilder().base_file_url(…)``."""
        return f"{self.base_url}/file/bot"

    @property
    def page_url(self) -> str:
        """The chat page."""
        return f"{self.base_url}/"

    async def __aenter__(self) -> Self:
        async with contextlib.AsyncExitStack() as stack:
            store = stack.enter_context(contextlib.closing(Store(self._folder)))
            world = World(store)
            self._start_clock(world)
            first_update = int((self._clock.now() - self._clock.offset).timestamp())  # so that a fresh folder repeats no number either
            tg = Telegram(world, self._clock, self._folder, self._bot, first_update)
            stack.callback(lambda: world.commit(self._clock.now()))
            gateway = Gateway(tg)
            await self._serve(stack, tg, gateway)
            world.commit(self._clock.now())
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stack.aclose()

    def _start_clock(self, world: World) -> None:
        """Take up the time of the folder, and go on to ``at``."""
        settings = world.settings
        if settings.seen_at is not None:
            if self._at is not None and self._at < settings.seen_at:
                raise GoingBackError(f"this sandbox has already seen {settings.seen_at:%Y-%m-%d %H:%M}; going back needs a fresh folder")
            self._clock.restore(settings.clock_offset)
        if self._at is not None:
            self._clock.reset(self._at)
        world.change_settings(clock_offset=self._clock.offset)

    async def _serve(self, stack: contextlib.AsyncExitStack, tg: Telegram, gateway: Gateway) -> None:
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[guard])
        desk = self._desk = Desk(tg, gateway, self._clock, self._reset_listeners)
        app.add_routes([*bot_api(tg, gateway, self.token, self._latency), *control_api(desk), *chat_page()])
        runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        stack.callback(tg.feed.close)
        stack.callback(tg.queue.close)
        stack.callback(gateway.faults.release)
        site = web.TCPSite(runner, self._host, self._port)
        await site.start()
        self._port = runner.addresses[0][1]
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        delivery = tasks.create_task(Deliverer(tg, gateway, self._webhook_pause).run())
        stack.callback(delivery.cancel)
