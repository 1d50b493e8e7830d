"""改一处, from a phone: policy → kind → entry → field → new value → evidence → a proposal like any other."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.clock import SHANGHAI
from bot.handlers import commands
from bot.handlers.dialogs import Heard, Held, await_words, let_go
from bot.handlers.keeping import proposals
from bot.handlers.keeping.allowed import commanding, hearing, pressing
from bot.handlers.units.pressed import GONE
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases.keeping.mending import Mended, MovedError, mend, path_of
from bot.usecases.keeping.places import KINDS, Field, Kind, Spot, kinds_of, spots_of
from bot.usecases.keeping.proposing import propose
from bot.usecases.keeping.said import NotReadError, held, is_evidence, read_value, restored
from bot.views.keeping import editing as views
from bot.views.paging import page_of
from knowledge.editing import UneditableError, Value
from knowledge.policy import Policy

POLICY: Final = "edit_policy"
VALUE: Final = "edit_value"
SOURCE: Final = "edit_source"


@dataclass(frozen=True)
class _Chosen:
    """A field of the base that is served, as buttons and dialogs name it."""

    policy: Policy
    kind: Kind
    spot: Spot
    number: int

    @property
    def field(self) -> Field:
        return self.spot.fields[self.number]

    @property
    def held(self) -> dict[str, Any]:
        return {"policy": self.policy.id, "kind": self.kind, "entry": self.spot.key, "field": self.number}


async def on_edit(visit: Visit) -> Outcome:
    """/edit, with a policy's name or without."""
    said = commands.argument(visit)
    return await _found(visit, said) if said else await _which(visit, 0)


async def on_policies(visit: Visit) -> Outcome:
    """All policies, a page at a time."""
    return await _which(visit, page_of(visit.argument()))


async def _which(visit: Visit, page: int) -> Outcome:
    await await_words(visit, POLICY)
    policies = sorted(visit.snapshot.base.policies.values(), key=lambda one: (-one.year, one.short_title))
    return redraw(visit, views.policies_message(policies, page))


async def on_policy_typed(visit: Visit, _: Held) -> Outcome:
    """A policy by its name."""
    return await _found(visit, visit.text)


async def _found(visit: Visit, said: str) -> Outcome:
    snapshot = visit.snapshot
    found = await asyncio.to_thread(snapshot.finder.find, snapshot.index, said, visit.now) if said.strip() else ()
    if len(found) == 1:
        await let_go(visit)
        return reply(views.kinds_message(found[0].policy, kinds_of(found[0].policy)))
    await await_words(visit, POLICY)
    policies = [one.policy for one in found]
    return reply(views.policies_message(policies, 0, is_found=True) if policies else views.none_found_message())


async def on_policy(visit: Visit) -> Outcome:
    """What of it?"""
    policy = visit.policy()
    return redraw(visit, views.kinds_message(policy, kinds_of(policy))) if policy else GONE


async def on_kind(visit: Visit) -> Outcome:
    """Where?"""
    policy, kind = visit.policy(), _kind(visit)
    spots = spots_of(policy, kind) if policy and kind else ()
    if policy is None or kind is None or not spots:
        return GONE
    if len(spots) == 1:
        return await _fields(visit, _Chosen(policy, kind, spots[0], 0))
    return redraw(visit, views.spots_message(policy, kind, spots, page_of(visit.argument(2))))


async def on_spot(visit: Visit) -> Outcome:
    """What of the entry?"""
    chosen = _pressed(visit)
    return await _fields(visit, chosen) if chosen else GONE


async def _fields(visit: Visit, chosen: _Chosen) -> Outcome:
    if len(chosen.spot.fields) == 1:
        return await _ask(visit, chosen)
    return redraw(visit, views.fields_message(visit.snapshot.base, chosen.policy, chosen.kind, chosen.spot))


async def on_field(visit: Visit) -> Outcome:
    """The new value?"""
    chosen = _pressed(visit)
    return await _ask(visit, chosen) if chosen else GONE


async def _ask(visit: Visit, chosen: _Chosen) -> Outcome:
    await await_words(visit, VALUE, chosen.held)
    return redraw(visit, views.ask_message(visit.snapshot.base, chosen.policy, chosen.spot, chosen.field))


