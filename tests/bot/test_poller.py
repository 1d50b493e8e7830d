"""Polling: a batch is written down before it is confirmed, comes once, and no error of Telegram's ends it but a wrong token."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

import bot.intake.poller
from bot.intake.asking import Asking
from bot.intake.poller import Poller
from bot.intake.reception import Reception
from bot.outbox.courier import LEASE
from bot.transport import AiohttpRequest
from storage.database import Database
from storage.errors import DatabaseUnavailableError
from storage.inbox import Inbox
from storage.presence import Presence
from storage.queue_records import InboxRecord, IncomingUpdate, OutboxRecord
from tests.bot.conftest import SetClock
from tests.bot.telegrams import ScriptedBot, message_update


class Intake:
    """A poller, its lanes, and what came through them."""

    def __init__(self, database: Database, presence: Presence, clock: SetClock) -> None:
        self.bot = ScriptedBot()
        self.handled: list[int] = []
        self.database = database
        self.reception = Reception(database, presence, clock, self._handle, self._send, slots=4, lease=LEASE)
        self.poller = Poller(self.bot.as_bot(), self.bot.as_asking(), self.reception)

    async def _handle(self, record: InboxRecord) -> None:
        assert json.loads(record.payload)["update_id"] == record.update_id
        self.handled.append(record.update_id)

    async def _send(self, claims: tuple[OutboxRecord, ...]) -> None:
        raise AssertionError(claims)

    async def run(self) -> None:
        """Until the script is at its end and all is handled."""
        async with asyncio.timeout(10), self.reception, asyncio.TaskGroup() as tasks:
            polling = tasks.create_task(self.poller.run())
            await self.bot.exhausted.wait()
            await self.reception.until_empty()
            polling.cancel()

    async def waiting(self) -> list[int]:
        async with self.database.transaction() as rows:
            return [record.update_id for record in await rows.inbox.waiting()]


@pytest.fixture
async def intake(database: Database, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Intake]:
    monkeypatch.setattr(bot.intake.poller, "PAUSE_AFTER_ERROR", 0)
    async with database.presence() as presence:
        yield Intake(database, presence, set_clock)


async def test_a_batch_is_confirmed_only_after_it_is_written_down(intake: Intake) -> None:
    intake.bot.steps = [[message_update(10, 1), message_update(11, 2)], [message_update(12, 1)], []]
    await intake.run()
    assert intake.bot.offsets == [None, 12, 13, 13]
    assert await intake.waiting() == [10, 11, 12]
    assert intake.handled.index(10) < intake.handled.index(12)
    assert sorted(intake.handled) == [10, 11, 12]


async def test_what_comes_again_is_handled_once(intake: Intake) -> None:
    batch = [message_update(10, 1), message_update(11, 1)]
    intake.bot.steps = [batch, batch, [*batch, message_update(12, 1)], [message_update(12, 1), message_update(12, 1)]]
    await intake.run()
    assert intake.handled == [10, 11, 12]


async def test_what_was_written_down_but_not_handled_is_taken_up_in_order(database: Database, set_clock: SetClock) -> None:
    async with database.presence() as presence:
        intake = Intake(database, presence, set_clock)
        intake.bot.steps = [[message_update(number, number % 2 + 1) for number in range(1, 9)]]
        await intake.run()
    async with database.transaction() as rows:
        await rows.inbox.mark_handled(3, set_clock.now())
    async with database.presence() as presence:
        later = Intake(database, presence, set_clock)
        async with later.reception:
            await later.reception.take_up()
            await later.reception.until_empty()
    assert sorted(later.handled) == [1, 2, 4, 5, 6, 7, 8]
    assert [number for number in later.handled if number % 2] == [1, 5, 7]


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize(
    "make",
    [
        lambda: Conflict("terminated by other getUpdates request"),
        lambda: RetryAfter(0),
        lambda: NetworkError("connection refused"),
        TimedOut,
        lambda: TelegramError("Bad Gateway"),
        lambda: BadRequest("something new"),
    ],
)
async def test_an_error_of_telegrams_is_waited_out_and_nothing_is_lost(intake: Intake, make: Callable[[], Exception]) -> None:
    error = make()
    intake.bot.steps = [error, [message_update(10, 1)], error, error, [message_update(11, 1)], error]
    with capture_logs() as logged:
        await intake.run()
    assert intake.bot.offsets == [None, None, 11, 11, 11, 12, 12]
    assert intake.handled == [10, 11]
    assert not [entry for entry in logged if entry["log_level"] == "error"]


async def test_a_wrong_token_ends_it(intake: Intake) -> None:
    intake.bot.steps = [InvalidToken("Unauthorized")]
    with pytest.raises(InvalidToken):
        await intake.poller.run()


async def test_a_batch_that_cannot_be_written_is_not_confirmed(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    receive = Inbox.receive
    failures = iter([True])

    async def fails_once(inbox: Inbox, updates: Iterable[IncomingUpdate], now: datetime) -> tuple[int, ...]:
        if next(failures, False):
            raise DatabaseUnavailableError("gone for a moment")
        return await receive(inbox, updates, now)

    monkeypatch.setattr(Inbox, "receive", fails_once)
    intake.bot.steps = [[message_update(10, 1)], [message_update(10, 1)]]
    with capture_logs() as logged:
        await intake.run()
    assert intake.bot.offsets == [None, None, 11]
    assert intake.handled == [10]
    assert [entry["log_level"] for entry in logged if entry["log_level"] != "info"] == ["error"]


async def test_updates_without_a_person_have_a_lane_of_their_own(intake: Intake) -> None:
    post = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": -100, "type": "channel", "title": "群"}, "text": "x"}
    intake.bot.steps = [[{"update_id": 5, "channel_post": post}, {"update_id": 6, "poll_answer_of_the_future": {}}]]
    await intake.run()
    assert sorted(intake.handled) == [5, 6]
    async with intake.database.transaction() as rows:
        assert [record.lane for record in await rows.inbox.waiting()] == ["chat:-100", "nobody"]


async def test_what_is_no_update_ends_nothing_and_what_comes_with_it_is_kept_as_it_came(intake: Intake) -> None:
    odd = {"update_id": 11, "message": {"chat": 7, "text": "\ud800", "new_in_2031": [1.5, None, {"0": False}]}}
    intake.bot.steps = [
        [7, {}, {"update_id": True}, message_update(10, 1), odd, {"update_id": 2**63}],
        ["nothing"],
        [message_update(12, 1)],
    ]
    with capture_logs() as logged:
        await intake.run()
    assert intake.bot.offsets == [None, 12, 12, 13]
    assert sorted(intake.handled) == [10, 11, 12]
    async with intake.database.transaction() as rows:
        kept = {record.update_id: json.loads(record.payload) for record in await rows.inbox.waiting()}
    assert kept == {10: message_update(10, 1), 11: odd, 12: message_update(12, 1)}
    assert [entry["number"] for entry in logged if entry["log_level"] == "error"] == [4, 1]


class Answering(AiohttpRequest):
    """A Telegram that answers one thing, and what it was asked."""

    def __init__(self, body: bytes) -> None:
        super().__init__(1)
        self.body = body
        self.asked: list[str] = []

    async def do_request(self, url: str, *_: object, **__: object) -> tuple[int, bytes]:
        self.asked.append(url)
        return 200, self.body


async def test_an_answer_of_another_form_is_an_error_to_wait_out() -> None:
    telegram = Bot("1:x", base_url="http://telegram/bot")
    for body in (b"", b"[]", b"{}", b"7", b'{"ok": true, "result": {"update_id": 1}}', b'{"ok": true, "result": ' + b"[" * 100_000):
        with pytest.raises(TelegramError):
            await Asking(telegram, Answering(body)).updates(None)
    right = Answering(b'{"ok": true, "result": [{"update_id": 1}, 7]}')
    assert list(await Asking(telegram, right).updates(5)) == [{"update_id": 1}, 7]
    asked = urlsplit(right.asked[0])
    assert asked.path == "/bot1:x/getUpdates"
    assert (found := parse_qs(asked.query))["offset"] == ["5"]
    assert "callback_query" in json.loads(found["allowed_updates"][0])
    assert int(found["timeout"][0]) > 0
