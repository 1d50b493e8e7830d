"""操作记录: what the rows in its lines are called, as far as they are still there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.usecases.keeping.granting import known_as
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.keeping_records import AuditRecord


@dataclass(frozen=True)
class Known:
    """Units and people by the numbers of their rows, policies by their ids."""

    units: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)

    def person(self, number: int) -> str:
        """A contact or somebody with a right by name, anybody else by number."""
        return self.people.get(number, f"{number} 号")


async def known_of(rows: Transaction, base: KnowledgeBase, lines: Iterable[AuditRecord]) -> Known:
    """What these lines speak of: a contact is called as their unit knows them, a keeper as by who gave them the right."""
    units: dict[int, str] = {}
    people: dict[int, str] = {}
    for line in lines:
        number = json.loads(line.about).get("unit")
        if number is not None and number not in units and (unit := await rows.units.get(number)) is not None:
            units[number] = unit.name
        for person in {line.actor_id, line.person_id} - people.keys():
            if person is not None:
                people[person] = await _called(rows, number, person)
    policies = {one.id: f"{one.short_title}（{one.year}）" for one in base.policies.values()}
    return Known(units, people, policies)


async def _called(rows: Transaction, unit: int | None, person: int) -> str:
    contact = await rows.units.contact(unit, person) if unit is not None else None
    return contact.called if contact is not None else await known_as(rows, person)
