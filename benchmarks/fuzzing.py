"""Updates of every kind, whole and bent, through the whole application; and knowledge files with passages spoilt.

``python -m benchmarks.fuzzing --inputs 10000 --files 5000 --seed 1`` prints what was tried and what broke.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from structlog.testing import capture_logs

from benchmarks.any_update import KINDS, PLANTED, AnyUpdate, Room
from benchmarks.fleet.workers import free_port
from bot.app import App, Connection
from bot.handlers.table import PRESSES
from bot.intake.webhook import SECRET_HEADER, Address
from bot.outbox.limits import UNLIMITED
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.settings import ROOT
from bot.usecases.braking import Pace, Paces
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from storage.codec import load_or_make_key
from storage.database import Database

START = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
SECRET = "correct-horse-battery-staple"  # noqa: S105 - opens a door of this run alone
UNHURRIED = Paces(Pace(10**6, timedelta(seconds=1)), Pace(10**6, timedelta(seconds=1)))
FIRST_NUMBER = 10**9
"""Above all numbers that the stand-in gives itself."""
AT_ONCE = 20
PATIENCE = 120.0
JUNK = ("&a ", "*a", "!!python/object/apply:os.system", "<<: ", "---\n", "\t", "\x00", "{", "[", ": ", "- ", "9" * 400, "..", "null", "~")


@dataclass
class Found:
    """What was tried, and what came of it."""

    tried: Counter[str] = field(default_factory=Counter)
    bent: int = 0
    refused: int = 0
    """Bent ones that cannot be read: answered with 400 or set aside as such."""
    broken: int = 0
    """Bent ones that broke a handler, and were set aside after an apology."""
    unsent: int = 0
    """Answers to chats and messages that the stand-in does not know, since they were made up."""
    crashes: list[str] = field(default_factory=list)
    """Whole updates that were set aside, answers of the door other than 200 and 400, and all other errors in the log."""
    calls: int = 0
    escapes: list[str] = field(default_factory=list)
    """Calls of the bot in which planted markup stands as markup, or that could not be parsed as HTML."""


async def run(inputs: int, seed: int, folder: Path, snapshots: Snapshots | None = None, *, bending: float = 0.25) -> Found:
    """Bring so many updates to a running bot; ``bending``: which part of them is not as Telegram writes it."""
    choose, found = random.Random(seed), Found()
    with capture_logs() as logged:
        async with _running(folder, snapshots or _snapshots()) as (driver, address, database):
            await driver.do("privacy", on=False)
            rooms = [await _private(driver, name) for name in ("甲", "乙", "丙")]
            group = await driver.do("group", user="甲", title="群", members=["乙"])
            rooms += [Room(int(group["chat"]["id"]), "supergroup", room.user) for room in rooms[:2]]
            maker = AnyUpdate(choose, rooms, _presses(choose))
            whole: set[int] = set()
            headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
            async with aiohttp.ClientSession(trust_env=False, headers=headers) as session:
                for first in range(0, inputs, AT_ONCE):
                    batch = [_next(maker, choose, number, bending) for number in range(first, min(first + AT_ONCE, inputs))]
                    for kind, update, is_bent in batch:
                        found.tried[kind] += 1
                        found.bent += is_bent
                        whole |= set() if is_bent else {int(update["update_id"])}
                    statuses = await asyncio.gather(*(_bring(session, address.url, update) for _, update, _ in batch))
                    found.refused += statuses.count(400)
                    found.crashes += [f"status {status}" for status in statuses if status not in {200, 400}]
                    await _handled(database)
            await _judge(driver, folder / "bot.db", whole, found)
    errors = Counter(_sort(entry, whole) for entry in logged if entry["log_level"] in {"error", "critical"})
    found.refused += errors.pop("unreadable", 0)
    found.broken = errors.pop("broken", 0)
    found.unsent = errors.pop("unsent", 0)
    found.crashes += list(errors.elements())
    return found


def spoil(files: int, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Load knowledge files with passages cut, doubled and replaced: how they ended, and what broke."""
    from tests.knowledge.factories import FILES, problems  # noqa: PLC0415 - the small base of the tests

    choose, ends, crashes = random.Random(seed), Counter[str](), list[str]()
    for _ in range(files):
        name = choose.choice(list(FILES))
        text = FILES[name]
        for _ in range(choose.randint(1, 4)):
            start = choose.randint(0, len(text))
            end = min(len(text), start + choose.randint(0, 20))
            text = text[:start] + choose.choice(["", text[start:end] * 2, choose.choice(JUNK)]) + text[end:]
        try:
            told = problems(folder, **{_key(name): text})
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            crashes.append(f"{name}: {type(error).__name__}")
        else:
            ends["told" if told else "loaded"] += 1
    return ends, crashes


