"""Being called: 200 only for what is written down, a few plain words for everything else, and nothing of us in any answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

import bot.intake.webhook
from benchmarks.fleet.workers import free_port
from bot.intake.reception import Reception
from bot.intake.webhook import LARGEST_BODY, SECRET_HEADER, Address, Webhook
from storage.errors import DatabaseUnavailableError
from storage.queue_records import IncomingUpdate
from tests.bot.telegrams import message_update

SECRET = "correct-horse-battery-staple"


class Called:
    """A Telegram that is told where to call; ``refusals``: what it raises first."""

    def __init__(self, refusals: Sequence[TelegramError] = ()) -> None:
        self.refusals = list(refusals)
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.ready = asyncio.Event()
        self.info = SimpleNamespace(url="", last_error_message=None, pending_update_count=0)
        self.looked = asyncio.Event()

    async def set_webhook(self, url: str, **given: object) -> bool:
        if self.refusals:
            raise self.refusals.pop(0)
        self.told.append((url, given))
        self.ready.set()
        return True

    async def get_webhook_info(self) -> SimpleNamespace:
        self.looked.set()
        return self.info


class Kept:
    """A reception that remembers, or breaks."""

    def __init__(self) -> None:
        self.updates: list[IncomingUpdate] = []
        self.breaks: Exception | None = None

    async def receive(self, updates: Sequence[IncomingUpdate]) -> None:
        if self.breaks is not None:
            raise self.breaks
        self.updates += updates


class Door:
    """A running webhook, and somebody who calls."""

    def __init__(self, telegram: Called, kept: Kept, port: int, session: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.kept = kept
        self.port = port
        self._session = session

    async def call(
        self, body: bytes | BytesIO, *, secret: str | None = SECRET, path: str = "/telegram", method: str = "POST"
    ) -> tuple[int, str]:
        """Status and words of the answer."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self._session.request(method, f"http://127.0.0.1:{self.port}{path}", data=body, headers=headers) as response:
            words = await response.text()
            assert "aiohttp" not in str(response.headers).lower() + words.lower()
            assert SECRET not in words
            assert len(words) < 60
            return response.status, words


@asynccontextmanager
async def opened(telegram: Called) -> AsyncIterator[Door]:
    kept = Kept()
    address = Address("https://bot.example.org/telegram", SECRET, "127.0.0.1", free_port(), is_shared=True)
    webhook = Webhook(cast(Bot, telegram), cast(Reception, kept), address)
    async with aiohttp.ClientSession(trust_env=False) as session, asyncio.TaskGroup() as tasks:
        running = tasks.create_task(webhook.run())
        await telegram.ready.wait()
        yield Door(telegram, kept, address.port, session)
        running.cancel()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened(Called()) as door:
        yield door


async def test_telegram_is_told_where_and_with_what_word(door: Door) -> None:
    [(url, given)] = door.telegram.told
    assert url == "https://bot.example.org/telegram"
    assert given["secret_token"] == SECRET
    assert "callback_query" in given["allowed_updates"]
    assert SECRET not in repr(Address(url, SECRET, "127.0.0.1", 1))


async def test_an_update_is_taken_when_it_is_written_down_as_often_as_it_comes(door: Door) -> None:
    body = json.dumps(message_update(7, 5)).encode()
    assert [(await door.call(body))[0] for _ in range(2)] == [200, 200]
    assert [(one.update_id, one.lane, one.telegram_user_id) for one in door.kept.updates] == [(7, "user:5", 5)] * 2
    assert json.loads(door.kept.updates[0].payload)["message"]["text"] == "你好"


async def test_what_cannot_be_written_down_is_to_come_again(door: Door) -> None:
    body = json.dumps(message_update(7, 5)).encode()
    for error, status in ((DatabaseUnavailableError("the password is x"), 503), (ZeroDivisionError("secret"), 500)):
        door.kept.breaks = error
        with capture_logs() as logged:
            answered, words = await door.call(body)
        assert answered == status
        assert "password" not in words
        assert "secret" not in words
        assert [entry["log_level"] for entry in logged if entry["log_level"] != "info"] == ["error"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "密"])
