"""``serve``: a bot that serves until it is told to stop."""

import asyncio
import contextlib
import errno
import gc
import hmac
import signal
from collections.abc import AsyncIterator, Callable, Coroutine

import structlog
import typer
from telegram.error import InvalidToken

from bot.app import App, Connection
from bot.cli import wiring
from bot.clock import SharedClock, SystemClock
from bot.intake.webhook import Address
from bot.logs import set_up_logs
from bot.operations.inspection import Inspection
from bot.outbox.limits import Limits
from bot.settings import Settings
from bot.vitals import Vitals
from storage.errors import StorageError

log = structlog.get_logger()


def serve(settings: Settings, by_webhook: bool | None = None) -> None:
    """Be the bot on Telegram. ``by_webhook``: it calls us; None: as the settings say."""
    if settings.telegram_bot_token is None:
        raise wiring.stop("TELEGRAM_BOT_TOKEN is not set. Put it into .env, or try the bot without one: python3 run_bot.py sandbox")
    vitals = Vitals()
    set_up_logs(settings.log_level, settings.log_format, vitals.count_line)
    connection = Connection(settings.telegram_bot_token.get_secret_value(), settings.telegram_base_url.rstrip("/"), settings.telegram_proxy)
    run(_serve(settings, connection, _webhook(settings, connection.token, by_webhook), vitals))


def _webhook(settings: Settings, token: str, by_webhook: bool | None) -> Address | None:
    """Where Telegram calls us, if it does. All processes of a bot know the same secret without being told."""
    if not (settings.webhook_url is not None if by_webhook is None else by_webhook):
        return None
    if settings.webhook_url is None:
        raise wiring.stop("WEBHOOK_URL is not set. Put the address at which Telegram reaches this bot into .env, or leave --webhook out.")
    given = settings.webhook_secret
    secret = given.get_secret_value() if given else hmac.digest(token.encode(), b"webhook", "sha256").hex()
    is_shared = not settings.database_url.startswith("sqlite")
    return Address(settings.webhook_url, secret, settings.webhook_host, settings.webhook_port, is_shared)


def run(main: Coroutine[None, None, None], *told: type[Exception]) -> None:
    """Run until it ends; what goes wrong with the machine or the settings, and what is to be ``told`` besides, is one line."""
    expected: tuple[type[Exception], ...] = (StorageError, OSError, *told)
    try:
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            runner.run(main)
    except* InvalidToken:
        raise wiring.stop("Telegram does not know this token. Copy TELEGRAM_BOT_TOKEN anew from BotFather.") from None
    except* typer.Exit as ended:
        raise _first(ended) from None
    except* expected as failed:
        raise wiring.stop(_line_of(_first(failed))) from None


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop of uvloop where it is to be had; None: asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 - not on every machine
    except ImportError:
        return None
    return uvloop.new_event_loop


def _line_of(error: BaseException) -> str:
    """What went wrong and what to do, for errors of the machine too."""
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return (
            "The port is taken, perhaps by another process of ours: stop it, or choose another (--port, WEBHOOK_PORT, OPERATIONS_LISTEN)."
        )
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}. Choose another place in the settings, or make this one writable."
    return str(error)


def _first(group: BaseException) -> BaseException:
    """The first of the errors that a group holds, however deep."""
    return _first(group.exceptions[0]) if isinstance(group, BaseExceptionGroup) else group


async def _serve(settings: Settings, connection: Connection, webhook: Address | None, vitals: Vitals) -> None:
    limits = Limits.of(settings.telegram_messages_per_second)
    inspection = Inspection(vitals)
    async with _told(settings, inspection), wiring.database_of(settings, settings.database_url) as database:
        snapshots = await wiring.snapshots(settings.knowledge_dir, database)
        clock = SharedClock(database.time, SystemClock())
        app = App(
            connection,
            database,
            snapshots,
            clock,
            settings.admin_ids,
            limits=limits,
            consents=settings.publish_consents,
            webhook=webhook,
            vitals=vitals,
        )
        gc.freeze()  # what stands now stays until the end, and need not be looked through again and again
        gc.enable()
        inspection.begin(database, snapshots, clock)
        log.info("the bot is starting; stop it with Ctrl+C")
        await app.run(stop_signal())
        inspection.end()


@contextlib.asynccontextmanager
async def _told(settings: Settings, inspection: Inspection) -> AsyncIterator[None]:
    """Tell health and figures where that is set."""
    address = settings.operations_address
    if address is None:
        yield
        return
    from bot.operations.listener import listening  # noqa: PLC0415 - with what it needs, only where it is asked for

    async with listening(inspection, *address):
        yield


def stop_signal() -> asyncio.Event:
    """Set at the first Ctrl+C or SIGTERM; what is under way is then finished."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no handlers in the loop; Ctrl+C ends it there
            loop.add_signal_handler(name, stop.set)
    return stop
