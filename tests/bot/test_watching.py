"""The knowledge files are looked at until the bot stops, whatever one look meets; what is wrong reaches admins once, in few words."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot import watching
from bot.usecases.refusals import Trouble, TroubleKind
from bot.views.publications import trouble_message
from bot.views.render import to_html
from bot.watching import TROUBLE, Watch
from storage.database import Database
from storage.errors import StorageError
from tests.bot.conftest import SetClock

BROKEN = Trouble("broken", ("facts.yaml 第3行：缩进没有对齐。",), 1)


@dataclass
class Looks:
    """A publisher whose looks are written down beforehand: what is told and the number then, or an error."""

    script: list[tuple[tuple[Trouble, ...], int] | Exception]
    stop: asyncio.Event
    number: int = 1

    async def look(self) -> tuple[Trouble, ...]:
        if len(self.script) == 1:
            self.stop.set()
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        told, self.number = step
        return told


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as entries:
        yield entries


async def admins(database: Database, clock: SetClock, *numbers: int) -> None:
    async with database.transaction() as rows:
        for number in numbers:
            person = await rows.people.ensure(number, clock.now())
            await rows.chats.ensure(number, "private", person.id, clock.now())
            await rows.roles.grant(person.id, "editor", None, clock.now())


async def test_a_look_that_fails_is_logged_and_another_version_wakes_once(
    database: Database, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict]
) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0)
    stop, woken = asyncio.Event(), []
    looks = Looks([((), 1), StorageError("gone"), ((), 2), ((), 2), ((), 4)], stop)
    await Watch(database, looks, set_clock).run(stop, lambda: woken.append(looks.number))  # type: ignore[arg-type]  # looks as a publisher does
    assert woken == [2, 4]
    assert [entry["log_level"] for entry in logged] == ["error", "info", "info"]


async def test_every_admin_is_told_of_the_same_trouble_once(database: Database, set_clock: SetClock, logged: list[EventDict]) -> None:
    await admins(database, set_clock, 1, 2)
    mended = Trouble("mended", (), 1)
    looks = Looks([((BROKEN,), 1), ((BROKEN,), 1), ((mended,), 1)], asyncio.Event())
    for _ in range(3):
        await Watch(database, looks, set_clock).look()  # type: ignore[arg-type]  # as above
    async with database.transaction() as rows:
        told = await rows.outbox.claim(set_clock.now(), 10, timedelta(minutes=1))
    assert {(one.telegram_chat_id, one.dedupe_key) for one in told} == {
        (chat, f"{TROUBLE}:{trouble.key}:{person}") for person, chat in ((1, 1), (2, 2)) for trouble in (BROKEN, mended)
    }
    assert len(told) == 4
    assert all("facts.yaml" in (one.body or "") or "没有问题" in (one.body or "") for one in told)
    assert [entry["kind"] for entry in logged] == ["broken", "broken"]


@pytest.mark.parametrize("kind", get_args(TroubleKind))
@pytest.mark.parametrize("number", [0, 7])
def test_what_is_told_is_one_short_message(kind: TroubleKind, number: int) -> None:
    lines = tuple(f"policies/x.yaml 第{line}行：{'很长' * 500}" for line in range(1, 40))
    message = trouble_message(Trouble(kind, lines, number))
    (piece,) = to_html(message)
    assert "一共 39 处" in piece
    assert "第7行" not in piece
    assert "{" not in piece
    assert len(piece) < 4096
    assert ("第 7 版" in piece) is (number == 7 and kind != "outgrown")


def test_trouble_without_lines_has_no_empty_lines() -> None:
    assert all(block.lines for block in trouble_message(Trouble("mended", (), 2)).blocks)
