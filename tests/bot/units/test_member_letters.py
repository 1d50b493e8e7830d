"""Letters about members, made when they are sent: what was true when they were ordered may be so no more."""

import io
from dataclasses import dataclass
from datetime import timedelta

import pytest
from PIL import Image

from bot.outbox.papers import Papers
from bot.outbox.pushes import WORDINGS
from bot.outbox.pushing import Pushing
from bot.usecases.orders import InvitationOrder
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.inviting import VALID, invitation_of, link_of, renew, token_in
from bot.usecases.units.nudging import NUDGE, REMOVED, nudge, tell_removed
from bot.views.message import Message
from bot.views.render import to_plain
from knowledge.base import KnowledgeBase
from storage.database import Database, Transaction
from storage.queue_records import Message as Order
from storage.records import ChatRecord, PersonRecord
from storage.unit_records import UnitRecord
from tests.bot.conftest import SetClock

TEPEI = "nmg-tepei-2023"
MINUTES = timedelta(minutes=2)


@dataclass(frozen=True)
class Place:
    """A unit that follows a policy, its contact, and a member who agreed."""

    unit: UnitRecord
    contact: PersonRecord
    member: PersonRecord
    chat: ChatRecord
    """The contact's."""


async def placed(rows: Transaction, clock: SetClock) -> Place:
    now = clock.now()
    contact, member = await rows.people.ensure(1, now), await rows.people.ensure(2, now)
    chat = await rows.chats.ensure(1, "private", contact.id, now)
    await rows.chats.ensure(2, "private", member.id, now)
    unit = await rows.units.make("某/厂", "省/市", "enterprise", "", now)
    await rows.units.ask(unit.id, contact.id, now, called="王姐", stated="{}")
    await rows.units.approve(unit.id, contact.id, None, now)
    await rows.unit_work.follow(unit.id, TEPEI, contact.id, now)
    await renew(rows, unit.id, contact.id, now)
    await rows.members.join(unit.id, member.id, "老张", now)
    await rows.members.agree(unit.id, member.id, TEPEI, "", now)
    return Place(unit, contact, member, chat)


async def worded(rows: Transaction, base: KnowledgeBase, clock: SetClock, member: PersonRecord, kind: str) -> Message | None:
    """The push of this kind that is due, as it would be worded now."""
    (claim,) = [one for one in await rows.outbox.claim(clock.now(), 9, MINUTES) if one.kind == kind]
    chat = await rows.chats.get(claim.chat_id)
    assert chat is not None
    message = await WORDINGS[kind](Pushing(rows, base, claim, member, chat, clock.now()))
    assert not isinstance(message, tuple)
    return message


@pytest.mark.parametrize("what", ["nothing", "ended", "old", "cut off", "deleted"])
async def test_the_page_is_drawn_for_a_contact_while_the_invitation_lives(
    database: Database, snapshots: Snapshots, set_clock: SetClock, what: str
) -> None:
    async with database.transaction() as rows:
        place = await placed(rows, set_clock)
        body = InvitationOrder(unit=place.unit.id, username="some_bot").model_dump_json()
        order = Order(kind="invitation", chat_id=place.chat.id, person_id=place.contact.id, due_at=set_clock.now(), body=body)
        claim = await rows.outbox.add_claimed(order, place.chat.telegram_chat_id, set_clock.now(), MINUTES)
        match what:
            case "ended":
                await rows.invitations.end(place.unit.id, set_clock.now())
            case "old":
                set_clock.advance(VALID)
            case "cut off":
                await rows.units.drop(place.unit.id, place.contact.id)
            case "deleted":
                await rows.privacy.delete(place.contact.id)
    assert claim is not None
    letters = await Papers(database, snapshots, set_clock).invitation(claim)
    assert len(letters) == (1 if what == "nothing" else 0)
    for letter in letters:
        assert letter.file_name == "某厂-邀请.png"
        assert Image.open(io.BytesIO(letter.file_content or b"")).format == "PNG"


@pytest.mark.parametrize("what", ["nothing", "withdrawn", "hushed", "left", "unfollowed"])
async def test_a_nudge_is_worded_only_for_who_still_agrees_and_wants_it(
    database: Database, base: KnowledgeBase, set_clock: SetClock, what: str
) -> None:
    async with database.transaction() as rows:
        place = await placed(rows, set_clock)
        unit, member = place.unit.id, place.member.id
        assert await nudge(rows, unit, member, TEPEI, set_clock.now()) == "sent"
        match what:
            case "withdrawn":
                await rows.members.withdraw(unit, member, TEPEI)
            case "hushed":
                await rows.members.hush(unit, member, set_clock.now())
            case "left":
                await rows.members.leave(unit, member)
            case "unfollowed":
                await rows.unit_work.unfollow(unit, TEPEI)
        message = await worded(rows, base, set_clock, place.member, NUDGE)
    assert (message is not None) == (what == "nothing")
    assert message is None or "老张" in to_plain(message)


@pytest.mark.parametrize("back", [False, True])
async def test_who_was_taken_out_is_told_unless_they_are_back(
    database: Database, base: KnowledgeBase, set_clock: SetClock, *, back: bool
) -> None:
    async with database.transaction() as rows:
        place = await placed(rows, set_clock)
        await rows.members.leave(place.unit.id, place.member.id)
        await tell_removed(rows, place.unit.id, place.member.id, set_clock.now())
        if back:
            await rows.members.join(place.unit.id, place.member.id, "老张", set_clock.now())
        message = await worded(rows, base, set_clock, place.member, REMOVED)
    assert (message is None) == back
    assert message is None or "某/厂" in to_plain(message)


async def test_nobody_is_told_where_there_is_no_private_chat(database: Database, set_clock: SetClock) -> None:
    async with database.transaction() as rows:
        place = await placed(rows, set_clock)
        other = await rows.people.ensure(3, set_clock.now())
        await rows.members.join(place.unit.id, other.id, "老李", set_clock.now())
        assert await nudge(rows, place.unit.id, other.id, TEPEI, set_clock.now()) == "unwanted"
        await tell_removed(rows, place.unit.id, other.id, set_clock.now())
        assert await rows.outbox.next_due() is None


async def test_a_link_holds_its_token_and_every_link_is_another(database: Database, set_clock: SetClock) -> None:
    async with database.transaction() as rows:
        place = await placed(rows, set_clock)
        tokens = set()
        for _ in range(20):
            await renew(rows, place.unit.id, place.contact.id, set_clock.now())
            living = await invitation_of(rows, place.unit.id, set_clock.now())
            assert living is not None
            link = link_of(living, "some_bot")
            assert token_in(f"王姐发的：{link}，快来") == living.token
            tokens.add(link)
    assert len(tokens) == 20
    assert token_in("没有链接 " + "a" * 23 + " " + "b" * 25) == ""
