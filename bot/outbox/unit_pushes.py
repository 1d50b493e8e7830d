"""Pushes of units: reminders for contacts and groups, and what members hear of their unit's own last day."""

import json

from bot.outbox.pushing import Pushing
from bot.usecases.lacking import lacks_of
from bot.usecases.missing import MissedOwn, since_when
from bot.usecases.reminding import closing_of
from bot.usecases.units.audience import hears, own_days_missed, wants
from bot.usecases.units.inner import InnerMoved, inner_due, public_day, read_day, unit_in
from bot.usecases.units.reminding import UnitDue, units_due
from bot.usecases.units.sharing import agreed
from bot.usecases.units.standing import standing_of
from bot.usecases.units.watching import Watching, watching_of
from bot.usecases.versions import Versions
from bot.views.message import Message
from bot.views.preparing import lacking_view
from bot.views.units.inner import inner_moved_message, inner_reminder_message, overtaken_message
from bot.views.units.reminders import group_reminder_message, unit_reminder_message
from eligibility.route import route_of
from knowledge.policy import Policy
from storage.unit_records import UnitRecord


async def unit_reminder(push: Pushing) -> tuple[Message, ...]:
    """A last day of a unit's own, for each unit of the chat that has not handed it in; in a group its public dates alone."""
    versions = Versions(await push.rows.deadlines.of([json.loads(push.claim.reference)["policy"]]))
    listener = await push.listener()
    dues = units_due(push.base, versions, push.claim, listener.rhythm, listener.watching, push.now)
    if not push.is_private:
        return tuple(group_reminder_message(due) for due in dues)
    return tuple([await _reminder(push, due) for due in dues])


async def _reminder(push: Pushing, due: UnitDue) -> Message:
    standing = await standing_of(push.rows, push.base, due.watching.unit.id, due.policy.id, push.now)
    return unit_reminder_message(push.base, due, standing)


async def overtaken(push: Pushing, watchings: tuple[Watching, ...], policy: Policy) -> tuple[Message, ...]:
    """For each unit whose own day is later than what the notice leaves it now, that its contacts should change it."""
    found: list[Message] = []
    for watching in watchings:
        day = read_day(await push.rows.unit_work.inner_deadline(watching.unit.id, policy.id))
        public = public_day(push.base, policy, watching, push.now)
        if policy.id in watching.followed and day is not None and public is not None and public < day:
            found.append(overtaken_message(watching, policy, day, public))
    return tuple(found)


async def inner_reminder(push: Pushing) -> Message | None:
    """The day by which a member's unit wants it; nothing once it is another, or they have left or done with it."""
    policy_id, unit_id = json.loads(push.claim.reference)["policy"], unit_in(push.claim.reference)
    unit = await push.rows.units.get(unit_id)
    record = await push.rows.unit_work.inner_deadline(unit_id, policy_id)
    if unit is None or record is None or not await wants(push.rows, push.person.id, record) or await _is_filed(push, unit, policy_id):
        return None
    due = inner_due(push.base, record, unit.name, push.claim, push.person.rhythm, push.now)
    if due is None:
        return None
    lacks = await lacks_of(push.rows, push.base, push.person.id, push.claim.chat_id, policy_id, push.now)
    answers = (await push.listener()).answers
    return inner_reminder_message(lacking_view(push.base, due.policy, lacks, push.now, answers), due, lacks)


async def inner_missed(push: Pushing) -> tuple[MissedOwn, ...]:
    """The days of a member's units that were over while nothing could be sent, and that nobody handed in for."""
    found: list[MissedOwn] = []
    for record in await own_days_missed(push.rows, push.person, since_when(push.claim), push.now):
        unit, day, policy = await push.rows.units.get(record.unit_id), read_day(record), push.base.policies.get(record.policy)
        if unit is None or day is None or policy is None or await _is_filed(push, unit, record.policy):
            continue
        found.append(MissedOwn(policy, unit.name, day))
    return tuple(found)


async def _is_filed(push: Pushing, unit: UnitRecord, policy_id: str) -> bool:
    """Whether the unit has handed in every step of what a member goes for: of the track that they share, else of the whole.

    What it handed in stays so when the notice gives no date for it any more.
    """
    policy, member = push.base.policies.get(policy_id), await push.rows.members.get(unit.id, push.person.id)
    scope = (await agreed(push.rows, push.base, member)).get(policy_id) if member is not None else None
    if policy is None:
        return False
    watching = await watching_of(push.rows, push.base, unit)
    route = route_of(push.base, policy, scope.track if scope is not None else None, watching.answers, "unit")
    is_begun = any((policy.id, step.id) in watching.filed for step in route.links)
    return is_begun and all((policy.id, step.id) in watching.filed for step in route.dated)


async def inner_moved(push: Pushing) -> Message | None:
    """That this day is another than the one a member knows; what holds now, however often it changed meanwhile."""
    reference = json.loads(push.claim.reference)
    policy, unit_id = push.base.policies.get(reference["policy"]), unit_in(push.claim.reference)
    unit = await push.rows.units.get(unit_id)
    if policy is None or unit is None or not await hears(push.rows, push.person.id, unit_id, policy.id, told=True):
        return None
    versions = await push.rows.unit_work.inner_deadlines(unit_id, policy.id)
    old = read_day(next((one for one in versions if one.sequence == reference["known"]), None))
    new = read_day(next(iter(versions), None))
    if old == new:
        return None
    lacks = await lacks_of(push.rows, push.base, push.person.id, push.claim.chat_id, policy.id, push.now)
    over = new is not None and closing_of(new) <= push.now
    return inner_moved_message(InnerMoved(unit.name, policy, old, new, over), lacks)
