"""What a week holds, and the command line that prints it: counts only, none smaller than five."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.usecases.tallying import JUDGED, add_up, note_asked, two_weeks, week_of
from bot.views.keeping.stats import as_object, stats_message
from bot.views.render import to_plain
from knowledge.base import KnowledgeBase
from knowledge.search.understanding import Leaning
from storage.codec import load_or_make_key
from storage.database import Database
from storage.queue_records import Message
from tests.bot.cli import refused, run, sandboxed, told
from tests.storage.samples import mark_sent

THURSDAY = datetime(2024, 11, 28, 1, tzinfo=UTC)
POLICY = "bt-shibaiqian-2024"
SUNDAY_NIGHT = datetime(2024, 11, 24, 15, 59, tzinfo=UTC)


async def _fill(file: Path, key: Path) -> None:
    database = Database(f"sqlite:///{file}", load_or_make_key(key))
    await database.migrate()
    async with database.transaction() as rows:
        person = await rows.people.ensure(770_000_123, THURSDAY)
        chat = await rows.chats.ensure(770_000_123, "private", person.id, THURSDAY)
        await rows.subscriptions.follow(person.id, chat.id, ("track", f"{POLICY}/senior"), THURSDAY)
        for _ in range(6):
            await note_asked(rows, Leaning(POLICY, None, ("deadline", "materials")), THURSDAY)
        await note_asked(rows, Leaning(POLICY, None, ("deadline",)), SUNDAY_NIGHT)
        await rows.tallies.mark("2024-11-28", JUDGED, POLICY, ["eligible"] * 7 + ["not_eligible"] * 2)
        for _ in range(6):
            await rows.outbox.add(Message(kind="reminder", chat_id=chat.id, due_at=THURSDAY), THURSDAY)
        for claim in await rows.outbox.claim(THURSDAY, 9, timedelta(minutes=1)):
            await mark_sent(rows, claim, 1, THURSDAY)
        await add_up(rows, THURSDAY)
        await rows.outbox.purge(THURSDAY + timedelta(days=1))
        await add_up(rows, THURSDAY + timedelta(hours=2))
    await database.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return sandboxed(tmp_path, monkeypatch, _fill)


@pytest.mark.usefixtures("folder")
def test_the_command_line_prints_a_week_beside_the_one_before() -> None:
    week, before = told("stats", "--json", "--as-of", "2024-11-28")["weeks"]
    assert (week["from"], week["to"], before["from"], before["to"]) == ("2024-11-25", "2024-11-28", "2024-11-18", "2024-11-24")
    policy = week["policies"][POLICY]
    assert policy == {"asked": 12, "by_topic": {"deadline": 6, "materials": 6}, "checks": 0, "verdicts": "不足5"}
    assert before["policies"][POLICY]["asked"] == "不足5"
    assert week["messages"] == {"reminder": {"sent": 6, "skipped": 0, "dead": 0}}, "kept though the rows are gone"
    assert week["followed"] == {POLICY: "不足5"}
    assert week["people"] == {"new": "不足5", "active": "不足5"}
    told_plainly = run("stats", "--as-of", "2024-11-28").stdout
    assert "包头" in told_plainly
    assert "（不细分）" in told_plainly
    assert "没有这一天" in refused("stats", "--as-of", "2024-02-30")


async def test_shares_and_verdicts_are_told_where_nobody_is_alone(folder: Path, base: KnowledgeBase) -> None:
    database = Database(f"sqlite:///{folder / 'sandbox' / 'bot.db'}", load_or_make_key(folder / "keys" / "answers.key"))
    async with database.transaction() as rows:
        await rows.tallies.mark("2024-11-26", "typed", "", ["answered"] * 15 + ["unanswered"] * 5)
        await rows.tallies.mark("2024-11-27", JUDGED, POLICY, ["not_eligible"] * 3)
        await rows.tallies.mark("2024-11-27", "begun", "")
        week, before = await two_weeks(rows, date(2024, 11, 28))
        empty = await week_of(rows, date(2024, 1, 1))
    await database.close()
    text = to_plain(stats_message(base, week, before, weekly=True))
    for words in ("没答上来的占 25%", "符合 7、不符合 5", "12（符合"):
        assert words in text
    assert as_object(week)["screenings"] == "不足5"
    assert json.dumps(as_object(empty))
    assert "自测的结论：" not in to_plain(stats_message(base, empty, empty, weekly=False))
