"""Invitations: a link that brings employees to a unit. It joins nobody by being opened, and says nothing once it has ended.

A colleague who is to be a contact gets a link of another kind, since it says more of the unit: neither can be made from the other.
"""

import base64
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from bot.callbacks import press, start_link, start_payload
from bot.usecases.units.auditing import about_unit
from storage.database import Transaction
from storage.unit_records import InvitationRecord, UnitRecord

VALID: Final = timedelta(days=180)
"""How long a page on a notice board leads anywhere."""
JOIN: Final = "jm"
"""The verb of the link."""
COLLEAGUE: Final = "ja"
"""The verb of a colleague's link."""
PARTED: Final = ("contact.left", "contact.handed_over", "contact.removed")
"""After one of these the colleagues' link is another: who is no contact any more cannot open theirs."""

_BYTES = 15
"""Of chance: nobody guesses 120 bits."""
_NUMBER = 4
"""Bytes of a colleague's token that name the invitation; the others are the mark that shows it to be ours."""
_TOKEN = re.compile(r"(?<![A-Za-z0-9_])[a-z2-7]{24}(?![A-Za-z0-9_])")


def token_in(text: str) -> str:
    """The token in a link or a text that somebody pasted; empty where there is none."""
    found = _TOKEN.search(text)
    return found[0] if found else ""


def link_of(invitation: InvitationRecord, username: str) -> str:
    """The address that a phone opens."""
    payload = start_payload(press(JOIN, invitation.token))
    assert payload is not None  # noqa: S101 - a token holds nothing that a link does not carry
    return start_link(username, payload)


def ends_on(invitation: InvitationRecord) -> datetime:
    """When it leads nowhere any more."""
    return invitation.made_at + VALID


async def renew(rows: Transaction, unit_id: int, by: int, now: datetime) -> None:
    """Make an invitation; what led to the unit before leads nowhere from now on."""
    token = _written(secrets.token_bytes(_BYTES))
    await rows.invitations.make(unit_id, token, by, now)


async def invitation_of(rows: Transaction, unit_id: int, now: datetime) -> InvitationRecord | None:
    """The invitation of a unit, while it lives."""
    living = await rows.invitations.living(unit_id)
    return living if living is not None and ends_on(living) > now else None


async def unit_behind(rows: Transaction, token: str, now: datetime) -> UnitRecord | None:
    """The unit to which a token leads; None where it ended, where nobody is left who could see anything, and for what was never a token."""
    found = await rows.invitations.by_token(token)
    if found is None or ends_on(found) <= now or not await rows.units.contacts(found.unit_id):
        return None
    return await rows.units.get(found.unit_id)


async def colleague_link_of(rows: Transaction, invitation: InvitationRecord, username: str) -> str:
    """The address that a colleague opens to ask to be a contact too; another as soon as a contact has gone."""
    payload = start_payload(press(COLLEAGUE, (await _colleague_tokens(rows, invitation))[0]))
    assert payload is not None  # noqa: S101 - a token holds nothing that a link does not carry
    return start_link(username, payload)


async def unit_for_colleague(rows: Transaction, token: str, now: datetime) -> UnitRecord | None:
    """The unit to which a colleague's token leads; None for any other, an employee's too."""
    if not token_in(token):
        return None
    number = int.from_bytes(base64.b32decode(token.upper())[:_NUMBER])
    found = await rows.invitations.get(number)
    if found is None or not any(secrets.compare_digest(token, one) for one in await _colleague_tokens(rows, found)):
        return None
    return await unit_behind(rows, found.token, now)


async def _colleague_tokens(rows: Transaction, invitation: InvitationRecord) -> list[str]:
    """As it is written now; behind it as it was before the marks had a secret of their own."""
    parted = await rows.audit.last_of(PARTED, about_unit(invitation.unit_id))
    marks = rows.invitations.marks(COLLEAGUE, f"{invitation.token}:{parted}")
    return [_written(invitation.id.to_bytes(_NUMBER) + mark[: _BYTES - _NUMBER]) for mark in marks]


def _written(token: bytes) -> str:
    return base64.b32encode(token).decode().lower()