def _sort(entry: Mapping[str, Any], whole: set[int]) -> str:
    """What an error in the log is."""
    if entry["event"] == "an update in the inbox cannot be read; it is set aside":
        return "unreadable"  # of whole ones the row is looked at, too
    if entry["event"] == "an update could not be handled" and entry["update"] not in whole:
        return "broken"
    if entry["event"] == "Telegram refuses a message" and entry["reason"].endswith(("not found", "not specified")):
        return "unsent"
    return f"{entry['event']} {entry.get('error', entry.get('reason', ''))}"


def _key(name: str) -> str:
    return Path(name).stem.split("-")[0]


def _next(maker: AnyUpdate, choose: random.Random, number: int, bending: float) -> tuple[str, dict[str, Any], bool]:
    kind = KINDS[number % len(KINDS)] if number % 2 else choose.choice(["message", "edited_message", "callback_query", "my_chat_member"])
    update, is_bent = maker.make(kind, FIRST_NUMBER + number), choose.random() < bending
    return kind, maker.bend(update) if is_bent else update, is_bent


async def _bring(session: aiohttp.ClientSession, url: str, update: dict[str, Any]) -> int:
    async with session.post(url, data=json.dumps(update)) as response:
        return response.status


async def _handled(database: Database) -> None:
    """Wait until nothing waits."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with database.transaction() as rows:
                if not await rows.inbox.waiting():
                    return
            await asyncio.sleep(0.02)


async def _judge(driver: Driver, file: Path, whole: set[int], found: Found) -> None:
    with closing(sqlite3.connect(file)) as rows:
        aside = rows.execute("SELECT update_id, error FROM inbox WHERE state = 'failed'").fetchall()
    found.crashes += [f"set aside: {error}" for number, error in aside if number in whole]
    requests = await driver.requests()
    found.calls = len(requests)
    for request in requests:
        said = json.dumps(request["params"], ensure_ascii=False)
        if f"<{PLANTED}>" in said and request["params"].get("parse_mode") == "HTML":
            found.escapes.append(f"{request['method']}: markup")
        if "can't parse" in str(request.get("description")):
            found.escapes.append(f"{request['method']}: {request['description']}")


async def _private(driver: Driver, name: str) -> Room:
    await driver.say("/start", user=name)
    number = await driver.person(name)
    await driver.expect(chat_id=number)
    return Room(number, "private", number)


def _presses(choose: random.Random) -> list[str]:
    ends = ["", ":1", ":::", ":0:y", ":zzzz:1:2", ":²", ":" + "9" * 20]
    return [f"{verb}{choose.choice(ends)}" for verb in sorted(PRESSES) for _ in range(4)]


def _snapshots() -> Snapshots:
    data = ROOT / "knowledge" / "data"
    return Snapshots(Library(data, check_example), load_lexicon(data / "search"))


@asynccontextmanager
async def _running(folder: Path, snapshots: Snapshots) -> AsyncIterator[tuple[Driver, Address, Database]]:
    clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
    port, stop = free_port(), asyncio.Event()
    address = Address(f"http://127.0.0.1:{port}/telegram", SECRET, "127.0.0.1", port)
    database = Database(f"sqlite:///{folder / 'bot.db'}", load_or_make_key(folder / "answers.key"))
    await database.migrate()
    sandbox = Sandbox(folder / "telegram", clock=clock, at=START)
    async with sandbox, Driver(sandbox.base_url) as driver, asyncio.TaskGroup() as tasks:
        connection = Connection(sandbox.token, sandbox.base_url)
        app = App(connection, database, snapshots, clock, paces=UNHURRIED, limits=UNLIMITED, webhook=address)
        running = tasks.create_task(app.run(stop))
        try:
            yield driver, address, database
        finally:
            stop.set()
            app.jobs.wake()
            await running
    await database.close()


def main() -> None:
    """Run it once, and print the figures."""
    parser = argparse.ArgumentParser(description="updates of every kind, and spoilt knowledge files")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(given.inputs, given.seed, Path(folder)))
    print(f"seed {given.seed}: {found.tried.total()} updates of {len(found.tried)} kinds, {found.bent} of them bent")
    print(f"of the bent, unreadable: {found.refused}, set aside after an apology: {found.broken}; calls of the bot: {found.calls}")
    print(f"answers to chats and messages that were made up: {found.unsent}")
    print(f"crashes: {len(found.crashes)} {Counter(found.crashes).most_common(9)}")
    print(f"escapes of HTML: {len(found.escapes)} {Counter(found.escapes).most_common(9)}")
    with tempfile.TemporaryDirectory() as folder:
        ends, crashes = spoil(given.files, given.seed, Path(folder))
    print(f"knowledge files: {given.files}, loaded {ends['loaded']}, told {ends['told']}, crashes {len(crashes)} {crashes[:9]}")


if __name__ == "__main__":
    main()
