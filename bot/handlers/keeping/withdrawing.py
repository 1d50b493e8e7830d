"""暂停 and 恢复, by publishers: what is being verified is told no more until it is told again."""

import asyncio
from collections.abc import Mapping
from typing import Final

from bot.handlers import commands
from bot.handlers.dialogs import CHOOSE, Heard, Held, await_words, let_go
from bot.handlers.keeping.allowed import commanding, hearing, pressing
from bot.handlers.units.pressed import GONE
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases.keeping.withdrawing import tell_again, withdraw
from bot.views.keeping import withdrawing as views
from bot.views.keeping.editing import none_found_message
from bot.views.paging import page_of

POLICY: Final = "withdraw_policy"
WHY: Final = "withdraw_why"
SHORTEST, LONGEST = 2, 200
"""Characters of a reason."""


async def on_pause(visit: Visit) -> Outcome:
    """/pause, with a policy's name or without."""
    said = commands.argument(visit)
    return await _found(visit, said) if said else await _which(visit, 0)


async def on_policy(visit: Visit) -> Outcome:
    """One policy, or a page of all."""
    policy = visit.policy()
    if policy is not None:
        return redraw(visit, views.policy_message(visit.snapshot.base, policy))
    return await _which(visit, page_of(visit.argument()))


async def on_entries(visit: Visit) -> Outcome:
    """Which entry?"""
    policy = visit.policy()
    return redraw(visit, views.entries_message(policy, page_of(visit.argument(1)))) if policy else GONE


async def on_withdraw(visit: Visit) -> Outcome:
    """Why?"""
    policy = visit.policy()
    entry = views.entry_named(policy, visit.argument(1)) if policy else None
    if policy is None or entry is None:
        return GONE
    await await_words(visit, WHY, {"policy": policy.id, "entry": entry})
    return redraw(visit, views.why_message(policy, entry, CHOOSE))


async def on_tell_again(visit: Visit) -> Outcome:
    """It is told again."""
    policy = visit.policy()
    gone = visit.snapshot.base.withdrawn.get(policy.id, frozenset()) if policy else ()
    entry = views.entry_named(policy, visit.argument(1), gone) if policy else None
    if policy is None or entry is None or not await tell_again(visit.rows, (policy.id, entry), visit.person.id, visit.now):
        return GONE
    return redraw(visit, views.told_again_message(policy, entry))


async def _which(visit: Visit, page: int) -> Outcome:
    await await_words(visit, POLICY)
    base = visit.snapshot.base
    policies = sorted(base.policies.values(), key=lambda one: (-one.year, one.short_title))
    return redraw(visit, views.choose_message(base, policies, page))


async def _found(visit: Visit, said: str) -> Outcome:
    snapshot = visit.snapshot
    found = await asyncio.to_thread(snapshot.finder.find, snapshot.index, said, visit.now) if said.strip() else ()
    if len(found) == 1:
        await let_go(visit)
        return reply(views.policy_message(snapshot.base, found[0].policy))
    await await_words(visit, POLICY)
    return reply(views.choose_message(snapshot.base, [one.policy for one in found], 0) if found else none_found_message("vn"))


async def on_policy_typed(visit: Visit, _: Held) -> Outcome:
    """A policy by its name."""
    return await _found(visit, visit.text)


async def on_why(visit: Visit, held: Held) -> Outcome:
    """The reason: a tap withdraws; typed words are asked about once more, as they may have been meant for something else."""
    policy, entry = visit.snapshot.base.policies.get(held["policy"]), held["entry"]
    if policy is None:
        await let_go(visit)
        return GONE
    typed = " ".join(visit.text.split())
    if SHORTEST <= len(typed) <= LONGEST:
        await await_words(visit, WHY, held | {"typed": typed})
        return reply(views.sure_message(policy, entry, typed, CHOOSE))
    why = _picked(visit, held)
    if why is None:
        return reply(views.why_message(policy, entry, CHOOSE))
    await let_go(visit)
    await withdraw(visit.rows, (policy, entry), why, visit.person.id, visit.now)
    return redraw(visit, views.withdrawn_message(policy, entry))


def _picked(visit: Visit, held: Held) -> str | None:
    """The reason of a button: one of ours, or the words that were typed before."""
    if visit.press is None:
        return None
    return views.REASONS[min(page_of(visit.argument()), len(views.REASONS) - 1)] if visit.argument() != views.TYPED else held.get("typed")


COMMAND: Final[Handler] = commanding("publisher", on_pause)
PRESSES: Final[Mapping[str, Handler]] = {
    "vn": pressing("publisher", on_policy),
    "vo": pressing("publisher", on_withdraw),
    "vp": pressing("publisher", on_tell_again),
    "vq": pressing("publisher", on_entries),
}
DIALOGS: Final[Mapping[str, Heard]] = {POLICY: hearing("publisher", on_policy_typed), WHY: hearing("publisher", on_why)}
