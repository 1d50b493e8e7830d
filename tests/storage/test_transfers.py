"""An account is moved: nothing stays behind, nothing is doubled, and every table says what becomes of its rows."""

import asyncio
import dataclasses
from collections import defaultdict
from datetime import datetime
from itertools import count
from typing import get_args

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.database import Database, Transaction
from storage.merging import renamed
from storage.queue_records import Message
from storage.records import Answer, Rhythm
from storage.tables import metadata
from storage.transfer_records import KeyPart
from storage.transfers import FATES, USUAL
from tests.storage.samples import DAY, MINUTE, NOON, somebody
from tests.storage.test_privacy import IMPERSONAL, live

USER_IDS = count(990_000_000_000)
THINGS = ("a", "b", "c")
ACTS = (
    "follow",
    "unfollow",
    "answer",
    "sensitive",
    "silence",
    "wish",
    "tick",
    "list",
    "check",
    "finish",
    "tell",
    "join",
    "share",
    "remind",
)
KEYS: dict[str, KeyPart] = {"reminder": "chat", "ripe": "subscription", "broadcast": "last"}
GOING = [name for name, fate in FATES.items() if fate == "goes"]

OLD_LATER = [
    *((is_new, "follow", thing) for thing in ("a", "b") for is_new in (False, True)),
    *((is_new, "unfollow", "b") for is_new in (True, False)),
    (False, "follow", "b"),
    (False, "unfollow", "a"),
    *((is_new, what, thing) for what in ("wish", "list", "tell", "check", "silence") for is_new, thing in ((True, "a"), (False, "b"))),
    (False, "tick", "a"),
    (False, "tell", "a"),
]
"""What was said last was said in the old account."""

Whose = tuple[int, int]
Act = tuple[bool, str, str]


def test_every_table_with_anything_of_a_person_says_what_becomes_of_it() -> None:
    assert set(FATES) == {table.name for table in metadata.sorted_tables} - IMPERSONAL


async def do(tx: Transaction, whose: Whose, units: dict[str, int], act: Act, now: datetime) -> None:  # noqa: C901, PLR0912  (a step of each kind)
    _, what, thing = act
    person, chat = whose
    match what:
        case "follow":
            await tx.subscriptions.follow(person, chat, ("policy", thing), now)
        case "unfollow":
            for one in await tx.subscriptions.of(person):
                if one.target == thing:
                    await tx.subscriptions.end(one.id, person, now)
        case "answer" | "sensitive":
            fact = f"{what}-{thing}"
            await tx.answers.put(person, Answer(subject="person", fact=fact, state="given", value=now.isoformat()), now)
        case "silence":
            await tx.silences.put(person, thing, "", "done", now)
        case "wish":
            await tx.wishes.put(person, "notices", now, wanted=thing == "a")
        case "list" | "tick":
            await tx.checklists.bring_up_to_date(person, thing, ["form", "photo"], now)
            if what == "tick":
                await tx.checklists.tick(person, thing, "form", now)
        case "check":
            await tx.interviews.start(chat, person, thing, now)
        case "finish":
            if running := await tx.interviews.running(chat, person):
                await tx.interviews.finish(running.id, now)
        case "tell":
            await tx.tellings.note(person, [(thing, "deadline")], now.isoformat(), now)
        case "join" | "share":
            await tx.members.join(units[thing], person, f"{whose}", now)
            if what == "share":
                await tx.members.agree(units[thing], person, "policy", "", now)
        case "remind":
            one = await tx.subscriptions.follow(person, chat, ("policy", thing), now)
            for kind, key in (
                ("reminder", f"reminder:{chat}:{thing}"),
                ("ripe", f"ripe:{one.id}:{thing}"),
                ("broadcast", f"broadcast:{thing}:{chat}"),
            ):
                message = Message(kind=kind, chat_id=chat, person_id=person, subscription_id=one.id, due_at=now, dedupe_key=key)
                await tx.outbox.add(message, now)


