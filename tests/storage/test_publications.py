"""Published versions: kept whole, told apart, unchanged files once, one number for one."""

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from storage.database import Database
from storage.engine import make_engine, parse_url
from storage.keeping_tables import contents
from storage.publications import digest_of
from tests.storage.samples import published, somebody

FILES = st.dictionaries(st.text("abc/", min_size=1, max_size=3), st.binary(max_size=3), max_size=4)


@given(versions=st.lists(FILES, min_size=1, max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_version_is_kept_whole_and_no_content_twice(database: Database, address: str, versions: list[dict[str, bytes]]) -> None:
    async with database.transaction() as tx:
        first = await tx.publications.latest_number() + 1
        for number, files in enumerate(versions, first):
            assert await tx.publications.add(published(number), files)
    async with database.transaction() as tx:
        for number, files in enumerate(versions, first):
            assert await tx.publications.files(number) == files
            assert await tx.publications.digests(number) == {path: digest_of(raw) for path, raw in files.items()}
    engine = make_engine(parse_url(address), 1)
    async with engine.connect() as connection:
        kept = (await connection.execute(select(contents.c.digest, contents.c.content))).all()
        assert (await connection.execute(select(func.count(func.distinct(contents.c.digest))))).scalar_one() == len(kept)
        assert all(digest_of(row.content) == row.digest for row in kept)
    await engine.dispose()


async def test_before_the_first_there_is_none(database: Database) -> None:
    async with database.transaction() as tx:
        assert await tx.publications.latest_number() == 0
        assert await tx.publications.latest() is None
        assert await tx.publications.get(1) is None
        assert await tx.publications.files(1) == {}
        assert await tx.publications.digests(1) == {}
        assert await tx.publications.listed(3) == ()


async def test_they_are_found_by_number_version_and_caller(database: Database) -> None:
    records = [published(1), published(2, version="w"), published(3, who="chat"), published(4, version="w", who="chat")]
    async with database.transaction() as tx:
        for record in records:
            assert await tx.publications.add(record, {})
    one, two, three, four = records
    async with database.transaction() as tx:
        assert await tx.publications.latest_number() == 4
        assert await tx.publications.latest() == four
        assert await tx.publications.latest(version="w") == four
        assert await tx.publications.latest(version="w", who="folder") == two
        assert await tx.publications.latest(version="x") is None
        assert await tx.publications.get(1) == one
        assert await tx.publications.listed(2) == (four, three)


async def test_all_that_was_published_from_one_on_is_given(database: Database) -> None:
    async with database.transaction() as tx:
        for number, raw in enumerate((b"1", b"2", b"1", b"3"), 1):
            assert await tx.publications.add(published(number), {"a": raw, "b": b"same"})
        since = {number: dict(await tx.publications.since(number)) for number in (4, 5)}
        assert await tx.publications.since(2) == {("a", digest_of(raw)) for raw in (b"2", b"1", b"3")} | {("b", digest_of(b"same"))}
        assert since[4] == {"a": digest_of(b"3"), "b": digest_of(b"same")}
        assert since[5] == {}
        assert len(await tx.publications.since(1)) == 4


async def test_a_number_that_is_taken_keeps_what_has_it(database: Database) -> None:
    async with database.transaction() as tx:
        assert await tx.publications.add(published(1), {"a": b"first"})
        assert not await tx.publications.add(published(1, version="w"), {"a": b"second"})
        assert await tx.publications.files(1) == {"a": b"first"}
        assert await tx.publications.get(1) == published(1)


async def test_of_those_who_publish_at_once_each_gets_a_number_of_their_own(database: Database) -> None:
    async def publish(raw: bytes) -> None:
        async with database.transaction() as tx:
            await tx.publications.lock()
            number = await tx.publications.latest_number() + 1
            await asyncio.sleep(0)
            assert await tx.publications.add(published(number), {"a": raw})

    async with asyncio.TaskGroup() as tasks:
        for raw in (b"1", b"2", b"3", b"4"):
            tasks.create_task(publish(raw))
    async with database.transaction() as tx:
        assert {(await tx.publications.files(number))["a"] for number in range(1, 5)} == {b"1", b"2", b"3", b"4"}


async def test_a_publication_stays_when_who_made_it_leaves(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        await tx.publications.add(published(1, person_id=person.id), {"a": b"x"})
        await tx.privacy.delete(person.id)
        assert await tx.publications.get(1) == published(1)
        assert await tx.publications.files(1) == {"a": b"x"}


async def test_the_versions_in_which_a_file_became_another(database: Database) -> None:
    contents = {1: b"a", 2: b"a", 3: b"b", 4: b"a", 5: b"a"}
    async with database.transaction() as rows:
        for number, content in contents.items():
            others = {"q/x": b"new"} if number > 1 else {}
            await rows.publications.add(published(number), {"p/x": content, "p_y": b"%d" % number, **others})
    async with database.transaction() as rows:
        assert [one.number for one in await rows.publications.revisions("p/x", 9)] == [4, 3, 1]
        assert [one.number for one in await rows.publications.revisions("p/x", 2)] == [4, 3]
        assert [one.number for one in await rows.publications.revisions("q/x", 9)] == [2]
        assert await rows.publications.revisions("p/z", 9) == ()
        assert await rows.publications.revised("p/") == {"p/x": published(4).published_at}
        assert await rows.publications.revised("q/") == {}
        assert await rows.publications.file(3, "p/x") == b"b"
        assert await rows.publications.file(1, "q/x") is None
