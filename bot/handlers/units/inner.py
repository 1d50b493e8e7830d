"""本单位内部截止: a contact picks or types the day, is warned where it is too late, and may change or withdraw it."""

from datetime import date, datetime
from typing import Final

from bot.clock import SHANGHAI
from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.units.policies import page_message
from bot.handlers.units.pressed import GONE, unit_of_contact
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.day_asked import day_asked
from bot.usecases.situating import is_question
from bot.usecases.units.audience import set_day
from bot.usecases.units.authority import contact_of
from bot.usecases.units.inner import fit_of, public_day, read_day
from bot.usecases.units.seen import can_be_shared
from bot.usecases.units.watching import watching_of
from bot.views.units.inner import ask_message, late_warning, not_a_day_message, past_message, set_text
from knowledge.policy import Policy
from storage.unit_records import UnitRecord

DIALOG: Final = "inner_day"


async def on_ask(visit: Visit) -> Outcome:
    """Until when? What is typed next is the day."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    if unit is None or policy is None:
        return GONE
    base = visit.snapshot.base
    watching = await watching_of(visit.rows, base, unit)
    if policy.id not in watching.followed or not can_be_shared(base, policy.id):
        return reply(await page_message(visit, unit, policy))
    await await_words(visit, DIALOG, {"unit": unit.id, "policy": policy.id})
    now_set = read_day(await visit.rows.unit_work.inner_deadline(unit.id, policy.id))
    return reply(ask_message(watching, policy, public_day(base, policy, watching, visit.now), now_set, _today(visit)))


async def on_day(visit: Visit) -> Outcome:
    """A day was picked; ``y`` behind it: although it is late."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    day = _day(visit.argument(2))
    if unit is None or policy is None or day is None:
        return GONE
    return await _set(visit, unit, policy, day, is_sure=visit.argument(3) == "y")


async def on_typed(visit: Visit, held: Held) -> Outcome | None:
    """A day was typed; after one was set, another, or something else that has nothing to do with it (None)."""
    unit = await contact_of(visit.rows, visit.person.id, held["unit"])
    policy = visit.snapshot.base.policies.get(held["policy"])
    if unit is None or policy is None:
        await let_go(visit)
        return GONE
    day = None if is_question(visit.text) else day_asked(visit.text, _today(visit))
    if day is None and held.get("set") and not _is_digits(visit.text):
        await let_go(visit)
        return None
    if day is None:
        return reply(not_a_day_message(unit.id, policy))
    return await _set(visit, unit, policy, day, is_sure=False)


async def on_withdraw(visit: Visit) -> Outcome:
    """None any more: members ask their unit again."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    if unit is None or policy is None:
        return GONE
    return await _put(visit, unit, policy, None)


async def _set(visit: Visit, unit: UnitRecord, policy: Policy, day: date, *, is_sure: bool) -> Outcome:
    base = visit.snapshot.base
    watching = await watching_of(visit.rows, base, unit)
    if policy.id not in watching.followed:
        await let_go(visit)
        return reply(await page_message(visit, unit, policy))
    fit, public = fit_of(base, policy, watching, day, visit.now), public_day(base, policy, watching, visit.now)
    if fit == "past":
        await await_words(visit, DIALOG, {"unit": unit.id, "policy": policy.id})
        return reply(past_message(unit.id, policy, day))
    if fit == "after_the_units" and public is not None and not is_sure:
        await await_words(visit, DIALOG, {"unit": unit.id, "policy": policy.id})
        return reply(late_warning(unit.id, policy, day, public))
    return await _put(visit, unit, policy, day)


async def _put(visit: Visit, unit: UnitRecord, policy: Policy, day: date | None) -> Outcome:
    """A new version where the day is another, and who hears of it."""
    if day is None:
        await let_go(visit)
    else:
        await await_words(visit, DIALOG, {"unit": unit.id, "policy": policy.id, "set": True})
    await set_day(visit.rows, unit.id, policy.id, day, visit.person.id, visit.now)
    return reply(await page_message(visit, unit, policy, *set_text(day)))


def _is_digits(text: str) -> bool:
    return "".join(text.split()).isdecimal()


def _today(visit: Visit) -> date:
    return visit.now.astimezone(SHANGHAI).date()


def _day(text: str) -> date | None:
    """A day as a button carries it: 20241205."""
    try:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=SHANGHAI).date() if text.isdecimal() else None
    except ValueError:
        return None
