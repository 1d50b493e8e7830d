"""Versions of the knowledge files: taken in from the folder, published, gone back to; between processes, and whatever goes wrong."""

import asyncio
import errno
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.usecases import publishing, snapshot
from bot.usecases.publishing import Author, Publisher
from bot.usecases.refusals import BusyError, ClashError, EndedError, NothingNewError, Trouble, UnknownVersionError, UnwrittenError
from bot.usecases.snapshot import Snapshots
from bot.usecases.standing import FOLDER
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.reading.files import SHIPPED, Files, bytes_of, with_shipped_words
from knowledge.reading.forms import LARGEST_FORM
from knowledge.reading.source import LARGEST
from knowledge.search.lexicon import Lexicon, lexicon_of
from knowledge.writing import ChangedMeanwhileError, Placing
from storage.codec import load_or_make_key
from storage.database import Database
from storage.errors import StorageError
from storage.records import PublicationRecord
from tests.bot.conftest import SetClock
from tests.knowledge.factories import POLICY, SECOND, every_example_holds, spoilt, write_base

ADMIN = Author("管理员")
NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
FACTS = "facts.yaml"
DEMO, OTHER, THIRD = "policies/demo-2024.yaml", "policies/other-2023.yaml", "policies/third-2025.yaml"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch, lexicon: Lexicon) -> None:
    """Files are taken for finished at once, and words that are the program's need not be read again."""

    def known(files: Files) -> Lexicon:
        return lexicon_of(files) if files["search/talk.yaml"] != OWN_TALK else lexicon

    monkeypatch.setattr(publishing, "CALM_SECONDS", 0)
    monkeypatch.setattr(snapshot, "lexicon_of", known)


