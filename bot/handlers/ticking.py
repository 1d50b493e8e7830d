"""Materials ticked off: a list of one's own, drawn in place, kept until it is cleared."""

from bot import texts
from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.checklists import list_about, material_ids
from bot.usecases.scope import PolicyScope, read_scope
from bot.usecases.units.sharing import units_shared_with
from bot.views.checklists import (
    Item,
    checklist_message,
    clear_message,
    items_of,
    list_consent_message,
    list_tracks_message,
    lists_message,
    removed_message,
    shared_message,
)
from bot.views.message import Message, say
from bot.views.topics.section import View
from knowledge.policy import Policy


async def on_open(visit: Visit) -> Outcome:
    """Begin a list, or go on with it: below, so that the answer on materials stays."""
    return reply(await _opened(visit))


async def on_open_here(visit: Visit) -> Outcome:
    """The same in the place of the message that was pressed."""
    return redraw(visit, await _opened(visit))


async def on_consent(visit: Visit) -> Outcome:
    """The person agreed to have a list stored."""
    if _target(visit) is not None and visit.person.consented_at is None:
        await visit.rows.people.give_consent(visit.person.id, "answers", visit.now)
    return redraw(visit, await _opened(visit, agreed=True))


async def on_tick(visit: Visit) -> Outcome:
    """A box was pressed: it becomes what its button said, however often it is pressed."""
    scope = _list(visit)
    if scope is None or visit.person.consented_at is None:
        return await on_open_here(visit)
    view = await _view(visit, scope)
    pressed = next((one.id for one in view.policy.materials if code("entry", f"{scope.policy}/{one.id}") == visit.argument(1)), "")
    at = visit.now if visit.argument(2) == "1" else None
    is_there = await visit.rows.checklists.tick(visit.person.id, str(scope), pressed, at)
    return redraw(visit, await _drawn(visit, scope), None if is_there else texts.STALE)


async def on_share(visit: Visit) -> Outcome:
    """The list as text to forward: without the ticks first, with them where that is wanted."""
    scope = _list(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    view = await _view(visit, scope)
    message = shared_message(view, await _items(visit, view, scope), ticks=visit.argument(1) == "y")
    return redraw(visit, message) if visit.argument(1) else reply(message)


async def on_clear(visit: Visit) -> Outcome:
    """Ask once more."""
    scope = _list(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    view = await _view(visit, scope)
    return redraw(visit, clear_message(view, sum(item.ticked for item in await _items(visit, view, scope))))


async def on_clear_confirmed(visit: Visit) -> Outcome:
    """The ticks are taken back, or the whole list is deleted."""
    scope = _list(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    if visit.argument(1) == "l":
        await visit.rows.checklists.remove(visit.person.id, str(scope))
        return redraw(visit, removed_message(await _view(visit, scope)))
    await visit.rows.checklists.clear(visit.person.id, str(scope))
    return await on_open_here(visit)


async def on_kept(visit: Visit) -> Outcome:
    """The lists that are kept and that this knowledge still has; nothing where there are none."""
    found = []
    for about in await visit.rows.checklists.kept(visit.person.id):
        scope = read_scope(visit.snapshot.base, about)
        if isinstance(scope, PolicyScope) and list_about(visit.snapshot.base.policies[scope.policy], scope.track) == scope:
            view = await _view(visit, scope)
            found.append((view, await _items(visit, view, scope)))
    return reply(lists_message(found)) if found else Outcome()


async def _opened(visit: Visit, *, agreed: bool = False) -> Message:
    """The list; before it the choice of a track, where their materials differ, and the consent, where there is none yet."""
    target = _target(visit)
    if target is None:
        return say(texts.STALE_GONE)
    policy, track = target
    scope = list_about(policy, track)
    if scope is None:
        return list_tracks_message(policy)
    if visit.person.consented_at is None and not agreed:
        units = await units_shared_with(visit.rows, visit.snapshot.base, visit.person.id, policy.id) if visit.is_private else ()
        return list_consent_message(policy, scope.track, units)
    return await _drawn(visit, scope)


async def _drawn(visit: Visit, scope: PolicyScope) -> Message:
    view = await _view(visit, scope)
    await _take_over(visit, scope)
    wanted = material_ids(view.policy, scope.track)
    dropped = await visit.rows.checklists.bring_up_to_date(visit.person.id, str(scope), wanted, visit.now)
    return checklist_message(view, await _items(visit, view, scope), dropped)


async def _take_over(visit: Visit, scope: PolicyScope) -> None:
    """Where tracks have come to differ, or to be alike, since a list was begun: it goes on as this one, unless there is this one."""
    policy, kept = visit.snapshot.base.policies[scope.policy], await visit.rows.checklists.kept(visit.person.id)
    begun = (read_scope(visit.snapshot.base, about) for about in kept)
    mine = [one for one in begun if isinstance(one, PolicyScope) and one.policy == scope.policy]
    left = next((one for one in mine if list_about(policy, one.track) != one), None)
    if left is not None and scope not in mine:
        await visit.rows.checklists.move(visit.person.id, str(left), str(scope))


async def _items(visit: Visit, view: View, scope: PolicyScope) -> tuple[Item, ...]:
    return items_of(view, await visit.rows.checklists.of(visit.person.id, str(scope)))


async def _view(visit: Visit, scope: PolicyScope) -> View:
    base, inner = visit.snapshot.base, (await visit.inner_days()).get(scope.policy)
    return View(base, base.policies[scope.policy], scope.track, visit.now.astimezone(SHANGHAI), await visit.answers(), inner=inner)


def _target(visit: Visit) -> tuple[Policy, str | None] | None:
    """The policy and track on the pressed button."""
    found = visit.snapshot.codes.find_target(visit.argument())
    return (visit.snapshot.base.policies[found[0]], found[1]) if found is not None else None


def _list(visit: Visit) -> PolicyScope | None:
    """The list on the pressed button; None where it is gone, or its tracks have come to differ."""
    target = _target(visit)
    return list_about(*target) if target is not None else None
