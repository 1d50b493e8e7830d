"""Who hears of what a unit follows: its approved contacts in private, its groups; brought up to date whenever one of these changes."""

from collections.abc import Iterable
from datetime import datetime

from bot.usecases.listening import plan
from bot.usecases.reminding import target_of_unit
from bot.usecases.units.auditing import note
from knowledge.base import KnowledgeBase
from storage.database import Transaction


async def attend(rows: Transaction, base: KnowledgeBase, unit_id: int, now: datetime) -> None:
    """Let every contact and group of a unit hear of what it follows now, and plan what comes to them within a day."""
    contacts = await rows.units.contacts(unit_id)
    for contact in contacts:
        await hear(rows, base, contact.person_id, now)
    groups = await rows.unit_work.groups(unit_id)
    for group in groups:
        await _let_group_hear(rows, group.id, contacts[0].person_id if contacts else None, await rows.unit_work.followed(unit_id), now)
    if groups and contacts:
        await plan(rows, base, contacts[0].person_id, now)


async def hear(rows: Transaction, base: KnowledgeBase, person_id: int, now: datetime) -> None:
    """Let somebody hear, in their own chat, of what their units follow now, and of nothing that they did before."""
    chat = await rows.chats.private(person_id)
    if chat is None:
        return
    units = await rows.units.of_contact(person_id)
    wanted = {policy for unit in units for policy in await rows.unit_work.followed(unit.id)}
    await _subscribe(rows, person_id, chat.id, wanted, now)
    await plan(rows, base, person_id, now)


async def leave_groups(rows: Transaction, unit_id: int, person_id: int, now: datetime) -> None:
    """Let the groups of a unit hear no more at somebody's hour: before their own reminders are planned anew, these among them."""
    for group in await rows.unit_work.groups(unit_id):
        for one in await rows.subscriptions.here(group.id, "unit"):
            if one.person_id == person_id:
                await rows.subscriptions.end(one.id, person_id, now)


async def come_back(rows: Transaction, base: KnowledgeBase, chat_id: int, now: datetime) -> None:
    """A group can be reached again: it hears what its unit's other listeners hear, whoever wrote there."""
    unit_id = await rows.unit_work.unit_of_group(chat_id)
    if unit_id is not None:
        await attend(rows, base, unit_id, now)


async def thrown_out(rows: Transaction, telegram_chat_id: int, now: datetime) -> None:
    """The bot was sent out of a group: it hears of no unit any more, and whoever brings the bot back connects it anew."""
    chat = await rows.chats.there(telegram_chat_id)
    unit_id = await rows.unit_work.unit_of_group(chat.id) if chat is not None else None
    if chat is not None and unit_id is not None:
        await rows.unit_work.disconnect(chat.id, unit_id)
        await close_group(rows, chat.id, now)
        await note(rows, "group.disconnected", unit_id, now, actor=None)


async def close_group(rows: Transaction, chat_id: int, now: datetime) -> None:
    """Let a group hear of no unit any more."""
    for one in await rows.subscriptions.here(chat_id, "unit"):
        await rows.subscriptions.end(one.id, one.person_id, now)


async def _let_group_hear(rows: Transaction, chat_id: int, owner: int | None, followed: Iterable[str], now: datetime) -> None:
    """A group hears at the hour of the contact who has been there longest, whoever connected it; of a unit without any it hears nothing."""
    for one in await rows.subscriptions.here(chat_id, "unit"):
        if one.person_id != owner:
            await rows.subscriptions.end(one.id, one.person_id, now)
    if owner is not None:
        await _subscribe(rows, owner, chat_id, followed, now)


async def _subscribe(rows: Transaction, person_id: int, chat_id: int, wanted: Iterable[str], now: datetime) -> None:
    """Make somebody's subscriptions for units in a chat what they should be."""
    policies = set(wanted)
    for one in await rows.subscriptions.here(chat_id, "unit"):
        if one.person_id == person_id and one.target not in policies:
            await rows.subscriptions.end(one.id, person_id, now)
    for policy in sorted(policies):
        await rows.subscriptions.follow(person_id, chat_id, target_of_unit(policy), now)