OWN_TALK = (SHIPPED / "search" / "talk.yaml").read_bytes()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return lexicon_of(with_shipped_words({}))


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that was brought up to date once for all, and its key."""
    folder = tmp_path_factory.mktemp("migrated")

    async def migrate() -> None:
        database = Database(f"sqlite:///{folder / 'bot.db'}", load_or_make_key(folder / "answers.key"))
        await database.migrate()
        await database.close()

    asyncio.run(migrate())
    return folder


@pytest.fixture
async def database(tmp_path: Path, migrated: Path) -> AsyncIterator[Database]:
    shutil.copytree(migrated, tmp_path / "rows")
    database = Database(f"sqlite:///{tmp_path / 'rows' / 'bot.db'}", load_or_make_key(migrated / "answers.key"))
    yield database
    await database.close()


class Machine:
    """A process with a folder of its own."""

    def __init__(self, folder: Path, database: Database, clock: SetClock, lexicon: Lexicon) -> None:
        self.folder = folder
        self.database = database
        self._made = (clock, lexicon)
        self.restart()

    def restart(self, files: Files | None = None) -> None:
        """Another process on the same folder."""
        clock, lexicon = self._made
        self.snapshots = Snapshots(Library(self.folder, every_example_holds, files), lexicon)
        self.publisher = Publisher(self.database, self.snapshots, clock)

    async def look(self) -> tuple[Trouble, ...]:
        return await self.publisher.look()

    async def publish(self, changes: Mapping[str, bytes | None], base: int | None = None, why: str = "x") -> PublicationRecord:
        return (await self.publisher.publish(self.publisher.number if base is None else base, changes, ADMIN, why)).record

    def write(self, path: str, content: str | bytes) -> None:
        (self.folder / path).write_bytes(content.encode() if isinstance(content, str) else content)

    @property
    def disk(self) -> Files:
        """Everything in the folder but what is put aside."""
        found = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        return {path: raw for path, raw in found.items() if not path.startswith(".aside/")}

    @property
    def copies(self) -> int:
        """What is served, by what the tests change."""
        return self.snapshots.current.base.policies["demo-2024"].materials[0].copies or 0

    @property
    def title(self) -> str:
        return self.snapshots.current.base.policies["other-2023"].short_title


def demo(copies: int) -> str:
    return spoilt(POLICY, "copies: 2", f"copies: {copies}")


def other(title: str) -> str:
    return spoilt(SECOND, "short_title: 基地", f"short_title: {title}")


def third() -> bytes:
    return SECOND.replace("other", "third").replace("2023", "2025").replace("基地", "三地").encode()


Make = Callable[[str], Machine]


@pytest.fixture
def make(tmp_path: Path, database: Database, set_clock: SetClock, lexicon: Lexicon) -> Make:
    """Make a machine whose folder holds the small base."""
    return lambda name: Machine(write_base(tmp_path / name), database, set_clock, lexicon)


@pytest.fixture
async def here(make: Make) -> Machine:
    """A machine that has looked once."""
    machine = make("here")
    assert await machine.look() == ()
    return machine


async def published(database: Database) -> tuple[PublicationRecord, ...]:
    async with database.transaction() as rows:
        return tuple(reversed(await rows.publications.listed(100)))


async def files_of(database: Database, number: int) -> Files:
    async with database.transaction() as rows:
        return await rows.publications.files(number)


async def test_the_folder_is_the_first_version_and_stays_it(here: Machine, database: Database, set_clock: SetClock) -> None:
    (first,) = await published(database)
    assert (first.number, first.who, first.based_on, first.published_at) == (1, FOLDER, None, set_clock.at)
    assert first.version == here.snapshots.current.base.version
    assert await files_of(database, 1) == here.disk == bytes_of(here.folder)[0]
    served = here.snapshots.current
    assert await here.look() == ()
    here.restart()
    assert await here.look() == ()
    assert len(await published(database)) == 1
    assert served is not here.snapshots.current


async def test_what_is_written_into_the_folder_becomes_a_version_and_is_served(here: Machine, database: Database) -> None:
    here.write(DEMO, demo(3))
    assert await here.look() == ()
    assert here.copies == 3
    _, second = await published(database)
    assert (second.number, second.based_on, second.who) == (2, 1, FOLDER)
    assert DEMO in second.why
    assert OTHER not in second.why
    assert await files_of(database, 2) == here.disk
    assert (await files_of(database, 1))[DEMO] == POLICY.encode()


async def test_a_file_that_comes_or_goes_is_a_change_too(here: Machine, database: Database) -> None:
    here.write(THIRD, third())
    await here.look()
    assert "third-2025" in here.snapshots.current.base.policies
    (here.folder / THIRD).unlink()
    await here.look()
    assert "third-2025" not in here.snapshots.current.base.policies
    assert [record.number for record in await published(database)] == [1, 2, 3]
    assert (await published(database))[2].version == (await published(database))[0].version


async def test_a_file_touched_is_no_change(here: Machine, database: Database) -> None:
    served = here.snapshots.current
    here.write(DEMO, POLICY)
    await here.look()
    assert here.snapshots.current is served
    assert len(await published(database)) == 1


async def test_files_with_mistakes_are_told_and_leave_the_last_good_version(here: Machine, database: Database) -> None:
    served = here.snapshots.current
    here.write(DEMO, demo(3).replace("copies: 3", "copies: 三"))
    (trouble,) = await here.look()
    assert trouble.kind == "broken"
    assert trouble.number == 1
    assert any(DEMO in line and "第" in line for line in trouble.lines)
    assert here.snapshots.current is served
    assert await here.look() == (), "nothing changed since"
    here.write(OTHER, other("新基地"))
    assert await here.look() == (), "the same mistake is told once"
    here.restart(await files_of(database, 1))
    (again,) = await here.look()
    assert again.key == trouble.key, "and known again by its key"
    assert len(await published(database)) == 1
    here.write(DEMO, demo(3))
    (mended,) = await here.look()
    assert mended.kind == "mended"
    assert (here.copies, here.title) == (3, "新基地")
    assert await here.look() == ()
    assert len({trouble.key, mended.key}) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00",
        "标题: 金匠".encode("gbk"),
        b"id: [",
        b"a: &a [x]\nb: [*a, *a]\n",
        b"[" * 5000,
        b"x: " + b"y" * LARGEST,
        b"",
        b"- 1\n",
        b"\x00\x01",
        b"id: other-2024\n",
    ],
    ids=["utf-16", "gbk", "yaml", "anchors", "depth", "large", "empty", "list", "binary", "short"],
)
async def test_bad_files_are_refused_with_their_name_from_the_folder_and_otherwise(here: Machine, database: Database, raw: bytes) -> None:
    with pytest.raises(KnowledgeError) as caught:
        await here.publish({DEMO: raw})
    assert {problem.file for problem in caught.value.problems} == {DEMO}
    assert here.disk[DEMO] == POLICY.encode()
    here.write(DEMO, raw)
    (trouble,) = await here.look()
    assert trouble.kind == "broken"
    assert here.copies == 2
    assert len(await published(database)) == 1


async def test_a_policy_under_another_files_name_is_refused(here: Machine) -> None:
    with pytest.raises(KnowledgeError, match="文件名"):
        await here.publish({"policies/another-2024.yaml": POLICY.encode()})
    with pytest.raises(KnowledgeError, match="没有这个文件"):
        await here.publish({FACTS: None})


@pytest.mark.parametrize("name", ["../facts.yaml", "/etc/passwd", "policies/../x.yaml", "policies/.x.yaml", "x" * 300])
async def test_names_that_lead_elsewhere_are_refused_before_anything_is_read(here: Machine, name: str) -> None:
    before = here.disk
    with pytest.raises(KnowledgeError, match="这个位置放不了文件"):
        await here.publish({name: POLICY.encode()})
    assert here.disk == before


async def test_a_form_too_large_is_refused(here: Machine) -> None:
    with pytest.raises(KnowledgeError, match="最多 20 MB"):
        await here.publish({"forms/x.pdf": b"%PDF" + bytes(LARGEST_FORM)})


async def test_what_is_published_lies_on_the_disk_byte_by_byte_and_is_served(
    here: Machine, database: Database, set_clock: SetClock
) -> None:
    text = "# 这行注释要留着\n" + demo(4)
    async with database.transaction() as rows:
        person = await rows.people.ensure(7, set_clock.at)
    done = await here.publisher.publish(1, {DEMO: text.encode()}, Author("对话", person.id), "错字")
    assert (done.record.number, done.record.based_on, done.record.why, done.record.person_id) == (2, 1, "错字", person.id)
    assert done.aside is None
    assert here.disk[DEMO] == text.encode()
    assert here.copies == 4
    assert await here.look() == ()
    assert [record.number for record in await published(database)] == [1, 2]
    with pytest.raises(NothingNewError):
        await here.publish({DEMO: text.encode()})
    with pytest.raises(UnknownVersionError, match="第 9 版"):
        await here.publish({DEMO: b""}, base=9)


async def test_edits_of_one_file_that_start_from_one_version_clash_and_those_of_two_do_not(here: Machine, database: Database) -> None:
    await here.publish({DEMO: demo(3).encode()}, base=1)
    await here.publish({OTHER: other("新基地").encode()}, base=1)
    assert (here.copies, here.title) == (3, "新基地")
    with pytest.raises(ClashError, match="第 3 版") as clash:
        await here.publish({DEMO: demo(5).encode()}, base=1)
    assert clash.value.paths == (DEMO,)
    assert here.copies == 3
    assert here.disk[DEMO] == demo(3).encode()
    await here.publish({DEMO: demo(5).encode()}, base=2)
    assert here.copies == 5
    assert len(await published(database)) == 4


async def test_two_who_publish_at_once_both_come_through_or_clash(make: Make, here: Machine, database: Database) -> None:
    there = make("there")
    await there.look()
    edits = [(here, {DEMO: demo(3).encode()}), (there, {DEMO: demo(4).encode()}), (here, {OTHER: other("甲").encode()})]
    done = await asyncio.gather(*(machine.publish(changes, base=1) for machine, changes in edits), return_exceptions=True)
    assert [type(one) for one in done].count(ClashError) == 1
    await here.look()
    await there.look()
    assert here.disk == there.disk == await files_of(database, 3)
    assert here.copies == there.copies in {3, 4}
    assert here.title == there.title == "甲"
    assert [record.number for record in await published(database)] == [1, 2, 3]


async def test_every_process_serves_and_holds_what_any_publishes(make: Make, here: Machine, database: Database) -> None:
    there = make("there")
    assert await there.look() == ()
    assert len(await published(database)) == 1
    await here.publish({DEMO: demo(3).encode(), THIRD: third()})
    assert await there.look() == ()
    assert there.copies == 3
    assert there.disk == here.disk
    await there.publish({THIRD: None})
    assert await here.look() == ()
    assert here.disk == there.disk
    assert THIRD not in here.disk
    assert [record.number for record in await published(database)] == [1, 2, 3]


async def test_a_process_that_was_away_comes_up_to_date_and_does_not_undo(make: Make, here: Machine, database: Database) -> None:
    there = make("there")
    await there.look()
    for copies in (3, 4):
        await here.publish({DEMO: demo(copies).encode()})
    there.restart()
    assert there.copies == 2
    await there.look()
    assert there.copies == 4
    assert there.disk == here.disk
    assert len(await published(database)) == 3
    stranger = make("stranger")
    await stranger.look()
    assert stranger.copies == 4, "a folder that nobody remembers is known by what lies in it"
    assert len(await published(database)) == 3


async def test_edits_in_two_folders_come_together(make: Make, here: Machine, database: Database) -> None:
    there = make("there")
    await there.look()
    here.write(DEMO, demo(3))
    there.write(OTHER, other("新基地"))
    await here.look()
    await there.look()
    await here.look()
    assert here.disk == there.disk == await files_of(database, 3)
    assert (here.copies, here.title) == (there.copies, there.title) == (3, "新基地")


async def test_edits_of_one_file_in_two_folders_clash_and_neither_is_lost(make: Make, here: Machine, database: Database) -> None:
    there = make("there")
    await there.look()
    here.write(DEMO, demo(3))
    there.write(DEMO, demo(4))
    await here.look()
    (trouble,) = await there.look()
    assert (trouble.kind, trouble.lines, trouble.number) == ("clash", (DEMO,), 2)
    assert here.copies == there.copies == 3
    assert there.disk[DEMO] == demo(4).encode()
    await here.publish({OTHER: other("新基地").encode()})
    assert [one.kind for one in await there.look()] == ["clash"], "of another version now"
    assert there.title == "新基地"
    assert there.disk[OTHER] == other("新基地").encode(), "what nobody edited there is brought up to date"
    with pytest.raises(ClashError, match="还没发布"):
        await there.publish({DEMO: demo(5).encode()})
    done = await there.publisher.roll_back(3, ADMIN, "不要文件夹里的")
    assert done.record.number == 3
    assert done.aside is not None
    assert (done.aside / DEMO).read_bytes() == demo(4).encode()
    assert there.disk == here.disk
    there.write(DEMO, demo(6))
    assert [one.kind for one in await there.look()] == ["mended"]
    assert there.copies == 6
    assert len(await published(database)) == 4


async def test_a_stale_file_is_known_for_ours_while_another_stays_edited(make: Make, here: Machine) -> None:
    there = make("there")
    await there.look()
    there.write(OTHER, "broken: [")
    assert [one.kind for one in await there.look()] == ["broken"]
    for copies in (3, 4, 5):
        await here.publish({DEMO: demo(copies).encode()})
        assert await there.look() == (), "told already"
        assert there.copies == copies
        assert there.disk[DEMO] == demo(copies).encode()


async def test_an_update_of_the_program_goes_upon_what_was_published_since(here: Machine, make: Make, database: Database) -> None:
    await here.publish({DEMO: demo(3).encode()})
    image = make("image")
    image.write(OTHER, other("随程序更新"))
    image.restart()
    await image.look()
    assert (image.copies, image.title) == (3, "随程序更新")
    assert await files_of(database, 3) == image.disk


async def test_an_earlier_version_is_gone_back_to_as_a_new_one(here: Machine, database: Database) -> None:
    commented = POLICY + "# 注释\n"
    await here.publish({DEMO: commented.encode()})
    await here.publish({DEMO: demo(3).encode(), THIRD: third()})
    done = await here.publisher.roll_back(2, ADMIN, "退回第 2 版：日期错了")
    assert (done.record.number, done.record.based_on, done.record.why) == (4, 3, "退回第 2 版：日期错了")
    assert here.disk == await files_of(database, 2) == await files_of(database, 4)
    assert here.copies == 2
    assert await here.look() == ()
    with pytest.raises(NothingNewError):
        await here.publisher.roll_back(2, ADMIN, "x")
    with pytest.raises(UnknownVersionError):
        await here.publisher.roll_back(99, ADMIN, "x")


async def test_going_back_puts_edits_that_are_not_published_aside(here: Machine, database: Database, set_clock: SetClock) -> None:
    await here.publish({DEMO: demo(3).encode()})
    here.write(DEMO, "broken: [")
    here.write("general.yaml", "also: [")
    done = await here.publisher.roll_back(1, ADMIN, "x")
    assert done.aside == here.folder / ".aside" / f"{set_clock.at:%Y%m%dT%H%M%S}"
    assert (done.aside / DEMO).read_text() == "broken: ["
    assert (done.aside / "general.yaml").read_text() == "also: ["
    assert here.disk == await files_of(database, 1) == await files_of(database, 3)
    assert [one.kind for one in await here.look()] == ["broken", "mended"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
async def test_a_disk_that_cannot_be_written_leaves_everything_as_it_was(
    here: Machine, make: Make, database: Database, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    there = make("there")
    await there.look()
    await here.publish({DEMO: demo(3).encode()})
    before = here.disk

    def full(_: object) -> None:
        raise OSError(code, "no room", DEMO)

    with monkeypatch.context() as disk:
        disk.setattr("knowledge.writing.os.fsync", full)
        with pytest.raises(UnwrittenError, match="no room"):
            await here.publish({OTHER: other("甲").encode()})
        with pytest.raises(UnwrittenError):
            await here.publisher.roll_back(1, ADMIN, "x")
        assert here.disk == before
        assert (here.copies, here.title) == (3, "基地")
        assert len(await published(database)) == 2
        (trouble,) = await there.look()
        assert trouble.kind == "unwritten"
        assert there.copies == 3, "what was published elsewhere is served all the same"
        assert there.disk[DEMO] == POLICY.encode()
        assert await there.look() == (), "told already"
        here.write(OTHER, other("乙"))
        assert await here.look() == (), "what is on the disk already needs no writing"
    assert [one.kind for one in await there.look()] == ["mended"]
    assert there.disk == here.disk


async def test_rows_that_cannot_be_written_leave_the_disk_as_it_was(
    here: Machine, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = here.disk

    real = Placing.put

    def put_and_lose(placing: Placing) -> None:
        real(placing)
        if here.disk[DEMO] == demo(3).encode():
            raise StorageError("the connection is lost")

    monkeypatch.setattr(Placing, "put", put_and_lose)
    with pytest.raises(StorageError):
        await here.publish({DEMO: demo(3).encode()})
    monkeypatch.undo()
    assert here.disk == before
    assert here.copies == 2
    assert len(await published(database)) == 1


async def test_a_process_killed_between_disk_and_rows_loses_nothing(here: Machine, database: Database) -> None:
    here.write(DEMO, demo(3))
    here.restart()
    assert await here.look() == ()
    assert here.copies == 3
    assert len(await published(database)) == 2


async def test_a_file_written_while_another_version_is_checked_is_not_overwritten(
    here: Machine, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Snapshots.prepare

    def prepare(snapshots: Snapshots, files: Files) -> object:
        if files[DEMO] == demo(9).encode():
            here.write(DEMO, demo(3))
        return real(snapshots, files)

    monkeypatch.setattr(Snapshots, "prepare", prepare)
    with pytest.raises(ClashError):
        await here.publish({DEMO: demo(9).encode()})
    assert here.disk[DEMO] == demo(3).encode()
    assert here.copies == 3
    assert len(await published(database)) == 2


async def test_who_is_always_overtaken_is_told_to_come_again(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(2, 100))

    def put(_: object) -> None:
        raise ChangedMeanwhileError(0, f"{next(numbers)}")

    monkeypatch.setattr(Placing, "put", put)
    with pytest.raises(BusyError):
        await here.publish({DEMO: demo(3).encode()})
    here.write(OTHER, "x: [")
    with pytest.raises(BusyError):
        await here.publisher.roll_back(1, ADMIN, "x")


async def test_a_version_that_this_program_cannot_read_is_told_and_the_last_good_one_served(
    here: Machine, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = make("there")
    await there.look()
    await here.publish({DEMO: demo(3).encode()})

    def old(_: Files) -> object:
        raise KnowledgeError(())

    monkeypatch.setattr(there.snapshots, "prepare", old)
    (trouble,) = await there.look()
    assert trouble.kind == "outgrown"
    assert there.copies == 2


async def test_a_start_with_broken_files_serves_what_was_published(here: Machine, database: Database) -> None:
    await here.publish({DEMO: demo(3).encode()})
    here.write(DEMO, "broken: [")
    here.restart(await files_of(database, 2))
    assert here.copies == 3
    assert [one.kind for one in await here.look()] == ["broken"]
    assert here.copies == 3
    assert here.disk[DEMO] == b"broken: ["


async def test_a_folder_that_is_gone_for_a_while_deletes_nothing(here: Machine, database: Database, tmp_path: Path) -> None:
    here.folder.rename(tmp_path / "away")
    assert [one.kind for one in await here.look()] == ["broken"]
    assert here.copies == 2
    assert not here.folder.exists()
    (tmp_path / "away").rename(here.folder)
    assert [one.kind for one in await here.look()] == ["mended"]
    assert len(await published(database)) == 1


async def test_files_are_waited_for_while_somebody_writes_them(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    real, waits = asyncio.sleep, []

    async def write_on(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) < 3:
            here.write(DEMO, demo(len(waits) + 5) + "# still writing\n" * len(waits))
        await real(0)

    here.write(DEMO, POLICY[:400])
    monkeypatch.setattr("bot.usecases.publishing.asyncio.sleep", write_on)
    assert await here.look() == ()
    assert len(waits) == 3
    assert here.copies == 7


async def test_words_and_forms_are_published_too(here: Machine, make: Make) -> None:
    (here.folder / "search").mkdir()
    shutil.copy(SHIPPED / "search" / "talk.yaml", here.folder / "search" / "talk.yaml")
    there = make("there")
    await there.look()
    await here.publish({"forms/demo/表.docx": b"PK\x03\x04 form"})
    assert await there.look() == ()
    assert there.disk == here.disk
    assert "search/talk.yaml" in there.disk
    assert there.snapshots.current.base.forms.keys() == {"demo/表.docx"}
    assert there.snapshots.current.base.forms["demo/表.docx"].path.read_bytes() == b"PK\x03\x04 form"
    with pytest.raises(KnowledgeError, match="greeting"):
        await there.publish({"search/talk.yaml": b"greetings: [x]\n"})


async def test_a_folder_that_could_not_be_written_is_brought_up_to_date_once_it_can(
    here: Machine, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = make("there")
    await there.look()
    await here.publish({DEMO: demo(3).encode()})

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "no room", DEMO)

    with monkeypatch.context() as disk:
        disk.setattr("knowledge.writing.os.fsync", full)
        assert [one.kind for one in await there.look()] == ["unwritten"]
    assert [one.kind for one in await there.look()] == ["mended"]
    assert there.disk == here.disk


async def test_of_two_who_publish_one_proposal_at_once_one_does_and_the_other_is_told(
    make: Make, here: Machine, database: Database
) -> None:
    there = make("there")
    await there.look()
    changes = {DEMO: demo(7).encode()}
    async with database.transaction() as rows:
        person = await rows.people.ensure(1, NOW)
        number = await rows.proposals.add(1, changes, "x", person.id, NOW)
    author = Author("1 号", person.id)
    both = [machine.publisher.publish(1, changes, author, "x", number) for machine in (here, there)]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ in {"EndedError", "NothingNewError"} for one in done) == [False, True]
    assert [one.number for one in await published(database)] == [1, 2]
    async with database.transaction() as rows:
        proposal = await rows.proposals.get(number)
        lines = await rows.audit.latest(9)
    assert proposal is not None
    assert proposal.state == "published"
    assert [(one.act, one.about, one.actor_id, one.said) for one in lines] == [("knowledge.published", '{"version": 2}', person.id, "x")]


@pytest.mark.parametrize("back", [False, True])
async def test_a_proposal_that_was_dropped_leaves_rows_and_folder_as_they_were(here: Machine, database: Database, *, back: bool) -> None:
    await here.publish({DEMO: demo(5).encode()})
    before, changes = here.disk, {DEMO: demo(6).encode()}
    async with database.transaction() as rows:
        person = await rows.people.ensure(1, NOW)
        number = await rows.proposals.add(2, changes, "x", person.id, NOW)
        await rows.proposals.end(number, "dropped", NOW)
    publisher = here.publisher
    with pytest.raises(EndedError):
        await (publisher.roll_back(1, ADMIN, "x", number) if back else publisher.publish(2, changes, ADMIN, "x", number))
    assert here.disk == before
    assert here.copies == 5
    assert len(await published(database)) == 2
    assert await here.look() == ()


async def test_what_publishing_would_make_is_told_without_doing_it(here: Machine, database: Database) -> None:
    latest, before, after = await here.publisher.laid(1, {DEMO: demo(6).encode(), OTHER: None})
    assert latest is not None
    assert (latest.number, before) == (1, await files_of(database, 1))
    assert after == {**{path: raw for path, raw in before.items() if path != OTHER}, DEMO: demo(6).encode()}
    assert here.disk == before
    with pytest.raises(NothingNewError):
        await here.publisher.laid(1, {DEMO: before[DEMO]})
    with pytest.raises(KnowledgeError):
        await here.publisher.laid(1, {"../x.yaml": b"x"})
    await here.publish({DEMO: demo(5).encode()})
    with pytest.raises(ClashError):
        await here.publisher.laid(1, {DEMO: demo(6).encode()})
