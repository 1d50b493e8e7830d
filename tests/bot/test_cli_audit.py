"""``audit``: what was done by right of an office, in words and as JSON, from the sandbox's database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.codec import load_or_make_key
from storage.database import Database
from tests.bot.cli import run, sandboxed, told

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)


async def _fill(file: Path, key: Path) -> None:
    database = Database(f"sqlite:///{file}", load_or_make_key(key))
    await database.migrate()
    async with database.transaction() as rows:
        admin, zhang = await rows.people.ensure(770_000_123, NOW), await rows.people.ensure(770_000_124, NOW)
        await rows.audit.note("contact.asked", '{"unit": 7}', NOW, actor_id=zhang.id, person_id=zhang.id)
        later = NOW + timedelta(days=1)
        await rows.audit.note("contact.approved", '{"unit": 7}', later, actor_id=admin.id, person_id=zhang.id, said="code")
        await rows.audit.note("something.else", '{"policy": "p"}', later)
    await database.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return sandboxed(tmp_path, monkeypatch, _fill)


@pytest.mark.usefixtures("folder")
def test_lines_are_for_eyes_the_latest_first() -> None:
    assert run("audit").stdout.splitlines() == [
        "2024-11-29 09:00 something.else（p，办的人已离开）",
        "2024-11-29 09:00 批准联系人（单位 7，1 号办，对 2 号）：核验码",
        "2024-11-28 09:00 申请做联系人（单位 7，2 号办）",
    ]


@pytest.mark.usefixtures("folder")
def test_json_names_rows_and_acts_and_may_be_cut_short() -> None:
    (line,) = told("audit", "--json", "--last", "1")["audit"]
    assert line == {
        "number": 3, "at": "2024-11-29T09:00:00+08:00", "act": "something.else",
        "about": {"policy": "p"}, "actor": None, "person": None, "said": None,
    }  # fmt: skip
    assert told("audit", "--json")["audit"][1]["said"] == "code"


def test_another_key_is_one_sentence(folder: Path) -> None:
    (folder / "keys" / "answers.key").write_text("nonsense")
    ended = run("audit")
    assert ended.exit_code == 1
    assert "is damaged" in ended.stderr
