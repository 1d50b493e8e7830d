"""操作记录: /audit, and its button in /admin; what somebody may read of it goes by their right, asked for at every page."""

import asyncio
import json
from collections.abc import Mapping
from typing import Final

from bot.handlers.dialogs import Heard, Held, await_words, let_go
from bot.handlers.keeping.allowed import commanding, hearing, pressing, refused
from bot.handlers.units.pressed import GONE
from bot.handlers.visit import Handler, Outcome, Reply, Visit, redraw, reply
from bot.usecases.keeping.auditing import known_of
from bot.usecases.keeping.orders import AuditOrder
from bot.usecases.rights import role_of
from bot.views.keeping import auditing as views
from bot.views.paging import PAGE, nearest, page_of

POLICY: Final = "audit_policy"


async def on_audit(visit: Visit) -> Outcome:
    """A page of lines; or which policy they are to be about; or all of them as a file."""
    match visit.argument():
        case "p":
            return await _which(visit, visit.argument(1), page_of(visit.argument(2)))
        case "x":
            return await _hand_out(visit)
    return await _page(visit, await _chosen(visit, visit.argument(), visit.argument(1)), page_of(visit.argument(2)))


async def on_policy_typed(visit: Visit, held: Held) -> Outcome:
    """A policy by its name."""
    said, snapshot = visit.text.strip(), visit.snapshot
    found = await asyncio.to_thread(snapshot.finder.find, snapshot.index, said, visit.now) if said else ()
    chosen = await _chosen(visit, held["kind"], "")
    if len(found) == 1:
        await let_go(visit)
        return await _page(visit, views.Choice(chosen.kind, found[0].policy), 0)
    return reply(views.policies_message([one.policy for one in found], chosen.kind, 0, typed=True))


async def _page(visit: Visit, choice: views.Choice, page: int) -> Outcome:
    role = await role_of(visit.rows, visit.person.id)
    if role is None:
        return GONE
    count = await visit.rows.audit.number_of(choice.sought)
    lines = await visit.rows.audit.sought(choice.sought, PAGE, nearest(page, count) * PAGE)
    known = await known_of(visit.rows, visit.snapshot.base, lines)
    return redraw(visit, views.audit_message(choice, lines, known, page, count, role))


async def _which(visit: Visit, kind: str, page: int) -> Outcome:
    chosen = await _chosen(visit, kind, "")
    await await_words(visit, POLICY, {"kind": chosen.kind})
    policies = sorted(visit.snapshot.base.policies.values(), key=lambda one: (-one.year, one.short_title))
    return redraw(visit, views.policies_message(policies, chosen.kind, page))


async def _hand_out(visit: Visit) -> Outcome:
    """The file is made after the turn; that it was asked for stands in the audit."""
    if await role_of(visit.rows, visit.person.id) != "owner":
        return await refused(visit)
    choice = await _chosen(visit, visit.argument(1), visit.argument(2))
    policy = choice.policy.id if choice.policy else ""
    about = {"kind": choice.kind} | ({"policy": policy} if policy else {})
    await visit.rows.audit.note("audit.handed_out", json.dumps(about), visit.now, actor_id=visit.person.id)
    return Outcome((Reply(views.making_message(choice)),), orders=(AuditOrder(of=choice.kind, policy=policy),))


async def _chosen(visit: Visit, kind: str, code: str) -> views.Choice:
    """What a button names, as far as this person may read it."""
    role = await role_of(visit.rows, visit.person.id) or "editor"
    named = views.kind_named(kind)
    found = visit.snapshot.base.policies.get(visit.snapshot.codes.find("policy", code) or "")
    return views.Choice(named if named in views.READABLE[role] and named else views.READABLE[role][0], found)


COMMAND: Final[Handler] = commanding("editor", on_audit)
PRESSES: Final[Mapping[str, Handler]] = {"vh": pressing("editor", on_audit)}
DIALOGS: Final[Mapping[str, Heard]] = {POLICY: hearing("editor", on_policy_typed)}
