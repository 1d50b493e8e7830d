"""``knowledge history``, ``show VERSION`` and ``rollback`` on the sandbox's database and the bot's own."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.settings import Settings
from bot.usecases.publishing import Author, Publisher
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.errors import KnowledgeError, Problem
from knowledge.library import Library
from knowledge.reading.files import SHIPPED
from knowledge.search.lexicon import load_lexicon
from storage.codec import load_or_make_key
from storage.database import Database
from tests.bot.cli import refused, run, told
from tests.knowledge.factories import FACTS, SECOND, write_base

OTHER, THIRD = "policies/other-2023.yaml", "policies/third-2025.yaml"
RENAMED = SECOND.replace("short_title: 基地", "short_title: 新基地") + "# 注释\n"
KEPT = {OTHER: SECOND, "facts.yaml": FACTS}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge folder without worked examples, and a bot's database in which two versions were published."""
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    knowledge = write_base(tmp_path / "knowledge")
    (knowledge / "policies" / "demo-2024.yaml").unlink()
    address = f"sqlite:///{tmp_path / 'own.db'}"
    for name, value in {
        "KNOWLEDGE_DIR": str(knowledge),
        "TELEGRAM_BOT_TOKEN": "123:abc",
        "DATABASE_URL": address,
        "ANSWERS_KEY_FILE": str(tmp_path / "keys" / "answers.key"),
        "SANDBOX_DIR": str(tmp_path / "sandbox"),
    }.items():
        monkeypatch.setenv(name, value)
    asyncio.run(_publish(knowledge, address, tmp_path / "keys" / "answers.key"))
    return knowledge


def texts_in(folder: Path) -> dict[str, str]:
    """The files of a folder, without what was put aside."""
    found = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
    return {path: text for path, text in found.items() if not path.startswith(".aside/")}


async def _publish(folder: Path, address: str, key: Path) -> None:
    database = Database(address, load_or_make_key(key))
    await database.migrate()
    snapshots = Snapshots(Library(folder, check_example), load_lexicon(SHIPPED / "search"))
    publisher = Publisher(database, snapshots, SystemClock())
    await publisher.look()
    third = SECOND.replace("other", "third").replace("2023", "2025").replace("基地", "三地").encode()
    await publisher.publish(1, {OTHER: RENAMED.encode(), THIRD: third}, Author("对话"), "改名")
    await database.close()


@pytest.mark.usefixtures("folder")
def test_history_tells_number_hash_time_who_and_why() -> None:
    last, first = told("knowledge", "history", "--json")
    assert (last["number"], last["based_on"], last["who"], last["why"]) == (2, 1, "对话", "改名")
    assert (first["number"], first["based_on"], first["who"]) == (1, None, "文件夹")
    assert last["version"] != first["version"]
    assert datetime.fromisoformat(last["published_at"]) <= datetime.now(UTC)  # noqa: TID251 - the command line tells real time
    shown = run("knowledge", "history").stdout
    for one in (last, first):
        assert all(str(one[key]) in shown for key in ("number", "version", "who", "why"))
    assert told("knowledge", "history", "--limit", "1", "--json") == [last]


@pytest.mark.usefixtures("folder")
def test_two_versions_are_compared_by_their_numbers() -> None:
    forth, back = run("knowledge", "diff", "1", "2").stdout, run("knowledge", "diff", "2", "1").stdout
    assert "基地 → 新基地" in forth
    assert "新基地 → 基地" in back
    assert "没有" in run("knowledge", "diff", "2", "2").stdout
    assert "没有第 9 版" in refused("knowledge", "diff", "1", "9")
    assert "读不了" in refused("knowledge", "diff", "1", "9" * 30)


@pytest.mark.usefixtures("folder")
def test_a_version_is_shown_with_its_files_and_each_file_byte_by_byte() -> None:
    shown = told("knowledge", "show", "2", "--json")
    assert shown["why"] == "改名"
    assert {row["path"]: row["state"] for row in shown["files"]} == {OTHER: "changed", THIRD: "new", "facts.yaml": "same"}
    assert {row["state"] for row in told("knowledge", "show", "1", "--json")["files"]} == {"new"}
    text = run("knowledge", "show", "2").stdout
    assert "改动  " + OTHER in text
    assert "新增  " + THIRD in text
    for name in (OTHER, "other-2023"):
        assert run("knowledge", "show", "2", name).stdout_bytes == RENAMED.encode()
        assert run("knowledge", "show", "1", name).stdout_bytes == SECOND.encode()
    assert "third-2025" in refused("knowledge", "show", "2", "nope")
    assert "history" in refused("knowledge", "show", "9")
    assert "other-2023" in refused("knowledge", "show", "nope"), "anything else is a policy"


