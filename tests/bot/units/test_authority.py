"""Whoever is not an approved contact of a unit can do nothing with it and learns nothing of it, not even that there is one.

Every verb of units, those of tomorrow included, is pressed by every kind of stranger with whatever a forged button may carry.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.callbacks import Press, code
from bot.handlers.table import PRESSES
from bot.handlers.units.pressed import GONE
from bot.handlers.visit import Outcome, Visit
from bot.usecases.keeping.noting import REFUSED
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.inviting import renew
from storage import keeping_tables, tables, unit_tables
from storage.database import Database, Transaction
from storage.records import Answer
from tests.bot.telegrams import press_of
from tests.storage.servers import SqliteFolder, codec

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
POLICY = "nmg-tepei-2023"
VERBS = sorted(verb for verb in PRESSES if verb.startswith("j"))
UNIT, NAMES = "UNIT", ("包头市北方机械厂", "人事科 小张", "焊工 老赵")
GHOST = 987_654
ACTS = (*"lrhidxyncuwkmst01-", "ll", "rr", "hh", "xx", "new", "end", "qr", "yes", "no", "sure")
THEIRS = {"pending": {"je"}, "member": {"jiq", "jis", "jn", "jo", "jp"}}
"""What is one's own matter: one's request, one's membership."""
WATCHED = [table for table in tables.metadata.sorted_tables if table.name in {"audit", "outbox", "subscriptions"} | set(vars(unit_tables))]


class UndoneError(Exception):
    """Takes back what an example did."""


@dataclass(frozen=True)
class World:
    """A unit in full swing, and those who are not its contacts."""

    database: Database
    run: Callable[[Coroutine[None, None, Outcome]], Outcome]
    """Run something on the loop that the database's connections belong to."""
    unit: int
    strangers: Mapping[str, int]
    """Telegram's numbers."""
    pieces: tuple[str, ...]
    """What a button can name besides: people, policies, stages, groups."""


async def person(rows: Transaction, number: int) -> tuple[int, int]:
    """Somebody's row and their chat's."""
    found = await rows.people.ensure(number, NOW)
    return found.id, (await rows.chats.ensure(number, "private", found.id, NOW)).id


async def contact(rows: Transaction, unit: int, number: int, called: str, *, approved: bool = True) -> int:
    """Somebody who asked to be contact of a unit, and perhaps is."""
    who, _ = await person(rows, number)
    await rows.units.ask(unit, who, NOW, called=called, stated='{"name": "x", "region": "x", "kind": "enterprise", "affiliation": ""}')
    if approved:
        await rows.units.approve(unit, who, None, NOW)
    return who


async def populated(rows: Transaction) -> tuple[int, list[int]]:
    """The unit and everything that can hang on it; its number, and the rows that buttons name."""
    for number in range(100, 110):  # so that no row of a person has the number of a unit
        await person(rows, number)
    unit = await rows.units.make(NAMES[0], "内蒙古自治区/包头市", "enterprise", "city", NOW)
    other = await rows.units.make("别的单位", "内蒙古自治区/包头市", "enterprise", "", NOW)
    zhang = await contact(rows, unit.id, 1, NAMES[1])
    await contact(rows, other.id, 2, "别人")
    pending = await contact(rows, unit.id, 3, "等着的人", approved=False)
    gone = await contact(rows, unit.id, 4, "走了的人")
    await rows.units.drop(unit.id, gone)
    member, _ = await person(rows, 5)
    await rows.members.join(unit.id, member, NAMES[2], NOW)
    await rows.members.agree(unit.id, member, POLICY, "", NOW)
    group = await rows.chats.ensure(-9, "group", None, NOW)
    await rows.unit_work.connect(group.id, unit.id, zhang, NOW, "技能群")
    await rows.unit_work.follow(unit.id, POLICY, zhang, NOW)
    await rows.unit_work.put_answer(unit.id, Answer(subject="unit", fact="unit_staff", state="given", value="300"), NOW)
    await rows.unit_work.set_inner_deadline(unit.id, POLICY, "2025-01-10", zhang, NOW)
    await rows.unit_work.file(unit.id, POLICY, "county", zhang, NOW)
    await renew(rows, unit.id, zhang, NOW)
    await rows.roles.grant((await person(rows, 7))[0], "owner", None, NOW)
    return unit.id, [zhang, pending, member, group.id]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, snapshots: Snapshots) -> Iterator[World]:
    """One for all tests, as each takes back what it did."""
    database = Database(SqliteFolder(tmp_path_factory.mktemp("units")).fresh(), codec())
    with asyncio.Runner() as runner:
        unit, numbers = runner.run(_begun(database))
        yield _world(database, runner.run, unit, numbers, snapshots)
        runner.run(database.close())


