"""已报送 and 明天再提醒: one contact marks a step as handed in, and all hear no more of it; each may be reminded once more."""

from bot.clock import SHANGHAI
from bot.handlers.reminded import OVER
from bot.handlers.units.policies import page_message, stage_pressed
from bot.handlers.units.pressed import GONE, unit_of_contact
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.reminding import UNIT_SNOOZE, is_coming, last_days
from bot.usecases.rhythms import zone_of
from bot.usecases.snoozing import Step, is_to_come, snoozed, tomorrow
from bot.usecases.units.auditing import note
from bot.usecases.units.watching import watching_of
from bot.views.dates import day_text
from bot.views.following import snoozed_message
from bot.views.message import say
from bot.views.units.policies import filed_message
from knowledge.entries import Stage
from knowledge.policy import Policy


async def on_filed(visit: Visit) -> Outcome:
    """The unit has handed a step in."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    stage = stage_pressed(visit, policy)
    if unit is None or policy is None or stage is None:
        return GONE
    noted = await visit.rows.unit_work.file(unit.id, policy.id, stage.id, visit.person.id, visit.now)
    if noted:
        await note(visit.rows, "stage.filed", unit.id, visit.now, actor=visit.person.id)
    watching = await watching_of(visit.rows, visit.snapshot.base, unit)
    return reply(filed_message(watching, policy, stage, already=not noted))


async def on_unfiled(visit: Visit) -> Outcome:
    """It was a mistake: they are reminded again."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    stage = stage_pressed(visit, policy)
    if unit is None or policy is None or stage is None:
        return GONE
    if await visit.rows.unit_work.unfile(unit.id, policy.id, stage.id):
        await note(visit.rows, "stage.unfiled", unit.id, visit.now, actor=visit.person.id)
    return reply(await page_message(visit, unit, policy, _unfiled_text(visit, policy, stage)))


def _unfiled_text(visit: Visit, policy: Policy, stage: Stage) -> str:
    """What follows from it: nobody is promised a reminder whose hour is over."""
    if not is_coming(stage, visit.now):
        return f"↩ 好的，{stage.name}算没报送。截止日已经过了，不再提醒，请马上打电话问还收不收"
    (last,) = last_days(visit.snapshot.base, policy, (stage,))
    if is_to_come(visit.person.rhythm, last, visit.now):
        return f"↩ 好的，{stage.name}继续提醒各位联系人"
    day = "今天" if last.ends == visit.now.astimezone(SHANGHAI).date() else day_text(last.ends)
    return f"↩ 好的，{stage.name}算没报送。{day}截止，不再另外提醒，请告诉别的联系人"


async def on_tomorrow(visit: Visit) -> Outcome:
    """Be reminded once more tomorrow, at one's own hour."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    stage = stage_pressed(visit, policy)
    if unit is None or policy is None or stage is None or not is_coming(stage, visit.now):
        return GONE
    watching = await watching_of(visit.rows, visit.snapshot.base, unit)
    if (policy.id, stage.id) in watching.filed:
        return reply(filed_message(watching, policy, stage, already=True))
    if policy.id not in watching.followed:
        return GONE
    (last,) = last_days(visit.snapshot.base, policy, (stage,))
    rhythm = visit.person.rhythm
    again = tomorrow(rhythm, last, visit.now)
    if again is None:
        return reply(say(OVER))
    if not again.already:
        step = Step(UNIT_SNOOZE, policy.id, stage.id, stage.ends)
        await visit.rows.outbox.add(snoozed(step, again.at, visit.person.id, visit.chat.id), visit.now)
    return reply(snoozed_message(policy, again.at.astimezone(zone_of(rhythm.timezone)), already=again.already))