def expected_of(acts: list[Act]) -> dict[str, object]:
    """What the one account says that is left, from what was done in both, in this order: the later counts."""
    follows, said, notices, lists = dict[str, bool](), dict[str, int](), None, defaultdict[str, bool](bool)
    silent, checked, reminded = (set[str]() for _ in range(3))
    told = dict[str, str]()
    shared: dict[bool, dict[str, bool]] = {False: {}, True: {}}
    theirs: dict[bool, set[str]] = {False: set(), True: set()}
    for place, (is_new, what, thing) in enumerate(acts):
        if what in {"follow", "remind"}:
            follows[thing] = True
            theirs[is_new].add(thing)
        if what == "unfollow" and thing in theirs[is_new]:
            theirs[is_new].remove(thing)
            follows[thing] = False
        if what == "answer" or (what == "sensitive" and is_new):
            said.pop(f"{what}-{thing}", None)
            said[f"{what}-{thing}"] = place
        if what in {"list", "tick"}:
            lists[thing] |= what == "tick"
        if what in {"join", "share"}:
            shared[is_new][thing] = shared[is_new].get(thing, False) or what == "share"
        if what == "tell":
            told[thing] = (NOON + place * MINUTE).isoformat()
        notices = thing == "a" if what == "wish" else notices
        for name, found in (("silence", silent), ("check", checked), ("remind", reminded)):
            if what == name:
                found.add(thing)
    return {
        "follows": {thing for thing, on in follows.items() if on},
        "answers": list(said),
        "notices": notices,
        "lists": dict(lists),
        "silent": silent,
        "told": told,
        "checks": checked,
        "units": shared[False] | shared[True],
        "messages": len(reminded) * len(KEYS),
    }


async def found_of(tx: Transaction, whose: Whose, units: dict[str, int]) -> dict[str, object]:
    person, chat = whose
    rows = await tx.privacy.export(person)
    checks = await tx.interviews.of(chat, person)
    assert len({one.about for one in checks}) == len(checks)
    assert sum(one.finished_at is None for one in checks) <= 1
    return {
        "follows": {one.target for one in await tx.subscriptions.of(person)},
        "answers": [one.fact for one in await tx.answers.of(person)],
        "notices": await tx.wishes.of(person, "notices"),
        "lists": {
            about: bool(await tx.checklists.ticked([person], about) != {person: frozenset()}) for about in await tx.checklists.kept(person)
        },
        "silent": {one.policy for one in await tx.silences.of(person)},
        "told": {row["policy"]: row["told_at"] for row in rows["tellings"]},
        "checks": {one.about for one in checks},
        "units": {
            name: bool(await tx.members.shares(unit, person_id=person))
            for name, unit in units.items()
            if await tx.members.get(unit, person)
        },
        "messages": len([row for row in rows["outbox"] if row["kind"] in KEYS and row["chat_id"] == chat]),
    }


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.booleans(), st.sampled_from(ACTS), st.sampled_from(THINGS)), max_size=16))
@example([(is_new, what, "a") for what in ACTS for is_new in (False, True)])
@example(OLD_LATER)
async def test_nothing_stays_behind_and_nothing_is_doubled(database: Database, acts: list[Act]) -> None:
    async with database.transaction() as tx:
        both: list[Whose] = []
        for _ in range(2):
            person, chat = await somebody(tx, next(USER_IDS))
            both.append((person.id, chat.id))
        old, new = both
        units = {thing: (await tx.units.make(f"{thing}-{old}", "省/市", "enterprise", "", NOON)).id for thing in THINGS}
        for place, act in enumerate(acts):
            await do(tx, new if act[0] else old, units, act, NOON + place * MINUTE)
        dropped = {fact for fact in await tx.transfers.facts(old[0]) if fact.startswith("sensitive")}
        follows = await tx.subscriptions.of(old[0])
        counted = await tx.transfers.counts(old[0])
        assert counted.follows == len(follows)
        assert counted.answers == len(await tx.answers.of(old[0]))

        await tx.transfers.hold(old[0], new[0])
        await tx.transfers.take(old, new, KEYS, NOON + DAY, dropped)

        assert await found_of(tx, new, units) == expected_of(acts)
        left = await tx.privacy.export(old[0])
        assert [name for name in GOING if left[name]] == []
        assert (await tx.transfers.counts(old[0])).is_empty
        latest = {act[2]: NOON + place * MINUTE for place, act in enumerate(acts) if act[1] == "answer"}
        values = {one.fact: one.value for one in await tx.answers.of(new[0])}
        assert {thing: values[f"answer-{thing}"] for thing in latest} == {thing: at.isoformat() for thing, at in latest.items()}
        for one in await tx.subscriptions.of(new[0]):
            again = Message(kind="reminder", chat_id=new[1], due_at=NOON, dedupe_key=f"reminder:{new[1]}:{one.target}")
            assert (await tx.outbox.add(again, NOON) is None) == any(act[1:] == ("remind", one.target) for act in acts)


