"""Being called by Telegram: an update is written down before it is answered with 200, so that what is not safe comes again.

No delivery needs a memory of another: any process behind any balancer takes any of them, twice and out of order too.
"""

import asyncio
import hmac
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.intake.incoming import ALLOWED, incoming
from bot.intake.reception import Reception
from storage.errors import StorageError
from storage.queue_records import IncomingUpdate

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LARGEST_BODY = 1024 * 1024
"""Bytes; Telegram's updates have a few thousand."""
BODY_SECONDS = 15.0
"""How long a body may take to arrive."""
LAST_SECONDS = 5.0
"""How long deliveries under way may take when the bot is asked to stop; what is not written down by then comes again."""
CONNECTIONS = 100
"""Deliveries that Telegram may have under way at once: the most that it allows."""
PAUSE_AFTER_ERROR = 5.0
LOOK_SECONDS = 60.0
"""How often it is looked whether Telegram still calls us."""

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Address:
    """Where Telegram calls (``url``, with ``secret`` in a header), and where that arrives here."""

    url: str
    secret: str = field(repr=False)
    host: str
    port: int
    is_shared: bool = False
    """Whether other processes of this machine may listen on the same port, each taking a part."""


class Webhook:
    """A small server, and the word to Telegram that it is there."""

    def __init__(self, bot: Bot, reception: Reception, address: Address) -> None:
        """Nothing listens before ``run``."""
        self._bot = bot
        self._reception = reception
        self._address = address

    async def run(self) -> NoReturn:
        """Listen, have Telegram call, and look now and then whether it does; for ever.

        Raises:
            InvalidToken: Telegram does not know the token.
            OSError: the port is taken.
        """
        async with self._listening():
            await self._announce()
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                with suppress(TelegramError):
                    await self._look()

    async def _announce(self) -> None:
        while True:
            try:
                await self._bot.set_webhook(
                    self._address.url, secret_token=self._address.secret, allowed_updates=ALLOWED, max_connections=CONNECTIONS
                )
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("Telegram does not take the webhook's address; trying again", reason=error.message)
                wait = error.retry_after if isinstance(error, RetryAfter) else PAUSE_AFTER_ERROR
                await asyncio.sleep(float(wait) if isinstance(wait, int | float) else wait.total_seconds())
            else:
                log.info("Telegram calls us", path=urlsplit(self._address.url).path)
                return

    async def _look(self) -> None:
        info = await self._bot.get_webhook_info()
        if info.url != self._address.url:
            log.warning("another process took the updates away: it polls, or set another webhook, with the same token; stop one of the two")
        elif info.last_error_message is not None:
            log.warning("Telegram had trouble to reach the webhook", reason=info.last_error_message, waiting=info.pending_update_count)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_plain])
        app.router.add_post(urlsplit(self._address.url).path or "/", self._deliver)
        app.on_response_prepare.append(_say_nothing_of_us)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_SECONDS)
        await runner.setup()
        try:
            shares = self._address.is_shared and hasattr(socket, "SO_REUSEPORT")
            await web.TCPSite(runner, self._address.host, self._address.port, reuse_port=shares or None).start()
            yield
        finally:
            await runner.cleanup()

    async def _deliver(self, request: web.Request) -> web.Response:
        """One update: 200 once it is safe, 503 when it is not, so that it comes again."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")  # a header may hold any bytes
        if not hmac.compare_digest(given, self._address.secret.encode()):
            raise web.HTTPForbidden(text="This door is for Telegram only.")
        try:
            async with asyncio.timeout(BODY_SECONDS):
                update = _read(await request.read())
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="That took too long.") from None
        if update is None:
            raise web.HTTPBadRequest(text="This is no update.")
        try:
            await self._reception.receive([update])
        except StorageError:
            log.exception("an update could not be written down; Telegram brings it again")
            raise web.HTTPServiceUnavailable(text="Later, please.") from None
        return web.Response()


def _read(body: bytes) -> IncomingUpdate | None:
    """An update as Telegram sends it; None for what is none."""
    try:
        return incoming(json.loads(body))
    except (ValueError, RecursionError):
        return None


@web.middleware
async def _plain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals in a few plain words; of what breaks only that it did."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        if refusal.status in {404, 405}:
            refusal.text = "There is nothing here."
        raise
    except Exception:
        log.exception("a delivery broke")
        raise web.HTTPInternalServerError(text="Later, please.") from None


async def _say_nothing_of_us(_: web.Request, response: web.StreamResponse) -> None:
    """Which server this is, and of which version, helps nobody."""
    response.headers["Server"] = "bot"
