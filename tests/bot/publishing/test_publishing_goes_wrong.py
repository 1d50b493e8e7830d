"""Disks, rows, kills and starts in the middle of publishing: whatever goes wrong, nothing is lost or half done."""

import asyncio
import errno
import shutil
from pathlib import Path

import pytest

from bot.usecases.keeping.consenting import Agreed, digest_of
from bot.usecases.publishing import Author
from bot.usecases.refusals import BusyError, ClashError, EndedError, NothingNewError, UnwrittenError
from bot.usecases.snapshot import Snapshots
from knowledge.errors import KnowledgeError
from knowledge.reading.files import SHIPPED, Files
from knowledge.writing import ChangedMeanwhileError, Placing
from storage.database import Database
from storage.errors import StorageError
from tests.bot.publishing.machine import (
    ADMIN,
    DEMO,
    NOW,
    OTHER,
    Machine,
    Make,
    demo,
    files_of,
    other,
    published,
)
from tests.knowledge.factories import POLICY


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
        await rows.roles.grant(person.id, "publisher", None, NOW)
        await rows.proposals.agree(number, person.id, NOW)
    author, agreed = Author("1 号", person.id), Agreed(number, digest_of(1, changes))
    both = [machine.publisher.publish(1, changes, author, "x", agreed) for machine in (here, there)]
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
    publisher, agreed = here.publisher, Agreed(number, digest_of(2, changes))
    with pytest.raises(EndedError):
        await (publisher.roll_back(1, ADMIN, "x", agreed) if back else publisher.publish(2, changes, ADMIN, "x", agreed))
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
