"""``sandbox``: a bot beside a stand-in for Telegram with a chat page, on this machine."""

import asyncio
import shutil
from datetime import datetime
from pathlib import Path

import typer

from bot.app import App, Connection
from bot.cli import wiring
from bot.cli.running import run, stop_signal
from bot.clock import SHANGHAI, Clock, SystemClock
from bot.logs import set_up_logs
from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.sandbox import Sandbox, stored_time
from bot.settings import Settings

CHATS = "telegram"
DATABASE = wiring.SANDBOX_DATABASE


def sandbox(settings: Settings, at: datetime | None, port: int, folder: Path) -> None:
    """Be the bot in a chat page on this machine. Going back in time starts afresh."""
    set_up_logs(settings.log_level, settings.log_format)
    seen = stored_time(folder / CHATS)
    if at is not None and seen is not None and at < seen:
        typer.echo(f"The sandbox had already seen {seen.astimezone(SHANGHAI):%Y-%m-%d %H:%M}; going back starts it afresh.", err=True)
        shutil.rmtree(folder / CHATS)
        _forget(folder)
    run(_sandbox(settings, at, port, folder), SandboxError)


async def _sandbox(settings: Settings, at: datetime | None, port: int, folder: Path) -> None:
    clock = MovableClock(SystemClock().now)
    stop = stop_signal()
    async with Sandbox(folder / CHATS, clock=clock, at=at, port=port) as telegram:
        typer.echo(f"申报助手 is ready: open {telegram.page_url} in a browser (stop with Ctrl+C). Its clock shows {_shown(clock)}.")
        while not stop.is_set():
            await _until_reset(settings, telegram, clock, folder, stop)


async def _until_reset(settings: Settings, telegram: Sandbox, clock: MovableClock, folder: Path, stop: asyncio.Event) -> None:
    """Be the bot until told to stop, or until the chat page begins anew, which forgets the bot's rows as well."""
    ended = asyncio.Event()
    async with wiring.database_of(settings, f"sqlite:///{folder / DATABASE}") as database:
        snapshots = await wiring.snapshots(settings.knowledge_dir, database)
        connection = Connection(telegram.token, telegram.base_url)
        app = App(connection, database, snapshots, clock, settings.admin_ids, consents=settings.publish_consents)
        unhook = (clock.on_move(lambda _: app.jobs.wake()), telegram.on_reset(ended.set))
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(_set_after(stop, ended))
            await app.run(ended)
            waiting.cancel()
        for undo in unhook:
            undo()
    if not stop.is_set():
        _forget(folder)


async def _set_after(first: asyncio.Event, then: asyncio.Event) -> None:
    await first.wait()
    then.set()


def _forget(folder: Path) -> None:
    for file in folder.glob(f"{DATABASE}*"):
        file.unlink()


def _shown(clock: Clock) -> str:
    return f"{clock.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
