"""搬家码: a code written down, typed in another account, allowed or refused in the old one, and everything moved."""

from collections.abc import Mapping
from typing import Final

from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.public import private_message
from bot.handlers.units.parting import tell_of_groups
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.units.telling import tell
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases import transferring
from bot.usecases.rhythms import awake
from bot.usecases.situating import is_question
from bot.usecases.transfer_code import is_about_moving, is_code
from bot.views import transferring as words
from bot.views.message import say
from storage.transfer_records import TransferCodeRecord

DIALOG: Final = "transfer"
TOLD, READY = "transfer_told", "transfer_ready"
"""Kinds of messages: the other account is told; who asks may come now (taken back once they did, or it is off)."""


def handler_of(visit: Visit, text: str) -> Handler | None:
    """What words about another account, or a code that nobody asked for, come to; a code is never searched for, nor kept as a question."""
    if is_code(text):
        return on_code if visit.is_private else _said_aloud
    if not is_about_moving(text):
        return None
    return on_open if visit.is_private else _elsewhere


async def on_open(visit: Visit) -> Outcome:
    """What a code is for, and how it stands with one's own."""
    mine = await visit.rows.transfer_codes.living(visit.person.id, visit.now)
    asking = await transferring.asked_by(visit.rows, visit.person.id, visit.now)
    said = words.opened_message(mine, asking, visit.now)
    if mine is not None and transferring.is_open(mine, visit.now):
        return reply(said, words.asked_message(mine))
    return reply(said)


async def on_new(visit: Visit) -> Outcome:
    """Write a code; the one before it, and what was asked with it, come to nothing."""
    await call_off(visit)
    code = await transferring.write_code(visit.rows, visit.person.id, visit.now)
    return reply(words.code_message(code, visit.now + transferring.LIVES))


async def on_withdraw(visit: Visit) -> Outcome:
    """Let it lead nowhere any more."""
    await call_off(visit)
    return redraw(visit, words.withdrawn_message())


async def on_enter(visit: Visit) -> Outcome:
    """Await a code."""
    await await_words(visit, DIALOG)
    return reply(words.enter_message())


async def on_typed(visit: Visit, _: Held) -> Outcome | None:
    """What was typed where a code is awaited; a question is one like any other."""
    if not visit.text.strip():
        return reply(words.enter_message())
    if is_question(visit.text):
        await let_go(visit)
        return None
    return await on_code(visit)


async def on_code(visit: Visit) -> Outcome:
    """A code, however it came: the old account is told at once."""
    came, record = await transferring.try_code(visit.rows, visit.person.id, visit.text, visit.now)
    if came == "unknown":
        await await_words(visit, DIALOG)
        return reply(words.why_not_message(came))
    await let_go(visit)
    if record is None or came not in {"asked", "again"}:
        return reply(words.why_not_message(came))
    if came == "again":
        return await _shown(visit, record)
    told = await tell(visit, record.person_id, words.asked_message(record), TOLD)
    await _call_later(visit, record)
    return reply(words.waiting_message(record, told=told))


async def on_see(visit: Visit) -> Outcome:
    """What would come, or that it is to wait."""
    record = await _mine(visit)
    return await _shown(visit, record) if record is not None else GONE


async def on_move(visit: Visit) -> Outcome:
    """All of it comes here; the old account is told, and colleagues of its units are asked about its groups."""
    record = await _mine(visit)
    if record is None or visit.argument(1) not in words.AGREED:
        return GONE
    base = visit.snapshot.base
    found = await transferring.coming(visit.rows, base, record, visit.person.id)
    if found.sensitive and visit.argument(1) == words.NOTHING_SENSITIVE:
        return await _shown(visit, record)  # it was said there meanwhile, and nobody agreed to it here
    agreed = visit.argument(1) == words.ALL
    moved = await transferring.move(visit.rows, base, record.id, visit.chat, visit.now, with_sensitive=agreed)
    if moved is None:
        return GONE
    await visit.rows.outbox.withdraw(visit.person.id, READY)
    for unit, groups in moved.offices:
        await tell_of_groups(visit, unit, groups)
    await tell(visit, moved.old, words.left_message(), TOLD)
    has = await visit.rows.transfers.counts(visit.person.id)
    return redraw(visit, words.moved_message(found, has, moved.right))


