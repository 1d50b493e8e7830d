"""The buttons under a member's reminder of their unit's own day: once more tomorrow, no more of this day."""

from bot.clock import SHANGHAI
from bot.handlers.reminded import OVER
from bot.handlers.units.pressed import GONE, member_pressed
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.rhythms import zone_of
from bot.usecases.snoozing import Step, snoozed, tomorrow
from bot.usecases.units.audience import wants
from bot.usecases.units.inner import INNER_SNOOZE, last_day_of, own_day, read_day, stage_of
from bot.views.following import muted_message, snoozed_message
from bot.views.message import say
from bot.views.units.inner import inner_silenced_message
from storage.unit_records import InnerDeadlineRecord


async def on_tomorrow(visit: Visit) -> Outcome:
    """Be reminded once more tomorrow, at one's own hour."""
    policy, record = visit.policy(1), await _record(visit)
    day = read_day(record)
    if policy is None or record is None or day is None:
        return GONE
    if not await wants(visit.rows, visit.person.id, record):
        is_muted = any(one.policy == policy.id for one in await visit.rows.silences.of(visit.person.id))
        return reply(muted_message(policy)) if is_muted else GONE
    rhythm = visit.person.rhythm
    again = tomorrow(rhythm, last_day_of(record), visit.now)
    if again is None:
        return reply(say(OVER)) if day == visit.now.astimezone(SHANGHAI).date() else GONE
    if not again.already:
        step = Step(INNER_SNOOZE, policy.id, stage_of(record.unit_id), day)
        await visit.rows.outbox.add(snoozed(step, again.at, visit.person.id, visit.chat.id), visit.now)
    return reply(snoozed_message(policy, again.at.astimezone(zone_of(rhythm.timezone)), already=again.already))


async def on_enough(visit: Visit) -> Outcome:
    """No more reminders of the day that the button names, as long as it is the unit's."""
    policy, record = visit.policy(1), await _record(visit)
    day = read_day(record)
    if policy is None or record is None or day is None or f"{day:%Y%m%d}" != visit.argument(2):
        return GONE
    await visit.rows.silences.put(visit.person.id, policy.id, own_day(record.day), "enough", visit.now)
    return reply(inner_silenced_message(policy, day))


async def _record(visit: Visit) -> InnerDeadlineRecord | None:
    """The own day, as it stands, of the unit that the button names and the person is a member of."""
    member, policy = await member_pressed(visit), visit.policy(1)
    if member is None or policy is None:
        return None
    return await visit.rows.unit_work.inner_deadline(member.unit_id, policy.id)
