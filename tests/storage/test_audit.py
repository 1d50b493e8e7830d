"""The audit, looked through: by acts, by a policy and whatever changed its file, a page at a time; and what no later line speaks of."""

import json
from datetime import timedelta

from storage.audit import Sought
from storage.database import Database, Transaction
from tests.storage.samples import NOON, published, somebody

PATH = "policies/p.yaml"
ABOUT_P = Sought(policy="p", path=PATH)


async def filled(tx: Transaction) -> None:
    """Two versions, the second of which changes another file; two proposals, the first for the policy; a line about each."""
    person, _ = await somebody(tx, 9_100_001)
    await tx.publications.add(published(1), {PATH: b"1", "facts.yaml": b"1"})
    await tx.publications.add(published(2), {PATH: b"1", "facts.yaml": b"2"})
    first = await tx.proposals.add(2, {PATH: b"2"}, "why", person.id, NOON)
    second = await tx.proposals.add(2, {"facts.yaml": None}, "why", person.id, NOON)
    lines = (
        ("knowledge.published", {"version": 1}),
        ("knowledge.published", {"version": 2}),
        ("knowledge.proposed", {"proposal": first}),
        ("knowledge.joined", {"proposal": first, "into": second}),
        ("knowledge.proposed", {"proposal": second}),
        ("policy.checked", {"policy": "p"}),
        ("policy.checked", {"policy": "pp"}),
        ("broadcast.begun", {"broadcast": 1, "to": "p", "people": 3}),
        ("right.given", {"role": "p"}),
    )
    for act, about in lines:
        await tx.audit.note(act, json.dumps(about), NOON, actor_id=person.id)


async def test_lines_about_a_policy_are_those_that_name_it_and_those_of_what_changed_its_file(database: Database) -> None:
    async with database.transaction() as tx:
        await filled(tx)
        found = [(one.act, json.loads(one.about)) for one in await tx.audit.sought(ABOUT_P, 99)]
        assert [act for act, _ in found] == [
            "broadcast.begun", "policy.checked", "knowledge.joined", "knowledge.proposed", "knowledge.published",
        ]  # fmt: skip
        assert found[-1][1] == {"version": 1}
        assert await tx.audit.number_of(ABOUT_P) == len(found)
        only = Sought(acts=("policy.checked",), policy="p", path=PATH)
        assert [json.loads(one.about) for one in await tx.audit.sought(only, 9)] == [{"policy": "p"}]
        assert await tx.audit.sought(Sought(acts=()), 9) == ()


async def test_pages_are_the_whole_in_order(database: Database) -> None:
    async with database.transaction() as tx:
        await filled(tx)
        whole = await tx.audit.sought(Sought(), 99)
        pages = [await tx.audit.sought(Sought(), 4, skip) for skip in range(0, 12, 4)]
        assert tuple(line for page in pages for line in page) == whole
        assert len(whole) == await tx.audit.number_of(Sought())
        assert [one.id for one in whole] == sorted((one.id for one in whole), reverse=True)


async def test_what_stands_is_what_no_later_line_speaks_of(database: Database) -> None:
    async with database.transaction() as tx:
        for about, minutes in (("a", 0), ("b", 5), ("c", 6)):
            await tx.audit.note("right.offered", about, NOON + timedelta(minutes=minutes))
        await tx.audit.note("right.accepted", "b", NOON + timedelta(minutes=7))
        standing = await tx.audit.standing("right.offered", NOON - timedelta(minutes=1))
        assert [one.about for one in standing] == ["c", "a"]
        assert [one.about for one in await tx.audit.standing("right.offered", NOON)] == ["c"]
