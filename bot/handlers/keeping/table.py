"""Which handler takes which button and command of keeping, and which dialog awaits what. All verbs begin with ``v``."""

from collections.abc import Mapping

from bot.handlers.dialogs import Heard
from bot.handlers.keeping import (
    auditing,
    broadcasting,
    card,
    editing,
    granting,
    handing,
    history,
    proposals,
    reported,
    stats,
    stewarding,
    withdrawing,
    wondering,
)
from bot.handlers.keeping.allowed import commanding, pressing
from bot.handlers.visit import Handler

PRESSES: Mapping[str, Handler] = {
    **editing.PRESSES,
    **withdrawing.PRESSES,
    **stewarding.PRESSES,
    **reported.PRESSES,
    **broadcasting.PRESSES,
    **auditing.PRESSES,
    **stats.PRESSES,
    **wondering.PRESSES,
    "va": pressing("editor", card.on_card),
    "vb": pressing("editor", proposals.on_proposal),
    "vc": pressing("editor", history.on_history),
    "vd": pressing("editor", history.on_back),
    "ve": pressing("owner", granting.on_rights),
    "vf": granting.on_offer,
    "vg": pressing("editor", handing.on_hand_out),
}
LINKED: frozenset[str] = frozenset({"vf"})
"""What a deep link may begin: it is asked before anything is given."""
COMMANDS: Mapping[str, Handler] = {
    "admin": commanding("editor", card.on_card),
    "history": commanding("editor", history.on_history),
    "rollback": commanding("editor", history.on_back),
    "edit": editing.COMMAND,
    "pause": withdrawing.COMMAND,
    "broadcast": broadcasting.COMMAND,
    "audit": auditing.COMMAND,
    "stats": stats.COMMAND,
    "unanswered": wondering.COMMAND,
}
"""In no public menu; to all others there are no such commands."""
DIALOGS: Mapping[str, Heard] = {
    **editing.DIALOGS,
    **withdrawing.DIALOGS,
    **stewarding.DIALOGS,
    **broadcasting.DIALOGS,
    **auditing.DIALOGS,
    **wondering.DIALOGS,
    proposals.WHY: proposals.on_why,
    proposals.REASON: proposals.on_reason,
    history.BACK: history.on_back_why,
    granting.GIVING: granting.on_whom,
}