def test_rollback_brings_the_bytes_back_as_a_new_version(folder: Path) -> None:
    done = run("knowledge", "rollback", "1", "--why", "名称错了", "--who", "老王")
    assert done.exit_code == 0, done.output
    assert "第 3 版" in done.stdout
    assert OTHER in done.stdout
    assert THIRD in done.stdout
    assert texts_in(folder) == KEPT
    record = told("knowledge", "history", "--json")[0]
    assert (record["number"], record["who"], record["why"]) == (3, "命令行（老王）", "退回第 1 版：名称错了")
    assert {row["path"]: row["state"] for row in told("knowledge", "show", "3", "--json")["files"]} == {
        OTHER: "changed",
        THIRD: "gone",
        "facts.yaml": "same",
    }
    again = run("knowledge", "rollback", "3")
    assert again.exit_code == 1
    assert "完全一样" in again.stderr
    assert run("knowledge", "rollback", "2").exit_code == 0
    assert (folder / OTHER).read_text("utf-8") == RENAMED


def test_rollback_of_broken_files_puts_them_aside(folder: Path) -> None:
    (folder / OTHER).write_text("broken: [", "utf-8")
    done = run("knowledge", "rollback", "2")
    assert done.exit_code == 0, done.output
    assert (folder / OTHER).read_text("utf-8") == RENAMED
    (aside,) = (folder / ".aside").rglob("*.yaml")
    assert aside.read_text("utf-8") == "broken: ["
    assert str(folder / ".aside") in done.stdout
    assert told("knowledge", "history", "--json")[0]["number"] == 2, "it was published already"


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_gone_back_to_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = run("knowledge", "rollback", "9")
    assert missing.exit_code == 1
    assert "没有第 9 版" in missing.stderr

    def full(_: object) -> None:
        raise OSError(28, "No space left on device", OTHER)

    monkeypatch.setattr("knowledge.writing.os.fsync", full)
    ended = run("knowledge", "rollback", "1")
    assert ended.exit_code == 1
    assert "No space left" in ended.stderr
    assert "没有发布" in ended.stderr


def test_a_login_without_a_name_is_no_obstacle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert run("knowledge", "rollback", "1").exit_code == 0
    assert told("knowledge", "history", "--json")[0]["who"] == "命令行（?）"
    assert folder.exists()


def test_where_nothing_was_published_that_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder.parent / 'other.db'}")
    assert "启动一次" in run("knowledge", "history").stdout
    assert told("knowledge", "history", "--json") == []
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    monkeypatch.delenv("DATABASE_URL")
    for arguments in (("history",), ("owners",), ("diff", "1", "2")):
        ended = run("knowledge", *arguments)
        assert ended.exit_code == 1
        assert "设好 DATABASE_URL" in ended.stderr
        assert ended.stderr.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_a_database_that_is_named_is_read_without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    assert [row["number"] for row in told("knowledge", "history", "--json")] == [2, 1]
    assert told("knowledge", "diff", "1", "2", "--json")["changes"]


@pytest.mark.usefixtures("folder")
def test_a_database_that_cannot_be_used_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://here/x")
    for arguments in (("history",), ("show", "1"), ("rollback", "1")):
        ended = run("knowledge", *arguments)
        assert ended.exit_code == 1
        assert ended.stderr.count("\n") == 1


def test_a_broken_folder_is_gone_back_from_even_when_nothing_runs(folder: Path) -> None:
    (folder / "facts.yaml").unlink()
    (folder / OTHER).unlink()
    done = run("knowledge", "rollback", "1")
    assert done.exit_code == 0, done.output
    assert texts_in(folder) == KEPT


def test_a_broken_folder_of_which_nothing_was_published_ends_with_its_mistakes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder.parent / 'other.db'}")
    (folder / OTHER).write_text("broken: [", "utf-8")
    ended = run("knowledge", "rollback", "1")
    assert ended.exit_code == 1
    assert OTHER in ended.stderr
    assert "第1行" in ended.stderr


def test_where_this_program_can_read_neither_folder_nor_rows_it_ends_with_the_mistakes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strict(*_: object, **__: object) -> None:
        raise KnowledgeError([Problem(OTHER, 3, "", "这一版程序不认得")])

    monkeypatch.setattr("knowledge.library.load", strict)
    monkeypatch.setattr("knowledge.library.load_files", strict)
    ended = run("knowledge", "rollback", "1")
    assert ended.exit_code == 1
    assert "不认得" in ended.stderr
    assert (folder / OTHER).exists()
