"""Updates that nobody thought of, in the middle of others: asked for or brought, they stop nothing, are kept as they came, and are seen."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.typing import EventDict

from benchmarks.fleet.workers import free_port
from bot.intake.webhook import Address
from bot.sandbox.driver import Driver
from bot.sandbox.wire import Update
from storage.codec import load_key
from tests.journeys.conftest import Bot
from tests.journeys.rows import Rows
from tests.journeys.test_feedback import with_admin

BROKEN: dict[str, Any] = {"message": {"message_id": "七", "date": "明天", "chat": 7, "text": "说的话"}}
TOMORROW: dict[str, Any] = {"thought": {"from": {"id": 5}, "of": [1.5, None, {"大": False}]}}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Telegram sent in the place of two of the things that people say."""
    bent, dump, seen = {"坏的": BROKEN, "新的": TOMORROW}, Update.dump, []

    def telegram(update: Update) -> dict[str, Any]:
        found = bent.get((update.message and update.message.text) or "")
        if found is None:
            return dump(update)
        seen.append({"update_id": update.update_id} | found)
        return seen[-1]

    monkeypatch.setattr(Update, "dump", telegram)
    return seen


@pytest.mark.parametrize("is_called", [False, True])
async def test_what_nobody_can_read_or_knows_is_kept_and_stops_nobody(  # noqa: PLR0913 - what a journey is made of
    driver: Driver, bot: Bot, rows: Rows, sent: list[dict[str, Any]], logged: list[EventDict], *, tmp_path: Path, is_called: bool
) -> None:
    admin = await with_admin(driver, bot)
    await bot.stop()
    if is_called:
        port = free_port()
        bot.webhook = Address(f"http://127.0.0.1:{port}/telegram", "correct-horse-battery-staple", "127.0.0.1", port)
    for said in ("特培计划什么时候截止", "坏的", "新的", "包头金蓝领啥时候截止"):
        await driver.say(said)
    bot.start()
    person = await driver.person("测试员")
    await driver.expect("2023年3月20日", chat_id=person)
    await driver.expect("2024年12月10日", chat_id=person)

    await driver.move_clock(timedelta(seconds=1))
    told = await driver.expect("程序没能处理", chat_id=admin)
    assert "有 1 条" in told.text
    assert "说的话" not in told.text
    broken, tomorrow = ({one["update_id"]: one for one in sent}[number] for number in sorted({one["update_id"] for one in sent}))
    [(payload, state)] = rows.all("SELECT payload, state FROM inbox WHERE update_id = ?", broken["update_id"])
    assert (json.loads(load_key(tmp_path / "keys" / "answers.key").decrypt(payload)), state) == (broken, "failed")
    assert rows.all("SELECT state FROM inbox WHERE update_id = ?", tomorrow["update_id"]) == [("handled",)]
    assert rows.all("SELECT count(*) FROM inbox WHERE state = 'waiting'") == [(0,)]
    assert [entry["event"] for entry in logged if entry["log_level"] == "error"] == [
        "an update in the inbox cannot be read; it is set aside"
    ]
    logged.clear()
