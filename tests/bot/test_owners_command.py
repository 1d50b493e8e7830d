"""``knowledge owners``: who answers for what, and what is overdue."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.usecases.keeping.granting import give
from bot.usecases.rights import person_of
from storage.codec import load_or_make_key
from storage.database import Database
from storage.keeping_records import StewardRecord
from tests.bot.cli import refused, run, told

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)


async def _fill(file: Path, key: Path) -> None:
    database = Database(f"sqlite:///{file}", load_or_make_key(key))
    await database.migrate()
    async with database.transaction() as rows:
        editor, gone = await person_of(rows, 7, NOW), await person_of(rows, 8, NOW)
        await give(rows, editor, "editor", "就业科 小李", gone, NOW)
        for policy, person, day in (("xj-craftsman-2022", editor, "2024-12-01"), ("bt-shibaiqian-2024", gone, "2024-11-01")):
            await rows.stewards.put(StewardRecord(policy=policy, person_id=person, checked_on="2024-10-01", next_on=day, months=1))
    await database.close()


@pytest.fixture
def bots_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.db'}")
    monkeypatch.setenv("ANSWERS_KEY_FILE", str(tmp_path / "answers.key"))
    asyncio.run(_fill(tmp_path / "own.db", tmp_path / "answers.key"))


@pytest.mark.usefixtures("bots_own")
def test_the_longest_overdue_come_first_and_who_holds_no_right_answers_for_nothing() -> None:
    rows = told("knowledge", "owners", "--json", "--as-of", "2024-11-30")
    assert len(rows) == 16
    assert [(row["policy"], row["owner"], row["overdue"]) for row in rows[:2]] == [
        ("bt-shibaiqian-2024", None, True),
        ("xj-craftsman-2022", "就业科 小李", False),
    ]
    assert rows[2] == {"policy": rows[2]["policy"], "owner": None, "checked": None, "next": None, "months": 6, "overdue": False}
    shown = run("knowledge", "owners", "--as-of", "2024-12-01").stdout
    assert "⚠ 2024-12-01" in shown
    assert "小李" in shown
    assert "没有这一天" in refused("knowledge", "owners", "--as-of", "x")
