"""Several who publish, in one folder or in several, and going back to what was."""

import asyncio

import pytest

from bot.usecases.refusals import ClashError, NothingNewError, UnknownVersionError
from storage.database import Database
from tests.bot.conftest import SetClock
from tests.bot.publishing.machine import (
    ADMIN,
    DEMO,
    OTHER,
    THIRD,
    Machine,
    Make,
    demo,
    files_of,
    other,
    published,
    third,
)
from tests.knowledge.factories import POLICY


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
