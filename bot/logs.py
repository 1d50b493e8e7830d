"""Structured logs on standard error; a bot token never gets into one."""

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{3,}")


def set_up_logs(level: str, form: Literal["console", "json"]) -> None:
    """Send our logs and the libraries' through the same pipe, tokens masked; what people write is never in it."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_tokens,
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


def _drop_meta(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if not key.startswith("_")}
