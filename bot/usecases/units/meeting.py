"""One real unit that two people write differently: found for an admin, who says whether it is one."""

import re
import unicodedata
from datetime import datetime
from typing import Final

from rapidfuzz import fuzz

from bot.usecases.units.auditing import note
from bot.usecases.units.registering import Waiting
from storage.database import Transaction
from storage.unit_records import UnitRecord

ALIKE: Final = 75
"""From here on, of a hundred, two names may be of one unit: 北方机械厂, 北方机械制造厂."""
_FORM = re.compile("有限责任公司|股份有限公司|有限公司|股份|集团|公司")
_SUFFIX = re.compile("(?:自治区|省|市|盟|区|县|旗)$")


async def similar_units(rows: Transaction, waiting: Waiting) -> tuple[UnitRecord, ...]:
    """The units of the same city with contacts that may be the one meant, the likeliest first. For admins only."""
    stated = waiting.stated
    asked = _bare(stated.name, stated.region)
    found = [
        (fuzz.ratio(asked, _bare(unit.name, unit.region)), unit)
        for unit in await rows.units.with_contacts()
        if unit.id != waiting.contact.unit_id and _city(unit.region) == _city(stated.region)
    ]
    return tuple(unit for score, unit in sorted(found, key=lambda one: (-one[0], one[1].id)) if score >= ALIKE)


async def merge(rows: Transaction, waiting: Waiting, other: UnitRecord, admin_id: int, now: datetime) -> bool:
    """Let a request be one for a unit that is there already; the applicant sees no difference. False where it cannot be."""
    there = waiting.contact
    if not await rows.units.move(there.unit_id, there.person_id, other.id):
        return False
    await note(rows, "contact.merged", other.id, now, actor=admin_id, person=there.person_id)
    return True


def _city(region: str) -> tuple[str, ...]:
    return tuple(region.split("/")[:2])


def _bare(name: str, region: str) -> str:
    """What is left of a name without its place and its legal form."""
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()
    for place in region.split("/"):
        bare = bare.removeprefix(place).removeprefix(_SUFFIX.sub("", place))
    return _FORM.sub("", bare) or bare