async def on_quit(visit: Visit) -> Outcome:
    """Ask no more."""
    record = await _mine(visit)
    if record is None or not await visit.rows.transfer_codes.let_go(record.id, visit.person.id):
        return GONE
    await visit.rows.outbox.withdraw(visit.person.id, READY)
    await tell(visit, record.person_id, words.called_off_message(), TOLD)
    return redraw(visit, words.quit_message())


async def on_allow(visit: Visit) -> Outcome:
    """The old account: it is me."""
    record = await _asked(visit)
    if record is None or record.asked_by is None:
        return GONE
    if await transferring.allow(visit.rows, record, visit.now):
        await tell(visit, record.asked_by, words.ready_message(record), TOLD)
    return redraw(visit, words.allowed_message())


async def on_refuse(visit: Visit) -> Outcome:
    """The old account: it is not me. The code is worth nothing any more."""
    if await _asked(visit) is None:
        return GONE
    await call_off(visit, refusing=True)
    return redraw(visit, words.refused_message())


async def call_off(visit: Visit, *, refusing: bool = False) -> None:
    """Let one's code lead nowhere; who asks with it is told that it came to nothing."""
    ended = await transferring.withdraw_code(visit.rows, visit.person.id, visit.now, refusing=refusing)
    if ended is not None and ended.asked_by is not None and transferring.is_open(ended, visit.now):
        await visit.rows.outbox.withdraw(ended.asked_by, READY)
        await tell(visit, ended.asked_by, words.refused_there_message(), TOLD)


async def _shown(visit: Visit, record: TransferCodeRecord) -> Outcome:
    if not transferring.is_allowed(record, visit.now):
        there = await visit.rows.chats.private(record.person_id)
        return redraw(visit, words.waiting_message(record, told=there is not None and there.unreachable_since is None))
    found = await transferring.coming(visit.rows, visit.snapshot.base, record, visit.person.id)
    names = tuple(visit.snapshot.base.facts[fact].name for fact in sorted(found.sensitive))
    return redraw(visit, words.coming_message(record, found, names))


async def _call_later(visit: Visit, record: TransferCodeRecord) -> None:
    """Once the old account has had its time, call who asks."""
    await visit.rows.outbox.withdraw(visit.person.id, READY)
    at = awake(visit.person.rhythm, record.allowed_at or visit.now)
    await tell(visit, visit.person.id, words.ready_message(record), READY, at=at)


async def _mine(visit: Visit) -> TransferCodeRecord | None:
    """What this account asks for, by the button's number."""
    found = await transferring.asked_by(visit.rows, visit.person.id, visit.now)
    return found if found is not None and found.id == number_of(visit.argument()) else None


async def _asked(visit: Visit) -> TransferCodeRecord | None:
    """What is asked of this account, by the button's number."""
    return await transferring.asked_of(visit.rows, visit.person.id, number_of(visit.argument()), visit.now)


async def _elsewhere(_: Visit) -> Outcome:
    return reply(private_message(words.OPEN))


async def _said_aloud(_: Visit) -> Outcome:
    return reply(say(*words.NOT_HERE, keyboard=private_message(words.OPEN).keyboard))


LINKED: Final = frozenset({"mv"})
"""What a deep link may begin: nothing that writes, asks, allows or moves by being opened."""
PRESSES: Final[Mapping[str, Handler]] = {
    "mv": on_open,
    "mvn": on_new,
    "mvw": on_withdraw,
    "mve": on_enter,
    "mvs": on_see,
    "mvd": on_move,
    "mvq": on_quit,
    "mvy": on_allow,
    "mvx": on_refuse,
}