async def _begun(database: Database) -> tuple[int, list[int]]:
    async with database.transaction() as rows:
        return await populated(rows)


def _world(
    database: Database, run: Callable[[Coroutine[None, None, Outcome]], Outcome], unit: int, numbers: list[int], snapshots: Snapshots
) -> World:
    strangers = {"nobody": 6, "pending": 3, "cut off": 4, "member": 5, "another unit's contact": 2}
    stages = snapshots.current.base.policies[POLICY].stages
    entries = [code("entry", f"{POLICY}/{stage.id}") for stage in stages[:2]]
    return World(database, run, unit, strangers, (code("policy", POLICY), *entries, *map(str, numbers)))


def _undo() -> NoReturn:
    raise UndoneError


async def content(rows: Transaction) -> dict[str, list[object]]:
    """Every row that a stranger must not touch; the audit's line that they tried is no such row."""
    connection = rows.units._connection  # noqa: SLF001 - the rows of this very transaction
    statements = {table.name: select(table) for table in WATCHED}
    statements["audit"] = statements["audit"].where(keeping_tables.audit.c.act != REFUSED)
    return {name: list((await connection.execute(statement)).all()) for name, statement in statements.items()}


async def pressed(world: World, snapshots: Snapshots, number: int, verb: str, arguments: tuple[str, ...]) -> Outcome:
    """What somebody sees; nothing that is watched has changed by it."""
    try:
        async with world.database.transaction() as rows:
            before = await content(rows)
            somebody = await rows.people.ensure(number, NOW)
            chat = await rows.chats.ensure(number, "private", somebody.id, NOW)
            visit = Visit(rows, snapshots.current, somebody, chat, NOW, press_of(number), Press(verb, arguments))
            outcome = await PRESSES[verb](visit)
            assert await content(rows) == before
            _undo()
    except UndoneError:
        return outcome


TAILS = st.lists(st.integers(0, 5) | st.sampled_from(ACTS), max_size=3)


@given(verb=st.sampled_from(VERBS), who=st.integers(0, 4), before=st.sampled_from(["", *ACTS]), tail=TAILS)
@example(verb="jd", who=0, before="", tail=[3, "y"])
@example(verb="jf", who=2, before="", tail=["ll"])
@example(verb="jq", who=4, before="", tail=["new"])
@settings(max_examples=250, deadline=None)
def test_a_stranger_sees_the_same_whether_a_unit_exists_or_not(  # noqa: PLR0913, PLR0917 - who presses what, on whose behalf
    world: World, snapshots: Snapshots, verb: str, who: int, before: str, tail: list[int | str]
) -> None:
    kind = list(world.strangers)[who]
    if verb in THEIRS.get(kind, set()):
        return
    rest = [world.pieces[one % len(world.pieces)] if isinstance(one, int) else one for one in tail]
    seen = []
    for number in (world.unit, GHOST):
        arguments = tuple(one for one in (before, str(number), *rest) if one)
        outcome = world.run(pressed(world, snapshots, world.strangers[kind], verb, arguments))
        assert not any(name in str(outcome) for name in NAMES)
        seen.append(str(outcome))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in {"ja", "jb", "jc", "je", "jm", "jn"}])
@pytest.mark.parametrize("kind", ["nobody", "pending", "cut off", "member", "another unit's contact"])
def test_every_verb_of_a_unit_is_a_stale_button_to_strangers(world: World, snapshots: Snapshots, verb: str, kind: str) -> None:
    if verb in THEIRS.get(kind, set()):
        return
    assert world.run(pressed(world, snapshots, world.strangers[kind], verb, (str(world.unit),))) == GONE


@pytest.mark.parametrize("verb", ["ja", "jf", "jt"])
def test_the_contact_who_may_sees_something_else(world: World, snapshots: Snapshots, verb: str) -> None:
    """Else the tests above would hold of a bot that does nothing at all."""
    outcome = world.run(pressed(world, snapshots, 1, verb, (str(world.unit),)))
    assert NAMES[0] in str(outcome)
