"""Structured logs on standard error; a bot token never gets into one."""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SAID = frozenset({"storage", "telegram", "aiohttp"})
"""Packages whose errors speak of the machine, never of people."""
MOST_FRAMES = 30
TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{3,}")


def set_up_logs(level: str, form: Literal["console", "json"], *also: Processor) -> None:
    """Send our logs and the libraries' through the same pipe, tokens masked; what people write is never in it.

    Every line passes ``also``: what counts them.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        tell_error,
        mask_tokens,
        *also,
    ]
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_drop_meta, renderer]))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # At INFO they write every request, its URL with the token included, every tick or every statement.
    for noisy in ("httpx", "httpcore", "apscheduler", "aiohttp.access", "alembic", "sqlalchemy", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # At DEBUG it writes what people said.
    logging.getLogger("telegram").setLevel(max(logging.INFO, logging.getLevelName(level)))


def mask_tokens(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put a mark in the place of anything that looks like a bot token."""
    return {key: TOKEN.sub("<token>", value) if isinstance(value, str) else value for key, value in event.items()}


def tell_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put an exception into words: where it came from, through which lines, and of which kind.

    What it says itself stays out but where that is one of our own sentences or the machine's: others quote the values that they could not
    work with, which may be what somebody wrote.
    """
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error: BaseException) -> Iterator[str]:
    """The kinds of an error and of those behind it, each with the lines of the program that it went through."""
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if behind is not None:
        yield from _told(behind)
        yield "which led to:"
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _told(inner)
        yield "which is part of:"
    yield from (f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__, limit=-MOST_FRAMES))
    says = f": {error}" if isinstance(error, OSError) or type(error).__module__.partition(".")[0] in SAID else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{says}"


def _drop_meta(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if not key.startswith("_")}
