"""Sending: what each of Telegram's answers means for a message, and that a death between claim and mark costs a repetition at most."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ConnectionTimeoutError, ServerDisconnectedError
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.outbox.courier import BATCH, FIRST_RETRY, LEASE, LONGEST_WAIT, Composer, Courier, Later, Letters
from bot.outbox.letter import Letter
from bot.outbox.limits import FREE, UNLIMITED, Limits
from bot.outbox.post import post
from bot.views.message import say
from storage.codec import load_or_make_key
from storage.database import Database, Transaction
from storage.errors import DatabaseUnavailableError
from storage.outbox import MAX_ATTEMPTS, Outbox
from storage.queue_records import Message, OutboxRecord
from tests.bot.conftest import SetClock
from tests.bot.telegrams import ScriptedBot

START = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
SUPERGROUP = -100_200
# python-telegram-bot warns of a coming change of retry_after; both its forms are taken.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


class Office:
    """A courier with its outbox."""

    def __init__(self, database: Database, clock: SetClock, limits: Limits = UNLIMITED) -> None:
        self.bot = ScriptedBot()
        self.database = database
        self.clock = clock
        self.composers: dict[str, Composer] = {}
        self.courier = Courier(self.bot.as_bot(), database, clock, self.composers, limits=limits)

    async def put(self, text: str = "早", kind: str = "reply", telegram_chat: int = 7, *, composed: bool = False) -> int:
        """Write a message down; its row number."""
        body = None if composed else Letter(html=text).model_dump_json()
        async with self.database.transaction() as rows:
            person = await rows.people.ensure(telegram_chat, self.clock.now())
            chat = await rows.chats.ensure(telegram_chat, "private", person.id, self.clock.now())
            message = Message(kind=kind, chat_id=chat.id, person_id=person.id, due_at=self.clock.now(), body=body)
            row = await rows.outbox.add(message, self.clock.now())
        assert row is not None
        return row

    async def claim(self, *numbers: int) -> tuple[OutboxRecord, ...]:
        async with self.database.transaction() as rows:
            claims = await rows.outbox.claim(self.clock.now(), BATCH, LEASE)
        return tuple(claim for claim in claims if claim.id in numbers)

    async def send(self) -> None:
        await self.courier.send_due(asyncio.Event())

    async def next_due(self) -> timedelta | None:
        """From now until the next message can be tried; None when all are settled."""
        async with self.database.transaction() as rows:
            due = await rows.outbox.next_due()
        return None if due is None else due - self.clock.now()

    async def reachable(self, telegram_chat: int = 7) -> bool:
        async with self.database.transaction() as rows:
            person = await rows.people.ensure(telegram_chat, self.clock.now())
            chat = await rows.chats.private(person.id)
        assert chat is not None
        return chat.unreachable_since is None

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.bot.sent]


@pytest.fixture
def office(database: Database, set_clock: SetClock) -> Office:
    return Office(database, set_clock)


async def test_what_is_taken_is_marked_and_not_sent_again(office: Office) -> None:
    await office.put("早")
    await office.send()
    office.clock.advance(10 * LEASE)
    await office.send()
    assert office.bot.sent == [("message", 7, "早")]
    assert await office.next_due() is None


SETTLED: list[tuple[Callable[[], TelegramError], timedelta | None]] = [
    (lambda: RetryAfter(7), timedelta(seconds=7)),
    (lambda: Forbidden("bot was blocked by the user"), None),
    (lambda: BadRequest("can't parse entities"), None),
    (lambda: NetworkError("connection refused"), FIRST_RETRY),
    (TimedOut, FIRST_RETRY),
    (lambda: TelegramError("Bad Gateway"), FIRST_RETRY),
    (lambda: Conflict("two pollers"), FIRST_RETRY),
    (lambda: InvalidToken("revoked"), FIRST_RETRY),
]


@pytest.mark.parametrize(("refusal", "again"), SETTLED)
async def test_every_refusal_has_its_outcome(office: Office, refusal: Callable[[], TelegramError], again: timedelta | None) -> None:
    await office.put("早")
    office.bot.refusals = [refusal()]
    with capture_logs() as logged:
        await office.send()
    assert office.bot.sent == []
    assert await office.next_due() == again
    assert await office.reachable() != isinstance(refusal(), Forbidden)
    assert ("error" in {entry["log_level"] for entry in logged}) == (type(refusal()) is BadRequest)
    office.clock.advance(again or timedelta(days=1))
    await office.send()
    assert office.texts == ([] if again is None else ["早"])


async def test_a_group_that_became_a_supergroup_is_followed_there(office: Office) -> None:
    async with office.database.transaction() as rows:
        chat = await rows.chats.ensure(-100, "group", None, office.clock.now())
        message = Message(kind="reply", chat_id=chat.id, due_at=office.clock.now(), body=Letter(html="早").model_dump_json())
        await rows.outbox.add(message, office.clock.now())
    office.bot.refusals = [ChatMigrated(SUPERGROUP)]
    await office.send()
    assert await office.next_due() == timedelta(0)
    await office.send()
    assert office.bot.sent == [("message", SUPERGROUP, "早")]


async def test_being_asked_to_wait_is_understood_in_the_librarys_coming_form_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    await office.put("早")
    office.bot.refusals = [RetryAfter(timedelta(minutes=3))]
    await office.send()
    assert await office.next_due() == timedelta(minutes=3)


async def test_waits_grow_and_in_the_end_it_gives_up(office: Office) -> None:
    await office.put("早")
    office.bot.refusals = [NetworkError("down") for _ in range(MAX_ATTEMPTS)]
    waits = []
    with capture_logs() as logged:
        while (wait := await office.next_due()) is not None:
            office.clock.advance(wait)
            await office.send()
            waits.append(wait)
    assert len(waits) == MAX_ATTEMPTS
    assert [entry["log_level"] for entry in logged if entry["log_level"] != "info"] == ["warning"] * (MAX_ATTEMPTS - 1) + ["error"]
    assert waits[1:] == [FIRST_RETRY * 2**number for number in range(MAX_ATTEMPTS - 1)]
    assert office.bot.sent == []


async def test_being_asked_to_wait_counts_as_no_failure(office: Office) -> None:
    await office.put("早")
    office.bot.refusals = [RetryAfter(1) for _ in range(3 * MAX_ATTEMPTS)]
    while (wait := await office.next_due()) is not None:
        office.clock.advance(wait)
        await office.send()
    assert office.texts == ["早"]


async def test_a_death_between_claim_and_mark_brings_the_message_again_after_the_lease(office: Office, set_clock: SetClock) -> None:
    number = await office.put("早")
    assert len(await office.claim(number)) == 1
    successor = Office(office.database, set_clock)
    await successor.send()
    assert successor.texts == []
    set_clock.advance(LEASE)
    await successor.send()
    assert successor.texts == ["早"]


async def test_replies_go_in_order_and_after_one_that_waits_the_others_wait_too(office: Office) -> None:
    numbers = [await office.put(text) for text in "一二三"]
    office.bot.refusals = [None, NetworkError("down")]
    await office.courier.send_claimed(await office.claim(*numbers))
    assert office.texts == ["一"]
    office.clock.advance(LEASE)
    await office.send()
    assert sorted(office.texts) == sorted("一二三")


async def test_one_message_that_cannot_be_made_stops_no_other(office: Office) -> None:
    async def breaks(_: Transaction, __: OutboxRecord) -> Letters:
        raise ZeroDivisionError

    office.composers["reminder"] = breaks
    await office.put(kind="reminder", telegram_chat=8, composed=True)
    await office.put("晚", kind="notice", telegram_chat=9)
    with capture_logs() as logged:
        await office.send()
    assert office.texts == ["晚"]
    assert [entry["log_level"] for entry in logged if entry["log_level"] != "info"] == ["error"]
    assert await office.next_due() is None


async def test_a_composed_message_is_written_when_it_is_sent_and_skipped_when_no_longer_wanted(office: Office) -> None:
    wanted: list[Letter] = []

    async def compose(_: Transaction, __: OutboxRecord) -> Letters:
        return tuple(wanted)

    office.composers["reminder"] = compose
    await office.put(kind="reminder", composed=True)
    await office.send()
    assert office.texts == []
    assert await office.next_due() is None
    wanted += [Letter(html="第一页"), Letter(html="第二页")]
    await office.put(kind="reminder", composed=True)
    await office.send()
    assert office.texts == ["第一页", "第二页"]


async def test_what_cannot_be_marked_comes_again_when_its_lease_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.put("早")

    async def unavailable(*_: object) -> frozenset[int]:
        raise DatabaseUnavailableError("gone for a moment")

    with monkeypatch.context() as patched, capture_logs():
        patched.setattr("bot.outbox.courier.MARKING_PAUSES", (0.0, 0.0))
        patched.setattr("storage.outbox.Outbox.mark_all_sent", unavailable)
        await office.send()
    assert await office.next_due() == LEASE
    office.clock.advance(LEASE)
    await office.send()
    assert office.texts == ["早", "早"]
    assert await office.next_due() is None


@pytest.mark.parametrize("is_kept", [True, False])
async def test_a_mark_that_breaks_off_is_made_again_and_nobody_reads_it_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    """Whether the commit that broke off was kept or not, the messages after it go on at once."""
    numbers = [await office.put(text) for text in "一二三"]
    mark, broken = Outbox.mark_all_sent, iter([True])

    async def breaks(outbox: Outbox, sent: Iterable[tuple[OutboxRecord, int | None]], now: datetime) -> frozenset[int]:
        marked = await mark(outbox, sent, now)
        if next(broken, False):
            if is_kept:
                await outbox._connection.commit()  # noqa: SLF001 - as a commit whose answer was lost
            raise DatabaseUnavailableError("the connection broke")
        return marked

    monkeypatch.setattr("bot.outbox.courier.MARKING_PAUSES", (0.0,))
    monkeypatch.setattr(Outbox, "mark_all_sent", breaks)
    await office.courier.send_claimed(await office.claim(*numbers))
    assert office.texts == ["一", "二", "三"]
    assert await office.next_due() is None


async def test_many_pushes_go_in_batches_each_once(office: Office) -> None:
    for chat in range(2 * BATCH + 3):
        await office.put("早", kind="notice", telegram_chat=chat + 1)
    await office.send()
    assert sorted(chat for _, chat, _ in office.bot.sent) == list(range(1, 2 * BATCH + 4))


@pytest.mark.parametrize(("messages_a_second", "paid"), [(FREE, []), (1000, ["开会"])])
async def test_only_pushes_may_cost_stars_and_only_where_more_than_is_free_was_set(
    database: Database, set_clock: SetClock, messages_a_second: int, paid: list[str]
) -> None:
    office = Office(database, set_clock, Limits.of(messages_a_second))
    await office.put("开会", "notice")
    await office.put("答复")
    await office.send()
    assert sorted(office.texts) == sorted(["答复", "开会"])
    assert office.bot.paid == paid


async def test_after_the_word_to_stop_nothing_new_is_begun(office: Office) -> None:
    await office.put("早")
    stop = asyncio.Event()
    stop.set()
    await office.courier.send_due(stop)
    assert office.bot.sent == []


async def test_the_farewell_leaves_no_row_and_its_failure_no_error(office: Office) -> None:
    office.bot.refusals = [None, Forbidden("blocked")]
    with capture_logs() as logged:
        await office.courier.send_untracked(5, say("再见"))
        await office.courier.send_untracked(5, say("再见"))
    assert office.bot.sent == [("message", 5, "<b>再见</b>")]
    assert await office.next_due() is None
    assert "error" not in {entry["log_level"] for entry in logged}


@pytest.mark.parametrize(
    ("refusal", "sent"),
    [
        (None, ["edit"]),
        (BadRequest("Message is not modified: specified new message content"), []),
        (BadRequest("Message can't be edited"), ["message"]),
        (BadRequest("Message to edit not found"), ["message"]),
    ],
)
async def test_a_message_takes_anothers_place_where_it_still_can(refusal: BadRequest | None, sent: list[str]) -> None:
    telegram = ScriptedBot(refusals=[refusal])
    shown = await post(telegram.as_bot(), 7, Letter(html="新", edit=42))
    assert [kind for kind, _, _ in telegram.sent] == sent
    assert shown == (1 if sent == ["message"] else 42)


async def test_an_edit_refused_for_another_reason_is_a_refusal() -> None:
    telegram = ScriptedBot(refusals=[BadRequest("can't parse entities")])
    with pytest.raises(BadRequest):
        await post(telegram.as_bot(), 7, Letter(html="<b", edit=42))


async def test_a_file_goes_as_a_document() -> None:
    telegram = ScriptedBot()
    await post(telegram.as_bot(), 7, Letter(html="给您", file_name="a.json", file_content=b"{}"))
    assert telegram.sent == [("document", 7, "给您")]


def never_connected() -> NetworkError:
    """As the transport raises it where no connection came about."""
    error = NetworkError("nobody there")
    error.__cause__ = ConnectionTimeoutError()
    return error


def answer_lost() -> NetworkError:
    """As the transport raises it where the line broke after the request was sent."""
    error = NetworkError("line broke")
    error.__cause__ = ServerDisconnectedError()
    return error


async def test_a_telegram_that_cannot_be_connected_to_is_tried_for_as_long_as_it_takes(office: Office) -> None:
    await office.put("早")
    office.bot.refusals = [never_connected() for _ in range(5 * MAX_ATTEMPTS)]
    waits = []
    while (wait := await office.next_due()) is not None:
        waits.append(wait)
        office.clock.advance(wait)
        await office.send()
    assert office.texts == ["早"]
    assert max(waits) == LONGEST_WAIT


@pytest.mark.parametrize("between", [None, lambda: RetryAfter(2), lambda: NetworkError("Bad Gateway (502)"), never_connected])
@pytest.mark.parametrize("lost", [TimedOut, answer_lost])
async def test_what_is_open_twice_over_is_set_aside_and_logged(
    office: Office, lost: Callable[[], TelegramError], between: Callable[[], TelegramError] | None
) -> None:
    """So it may come twice, but not three times; and nobody loses it without a word in the log."""
    number = await office.put("早")
    office.bot.refusals = [lost(), *([between()] if between else []), lost()]
    with capture_logs() as logged:
        while (wait := await office.next_due()) is not None:
            office.clock.advance(wait)
            await office.send()
    assert office.texts == []
    assert [entry["outbox"] for entry in logged if entry["log_level"] == "error"] == [number]
    await office.put("晚")
    await office.send()
    assert office.texts == ["晚"]


async def test_one_lost_answer_costs_a_repetition_at_most(office: Office) -> None:
    await office.put("早")
    office.bot.refusals = [answer_lost()]
    while (wait := await office.next_due()) is not None:
        office.clock.advance(wait)
        await office.send()
    assert office.texts == ["早"]


async def test_what_is_not_to_be_sent_yet_waits_without_counting_as_a_failure(office: Office) -> None:
    morning = office.clock.now() + timedelta(hours=9)

    async def compose(_: Transaction, __: OutboxRecord) -> Letters | Later:
        return Later(morning) if office.clock.now() < morning else (Letter(html="早"),)

    office.composers["reminder"] = compose
    await office.put(kind="reminder", composed=True)
    await office.send()
    assert office.texts == []
    assert await office.next_due() == timedelta(hours=9)
    office.clock.advance(timedelta(hours=9))
    await office.send()
    assert office.texts == ["早"]


REFUSALS = st.sampled_from([None, "network", "wait", "unreached"])


@given(st.lists(REFUSALS, max_size=12), st.integers(1, 5))
@settings(max_examples=15, deadline=None)
def test_whatever_goes_wrong_for_a_while_every_message_arrives_once(
    tmp_path_factory: pytest.TempPathFactory, faults: list[str | None], count: int
) -> None:
    async def run() -> None:
        folder = tmp_path_factory.mktemp("courier")
        database = Database(f"sqlite:///{folder / 'bot.db'}", load_or_make_key(folder / "key"))
        await database.migrate()
        office = Office(database, SetClock(START))
        made = {"network": NetworkError("down"), "wait": RetryAfter(2), "unreached": never_connected()}
        office.bot.refusals = [made[fault] if fault else None for fault in faults]
        for number in range(count):
            await office.put(f"第{number}", telegram_chat=number + 1)
        while (wait := await office.next_due()) is not None:
            office.clock.advance(max(wait, timedelta(0)))
            await office.send()
        await database.close()
        assert sorted(office.texts) == [f"第{number}" for number in range(count)]

    asyncio.run(run())
