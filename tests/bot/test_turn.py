"""The frame around every handler: an update has one effect, whoever handles it and however often."""

import json
from datetime import timedelta
from typing import cast

import pytest
from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers import greeting
from bot.handlers.turn import Turns
from bot.handlers.visit import Outcome, Visit, reply
from bot.outbox.courier import Courier
from bot.usecases.snapshot import Snapshots
from bot.views.message import say
from storage.database import Database
from storage.queue_records import IncomingUpdate, Message
from tests.bot.conftest import SetClock
from tests.bot.telegrams import ScriptedBot, message_update

CONTEXT = cast(ContextTypes.DEFAULT_TYPE, None)  # our handlers need none


class Desk:
    """Turns with a scripted Telegram."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: SetClock) -> None:
        self.telegram = ScriptedBot()
        self.database = database
        self.clock = clock
        self.woken = 0
        self.turns = Turns(database, snapshots, Courier(self.telegram.as_bot(), database, clock, {}), clock, on_push=self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def receive(self, number: int) -> Update:
        """Write an update down, as the poller does."""
        update = Update.de_json(message_update(number, user=5), None)
        incoming = IncomingUpdate(update_id=number, lane="user:5", telegram_user_id=5, payload=json.dumps(update.to_dict()))
        async with self.database.transaction() as rows:
            await rows.inbox.receive([incoming], self.clock.now())
        return update


@pytest.fixture
def desk(database: Database, snapshots: Snapshots, set_clock: SetClock) -> Desk:
    return Desk(database, snapshots, set_clock)


async def test_an_update_that_two_workers_hold_is_answered_once(desk: Desk) -> None:
    handler = desk.turns.take(greeting.on_help)
    update = await desk.receive(1)
    for _ in range(3):
        await handler(update, CONTEXT)
    assert len(desk.telegram.sent) == 1


async def test_an_update_that_was_never_written_down_is_not_answered(desk: Desk) -> None:
    await desk.turns.take(greeting.on_help)(Update.de_json(message_update(1, user=5), None), CONTEXT)
    assert desk.telegram.sent == []


async def test_a_handler_that_breaks_leaves_the_update_and_the_rows_as_they_were(desk: Desk) -> None:
    async def half_done(visit: Visit) -> Outcome:
        await visit.rows.people.give_consent(visit.person.id, "answers", visit.now)
        raise ZeroDivisionError

    update = await desk.receive(1)
    with pytest.raises(ZeroDivisionError):
        await desk.turns.take(half_done)(update, CONTEXT)
    async with desk.database.transaction() as rows:
        assert [record.update_id for record in await rows.inbox.waiting()] == [1]
        assert (await rows.people.ensure(5, desk.clock.now())).consented_at is None
    assert desk.telegram.sent == []


async def test_several_replies_come_in_order_and_a_farewell_last(desk: Desk) -> None:
    async def talkative(_: Visit) -> Outcome:
        return Outcome(reply(say("一"), say("二")).replies, farewell=say("三"))

    await desk.turns.take(talkative)(await desk.receive(1), CONTEXT)
    assert [text for _, _, text in desk.telegram.sent] == ["<b>一</b>", "<b>二</b>", "<b>三</b>"]


@pytest.mark.parametrize(("kind", "wait", "woken"), [("nudge", 0, 1), ("nudge", 3600, 0), ("reply", 0, 0)])
async def test_who_sends_is_woken_for_a_push_that_is_due_and_for_nothing_else(desk: Desk, kind: str, wait: int, woken: int) -> None:
    async def telling(visit: Visit) -> Outcome:
        await visit.rows.outbox.add(Message(kind=kind, chat_id=visit.chat.id, due_at=visit.now + timedelta(seconds=wait)), visit.now)
        return Outcome()

    await desk.turns.take(telling)(await desk.receive(1), CONTEXT)
    assert desk.woken == woken


async def test_what_nobody_answers_is_noted_as_done(desk: Desk) -> None:
    await desk.turns.skip(await desk.receive(1), CONTEXT)
    async with desk.database.transaction() as rows:
        assert await rows.inbox.waiting() == ()
    assert desk.telegram.sent == []
