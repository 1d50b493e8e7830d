"""Corrections: who was told what, and the fan-out to all whom a correction concerns, once each, whatever is killed in between."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

import pytest

from storage.correction_records import CorrectionRecord
from storage.corrections import Concerned
from storage.database import Database, Transaction
from storage.records import Rhythm
from storage.tellings import MOST
from tests.storage.samples import DAY, NOON, published, somebody

SEEDS: Final = (1, 2, 3)
EVERYBODY: Final = 24
DUE: Final = NOON + timedelta(minutes=2)


def correction(**given: object) -> CorrectionRecord:
    values = {"kind": "published", "policy": "p", "topics": "deadline benefit", "number": 2, "at": NOON, "due_at": DUE, **given}
    return CorrectionRecord(**values)  # type: ignore[arg-type]


def concerned(record: CorrectionRecord) -> Concerned:
    return Concerned(
        at=record.at,
        targets=(("policy", "p"), ("track", "p/one")),
        abouts=("p", "p/one"),
        policy="p",
        topics=tuple(record.topics.split()),
        below=record.number,
        told_since=NOON - 30 * DAY,
    )


def morning(rhythm: Rhythm) -> datetime | None:
    """People of another clock hear of it later; one hour stands for those who hear nothing."""
    return None if rhythm.remind_hour == 3 else DUE + timedelta(hours=rhythm.remind_hour)


async def live(rows: Transaction, number: int, random: Random) -> tuple[int, bool]:
    """Somebody with any of the ties there are; their chat, and whether the correction concerns them."""
    person, chat = await somebody(rows, 100 + number)
    rhythm = Rhythm(timezone="Asia/Shanghai", remind_hour=random.choice((3, 8, 9)), remind_days="auto", quiet_from=22, quiet_to=7)
    await rows.people.set_rhythm(person.id, rhythm)
    late, about = random.random() < 0.2, random.choice(("p", "p/one", "p/two", "q"))
    at = NOON + DAY if late else NOON - DAY
    ties = random.sample(("follows", "checked", "ticked", "told"), random.randint(0, 3))
    hits = set()
    if "follows" in ties:
        await rows.subscriptions.follow(person.id, chat.id, ("track" if "/" in about else "policy", about), at)
        hits.add(about in {"p", "p/one"} and not late)
    if "checked" in ties:
        await rows.interviews.start(chat.id, person.id, about, at)
        hits.add(about in {"p", "p/one"} and not late)
    if "ticked" in ties:
        await rows.checklists.bring_up_to_date(person.id, about, ["form", "card"], at)
        ticked = random.random() < 0.5
        await rows.checklists.tick(person.id, about, "form", at if ticked else None)
        hits.add(about in {"p", "p/one"} and ticked and not late)
    if "told" in ties:
        topics, version = random.sample(("deadline", "benefit", "contact"), 2), random.choice(("one", "two"))
        told_at = NOON - random.choice((0, 40)) * DAY
        await rows.tellings.note(person.id, [("p", topic) for topic in topics], version, told_at)
        hits.add(version == "one" and told_at == NOON)
    if random.random() < 0.1:
        await rows.chats.mark_unreachable(chat.id, NOON)
        return chat.id, False
    return chat.id, True in hits and rhythm.remind_hour != 3


class KilledError(Exception):
    """The process dies here."""


def die(random: Random) -> None:
    """Now and then."""
    if random.random() < 0.3:
        raise KilledError


@pytest.mark.parametrize("seed", SEEDS)
async def test_each_whom_it_concerns_has_one_message_whatever_is_killed_in_between(database: Database, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - chance, not a secret
    async with database.transaction() as rows:
        for number, version in enumerate(("one", "two"), 1):
            await rows.publications.add(published(number, version=version), {})
        population = [await live(rows, number, random) for number in range(EVERYBODY)]
        await rows.corrections.begin(correction())
        assert await rows.corrections.waiting(DUE - timedelta(seconds=1)) == ()
    finished, steps = False, 0
    while not finished:
        steps += 1
        try:
            async with database.transaction() as rows:
                (record,) = await rows.corrections.waiting(DUE)
                step = await rows.corrections.fan_out(record, concerned(record), DUE, morning, chunk=random.randint(1, 4))
                die(random)
            finished = step.finished
        except KilledError:
            continue
    async with database.transaction() as rows:
        claims = await rows.outbox.claim(DUE + DAY, 1000, timedelta(minutes=1))
        (record,) = await rows.corrections.made_by(2, "published")
        assert (await rows.corrections.fan_out(record, concerned(record), DUE, morning)).finished
    assert sorted(claim.chat_id for claim in claims) == sorted(chat for chat, hit in population if hit)
    assert record.told == len(claims)
    assert {claim.due_at - DUE for claim in claims} <= {timedelta(hours=8), timedelta(hours=9)}
    assert steps > 4


async def test_the_ledger_keeps_the_last_of_each_topic_and_no_more_than_anybody_reads(database: Database) -> None:
    async with database.transaction() as rows:
        person, _ = await somebody(rows)
        other, _ = await somebody(rows, 7_002)
        for number in (1, 2):
            await rows.publications.add(published(number, version=f"v{number}"), {})
            await rows.tellings.note(person.id, [("p", "deadline")], f"v{number}", NOON + number * DAY)
        await rows.tellings.note(person.id, [("p", "benefit")], "never published", NOON)
        await rows.tellings.note(person.id, [], "v1", NOON)
        assert await rows.tellings.of(person.id, "p") == {"deadline": 2, "benefit": 0}
        assert await rows.tellings.of(other.id, "p") == {}
        await rows.tellings.forget_before(NOON + DAY)
        assert await rows.tellings.of(person.id, "p") == {"deadline": 2}
        await rows.tellings.note(person.id, [(f"q{number}", "benefit") for number in range(MOST + 5)], "v1", NOON + 3 * DAY)
        held = sum([len(await rows.tellings.of(person.id, policy)) for policy in ("p", *(f"q{number}" for number in range(MOST + 5)))])
        assert (held, await rows.tellings.of(person.id, "p")) == (MOST, {})
        await rows.tellings.remove(person.id)
        assert await rows.tellings.of(person.id, "q0") == {}


async def test_a_correction_is_ended_forgotten_and_known_in_its_chats(database: Database) -> None:
    async with database.transaction() as rows:
        person, chat = await somebody(rows)
        await rows.subscriptions.follow(person.id, chat.id, ("policy", "p"), NOON)
        for entry in ("one", "two"):
            await rows.corrections.begin(correction(kind="withdrawn", entry=entry))
        first, second = await rows.corrections.waiting(DUE)
        assert await rows.corrections.last("withdrawn", "p", "one") == first
        assert await rows.corrections.last("restored", "p", "one") is None
        while not (await rows.corrections.fan_out(first, concerned(first), DUE, morning)).finished:
            pass
        await rows.corrections.finish(second.id, DUE)
        assert await rows.corrections.waiting(DUE) == ()
        (message,) = await rows.corrections.in_chat(chat.id)
        assert (message.state, message.about) == ("pending", {"policy": "p", "correction": first.id, "kind": "withdrawn", "number": 2})
        await rows.corrections.note_told(message.id, {**message.about, "told": 5})
        assert [one.about["told"] for one in await rows.corrections.in_chat(chat.id)] == [5]
        assert (await rows.corrections.state_in(chat.id, first.id), await rows.corrections.state_in(chat.id, second.id)) == (
            "pending",
            None,
        )
        await rows.corrections.remove(first.id)
        assert await rows.corrections.get(first.id) is None
        gone = correction(id=first.id, kind="withdrawn")
        assert (await rows.corrections.fan_out(gone, concerned(gone), DUE, morning)).finished
        await rows.corrections.forget_before(DUE + DAY)
        assert await rows.corrections.get(second.id) is None
