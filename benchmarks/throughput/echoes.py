"""``python -m benchmarks.throughput.echoes KIND URL TOKEN``: bots that say what they hear, with nothing else to do.

``dumb`` is none: it reads the least of an update that it can and sends a text, to show how much the stand-in can take.
"""

import argparse
import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import uvloop
from aiohttp import ClientSession, TCPConnector, web

AT_ONCE = 100
"""Deliveries at once: the most that Telegram allows."""


@dataclass(frozen=True)
class Place:
    """Where Telegram is, and the port on which it is to call; None: the bot asks."""

    url: str
    token: str
    port: int | None

    @property
    def own(self) -> str:
        """The address at which it calls."""
        return f"http://127.0.0.1:{self.port}/telegram"


async def dumb(place: Place) -> None:
    """Read two numbers of each update and send a text."""
    api = f"{place.url}/bot{place.token}"
    async with ClientSession(connector=TCPConnector(limit=0), trust_env=False) as session, asyncio.TaskGroup() as tasks:

        async def call(method: str, given: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
            async with session.post(f"{api}/{method}", json=given) as response:
                return json.loads(await response.read())["result"]

        def echo(update: Mapping[str, Any]) -> None:
            tasks.create_task(call("sendMessage", {"chat_id": update["message"]["chat"]["id"], "text": "."}))

        async def delivered(request: web.Request) -> web.Response:
            echo(json.loads(await request.read()))
            return web.Response()

        if place.port is not None:
            app = web.Application()
            app.router.add_post("/telegram", delivered)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", place.port).start()
            await call("setWebhook", {"url": place.own, "max_connections": AT_ONCE})
            await asyncio.Event().wait()
        offset = 0
        while True:
            for update in await call("getUpdates", {"offset": offset, "timeout": 30}):
                offset = update["update_id"] + 1
                echo(update)


def run_dumb(place: Place) -> None:
    """On the loop that all the others have."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(dumb(place))


def run_aiogram(place: Place) -> None:
    """As its own documentation begins; it takes uvloop by itself."""
    from aiogram import Bot as AiogramBot  # noqa: PLC0415 - each process with what it needs
    from aiogram import Dispatcher  # noqa: PLC0415 - each process with what it needs
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415 - each process with what it needs
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415 - each process with what it needs
    from aiogram.types import Message  # noqa: PLC0415 - each process with what it needs
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application  # noqa: PLC0415 - each process with what it needs

    bot = AiogramBot(place.token, session=AiohttpSession(api=TelegramAPIServer.from_base(place.url)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    if place.port is None:
        dispatcher.run_polling(bot)
        return

    @dispatcher.startup()
    async def announce() -> None:
        await bot.set_webhook(place.own, max_connections=AT_ONCE)

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(app, path="/telegram")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=place.port, access_log=None, print=None, loop=uvloop.new_event_loop())


def run_ptb(place: Place) -> None:
    """As its own documentation begins, with its defaults. Being called needs tornado, which we do not have."""
    from telegram import Update  # noqa: PLC0415 - each process with what it needs
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters  # noqa: PLC0415 - each process with what it needs

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    application = ApplicationBuilder().token(place.token).base_url(f"{place.url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


KINDS: Mapping[str, Callable[[Place], None]] = {"dumb": run_dumb, "aiogram": run_aiogram, "ptb": run_ptb}


def main() -> None:
    """Be one of them until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    KINDS[given.kind](Place(given.url, given.token, given.port))


if __name__ == "__main__":
    main()
