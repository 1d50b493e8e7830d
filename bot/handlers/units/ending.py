"""单位不再关注: asked once, saying what is lost; then for all contacts, and whom it concerns is told."""

from bot.handlers.units.policies import page_message
from bot.handlers.units.pressed import GONE, unit_of_contact
from bot.handlers.units.telling import tell
from bot.handlers.visit import Outcome, Visit, redraw
from bot.usecases.rhythms import awake
from bot.usecases.units.attending import attend
from bot.usecases.units.audience import audience, set_day, sharers_told
from bot.usecases.units.auditing import note
from bot.usecases.units.parting import COLLEAGUE
from bot.usecases.units.standing import standing_of
from bot.views.units.ending import ask_message, consent_ended_message, ended_message
from knowledge.policy import Policy
from storage.unit_records import UnitRecord


async def on_unfollow(visit: Visit) -> Outcome:
    """Ask; once it is sure, the unit follows it no more."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    if unit is None or policy is None:
        return GONE
    if policy.id in await visit.rows.unit_work.followed(unit.id):
        if visit.argument(2) != "y":
            standing = await standing_of(visit.rows, visit.snapshot.base, unit.id, policy.id, visit.now)
            return redraw(visit, ask_message(unit, policy, standing))
        await _end(visit, unit, policy)
    return redraw(visit, await page_message(visit, unit, policy, "🔕 单位不再关注，各位联系人都不再收到提醒"))


async def _end(visit: Visit, unit: UnitRecord, policy: Policy) -> None:
    """Who agreed and was told the unit's own day hears of both in one message; who follows by themselves, that the day is gone."""
    agreed = await sharers_told(visit.rows, unit.id, policy.id)
    hearing = await audience(visit.rows, unit.id, policy.id, told=True)
    await visit.rows.unit_work.unfollow(unit.id, policy.id)
    await note(visit.rows, "policy.unfollowed", unit.id, visit.now, actor=visit.person.id)
    others = tuple(one for one in hearing if one not in agreed)
    await set_day(visit.rows, unit.id, policy.id, None, visit.person.id, visit.now, others)
    for person, _ in agreed:
        await tell(visit, person.id, consent_ended_message(unit, policy), at=awake(person.rhythm, visit.now))
    contacts = await visit.rows.units.contacts(unit.id)
    mine = next((one.called for one in contacts if one.person_id == visit.person.id), "")
    for colleague in contacts:
        if colleague.person_id != visit.person.id:
            await tell(visit, colleague.person_id, ended_message(unit, policy, mine), COLLEAGUE)
    await attend(visit.rows, visit.snapshot.base, unit.id, visit.now)
