"""``knowledge diff``: files, folders and standard input; saved self-checks as numbers."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from storage.codec import load_or_make_key
from storage.database import Database
from storage.records import Answer
from tests.bot.cli import refused, run, told
from tests.knowledge.factories import FACTS, POLICY, spoilt, write_base

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
STRICTER = spoilt(POLICY, "at_most: 45", "at_most: 40")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of knowledge in the settings, an old and a new version of one policy beside it, and no database."""
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ANSWERS_KEY_FILE", str(tmp_path / "answers.key"))
    monkeypatch.setenv("KNOWLEDGE_DIR", str(write_base(tmp_path / "knowledge")))
    (tmp_path / "old.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(STRICTER, encoding="utf-8")
    return tmp_path


def test_two_files_of_one_policy(files: Path) -> None:
    told_it = told("knowledge", "diff", str(files / "old.yaml"), str(files / "new.yaml"), "--json")
    (change,) = told_it["changes"]
    assert change == {
        "file": "policies",
        "id": "demo-2024",
        "path": ["conditions", "young-enough", "rule"],
        "what": "changed",
        "old": {"fact": "age", "at_most": "45"},
        "new": {"fact": "age", "at_most": "40"},
        "clause": "二（一）1",
        "tracks": [],
    }
    (flip,) = told_it["flips"]
    assert (flip["example"], flip["before"], flip["after"], flip["failed"]) == ("45周岁的技师", "eligible", "not_eligible", ["二（一）1"])
    assert told_it["checks"] is None
    assert told_it["old"] != told_it["new"]
    words = run("knowledge", "diff", str(files / "old.yaml"), str(files / "new.yaml")).stdout
    assert words.rstrip("\n") == told_it["text"]
    assert "年龄 不超过 45周岁 → 年龄 不超过 40周岁" in words


def test_the_old_one_may_come_from_a_pipe(files: Path) -> None:
    said = run("knowledge", "diff", "-", str(files / "new.yaml"), stdin=STRICTER).stdout
    assert said == "两个版本一样，没有改动\n"


def test_a_new_edition_is_compared_with_the_one_before(files: Path) -> None:
    (files / "next.yaml").write_text(spoilt(POLICY, "id: demo-2024", "id: demo-2025"), encoding="utf-8")
    said = run("knowledge", "diff", str(files / "old.yaml"), str(files / "next.yaml")).stdout
    assert "政策编号：demo-2024 → demo-2025" in said


def test_two_folders(files: Path) -> None:
    newer = write_base(files / "newer", demo=STRICTER, facts=spoilt(FACTS, "ask: 您在职吗？", "ask: 在职吗？"))
    told_it = told("knowledge", "diff", str(files / "knowledge"), str(newer), "--json")
    assert [(one["file"], one["id"]) for one in told_it["changes"]] == [("policies", "demo-2024"), ("facts", "employed")]


def test_what_only_is_written_otherwise_changes_nothing(files: Path) -> None:
    (files / "new.yaml").write_text(f"# 核对过\n{POLICY}", encoding="utf-8")
    said = run("knowledge", "diff", str(files / "old.yaml"), str(files / "new.yaml")).stdout
    assert said == "内容没有改动，只是写法不同（注释、空格、次序之类）\n"


def test_words_and_forms_of_folders_are_told_by_file(files: Path) -> None:
    newer = write_base(files / "newer")
    for folder, name, text in (
        (files / "knowledge", "search/talk.yaml", "a: 1"),
        (newer, "search/talk.yaml", "a: 2"),
        (newer, "forms/demo-2024/biao.docx", "x"),
        (files / "knowledge", "drafting/words.yaml", "b: 1"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    said = run("knowledge", "diff", str(files / "knowledge"), str(newer)).stdout
    assert said.startswith("改了 3 处，")
    assert "词表和表格：\n· drafting/words.yaml：有改动\n· forms/demo-2024/biao.docx：新增\n· search/talk.yaml：有改动" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("old.yaml", "knowledge", "两个都写政策文件，或者两个都写文件夹"),
        ("old.yaml", "nothing.yaml", "读不了"),
        ("old.yaml", "other.yaml", "不是同一个项目"),
    ],
)
def test_what_cannot_be_compared_is_refused(files: Path, old: str, new: str, said: str) -> None:
    other = (files / "knowledge" / "policies" / "other-2023.yaml").read_text(encoding="utf-8")
    (files / "other.yaml").write_text(other, encoding="utf-8")
    assert said in refused("knowledge", "diff", str(files / old), str(files / new))


def test_one_pipe_is_not_two_files(files: Path) -> None:
    assert "只能写一个" in refused("knowledge", "diff", "-", "-", stdin=POLICY)
    assert files


def test_a_file_with_mistakes_is_told_with_its_line(files: Path) -> None:
    (files / "new.yaml").write_text(
        spoilt(POLICY, "fact: level, at_least: technician", "fact: level, at_least: techician"), encoding="utf-8"
    )
    result = run("knowledge", "diff", str(files / "old.yaml"), str(files / "new.yaml"))
    assert result.exit_code == 1
    assert "new.yaml 第" in result.stderr
    assert "technician" in result.stderr


AGED_43 = {
    "age": '{"shape":"years","value":43}',
    "level": '{"shape":"option","value":"technician"}',
    "honours": '{"shape":"options","value":[]}',
}
AGED_30 = {**AGED_43, "age": '{"shape":"years","value":30}'}


async def _save_checks(url: str, key: Path) -> None:
    database = Database(url, load_or_make_key(key))
    await database.migrate()
    async with database.transaction() as rows:
        for number, (answers, abouts) in enumerate(
            ((AGED_43, ("demo-2024/chief", "screening:person")), (AGED_30, ("demo-2024/chief",)), (AGED_43, ("gone-2020",)))
        ):
            person = await rows.people.ensure(770_000_100 + number, NOW)
            chat = await rows.chats.ensure(770_000_100 + number, "private", person.id, NOW)
            for fact, value in answers.items():
                await rows.answers.put(person.id, Answer(subject="person", fact=fact, state="given", value=value), NOW)
            for about in abouts:
                await rows.interviews.start(chat.id, person.id, about, NOW)
    await database.close()


def test_saved_checks_are_counted_and_nobody_is_named(files: Path) -> None:
    url = f"sqlite:///{files / 'bot.db'}"
    asyncio.run(_save_checks(url, files / "answers.key"))
    arguments = ("knowledge", "diff", str(files / "old.yaml"), str(files / "new.yaml"), "--database", url, "--as-of", "2024-11-28")
    told_it = told(*arguments, "--json")
    assert told_it["checks"]["looked_at"] == 3
    assert told_it["checks"]["turned"] == 2
    flipped = {"policy": "demo-2024", "track": "chief", "before": "eligible", "after": "not_eligible", "count": 2}
    assert flipped in told_it["checks"]["verdicts"]
    assert "770000" not in str(told_it)
    said = run(*arguments).stdout
    assert "保存过的自测：看了 3 份，2 份结论会变" in said
    assert "· 金匠（2024）（首席金匠）：符合 → 不符合，2 份" in said


def test_the_database_of_the_settings_counts_where_it_was_set(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{files / 'bot.db'}"
    asyncio.run(_save_checks(url, files / "answers.key"))
    monkeypatch.setenv("DATABASE_URL", url)
    same = str(files / "old.yaml")
    assert told("knowledge", "diff", same, same, "--json")["checks"] == {"looked_at": 3, "turned": 0, "verdicts": []}
    assert "没有一份结论会变" in run("knowledge", "diff", same, same).stdout


def test_a_database_of_another_key_is_refused(files: Path) -> None:
    url = f"sqlite:///{files / 'bot.db'}"
    asyncio.run(_save_checks(url, files / "other.key"))
    load_or_make_key(files / "answers.key")
    result = run("knowledge", "diff", str(files / "old.yaml"), str(files / "new.yaml"), "--database", url)
    assert result.exit_code == 1
    assert "key" in result.stderr