async def test_without_the_word_nothing_is_read(door: Door, secret: str | None) -> None:
    assert (await door.call(b"not even json", secret=secret))[0] == 403
    assert not door.kept.updates


async def test_a_word_in_any_bytes_is_refused_without_a_line_in_the_log(door: Door) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    with capture_logs() as logged:
        writer.write(f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: ".encode() + b"\xff\xfe\r\nContent-Length: 2\r\n\r\n{}")
        assert b"403" in await reader.readline()
    writer.close()
    assert not logged


@pytest.mark.parametrize(("path", "method", "status"), [("/", "POST", 404), ("/telegram/x", "POST", 404), ("/telegram", "GET", 405)])
async def test_elsewhere_there_is_nothing(door: Door, path: str, method: str, status: int) -> None:
    assert (await door.call(b"{}", path=path, method=method))[0] == status


async def test_a_body_beyond_all_measure_is_refused(door: Door) -> None:
    assert (await door.call(BytesIO(b"[" * (LARGEST_BODY + 1))))[0] == 413
    assert (await door.call(b"[" * (LARGEST_BODY // 2)))[0] == 400


async def test_a_body_that_does_not_end_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.intake.webhook, "BODY_SECONDS", 0.01)
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 10\r\n\r\n{{".encode())
    assert b"408" in await reader.readline()
    writer.close()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["update_id", "message", "from", "chat", "id"]), inner),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON | st.fixed_dictionaries({"update_id": st.integers(1, 2**63 - 1), "message": JSON}))
async def test_whatever_json_comes_is_kept_or_refused_and_only_with_a_number_kept(door: Door, found: object) -> None:
    door.kept.updates.clear()
    with capture_logs() as logged:
        status, _ = await door.call(json.dumps(found).encode())
    assert status in {200, 400}
    assert (status == 200) == (len(door.kept.updates) == 1)
    assert not [entry for entry in logged if entry["log_level"] == "error"]
    if status == 200:
        assert isinstance(found, dict)
        assert door.kept.updates[0].update_id == found["update_id"]
        json.loads(door.kept.updates[0].payload)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_telegram_is_told_again_until_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.intake.webhook, "PAUSE_AFTER_ERROR", 0)
    with capture_logs() as logged:
        async with opened(Called([NetworkError("down"), RetryAfter(0), TelegramError("bad webhook")])) as door:
            assert len(door.telegram.told) == 1
    assert [entry["log_level"] for entry in logged] == ["warning"] * 3 + ["info"]


async def test_a_wrong_token_ends_it() -> None:
    address = Address("https://bot.example.org", SECRET, "127.0.0.1", free_port())
    with pytest.raises(InvalidToken):
        await Webhook(cast(Bot, Called([InvalidToken("Unauthorized")])), cast(Reception, Kept()), address).run()


@pytest.mark.parametrize(
    ("info", "told"),
    [
        (SimpleNamespace(url="", last_error_message=None, pending_update_count=0), "another process took the updates away"),
        (SimpleNamespace(url="https://bot.example.org/telegram", last_error_message="SSL", pending_update_count=3), "trouble to reach"),
        (SimpleNamespace(url="https://bot.example.org/telegram", last_error_message=None, pending_update_count=3), None),
    ],
)
async def test_it_is_told_when_telegram_calls_us_no_more(monkeypatch: pytest.MonkeyPatch, info: SimpleNamespace, told: str | None) -> None:
    monkeypatch.setattr(bot.intake.webhook, "LOOK_SECONDS", 0)
    telegram = Called()
    telegram.info = info
    with capture_logs() as logged:
        async with opened(telegram):
            await telegram.looked.wait()
            for _ in range(5):
                await asyncio.sleep(0)
    warned = [entry["event"] for entry in logged if entry["log_level"] == "warning"]
    assert bool(warned) == (told is not None)
    assert told is None or told in warned[0]
