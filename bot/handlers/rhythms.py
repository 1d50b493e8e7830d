"""When somebody wants to be reminded: buttons alone, drawn in place; what is to come is planned anew at once."""

from dataclasses import replace

from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.listening import plan
from bot.usecases.rhythms import CHOICES, chosen_days, days_text
from bot.views.date_steps import BELOW
from bot.views.message import Message
from bot.views.notices import notices_button
from bot.views.rhythms import HOURS, QUIET, ZONES, hours_message, options_message, quiet_message, zones_message
from storage.records import Rhythm
from storage.wishes import NOTICES

USUAL = "auto"


async def on_options(visit: Visit) -> Outcome:
    """All that can be chosen."""
    shown = await _options(visit, visit.person.rhythm)
    return reply(shown) if visit.argument() == BELOW else redraw(visit, shown)


async def on_days(visit: Visit) -> Outcome:
    """One more day before, or one less; none left means as the window is long."""
    rhythm, day = visit.person.rhythm, visit.argument()
    if day == USUAL:
        return await _set(visit, replace(rhythm, remind_days=USUAL))
    if day not in {str(one) for one in CHOICES}:
        return await on_options(visit)
    chosen = set(chosen_days(rhythm)) ^ {int(day)}
    return await _set(visit, replace(rhythm, remind_days=days_text(chosen) or USUAL))


async def on_hour(visit: Visit) -> Outcome:
    """The hour; without one, which there are."""
    rhythm, hour = visit.person.rhythm, visit.argument()
    if hour not in {str(one) for one in HOURS}:
        return redraw(visit, hours_message(rhythm))
    return await _set(visit, replace(rhythm, remind_hour=int(hour)))


async def on_quiet(visit: Visit) -> Outcome:
    """The quiet hours; without any, which there are."""
    rhythm, chosen = visit.person.rhythm, (visit.argument(0), visit.argument(1))
    hours = next((one for one in QUIET if tuple(map(str, one)) == chosen), None)
    if hours is None:
        return redraw(visit, quiet_message(rhythm))
    return await _set(visit, replace(rhythm, quiet_from=hours[0], quiet_to=hours[1]))


async def on_zone(visit: Visit) -> Outcome:
    """The clock; without one, which there are."""
    rhythm, zone = visit.person.rhythm, visit.argument()
    if zone not in ZONES:
        return redraw(visit, zones_message(rhythm))
    return await _set(visit, replace(rhythm, timezone=zone))


async def _set(visit: Visit, rhythm: Rhythm) -> Outcome:
    await visit.rows.people.set_rhythm(visit.person.id, rhythm)
    await plan(visit.rows, visit.snapshot.base, visit.person.id, visit.now)
    return redraw(visit, await _options(visit, rhythm), "已改好")


async def _options(visit: Visit, rhythm: Rhythm) -> Message:
    wanted = await visit.rows.wishes.of(visit.person.id, NOTICES)
    return options_message(rhythm, notices_button(wanted=wanted is True))