async def test_whoever_uses_everything_leaves_what_goes_and_takes_no_right_along(database: Database) -> None:
    leaving, other = await live(database, 770_000_000_123, 10), await live(database, 880_000_000_456, 20)
    async with database.transaction() as tx:
        person, chat = await somebody(tx, 660_000_000_789)
        private = await tx.chats.private(leaving)
        assert private is not None
        await tx.subscriptions.follow(leaving, private.id, ("unit", "p"), NOON)
        before, others = await tx.privacy.export(leaving), await tx.privacy.export(other)
        await tx.transfers.take((leaving, private.id), (person.id, chat.id), {"reminder": "chat"}, NOON)
        taken, left = await tx.privacy.export(person.id), await tx.privacy.export(leaving)
        assert await tx.privacy.export(other) == others
    in_groups = {
        "interviews": 1,
        "subscriptions": 2,
        "reports": 1,
        "outbox": 2,
    }  # one of them for a unit, and the reply of which no person is named
    assert {name: len(left[name]) for name in GOING if left[name]} == in_groups
    assert {name: len(taken[name]) for name in GOING} == {name: len(before[name]) - in_groups.get(name, 0) for name in GOING}
    for name in ("roles", "contacts", "dialogs", "audit", "stewards", "proposals", "broadcasts", "unit_groups", "inbox"):
        assert taken[name] == [], name
    assert left["roles"]
    assert left["dialogs"] == []
    assert len(left["topics"]) == 1, "the group's alone"


async def test_consents_and_the_rhythm_are_those_of_the_account_that_set_them(database: Database) -> None:
    mine = Rhythm(timezone="Asia/Urumqi", remind_hour=20, remind_days="3,1", quiet_from=23, quiet_to=6)
    async with database.transaction() as tx:
        (old, there), (new, here), (third, yonder) = [await somebody(tx, number) for number in (1, 2, 3)]
        await tx.people.set_rhythm(old.id, mine)
        await tx.people.give_consent(old.id, "answers", NOON)
        await tx.people.decline_sensitive(old.id, NOON)
        await tx.transfers.take((old.id, there.id), (new.id, here.id), {}, NOON + DAY)
        moved, left = await tx.people.get(new.id), await tx.people.get(old.id)
        assert moved is not None
        assert left is not None
        assert (moved.rhythm, moved.consented_at, moved.sensitive_declined_at) == (mine, NOON + DAY, NOON)
        assert (left.rhythm, left.consented_at, left.sensitive_declined_at) == (USUAL, None, None)

        own = dataclasses.replace(mine, remind_hour=8)
        await tx.people.set_rhythm(third.id, own)
        await tx.people.give_consent(third.id, "sensitive", NOON)
        await tx.transfers.take((new.id, here.id), (third.id, yonder.id), {}, NOON + DAY)
        last = await tx.people.get(third.id)
        assert last is not None
        assert (last.rhythm, last.sensitive_consented_at, last.sensitive_declined_at) == (own, NOON, None)


