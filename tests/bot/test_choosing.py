"""Which track somebody has chosen: the one that all they did is about, wherever they did it."""

import asyncio
from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.usecases.choosing import track_chosen
from bot.usecases.snapshot import Snapshots
from storage.database import Database
from tests.storage.servers import SqliteFolder, codec

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
POLICY, OTHER = "bt-shibaiqian-2024", "nmg-tepei-2023"
Done = tuple[Literal["list", "check", "share"], str]
DID = st.sets(
    st.tuples(
        st.sampled_from(["list", "check", "share"]),
        st.sampled_from([f"{POLICY}/chief", f"{POLICY}/senior", f"{POLICY}/gone", POLICY, f"{OTHER}/outside", "gone/chief"]),
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SqliteFolder:
    return SqliteFolder(tmp_path_factory.mktemp("choosing"))


@given(did=DID)
@example(did={("list", f"{POLICY}/chief"), ("check", f"{POLICY}/chief"), ("share", f"{OTHER}/outside")})
@example(did={("share", f"{POLICY}/senior"), ("check", POLICY)})
@settings(max_examples=25, deadline=None)
def test_one_track_is_chosen_where_all_that_names_one_names_the_same(folder: SqliteFolder, snapshots: Snapshots, did: set[Done]) -> None:
    chosen = asyncio.run(_chosen(folder.fresh(), snapshots, did))
    named = {about.removeprefix(f"{POLICY}/") for _, about in _kept(did) if about.startswith(f"{POLICY}/")} & {"chief", "senior"}
    assert chosen == (named.pop() if len(named) == 1 else None)


def _kept(did: set[Done]) -> set[Done]:
    """Of one policy there is one consent in a unit: the last by name."""
    shares = {about.partition("/")[0]: about for how, about in sorted(did) if how == "share"}
    return {one for one in did if one[0] != "share"} | {("share", about) for about in shares.values()}


async def _chosen(address: str, snapshots: Snapshots, did: set[Done]) -> str | None:
    database = Database(address, codec())
    async with database.transaction() as rows:
        people = [await rows.people.ensure(number, NOW) for number in (1, 2)]
        (mine, theirs) = [await rows.chats.ensure(one.telegram_user_id, "private", one.id, NOW) for one in people]
        me, colleague = (one.id for one in people)
        unit = await rows.units.make("包头第三机械厂", "内蒙古自治区/包头市", "enterprise", "", NOW)
        for somebody in (me, colleague):
            await rows.members.join(unit.id, somebody, "某人", NOW)
        await rows.interviews.start(theirs.id, colleague, f"{POLICY}/special", NOW)
        await rows.members.agree(unit.id, colleague, POLICY, "special", NOW)
        for how, about in sorted(did):
            policy, _, track = about.partition("/")
            match how:
                case "list":
                    await rows.checklists.bring_up_to_date(me, about, ["form"], NOW)
                case "check":
                    await rows.interviews.start(mine.id, me, about, NOW)
                case "share":
                    await rows.members.agree(unit.id, me, policy, track, NOW)
        chosen = await track_chosen(rows, snapshots.current.base, me, mine.id, POLICY)
    await database.close()
    return chosen
