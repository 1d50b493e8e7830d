"""What a unit follows: seen, added by any of its contacts for all of them."""

from bot.callbacks import code
from bot.handlers.units.pressed import GONE, unit_of_contact
from bot.handlers.visit import Outcome, Visit, redraw
from bot.usecases.reminding import is_coming
from bot.usecases.situating import taking_applications
from bot.usecases.units.attending import attend
from bot.usecases.units.auditing import note
from bot.usecases.units.standing import standing_of
from bot.usecases.units.watching import unit_route, watching_of
from bot.views.message import Message
from bot.views.paging import page_of
from bot.views.units.policies import Page, followed_message, policy_message, to_add_message
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.unit_records import UnitRecord


async def on_list(visit: Visit) -> Outcome:
    """Everything that the unit follows."""
    unit = await unit_of_contact(visit)
    if unit is None:
        return GONE
    base = visit.snapshot.base
    return redraw(visit, followed_message(base, await watching_of(visit.rows, base, unit), visit.now))


async def on_more(visit: Visit) -> Outcome:
    """What else it can follow."""
    unit = await unit_of_contact(visit)
    if unit is None:
        return GONE
    base = visit.snapshot.base
    watching = await watching_of(visit.rows, base, unit)
    others = [base.policies[one] for one in taking_applications(base) if one not in watching.followed]
    others.sort(key=lambda one: not any(is_coming(stage, visit.now) for stage in one.stages))
    return redraw(visit, to_add_message(base, watching, others, page_of(visit.argument(1)), visit.now, everywhere=visit.argument(2) == "a"))


async def on_policy(visit: Visit) -> Outcome:
    """One policy as the unit works on it."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    if unit is None or policy is None:
        return GONE
    return redraw(visit, await page_message(visit, unit, policy))


async def on_follow(visit: Visit) -> Outcome:
    """The unit follows a policy: its contacts and groups are reminded of the unit's own links."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    if unit is None or policy is None or policy.applicant is None:
        return GONE
    if await visit.rows.unit_work.follow(unit.id, policy.id, visit.person.id, visit.now):
        await note(visit.rows, "policy.followed", unit.id, visit.now, actor=visit.person.id)
    await attend(visit.rows, visit.snapshot.base, unit.id, visit.now)
    return redraw(visit, await page_message(visit, unit, policy, "🔔 单位关注了，到时候提醒各位联系人"))


async def page_message(visit: Visit, unit: UnitRecord, policy: Policy, *said: str) -> Message:
    """A policy's page; ``said``: what was just done. Whoever asks for it has shown that it may be seen."""
    base = visit.snapshot.base
    watching = await watching_of(visit.rows, base, unit)
    standing = await standing_of(visit.rows, base, unit.id, policy.id, visit.now)
    page = Page(watching, policy, unit_route(base, policy, watching).dated, standing)
    return policy_message(base, page, visit.now, said)


def stage_pressed(visit: Visit, policy: Policy | None) -> Stage | None:
    """The stage that it names behind the policy."""
    coded = visit.argument(2)
    return next((one for one in policy.stages if code("entry", f"{policy.id}/{one.id}") == coded), None) if policy else None
