"""Who may; to all others there is no such button or command, and that they tried is written down."""

from bot.handlers import greeting
from bot.handlers.dialogs import Heard, Held, let_go
from bot.handlers.units.pressed import GONE
from bot.handlers.visit import Handler, Outcome, Visit
from bot.usecases.keeping.noting import note_refused
from bot.usecases.rights import Role, may


def pressing(least: Role, handler: Handler) -> Handler:
    """The handler of a button for those who hold this right or a higher one."""

    async def guarded(visit: Visit) -> Outcome:
        return await handler(visit) if await may(visit.rows, visit.person.id, least) else await refused(visit)

    return guarded


def commanding(least: Role, handler: Handler) -> Handler:
    """The handler of a command for those who hold this right or a higher one, where nobody reads along."""

    async def guarded(visit: Visit) -> Outcome:
        is_theirs = await may(visit.rows, visit.person.id, least)
        if visit.is_private and is_theirs:
            return await handler(visit)
        if not is_theirs:
            await note_refused(visit.rows, visit.text.split()[0], visit.person.id, visit.now)
        return await greeting.on_unknown_command(visit)

    return guarded


def hearing(least: Role, heard: Heard) -> Heard:
    """What answers a dialog, for those who hold this right or a higher one still; for others the dialog is over."""

    async def guarded(visit: Visit, held: Held) -> Outcome | None:
        if await may(visit.rows, visit.person.id, least):
            return await heard(visit, held)
        await let_go(visit)
        return await refused(visit)

    return guarded


async def refused(visit: Visit) -> Outcome:
    """What a button comes to for who may not."""
    await note_refused(visit.rows, visit.press.verb if visit.press else "", visit.person.id, visit.now)
    return GONE
