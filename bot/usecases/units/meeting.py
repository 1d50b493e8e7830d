"""One real unit that two people write differently, registered or asked for: found for an admin, who says whether it is one."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rapidfuzz import fuzz

from bot.usecases.units.auditing import note
from bot.usecases.units.registering import Waiting
from storage.database import Transaction
from storage.unit_records import UnitRecord

ALIKE: Final = 75
"""From here on, of a hundred, two names may be of one unit: 北方机械厂, 北方机械制造厂."""
MERGED: Final = "contact.merged"
"""The line of the audit about it: it would tell the applicant that there was another."""
_FORM = re.compile("有限责任公司|股份有限公司|有限公司|股份|集团|公司")
_SUFFIX = re.compile("(?:自治区|省|市|盟|区|县|旗)$")


@dataclass(frozen=True)
class Alike:
    """A unit that may be the one that somebody means."""

    unit: UnitRecord
    has_contacts: bool
    """Else somebody has asked to be the first, and waits."""


@dataclass(frozen=True)
class Meeting:
    """Whom a request meets: at the unit that it is for, and at units that may be the same."""

    contacts: int
    waiting: int
    """Others who ask to be contact of the very same unit."""
    alike: tuple[Alike, ...]
    """The likeliest first."""


async def meeting_of(rows: Transaction, waiting: Waiting) -> Meeting:
    """Whom a request meets. For admins only."""
    there = waiting.contact.unit_id
    others = len(await rows.units.asked(unit_id=there)) - 1
    return Meeting(len(await rows.units.contacts(there)), others, await _alike(rows, waiting))


async def _alike(rows: Transaction, waiting: Waiting) -> tuple[Alike, ...]:
    """The units of the same city that somebody speaks for, or asks to: no other name is opened."""
    stated = waiting.stated
    city = stated.region.split("/")[:2]
    asked = _bare(stated.name, stated.region)
    near = await rows.units.spoken_for("/".join(city), parts=len(city) > 1)
    scores = [(fuzz.ratio(asked, _bare(unit.name, unit.region)), unit) for unit in near if unit.id != waiting.contact.unit_id]
    likely = (unit for score, unit in sorted(scores, key=lambda one: (-one[0], one[1].id)) if score >= ALIKE)
    return tuple([Alike(unit, bool(await rows.units.contacts(unit.id))) for unit in likely])


async def merge(rows: Transaction, waiting: Waiting, other: UnitRecord, admin_id: int, now: datetime) -> bool:
    """Let a request be one for a unit that is there already; the applicant sees no difference. False where it cannot be."""
    there = waiting.contact
    if not await rows.units.move(there.unit_id, there.person_id, other.id):
        return False
    await note(rows, MERGED, other.id, now, actor=admin_id, person=there.person_id)
    return True


def _bare(name: str, region: str) -> str:
    """What is left of a name without its place and its legal form."""
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()
    for place in region.split("/"):
        bare = bare.removeprefix(place).removeprefix(_SUFFIX.sub("", place))
    return _FORM.sub("", bare) or bare
