"""A unit as far as reminders are concerned: what it follows, what is known of it, what it has handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.usecases.answer_rows import answers_of
from eligibility.answers import Answer, Answers, Given, fitting
from eligibility.route import Route, route_of
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage
from knowledge.facts import ChoiceFact
from knowledge.policy import Policy
from storage.database import Transaction
from storage.records import ChatRecord
from storage.unit_records import UnitRecord

TYPE, AFFILIATION, PLACE = "unit_type", "unit_affiliation", "unit_place"
"""The facts that follow from how a unit was registered."""


@dataclass(frozen=True)
class Watching:
    """A unit with what it follows; whoever holds one may know of it."""

    unit: UnitRecord
    followed: frozenset[str]
    answers: Answers
    """What is known of the unit: from its registration, and what its contacts said."""
    filed: frozenset[tuple[str, str]] = frozenset()
    """The policies and stages that it has handed in."""


def unit_route(base: KnowledgeBase, policy: Policy, watching: Watching) -> Route:
    """The unit's way through a policy: its own links, or the next dated ones."""
    return route_of(base, policy, None, watching.answers, "unit")


def unit_stages(base: KnowledgeBase, policy: Policy, watching: Watching) -> Mapping[str, Stage]:
    """The dated stages, by id, of which the unit's contacts are still reminded."""
    if policy.id not in watching.followed:
        return {}
    return {stage.id: stage for stage in unit_route(base, policy, watching).dated if (policy.id, stage.id) not in watching.filed}


async def watching_of(rows: Transaction, base: KnowledgeBase, unit: UnitRecord) -> Watching:
    """A unit, read from rows."""
    followed = frozenset(await rows.unit_work.followed(unit.id))
    said = answers_of(base, await rows.unit_work.answers(unit.id))
    filed = frozenset((one.policy, one.stage) for one in await rows.unit_work.filings(unit.id))
    return Watching(unit, followed, registered(base, unit) | dict(said), filed)


async def watchings_of(rows: Transaction, base: KnowledgeBase, person_id: int, chat: ChatRecord) -> tuple[Watching, ...]:
    """The units of which a chat hears: in private those whose approved contact somebody is now, in a group the one that it belongs to.

    A group of a unit without contacts hears nothing: nobody is there who could cut it.
    """
    if chat.kind == "private":
        return tuple([await watching_of(rows, base, unit) for unit in await rows.units.of_contact(person_id)])
    unit_id = await rows.unit_work.unit_of_group(chat.id)
    unit = await rows.units.get(unit_id) if unit_id is not None and await rows.units.contacts(unit_id) else None
    if unit is None:
        return ()
    # What it has handed in is no group's to know: a group hears every public date whatever was filed, so that no silence tells.
    return (replace(await watching_of(rows, base, unit), filed=frozenset()),)


def registered(base: KnowledgeBase, unit: UnitRecord) -> dict[str, Answer]:
    """What a unit's registration says as answers, as far as this knowledge has such options."""
    place = _place(base, unit.region)
    said = {TYPE: unit.kind, AFFILIATION: unit.affiliation, PLACE: place}
    return dict(fitting(base.facts, {fact: Given(option) for fact, option in said.items() if option and fact in base.facts}))


def _place(base: KnowledgeBase, region: str) -> str:
    """The option that is called like the city or the province; a district's name may stand for several, and is no proof."""
    fact = base.facts.get(PLACE)
    if not isinstance(fact, ChoiceFact):
        return ""
    for name in reversed(region.split("/")[:2]):
        for option in fact.options:
            if name in {option.label, *option.aliases}:
                return option.id
    return ""
