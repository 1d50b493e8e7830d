"""/stats, by publishers: the week beside the one before, as numbers and as a picture; and the switch of the weekly summary."""

from collections.abc import Mapping
from typing import Final

from bot.clock import SHANGHAI
from bot.handlers.keeping.allowed import commanding, pressing
from bot.handlers.visit import Handler, Outcome, Reply, Visit, reply
from bot.usecases.keeping.orders import StatsOrder
from bot.usecases.tallying import WEEKLY, gauge, two_weeks
from bot.views.keeping.stats import stats_message, weekly_message


async def on_stats(visit: Visit) -> Outcome:
    """The numbers at once, the picture behind them."""
    await gauge(visit.rows, visit.now)
    week, before = await two_weeks(visit.rows, visit.now.astimezone(SHANGHAI).date())
    weekly = await visit.rows.wishes.of(visit.person.id, WEEKLY) is True
    return Outcome((Reply(stats_message(visit.snapshot.base, week, before, weekly=weekly)),), orders=(StatsOrder(),))


async def on_press(visit: Visit) -> Outcome:
    """The switch; without one, the numbers."""
    match visit.argument():
        case "1" | "0" as said:
            await visit.rows.wishes.put(visit.person.id, WEEKLY, visit.now, wanted=said == "1")
            return reply(weekly_message(wanted=said == "1"))
    return await on_stats(visit)


COMMAND: Final[Handler] = commanding("publisher", on_stats)
PRESSES: Final[Mapping[str, Handler]] = {"vx": pressing("publisher", on_press)}