async def on_value(visit: Visit, said: Held) -> Outcome:
    """The new value was typed: it is shown beside the old one, and evidence is asked for."""
    chosen = _restored(visit, said)
    if chosen is None:
        await let_go(visit)
        return reply(views.moved_message())
    try:
        value = read_value(chosen.field, visit.text, visit.now.astimezone(SHANGHAI).date())
    except NotReadError as error:
        return reply(views.not_read_message(chosen.field, error.why))
    made = await mended(visit, chosen.policy, chosen.field, value)
    if isinstance(made, Outcome):
        return made
    await await_words(visit, SOURCE, {**chosen.held, "value": held(value), "old": _old(chosen.field)})
    base = visit.snapshot.base
    return reply(views.source_message(base, chosen.policy, chosen.spot, (chosen.field, value), made[1]))


async def on_source(visit: Visit, said: Held) -> Outcome:
    """The evidence was typed: the change waits to be published."""
    chosen, source = _restored(visit, said), " ".join(visit.text.split())
    if chosen is None or said["old"] != _old(chosen.field):
        await let_go(visit)
        return reply(views.moved_message())
    if not is_evidence(source):
        return reply(views.no_source_message())
    value = restored(chosen.field, said["value"])
    made = await mended(visit, chosen.policy, chosen.field, value)
    if isinstance(made, Outcome):
        return made
    await let_go(visit)
    number, new = made
    why = f"{views.changed_what(visit.snapshot.base, chosen.policy, chosen.spot, chosen.field, value)}。根据：{source}"
    proposal = await propose(visit.rows, number, {path_of(chosen.policy.id): new.raw}, why, visit.person.id, visit.now)
    return await proposals.show(visit, proposal)


async def mended(visit: Visit, policy: Policy, field: Field, value: Value) -> tuple[int, Mended] | Outcome:
    """The number of the version that is changed, and the file as it would be."""
    number = await visit.rows.publications.latest_number()
    raw = await visit.rows.publications.file(number, path_of(policy.id))
    try:
        if raw is None:
            raise MovedError  # noqa: TRY301 - told below like the other
        return number, await asyncio.to_thread(mend, raw, field, value)
    except MovedError:
        message = views.moved_message()
    except UneditableError:
        message = views.refused_message()
    await let_go(visit)
    return reply(message)


def _old(field: Field) -> str | None:
    return None if field.old is None else held(field.old)


def _kind(visit: Visit) -> Kind | None:
    return next((kind for kind in KINDS if kind == visit.argument(1)), None)


def _pressed(visit: Visit) -> _Chosen | None:
    """The field that a button names."""
    policy, kind = visit.policy(), _kind(visit)
    if policy is None or kind is None:
        return None
    coded = visit.argument(2)
    return _chosen(policy, kind, lambda spot: views.entry_code(policy, spot.key) == coded, page_of(visit.argument(3)))


def _restored(visit: Visit, said: Held) -> _Chosen | None:
    """The field that a dialog names."""
    policy = visit.snapshot.base.policies.get(said["policy"])
    return _chosen(policy, said["kind"], lambda spot: spot.key == said["entry"], said["field"]) if policy else None


def _chosen(policy: Policy, kind: Kind, is_it: Callable[[Spot], bool], number: int) -> _Chosen | None:
    spot = next((spot for spot in spots_of(policy, kind) if is_it(spot)), None)
    return _Chosen(policy, kind, spot, number) if spot and number < len(spot.fields) else None


COMMAND: Final[Handler] = commanding("editor", on_edit)
PRESSES: Final[Mapping[str, Handler]] = {
    "vi": pressing("editor", on_policies),
    "vj": pressing("editor", on_policy),
    "vk": pressing("editor", on_kind),
    "vl": pressing("editor", on_spot),
    "vm": pressing("editor", on_field),
}
DIALOGS: Final[Mapping[str, Heard]] = {
    POLICY: hearing("editor", on_policy_typed),
    VALUE: hearing("editor", on_value),
    SOURCE: hearing("editor", on_source),
}
