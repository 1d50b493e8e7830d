"""广播, by owners: to whom → the words → how they look and how many get them → sent; then paused, gone on with, stopped."""

import asyncio
from collections.abc import Mapping
from typing import Final

from bot.handlers.dialogs import Heard, Held, await_words, let_go
from bot.handlers.keeping.allowed import commanding, hearing, pressing
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.visit import Handler, Outcome, Reply, Visit, redraw, reply
from bot.usecases.keeping.broadcasting import (
    LONGEST,
    SHORTEST,
    Act,
    act,
    audience_of,
    begin,
    to_all,
    to_contacts,
    to_followers,
    to_groups,
    unit_of,
    units_called,
)
from bot.views.keeping import broadcasting as views
from bot.views.message import Message
from bot.views.paging import page_of
from storage.broadcast_records import BroadcastRecord, Card, Whom

NAME: Final = "broadcast_to"
WORDS: Final = "broadcast_words"


async def on_broadcast(visit: Visit) -> Outcome:
    """To whom?"""
    await await_words(visit, NAME)
    return redraw(visit, views.whom_message(await visit.rows.broadcasts.under_way()))


async def on_press(visit: Visit) -> Outcome:
    """What a button wants done."""
    match visit.argument():
        case "":
            return await on_broadcast(visit)
        case "f":
            await await_words(visit, NAME)
            policies = sorted(visit.snapshot.base.policies.values(), key=lambda one: (-one.year, one.short_title))
            return redraw(visit, views.policies_message(policies, page_of(visit.argument(1))))
        case "w":
            named = visit.argument(2)
            whom = _whom(visit, visit.argument(1), visit.snapshot.codes.find("policy", named), number_of(named) or None)
            return await _ask(visit, whom) if whom else GONE
    record = await visit.rows.broadcasts.get(number_of(visit.argument(1)))
    if record is None:
        return GONE
    return await (_on_draft(visit, record) if record.state == "draft" else _on_begun(visit, record))


async def on_name(visit: Visit, _: Held) -> Outcome:
    """A policy or a unit, by its name."""
    said, snapshot = visit.text.strip(), visit.snapshot
    found = await asyncio.to_thread(snapshot.finder.find, snapshot.index, said, visit.now) if said else ()
    units = await units_called(visit.rows, said)
    return reply(views.named_message([one.policy for one in found], units))


async def on_words(visit: Visit, held: Held) -> Outcome | None:
    """The words were typed: they are shown as they will look, with to how many they go."""
    whom = _whom(visit, held["to"], held["policy"], held.get("unit"))
    if whom is None:
        await let_go(visit)
        return GONE
    text = visit.text.strip()
    is_text = visit.update.effective_message is not None and visit.update.effective_message.text is not None
    if not is_text or not SHORTEST <= len(text) <= LONGEST:
        why = f"这段有 {len(text)} 个字，请写 {SHORTEST} 到 {LONGEST} 个字" if is_text else "只收文字"
        return reply(await _asking(visit, whom, again=why))
    await let_go(visit)
    number = await visit.rows.broadcasts.draft(visit.person.id, whom, text, visit.now)
    record = await visit.rows.broadcasts.get(number)
    return await _sure(visit, record) if record else None


async def _on_draft(visit: Visit, record: BroadcastRecord) -> Outcome:
    """What is to become of words that were not sent; they are their writer's."""
    mine = record.person_id == visit.person.id
    match visit.argument() if mine else "":
        case "y" | "z" as said:
            return await _begin(visit, record, again=said == "z")
        case "a":
            return redraw(visit, views.again_message(record, await visit.rows.broadcasts.reach(record.whom, visit.now)))
        case "e":
            return await _ask(visit, record.whom)
        case "d":
            await visit.rows.broadcasts.drop(record.id)
            return redraw(visit, views.dropped_message())
    return GONE


async def _begin(visit: Visit, record: BroadcastRecord, *, again: bool) -> Outcome:
    await begin(visit.rows, record, Card(chat_id=visit.chat.id, message_id=visit.pressed_message, at=visit.now), visit.now, again=again)
    return await _show(visit, record.id)


async def _on_begun(visit: Visit, record: BroadcastRecord) -> Outcome:
    """How far it is; or it is paused, gone on with, stopped, by any owner. The card stays where it was pressed last."""
    acts: dict[str, Act] = {"p": "pause", "r": "resume", "t": "stop"}
    if visit.argument() == "s" and record.ended_at is None:
        return redraw(visit, views.stop_message(record))
    if (what := acts.get(visit.argument())) is not None:
        await act(visit.rows, record, what, visit.person.id, visit.now)
    return await _show(visit, record.id)


async def _show(visit: Visit, number: int) -> Outcome:
    """The card, in the place of the message whose button was pressed: from there it is drawn on. Whoever counts ends it and says so."""
    await visit.rows.broadcasts.settle(number)
    await visit.rows.broadcasts.put_card(number, Card(chat_id=visit.chat.id, message_id=visit.pressed_message, at=visit.now))
    record = await visit.rows.broadcasts.get(number)
    if record is None:
        return GONE
    return redraw(visit, views.progress_message(visit.snapshot.base, record, await unit_of(visit.rows, record.whom)))


async def _ask(visit: Visit, whom: Whom) -> Outcome:
    """The words are asked for where there is anybody to read them."""
    reach = await visit.rows.broadcasts.reach(whom, visit.now)
    if not reach.people:
        await await_words(visit, NAME)
        return redraw(visit, views.nobody_message(visit.snapshot.base, whom, reach, await unit_of(visit.rows, whom)))
    await await_words(visit, WORDS, {"to": whom.audience, "policy": whom.policy, "unit": whom.unit})
    return redraw(visit, await _asking(visit, whom))


async def _asking(visit: Visit, whom: Whom, again: str = "") -> Message:
    reach, unit = await visit.rows.broadcasts.reach(whom, visit.now), await unit_of(visit.rows, whom)
    return views.ask_words(visit.snapshot.base, whom, reach, unit, again=again)


async def _sure(visit: Visit, record: BroadcastRecord) -> Outcome:
    base, reach = visit.snapshot.base, await visit.rows.broadcasts.reach(record.whom, visit.now)
    shown = views.broadcast_message(base, record.whom, record.text)
    return Outcome((Reply(shown), Reply(views.sure_message(base, record, reach, await unit_of(visit.rows, record.whom)))))


def _whom(visit: Visit, audience: str, policy: str | None, unit: int | None) -> Whom | None:
    """Who is meant; None where that policy is gone, or what was said is nothing of ours."""
    match audience_of(audience):
        case "everyone":
            return to_all()
        case "contacts":
            return to_contacts(unit)
        case "groups":
            return to_groups(unit)
        case "followers":
            found = visit.snapshot.base.policies.get(policy or "")
            return to_followers(found) if found else None
    return None


COMMAND: Final[Handler] = commanding("owner", on_broadcast)
PRESSES: Final[Mapping[str, Handler]] = {"vy": pressing("owner", on_press)}
DIALOGS: Final[Mapping[str, Heard]] = {NAME: hearing("owner", on_name), WORDS: hearing("owner", on_words)}
