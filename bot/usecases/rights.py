"""Who keeps the knowledge: editors propose, publishers publish, owners give and take these rights. Those whom the settings name are owners.

A right is a row and is looked up at every act, in its transaction: whoever lost it has lost it at once, in running dialogs too.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, get_args

from storage.database import Transaction

Role = Literal["editor", "publisher", "owner"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""Each may do all that those before it may."""
NAMED: Final = "owners_named"
BY_SETTINGS, BY_SETTINGS_NO_MORE = "right.named", "right.unnamed"


async def role_of(rows: Transaction, person_id: int) -> Role | None:
    """The highest right that somebody holds."""
    held = await rows.roles.of(person_id)
    return next((role for role in reversed(ROLES) if role in held), None)


async def may(rows: Transaction, person_id: int, least: Role) -> bool:
    """Whether somebody holds this right or a higher one."""
    return not _from(least).isdisjoint(await rows.roles.of(person_id))


async def reachable(rows: Transaction, least: Role) -> tuple[tuple[int, int], ...]:
    """Those who hold this right or a higher one and can be written to: each person once, with their private chat."""
    holders = {holder.person_id: None for role in ROLES if role in _from(least) for holder in await rows.roles.holders(role)}
    chats = [(person, await rows.chats.private(person)) for person in holders]
    return tuple((person, chat.id) for person, chat in chats if chat is not None and chat.unreachable_since is None)


async def named_owners(rows: Transaction) -> frozenset[int]:
    """Those whom the settings name: only there can that be changed."""
    return frozenset(map(int, (await rows.marks.get(NAMED) or "").split()))


async def name_owners(rows: Transaction, telegram_user_ids: Iterable[int], now: datetime) -> None:
    """Make owners of those whom the settings name, and of those no more whom they named before and no longer name.

    The audit says so once, whatever process and however often the settings are read.
    """
    before = await named_owners(rows)
    named = [await person_of(rows, number, now) for number in telegram_user_ids]
    for person_id in named:
        await rows.roles.grant(person_id, "owner", None, now)
    for person_id in before.difference(named):
        await rows.roles.revoke(person_id, "owner")
    for act, those in ((BY_SETTINGS, set(named) - before), (BY_SETTINGS_NO_MORE, before.difference(named))):
        for person_id in sorted(those):
            if await rows.people.get(person_id) is not None:
                await rows.audit.note(act, json.dumps({"role": "owner"}), now, person_id=person_id)
    if before or named:
        await rows.marks.set(NAMED, " ".join(map(str, named)))


async def person_of(rows: Transaction, telegram_user_id: int, now: datetime) -> int:
    """The person behind Telegram's number, whether or not they ever opened the bot."""
    person = await rows.people.ensure(telegram_user_id, now)
    chat = await rows.chats.ensure(telegram_user_id, "private", person.id, now)
    if chat.created_at == now:  # a bot cannot write to who never opened it, and nobody is to be told that it did
        await rows.chats.mark_unreachable(chat.id, now)
    return person.id


def _from(least: Role) -> frozenset[str]:
    return frozenset(ROLES[ROLES.index(least) :])
