"""What is written into the folder, or published, becomes a version; what must not is refused."""

import pytest

from bot.usecases.publishing import Author
from bot.usecases.refusals import NothingNewError, UnknownVersionError
from bot.usecases.standing import FOLDER
from knowledge.errors import KnowledgeError
from knowledge.reading.files import bytes_of
from knowledge.reading.forms import LARGEST_FORM
from knowledge.reading.source import LARGEST
from storage.database import Database
from tests.bot.conftest import SetClock
from tests.bot.publishing.machine import DEMO, FACTS, OTHER, THIRD, Machine, demo, files_of, other, published, third
from tests.knowledge.factories import POLICY


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
