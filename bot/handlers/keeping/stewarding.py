"""负责人 and 核对: all policies, one policy, what a button of it wants done."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from bot.clock import SHANGHAI
from bot.handlers.dialogs import Heard, Held, await_words, let_go
from bot.handlers.keeping import proposals
from bot.handlers.keeping.allowed import hearing, pressing, refused
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.units.telling import tell
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases.day_asked import day_asked
from bot.usecases.keeping.granting import keepers
from bot.usecases.keeping.proposing import propose, without
from bot.usecases.keeping.stewarding import appoint, check, may_check, names_of, plan_every, plan_next, standing, standings
from bot.usecases.rights import role_of
from bot.views.keeping import stewarding as words
from bot.views.keeping.proposals import LEAST_WHY, LONGEST_WHY
from bot.views.message import Message
from bot.views.paging import page_of
from knowledge.policy import Policy

NAME: Final = "steward_policy"
DAY: Final = "next_check"
DELETING: Final = "delete_why"
_FARTHEST: Final = timedelta(days=5 * 366)
"""Nobody plans a check later."""


async def on_steward(visit: Visit) -> Outcome:
    """All policies, or what a button wants done with one."""
    policy = visit.policy()
    if policy is None:
        return await _list(visit)
    match visit.argument(1):
        case "":
            return redraw(visit, await _card(visit, policy))
        case "o":
            return await _appoint(visit, policy)
        case "x":
            await await_words(visit, DELETING, {"policy": policy.id})
            return reply(words.delete_message(policy, await visit.rows.ties.of(policy.id)))
    if not await may_check(visit.rows, await standing(visit.rows, policy.id), visit.person.id):
        return await refused(visit)
    return await _check(visit, policy)


async def _list(visit: Visit) -> Outcome:
    await await_words(visit, NAME)
    found = await standings(visit.rows, visit.snapshot.base)
    message = words.list_message(visit.snapshot.base, found, await names_of(visit.rows, found), page_of(visit.argument(1)), _today(visit))
    return redraw(visit, message) if visit.argument() else reply(message)


async def on_name(visit: Visit, _: Held) -> Outcome:
    """A policy of the list by its name."""
    snapshot = visit.snapshot
    meant = await asyncio.to_thread(snapshot.finder.find, snapshot.index, visit.text, visit.now) if visit.text.strip() else ()
    if len(meant) == 1:
        await let_go(visit)
        return reply(await _card(visit, meant[0].policy))
    if not meant:
        return reply(words.none_found_message())
    order = {one.policy.id: at for at, one in enumerate(meant)}
    kept = await standings(visit.rows, snapshot.base)
    found = sorted((one for one in kept if one.policy in order), key=lambda one: order[one.policy])
    return reply(words.found_message(snapshot.base, found, await names_of(visit.rows, found), _today(visit)))


async def _card(visit: Visit, policy: Policy) -> Message:
    record, role = await standing(visit.rows, policy.id), await role_of(visit.rows, visit.person.id)
    assert role is not None  # noqa: S101 - only those who hold a right get here
    may = await may_check(visit.rows, record, visit.person.id)
    return words.policy_message(policy, record, await names_of(visit.rows, [record]), _today(visit), role=role, may_check=may)


async def _check(visit: Visit, policy: Policy) -> Outcome:
    """It was checked, or is to be: how often, or on which day."""
    match visit.argument(1), visit.argument(2):
        case "c", _:
            return redraw(visit, words.checked_message(policy, await check(visit.rows, policy.id, visit.person.id, visit.now)))
        case "m", months if number_of(months) in words.EVERY:
            await plan_every(visit.rows, policy.id, number_of(months), visit.person.id, visit.now)
            return redraw(visit, await _card(visit, policy))
        case "m", _:
            return redraw(visit, words.every_message(policy, await standing(visit.rows, policy.id)))
        case "d", _:
            await await_words(visit, DAY, {"policy": policy.id})
            return reply(words.day_message(policy))
    return GONE


async def _appoint(visit: Visit, policy: Policy) -> Outcome:
    """Who is to answer for it? Owners say."""
    if await role_of(visit.rows, visit.person.id) != "owner":
        return await refused(visit)
    said, found = visit.argument(2), await keepers(visit.rows)
    if not said or said.startswith("p"):
        return redraw(visit, words.choose_message(policy, found, page_of(said[1:])))
    chosen = next((one.person_id for one in found if str(one.person_id) == said), None)
    if chosen is None and said != "0":
        return GONE
    await appoint(visit.rows, policy.id, chosen, visit.person.id, visit.now)
    if chosen is not None and chosen != visit.person.id:
        await tell(visit, chosen, words.appointed_message(policy))
    return redraw(visit, await _card(visit, policy))


async def on_deleting(visit: Visit, held: Held) -> Outcome:
    """Why it is to be deleted was typed: it waits to be published like any other change."""
    policy, why = visit.snapshot.base.policies.get(held["policy"]), " ".join(visit.text.split())
    if policy is None:
        await let_go(visit)
        return GONE
    if not LEAST_WHY <= len(why) <= LONGEST_WHY:
        return reply(words.delete_message(policy, await visit.rows.ties.of(policy.id), again="请写明为什么删"))
    await let_go(visit)
    latest, changes = await visit.rows.publications.latest_number(), without(visit.snapshot.base, policy.id)
    number = await propose(visit.rows, latest, changes, f"删掉 {policy.short_title}：{why}", visit.person.id, visit.now)
    return await proposals.show(visit, number)


async def on_day(visit: Visit, held: Held) -> Outcome:
    """The day of the next check was typed."""
    policy = visit.snapshot.base.policies.get(held["policy"])
    if policy is None or not await may_check(visit.rows, await standing(visit.rows, policy.id), visit.person.id):
        await let_go(visit)
        return GONE
    today = _today(visit)
    day = day_asked(visit.text, today)
    if day is None or not today < day <= today + _FARTHEST:
        return reply(words.day_message(policy, again="没看出是以后的哪一天，再打一次"))
    await let_go(visit)
    await plan_next(visit.rows, policy.id, day, visit.person.id, visit.now)
    return reply(await _card(visit, policy))


def _today(visit: Visit) -> date:
    return visit.now.astimezone(SHANGHAI).date()


PRESSES: Final[Mapping[str, Handler]] = {"vt": pressing("editor", on_steward)}
DIALOGS: Final[Mapping[str, Heard]] = {
    NAME: hearing("editor", on_name),
    DAY: hearing("editor", on_day),
    DELETING: hearing("editor", on_deleting),
}
