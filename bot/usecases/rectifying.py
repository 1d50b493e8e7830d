"""更正 on its way: what a publication, a withdrawal or its end makes of what people were told becomes messages for whom it concerns.

Which corrections there are is rows, noted once for each publication, in order; each reaches followers, saved checks, ticked materials and
the ledger in steps (``storage.corrections``). It waits a little first: what is put back within that time nobody hears of.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.usecases.correcting import POLICIES
from bot.usecases.differing import Difference, Differences
from bot.usecases.reminding import Target, target_of, target_of_stage, target_of_unit
from bot.usecases.rhythms import awake
from bot.usecases.rights import may
from bot.usecases.telling import KEPT, day_of
from knowledge.base import WHOLE, KnowledgeBase
from knowledge.changes.change import Change
from knowledge.changes.weighing import topics_on
from knowledge.policy import Policy
from storage.correction_records import CorrectionRecord
from storage.corrections import CORRECTION, Concerned, key_of, reference_of
from storage.database import Database, Transaction
from storage.queue_records import Message
from storage.records import ChatRecord, PersonRecord

PUBLISHED: Final = "published"
WITHDRAWN: Final = "withdrawn"
RESTORED: Final = "restored"
RECTIFIED: Final = "rectified"
"""The kind of message that tells who published how many were told."""
LOOKED_THROUGH: Final = "corrected"
"""The mark with the number of the last publication whose corrections are noted; behind it the last file of the next, where it is begun."""
REFUSED, UNREACHED = "refused", "unreached"
"""Why a message comes late: it was on its way and Telegram took it not, or its chat was left out since nothing reached it."""
AT_ONCE: Final = 20
"""Policies compared before what was found is kept: of ten thousand that change at once nothing is lost, and other work comes in between."""
CALM: Final = timedelta(minutes=2)
"""How long a correction waits for second thoughts, and for processes that still serve the version before."""
FORGOTTEN: Final = timedelta(days=90)
SECONDS: Final = 10.0
"""How long one tick is at it; then the other work has its turn."""


async def rectify(database: Database, base: KnowledgeBase, differences: Differences, now: datetime) -> None:
    """Note the corrections of what was published, and bring those that are due on their way; what is left the next tick goes on with."""
    async with database.transaction() as rows:
        if await rows.marks.get(LOOKED_THROUGH) == str(await rows.publications.latest_number()) and not await rows.corrections.waiting(now):
            return
    ends_at = asyncio.get_running_loop().time() + SECONDS
    while asyncio.get_running_loop().time() < ends_at and await _look_through_next(database, differences):
        pass
    async with database.transaction() as rows:
        waiting = await rows.corrections.waiting(now)
    left = Counter(record.number for record in waiting if record.kind == PUBLISHED)
    for record in waiting:
        if await _tell(database, base, differences, record, now, is_last=left[record.number] == 1, ends_at=ends_at):
            left[record.number] -= 1
        if asyncio.get_running_loop().time() >= ends_at:
            break


async def note_withdrawn(rows: Transaction, policy: Policy, entry: str, now: datetime) -> None:
    """Whoever was told of what is being verified now is to hear of it."""
    number = await rows.publications.latest_number()
    await rows.corrections.begin(_record(WITHDRAWN, (policy.id, entry), topics_on(policy, entry), number, now))


async def note_restored(rows: Transaction, about: tuple[str, str], now: datetime) -> None:
    """Whoever heard that something is being verified is to hear that it is told again; where nobody did, nobody hears of either."""
    begun = await rows.corrections.last(WITHDRAWN, *about, held=True)
    if begun is None:
        return
    if begun.finished_at is None and begun.step == begun.reached == 0:
        await rows.corrections.remove(begun.id)
        return
    await rows.corrections.finish(begun.id, now)
    topics = begun.topics.split()
    await rows.corrections.begin(_record(RESTORED, about, topics, begun.number, begun.at, ends=begun.id, due_at=now + CALM))


async def make_up(rows: Transaction, person: PersonRecord, away: ChatRecord, refused: Collection[str], now: datetime) -> None:
    """Put on its way what a chat was not told of in the last thirty days since it could not be reached; if it still holds is seen then.

    ``refused``: the dedupe keys of messages that Telegram took not.
    """
    since, begins = away.unreachable_since or now, key_of(away.id)
    untaken = [int(key.removeprefix(begins)) for key in refused if key.startswith(begins)]
    for record in await rows.corrections.missed(person.id, since, now - KEPT, untaken):
        why = REFUSED if record.id in untaken else UNREACHED
        message = Message(
            kind=CORRECTION,
            chat_id=away.id,
            person_id=person.id,
            due_at=awake(person.rhythm, now),
            dedupe_key=f"{begins}{record.id}",
            reference=reference_of(record, missed=why),
        )
        await rows.outbox.add(message, now)


async def is_told(rows: Transaction, differences: Differences, number: int) -> bool:
    """Whether a publication changed anything that people were told; one that changed too much to be looked through at once did."""
    changed = await _policies_changed(rows, number)
    for path in changed[:AT_ONCE]:
        difference = await differences.between(rows, _policy_of(path), number - 1, number)
        if difference is not None and difference.topics:
            return True
    return len(changed) > AT_ONCE


async def fade(rows: Transaction, now: datetime) -> None:
    """Forget what was told long ago."""
    await rows.corrections.forget_before(now - FORGOTTEN)


async def _look_through_next(database: Database, differences: Differences) -> bool:
    """Note the corrections of some more policies of the publication that comes next; False where there is none.

    At the very first start what is published already was told by nobody.
    """
    async with database.transaction() as rows:
        marked = await rows.marks.get(LOOKED_THROUGH)
        if marked is None:
            await rows.marks.set(LOOKED_THROUGH, str(await rows.publications.latest_number()))
            return False
        done, _, reached = marked.partition(" ")
        number = int(done) + 1
        record = await rows.publications.get(number)
        changed = await _policies_changed(rows, number)
    if record is None:
        return False
    policies = [path for path in changed if path > reached]
    now, later = policies[:AT_ONCE], policies[AT_ONCE:]
    found: list[CorrectionRecord] = []
    for path in now:
        policy = _policy_of(path)
        async with database.transaction() as rows:
            difference = await differences.between(rows, policy, number - 1, number)
        if difference is not None and (topics := difference.topics):
            found.append(_record(PUBLISHED, (policy, WHOLE), topics, number, record.published_at))
    async with database.transaction() as rows:
        await rows.publications.lock()  # so that of two processes one notes them
        if await rows.marks.get(LOOKED_THROUGH) == marked:
            for one in found:
                await rows.corrections.begin(one)
            await rows.marks.set(LOOKED_THROUGH, f"{done} {now[-1]}" if later else str(number))
    return True


async def _policies_changed(rows: Transaction, number: int) -> Sequence[str]:
    """The files of policies that a publication changed, in order."""
    before, after = await rows.publications.digests(number - 1), await rows.publications.digests(number)
    return sorted(path for path in {*before, *after} if path.startswith(POLICIES) and before.get(path) != after.get(path))


def _policy_of(path: str) -> str:
    return path.removeprefix(POLICIES).removesuffix(".yaml")


def _record(  # noqa: PLR0913 - a correction is all of it
    kind: str,
    about: tuple[str, str],
    topics: Iterable[str],
    number: int,
    at: datetime,
    *,
    ends: int | None = None,
    due_at: datetime | None = None,
) -> CorrectionRecord:
    policy, entry = about
    due = due_at or at + CALM
    return CorrectionRecord(kind=kind, policy=policy, entry=entry, topics=" ".join(topics), number=number, ends=ends, at=at, due_at=due)


async def _tell(  # noqa: PLR0913 - all that it works with, and where it stands among the others
    database: Database,
    base: KnowledgeBase,
    differences: Differences,
    record: CorrectionRecord,
    now: datetime,
    *,
    is_last: bool,
    ends_at: float,
) -> bool:
    """Put the messages of one correction in the outbox, step by step; False, and none, while what it tells is being verified.

    ``is_last``: all else that the same publication changed is on its way; ``ends_at``: the loop's time from which the next tick goes on.
    """
    async with database.transaction() as rows:
        difference = await differences.between(rows, record.policy, record.number - 1, record.number) if record.kind == PUBLISHED else None
    if difference is not None and base.is_withdrawn(record.policy, difference.entries):
        return False
    whom = concerned(record, base.policies.get(record.policy), difference)
    finished = False
    while not finished:
        async with database.transaction() as rows:
            step = await rows.corrections.fan_out(record, whom, now, lambda rhythm: awake(rhythm, now))
            if step.finished and record.kind == PUBLISHED and is_last:
                await _count(rows, record.number, now)
        finished = step.finished
        if not finished and asyncio.get_running_loop().time() >= ends_at:
            return False
    return True


def concerned(record: CorrectionRecord, policy: Policy | None, difference: Difference | None) -> Concerned:
    """Whom a correction concerns; ``difference``: what a publication changed, None for the other kinds."""
    versions = (difference.old.policy, difference.new.policy) if difference is not None else (policy,)
    policies = [one for one in versions if one is not None]
    changes = difference.changes if difference is not None else ()
    tracks = _tracks(changes) or tuple(dict.fromkeys(track.id for one in policies for track in one.tracks))
    stages = tuple(dict.fromkeys(change.path[1] for change in changes if change.path[0] == "stages" and change.within))
    targets: list[Target] = [target_of(record.policy, None), target_of_unit(record.policy)]
    targets += [target_of(record.policy, track) for track in tracks]
    targets += [target_of_stage(record.policy, stage) for stage in stages]
    return Concerned(
        at=record.at,
        targets=tuple(targets),
        abouts=(record.policy, *(f"{record.policy}/{track}" for track in tracks)),
        policy=record.policy,
        topics=tuple(record.topics.split()),
        below=record.number if record.kind == PUBLISHED else record.number + 1,
        told_since=day_of(record.at) - KEPT,
    )


def _tracks(changes: Iterable[Change]) -> tuple[str, ...]:
    """The tracks that changes concern, where they concern some alone; else none."""
    named = [[*getattr(old, "tracks", ()), *getattr(new, "tracks", ())] for old, new in (change.entries for change in changes)]
    return tuple(dict.fromkeys(track for tracks in named for track in tracks)) if named and all(named) else ()


async def _count(rows: Transaction, number: int, now: datetime) -> None:
    """Tell who published it how many are told, once all that it changed is on its way."""
    made, record = await rows.corrections.made_by(number, PUBLISHED), await rows.publications.get(number)
    if record is None or record.person_id is None or not sum(one.told for one in made):
        return
    chat = await rows.chats.private(record.person_id)
    if chat is not None and chat.unreachable_since is None and await may(rows, record.person_id, "editor"):
        key = f"{RECTIFIED}:{number}"
        reference = f'{{"number": {number}}}'
        message = Message(kind=RECTIFIED, chat_id=chat.id, person_id=record.person_id, due_at=now, dedupe_key=key, reference=reference)
        await rows.outbox.add(message, now)
