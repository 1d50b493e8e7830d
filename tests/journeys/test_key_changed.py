"""A new key while people talk: nobody notices, a kill in the middle loses nothing, and in the end the old key opens nothing."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken

import storage.rekeying
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from knowledge.base import KnowledgeBase
from storage.codec import load_key
from storage.database import Database
from storage.rekeying import rekey
from storage.seals import sealed_columns
from tests.journeys.conftest import Bot
from tests.journeys.interview import Interview
from tests.journeys.rows import Rows
from tests.journeys.test_privacy import document, leave_traces
from tests.storage.servers import KEY

NEW = Fernet.generate_key()


async def test_answers_outlive_their_key(  # noqa: PLR0913 - what a journey is made of
    driver: Driver, bot: Bot, base: KnowledgeBase, sandbox: Sandbox, rows: Rows, *, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, key = Interview(driver, base), tmp_path / "keys" / "answers.key"
    await leave_traces(person)
    await driver.say("/export")
    before = await document(sandbox, await driver.expect(kinds="message"))

    await bot.stop()
    key.write_bytes(NEW + b"\n" + KEY)
    bot.start()
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    database = Database(f"sqlite:///{tmp_path / 'bot.db'}", load_key(key))
    await database.unlock()
    monkeypatch.setattr(storage.rekeying, "CHUNK", 1)
    sealed = asyncio.Event()
    killed = asyncio.create_task(rekey(database, lambda _where, _more: sealed.set()))  # noqa: TID251 - to be killed
    await sealed.wait()
    killed.cancel()
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日")
    standing = await rekey(database, lambda _where, _more: None)
    assert not any(one.older or one.lost for one in standing)
    await database.close()

    await bot.stop()
    key.write_bytes(NEW)
    bot.start()
    await driver.say("/export")
    after = await document(sandbox, await driver.expect(kinds="message"))
    assert after["answers"] == before["answers"] != []
    assert after["units"] == before["units"]
    for column in sealed_columns():
        for (token,) in rows.all(f'SELECT "{column.name}" FROM "{column.table.name}" WHERE "{column.name}" IS NOT NULL'):  # noqa: S608 - names of ours
            with pytest.raises(InvalidToken):
                Fernet(KEY).decrypt(token)
