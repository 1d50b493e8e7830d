"""``serve`` and ``sandbox`` as they run: in this process' main thread, with people in another."""

import asyncio
import json
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
import typer
from pydantic import SecretStr

from bot.cli import running, sandboxing
from bot.logs import set_up_logs
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from tests.bot.cli import run

AT = datetime(2024, 11, 28, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(running, "set_up_logs", lambda *_: None)
    monkeypatch.setattr(sandboxing, "set_up_logs", lambda *_: None)
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    return Settings(answers_key_file=tmp_path / "keys" / "answers.key", database_url=f"sqlite:///{tmp_path / 'var' / 'bot.db'}")


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def meanwhile(act: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """Let people act in another thread, and end this process' bot as Ctrl+C does once they are done."""

    async def acted() -> None:
        try:
            async with asyncio.timeout(60):
                await act()
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    with ThreadPoolExecutor(1) as pool:
        acting = pool.submit(lambda: asyncio.run(acted()))
        yield
        acting.result()


async def reached(port: int) -> Driver:
    """A driver for the sandbox on this port, once it listens."""
    while True:
        try:
            driver = Driver(f"http://127.0.0.1:{port}")
            await driver.__aenter__()
        except aiohttp.ClientConnectionError:
            await driver.__aexit__(None, None, None)
            await asyncio.sleep(0)
        else:
            return driver


def test_the_sandbox_serves_its_page_and_a_bot_and_keeps_both(
    settings: Settings, port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sandbox"

    async def ask() -> None:
        driver = await reached(port)
        await driver.say("包头金蓝领啥时候截止")
        await driver.expect("还有 12 天")
        await driver.move_clock(timedelta(days=1))
        await driver.__aexit__(None, None, None)

    async def ask_again() -> None:
        driver = await reached(port)
        assert len((await driver.state())["users"]) == 1
        await driver.say("包头金蓝领啥时候截止")
        await driver.expect("还有 11 天")
        await driver.do("reset", at=AT.isoformat())
        await driver.say("包头金蓝领啥时候截止")
        await driver.expect("还有 12 天")
        await driver.__aexit__(None, None, None)

    async def begin_anew() -> None:
        driver = await reached(port)
        assert (await driver.state())["users"] == []
        await driver.__aexit__(None, None, None)

    for act, at in ((ask, AT), (ask_again, None), (begin_anew, AT - timedelta(days=3))):
        with meanwhile(act):
            sandboxing.sandbox(settings, at, port, folder)
    told = capsys.readouterr()
    assert told.out.count(f"http://127.0.0.1:{port}/") == 3
    assert "2024-11-28" in told.err


def test_a_port_that_is_taken_is_one_line(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(typer.Exit) as ended:
            sandboxing.sandbox(settings, AT, taken.getsockname()[1], tmp_path / "sandbox")
    assert ended.value.exit_code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_serve_is_the_bot_where_the_settings_say(settings: Settings, port: int, tmp_path: Path) -> None:
    async def stand_in() -> None:
        clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
        async with Sandbox(tmp_path / "telegram", clock=clock, port=port) as telegram, Driver(telegram.base_url) as driver:
            await driver.say("特培计划什么时候截止")
            await driver.expect("2023年3月20日", seconds=30)

    token = SecretStr("4200000042:sandbox-token-of-no-worth-anywhere")
    with meanwhile(stand_in):
        running.serve(settings.model_copy(update={"telegram_bot_token": token, "telegram_base_url": f"http://127.0.0.1:{port}/"}))
    assert (tmp_path / "var" / "bot.db").exists()
    assert (tmp_path / "keys" / "answers.key").stat().st_mode & 0o077 == 0


def test_a_journey_can_be_read_in_the_log_and_nobody_in_it(
    settings: Settings, port: int, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the update's arrival to what Telegram said to its answers, all under one number; no words, no names, no ids of people."""

    def set_up_for_once(*given: Any) -> None:  # noqa: ANN401 - whatever it is given
        set_up_logs(*given)
        structlog.configure(cache_logger_on_first_use=False)  # or tests after this one could not capture what is logged

    monkeypatch.setattr(running, "set_up_logs", set_up_for_once)
    words, name = "特培计划什么时候截止", "王铁柱"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    token = "4200000042:sandbox-token-of-no-worth-anywhere"
    seen: dict[str, str] = {}

    async def stand_in() -> None:
        clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
        async with Sandbox(tmp_path / "telegram", clock=clock, port=port) as telegram, Driver(telegram.base_url, name) as driver:
            seen["id"] = str(await driver.person(name))
            await driver.fail("sendMessage", code=400, description="Bad Request: can't parse entities")
            await driver.say("包头石拐区有什么补贴")
            await driver.say(words)
            await driver.expect("2023年3月20日", seconds=30)
            async with aiohttp.ClientSession(f"http://{listen}", trust_env=False) as session:
                for path in ("/readyz", "/metrics"):
                    async with session.get(path) as answer:
                        seen[path] = await answer.text()

    chosen = {"telegram_bot_token": SecretStr(token), "telegram_base_url": f"http://127.0.0.1:{port}/"}
    logging_before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        with meanwhile(stand_in):
            running.serve(settings.model_copy(update={**chosen, "operations_listen": listen, "log_format": "json"}))
    finally:
        logging.getLogger().handlers[:] = logging_before[0]
        logging.getLogger().setLevel(logging_before[1])
        structlog.reset_defaults()
    told = capfd.readouterr().err
    lines = [json.loads(line) for line in told.splitlines()]
    journeys = [
        [(line["event"], line.get("outcome")) for line in lines if line.get("update") == number]
        for number in sorted({line["update"] for line in lines if "update" in line})
    ]
    came, done = ("an update came in", None), ("an update is done", "handled")
    assert journeys == [
        [came, ("a message was tried", "BadRequest"), ("Telegram refuses a message", None), done],
        [came, ("a message was tried", "sent"), done],
    ]
    for hidden in (words, name, seen["id"], token, token.partition(":")[2]):
        assert hidden not in told + seen["/metrics"]
    assert seen["/readyz"] == "ready\n"
    assert 'shenbao_sends_total{kind="reply",outcome="BadRequest"} 1.0' in seen["/metrics"]
    assert 'shenbao_log_lines_total{level="error"} 1.0' in seen["/metrics"]


def test_a_start_that_cannot_be_is_one_line_where_health_is_told_too(
    settings: Settings, port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = {"telegram_bot_token": SecretStr("1:x"), "operations_listen": f"127.0.0.1:{port}", "knowledge_dir": tmp_path / "none"}
    with pytest.raises(typer.Exit) as ended:
        running.serve(settings.model_copy(update=chosen))
    told = capsys.readouterr().err
    assert (ended.value.exit_code, told.count("\n"), "KNOWLEDGE_DIR" in told) == (1, 1, True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(typer.Exit) as ended:
            running.serve(settings.model_copy(update=chosen))
    told = capsys.readouterr().err
    assert (ended.value.exit_code, told.count("\n"), "OPERATIONS_LISTEN" in told) == (1, 1, True)


def test_serve_without_a_token_is_one_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        running.serve(settings)
    told = capsys.readouterr().err
    assert ended.value.exit_code == 1
    assert "TELEGRAM_BOT_TOKEN" in told
    assert told.count("\n") == 1


def test_being_called_needs_an_address(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    token = SecretStr("4200000042:sandbox-token-of-no-worth-anywhere")
    with pytest.raises(typer.Exit):
        running.serve(settings.model_copy(update={"telegram_bot_token": token}), True)
    told = capsys.readouterr().err
    assert "WEBHOOK_URL" in told
    assert told.count("\n") == 1


def test_where_telegram_calls_is_as_the_settings_and_the_command_say(settings: Settings) -> None:
    called = settings.model_copy(update={"webhook_url": "https://bot.example.org/x", "webhook_port": 8123})
    address = running._webhook(called, "1:token", None)  # noqa: SLF001 - the one place where the address is made
    assert address is not None
    assert (address.url, address.port, address.is_shared) == ("https://bot.example.org/x", 8123, False)
    assert address.secret == getattr(running._webhook(called, "1:token", True), "secret", None)  # noqa: SLF001 - as above
    assert address.secret != getattr(running._webhook(called, "2:token", True), "secret", None)  # noqa: SLF001 - as above
    assert "token" not in address.secret
    assert running._webhook(called, "1:token", False) is None  # noqa: SLF001 - as above
    assert running._webhook(settings, "1:token", None) is None  # noqa: SLF001 - as above
    own = called.model_copy(update={"webhook_secret": SecretStr("s" * 20), "database_url": "postgresql://x/y"})
    address = running._webhook(own, "1:token", None)  # noqa: SLF001 - as above
    assert address is not None
    assert (address.secret, address.is_shared) == ("s" * 20, True)


@pytest.mark.parametrize("url", ["mysql://x", "nonsense", "postgresql://nobody:secret@127.0.0.1:1/none"])
def test_a_database_that_cannot_be_reached_is_one_line_without_its_password(
    settings: Settings, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    token = SecretStr("4200000042:sandbox-token-of-no-worth-anywhere")
    with pytest.raises(typer.Exit) as ended:
        running.serve(settings.model_copy(update={"telegram_bot_token": token, "database_url": url}))
    told = capsys.readouterr().err
    assert ended.value.exit_code == 1
    assert told.count("\n") == 1
    assert "secret" not in told


def test_a_damaged_key_file_is_one_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.answers_key_file.parent.mkdir()
    settings.answers_key_file.write_text("nonsense")
    token = SecretStr("4200000042:sandbox-token-of-no-worth-anywhere")
    with pytest.raises(typer.Exit):
        running.serve(settings.model_copy(update={"telegram_bot_token": token}))
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "key file" in told


@pytest.mark.parametrize(
    ("token", "arguments", "called"),
    [
        ("123456:abc", (), "serve"),
        ("", (), "sandbox"),
        ("", ("sandbox", "--at", "2024-11-28T09:00", "--port", "0"), "sandbox"),
        ("123456:abc", ("serve",), "serve"),
    ],
)
def test_which_of_the_two_is_run(monkeypatch: pytest.MonkeyPatch, token: str, arguments: tuple[str, ...], called: str) -> None:
    ran: list[tuple[str, tuple[object, ...]]] = []
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    for module, name in ((running, "serve"), (sandboxing, "sandbox")):
        monkeypatch.setattr(module, name, lambda *given, name=name: ran.append((name, given)))
    assert run(*arguments).exit_code == 0
    assert [name for name, _ in ran] == [called]
    if arguments[1:]:
        assert ran[0][1][1:3] == (datetime(2024, 11, 28, 1, tzinfo=UTC), 0)


@pytest.mark.parametrize("at", ["tomorrow", "2024-13-01", ""])
def test_a_moment_that_is_none_is_refused(at: str) -> None:
    ended = run("sandbox", "--at", at)
    assert ended.exit_code == 2
    assert ended.stderr.count("\n") == 1


def test_the_help_lists_every_command() -> None:
    told = run("--help").stdout
    assert all(name in told for name in ("serve", "sandbox", "ask", "check", "quota", "knowledge", "test", "lint"))
