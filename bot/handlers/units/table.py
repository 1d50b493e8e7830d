"""Which handler takes which button of a unit, and which dialog awaits what. All verbs begin with ``j``."""

from collections.abc import Mapping

from bot.handlers import dialogs, transferring
from bot.handlers.dialogs import Heard
from bot.handlers.keeping import table as keeping
from bot.handlers.units import (
    contacts,
    counting,
    deciding,
    ending,
    filing,
    groups,
    inner,
    inviting,
    joining,
    mine,
    policies,
    registering,
    reminded,
    seeing,
    sharing,
)
from bot.handlers.units.pressed import GONE
from bot.handlers.visit import Handler, Outcome, Visit

DIALOGS: Mapping[str, Heard] = {
    registering.REGISTER: registering.on_registering,
    registering.CODE: registering.on_code,
    registering.LETTER: registering.on_letter,
    deciding.EVIDENCE: deciding.on_evidence,
    deciding.REASON: deciding.on_reason,
    joining.JOINING: joining.on_joining_heard,
    joining.RENAMING: joining.on_renaming_heard,
    counting.DIALOG: counting.on_typed,
    inner.DIALOG: inner.on_typed,
    transferring.DIALOG: transferring.on_typed,
    **keeping.DIALOGS,
}
LINKED: frozenset[str] = frozenset({"ja", "jm"})
"""What a deep link may begin: nothing that joins, agrees or decides by being opened."""


async def on_dialog(visit: Visit) -> Outcome:
    """A button of a dialog; stale where that is over."""
    return await dialogs.on_heard(visit, DIALOGS) or GONE


async def on_words(visit: Visit) -> Outcome | None:
    """A message that a dialog awaits; None where none is open."""
    return await dialogs.on_heard(visit, DIALOGS)


PRESSES: Mapping[str, Handler] = {
    dialogs.CHOOSE: on_dialog,
    "jc": dialogs.on_cancel,
    "ja": mine.on_unit,
    "jd": deciding.on_decide,
    "je": registering.on_register,
    "jf": contacts.on_contacts,
    "jg": groups.on_groups,
    "jm": joining.on_invited,
    "jn": joining.on_agree,
    "jo": joining.on_mine,
    "jp": sharing.on_share,
    "jq": inviting.on_invitation,
    "jr": seeing.on_overview,
    "js": seeing.on_member,
    "jt": policies.on_list,
    "ju": policies.on_policy,
    "jv": policies.on_follow,
    "jw": ending.on_unfollow,
    "jl": policies.on_more,
    "jx": filing.on_filed,
    "jy": filing.on_unfiled,
    "jz": filing.on_tomorrow,
    "jh": counting.on_ask,
    "ji": inner.on_ask,
    "jj": inner.on_day,
    "jk": inner.on_withdraw,
    "jis": reminded.on_tomorrow,
    "jiq": reminded.on_enough,
}
