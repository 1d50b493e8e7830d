"""Which handler takes which button and command of keeping, and which dialog awaits what. All verbs begin with ``v``."""

from collections.abc import Mapping

from bot.handlers.dialogs import Heard
from bot.handlers.keeping import card, editing, proposals
from bot.handlers.keeping.allowed import commanding, pressing
from bot.handlers.visit import Handler

PRESSES: Mapping[str, Handler] = {
    **editing.PRESSES,
    "va": pressing("editor", card.on_card),
    "vb": pressing("editor", proposals.on_proposal),
}
COMMANDS: Mapping[str, Handler] = {
    "admin": commanding("editor", card.on_card),
    "edit": editing.COMMAND,
}
"""In no public menu; to all others there are no such commands."""
DIALOGS: Mapping[str, Heard] = {
    **editing.DIALOGS,
    proposals.WHY: proposals.on_why,
    proposals.REASON: proposals.on_reason,
}