async def test_two_of_a_unit_who_are_one_share_what_the_new_account_shares_and_are_quiet_if_one_was(database: Database) -> None:
    async with database.transaction() as tx:
        (old, there), (new, here) = [await somebody(tx, number) for number in (1, 2)]
        unit = await tx.units.make("甲厂", "省/市", "enterprise", "", NOON)
        for person, policy in ((old, "a"), (new, "b")):
            await tx.members.join(unit.id, person.id, "老张", NOON)
            await tx.members.agree(unit.id, person.id, policy, "", NOON)
        await tx.members.hush(unit.id, old.id, NOON)
        await tx.transfers.take((old.id, there.id), (new.id, here.id), {}, NOON)
        [left] = await tx.members.of_unit(unit.id)
        assert (left.person_id, left.hushed_at) == (new.id, NOON)
        assert [(one.person_id, one.policy) for one in await tx.members.shares(unit.id)] == [(new.id, "b")]


PARTS: tuple[KeyPart, ...] = get_args(KeyPart)


@given(st.sampled_from(PARTS), st.integers(1, 30), st.integers(1, 30), st.integers(1, 30))
def test_a_key_names_the_other_chat_and_is_else_as_it_was(part: KeyPart, chat: int, other: int, number: int) -> None:
    made = {"chat": "k:{}:p:1", "subscription": "k:{}:p:1", "last": f"k:{number}:{{}}"}[part]
    chats, numbers = ((7, 8), (chat, other)) if part == "subscription" else ((chat, other), (7, 8))
    assert renamed(made.format(chat), part, chats, numbers) == made.format(other)
    assert renamed(None, part, chats, numbers) is None


async def test_of_a_move_and_a_refusal_at_once_one_comes_about(database: Database) -> None:
    async with database.transaction() as tx:
        (old, there), (new, here) = [await somebody(tx, number) for number in (1, 2)]
        await tx.subscriptions.follow(old.id, there.id, ("policy", "a"), NOON)
        await tx.transfer_codes.make(old.id, "AAAA", NOON, NOON + DAY)

    async def move() -> bool:
        async with database.transaction() as tx:
            await tx.people.ensure(2, NOON)
            await tx.transfers.hold(old.id, new.id)
            if done := await tx.transfer_codes.end(old.id, "used", NOON):
                await tx.transfers.take((old.id, there.id), (new.id, here.id), {}, NOON)
            return done

    async def refuse() -> bool:
        async with database.transaction() as tx:
            await tx.people.ensure(1, NOON)
            return await tx.transfer_codes.end(old.id, "refused", NOON)

    is_moved, is_refused = await asyncio.gather(move(), refuse())
    assert is_moved != is_refused
    async with database.transaction() as tx:
        assert len(await tx.subscriptions.of(new.id)) == is_moved
        assert len(await tx.subscriptions.of(old.id)) == is_refused


async def test_a_code_is_found_whoever_asks_first_and_ends_once(database: Database) -> None:
    async with database.transaction() as tx:
        (owner, _), (one, _), (other, _) = [await somebody(tx, number) for number in (1, 2, 3)]
        codes, until, soon = tx.transfer_codes, NOON + 100 * DAY, NOON + DAY
        await codes.make(owner.id, "AAAA", NOON, until)
        await codes.make(owner.id, "BBBB", NOON, until)
        first, living = await codes.by_code("AAAA"), await codes.living(owner.id, NOON)
        assert first is not None
        assert living is not None
        assert (first.ended_as, await codes.by_code("BBBB")) == ("renewed", living)
        assert await codes.by_code("CCCC") is None
        assert not await codes.ask(first.id, one.id, NOON, soon, NOON)
        assert await codes.ask(living.id, one.id, NOON, soon, NOON)
        assert not await codes.ask(living.id, other.id, NOON, soon, NOON)
        assert not await codes.let_go(living.id, other.id)
        assert await codes.allow(living.id, NOON)
        assert not await codes.allow(living.id, NOON), "it may already"
        assert await codes.ask(living.id, other.id, soon, soon + DAY, soon), "who did not come for it is passed over"
        asked = await codes.asked(other.id)
        assert asked is not None
        assert (asked.id, await codes.asked(one.id)) == (living.id, None)
        assert await codes.let_go(living.id, other.id)
        assert not await codes.ask(living.id, one.id, until, until, until), "it ran out"
        assert await codes.end(owner.id, "used", NOON)
        assert not await codes.end(owner.id, "withdrawn", NOON)
        await codes.forget_before(NOON + MINUTE)
        assert await codes.by_code("BBBB") is None
