"""What a button of a unit names, given to those alone who may act there; to all others it is one and the same stale button."""

from bot import texts
from bot.handlers.following import MOST_DIGITS
from bot.handlers.visit import Visit, reply
from bot.usecases.units.authority import contact_of
from bot.views.message import say
from storage.unit_records import MemberRecord, UnitRecord

GONE = reply(say(texts.STALE_GONE))
"""Whether there is no such unit, or it is not theirs: nobody can tell."""


def number_of(text: str) -> int:
    """The number of a row that a button names; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


async def unit_of_contact(visit: Visit) -> UnitRecord | None:
    """The unit that the button names first, for its approved contact."""
    return await contact_of(visit.rows, visit.person.id, number_of(visit.argument()))


async def member_pressed(visit: Visit) -> MemberRecord | None:
    """The person's own membership in the unit that the button names first."""
    return await visit.rows.members.get(number_of(visit.argument()), visit.person.id)
