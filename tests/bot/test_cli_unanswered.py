"""``unanswered``: what came back from people, in words and as JSON, from the sandbox's database or the bot's own."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.usecases.feedback import Shown
from storage.codec import load_or_make_key
from storage.database import Database
from storage.feedback_records import Rating
from tests.bot.cli import run, sandboxed, told

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
SHOWN = Shown(policy="jc-technician-station-2022", track=None, topics=("benefit",), clauses=("五",), version="0123456789ab")


async def _fill(file: Path, key: Path) -> None:
    database = Database(f"sqlite:///{file}", load_or_make_key(key))
    await database.migrate()
    async with database.transaction() as rows:
        person = await rows.people.ensure(770_000_123, NOW)
        chat = await rows.chats.ensure(770_000_123, "private", person.id, NOW)
        await rows.questions.note("考驾照在哪", "a-2020 b-2021", NOW)
        await rows.questions.note("考驾照在哪", "a-2020 b-2021", NOW + timedelta(days=2))
        await rows.questions.note("天气", "", NOW)
        about = "nmg-tepei-2023/inside deadline benefit"
        await rows.ratings.put(Rating(person_id=person.id, chat_id=chat.id, telegram_message_id=1, about=about, helpful=False), NOW)
        await rows.reports.say(await rows.reports.open(chat.id, person.id, SHOWN.model_dump_json(), NOW), "金额错了")
        await rows.reports.open(chat.id, person.id, SHOWN.model_dump_json(), NOW)
    await database.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return sandboxed(tmp_path, monkeypatch, _fill)


@pytest.mark.usefixtures("folder")
def test_json_holds_all_three_and_nobody() -> None:
    heard = told("unanswered", "--json")
    assert heard["questions"] == [
        {"text": "考驾照在哪", "asked": 2, "first": "2024-11-28", "last": "2024-11-30", "nearest": ["a-2020", "b-2021"]},
        {"text": "天气", "asked": 1, "first": "2024-11-28", "last": "2024-11-28", "nearest": []},
    ]
    assert heard["groups"] == [
        {"matter": "考驾照", "asked": 2, "last": "2024-11-30", "nearest": ["a-2020", "b-2021"], "texts": ["考驾照在哪"]},
        {"matter": "天气", "asked": 1, "last": "2024-11-28", "nearest": [], "texts": ["天气"]},
    ]
    assert heard["answers"] == [
        {"about": "nmg-tepei-2023/inside", "topics": ["deadline", "benefit"], "helpful": 0, "unhelpful": 1, "last": "2024-11-28"}
    ]
    assert heard["reports"] == [{**SHOWN.model_dump(mode="json"), "said": "金额错了", "told": 0, "day": "2024-11-28"}]
    assert "770000123" not in str(heard)


@pytest.mark.usefixtures("folder")
def test_in_words_the_most_asked_come_first() -> None:
    shown = run("unanswered").stdout
    assert shown.index("考驾照在哪") < shown.index("天气")
    for word in ("2 次", "近似 a-2020 b-2021", "没帮助 1", "金额错了", "还没有人收到", "五"):
        assert word in shown


def test_with_a_token_it_is_the_bots_own_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'own.db'}")
    assert told("unanswered", "--json") == {"questions": [], "groups": [], "answers": [], "reports": []}
    assert len(told("unanswered", "--json", "--folder", str(folder / "sandbox"))["questions"]) == 2


def test_where_there_is_no_sandbox_yet_that_is_said(folder: Path) -> None:
    result = run("unanswered", "--folder", str(folder / "elsewhere"))
    assert result.exit_code == 1
    assert str(folder / "elsewhere") in result.stderr
    assert "没有试用的数据" in result.stderr


def test_a_database_of_another_key_is_told_in_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = folder / "keys" / "other.key"
    load_or_make_key(other)
    monkeypatch.setenv("ANSWERS_KEY_FILE", str(other))
    result = run("unanswered")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_what_is_about_the_same_stands_together(folder: Path) -> None:
    async def ask() -> None:
        database = Database(f"sqlite:///{folder / 'sandbox' / 'bot.db'}", load_or_make_key(folder / "keys" / "answers.key"))
        async with database.transaction() as rows:
            await rows.questions.note("驾照怎么报名", "", NOW)
        await database.close()

    asyncio.run(ask())
    shown = run("unanswered").stdout
    assert "3 种问法，2 类" in shown
    assert shown.index("【考驾照】") < shown.index("考驾照在哪") < shown.index("驾照怎么报名") < shown.index("天气")
