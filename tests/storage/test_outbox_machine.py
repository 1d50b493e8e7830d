"""The outbox against a plain model of it, under any order of adding, claiming, stalling, failing and marking."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from storage.database import Database, Transaction
from storage.outbox import MAX_ATTEMPTS
from storage.queue_records import Message, OutboxRecord
from tests.storage.samples import MINUTE, NOON, mark_sent, somebody
from tests.storage.servers import codec

LEASE = 5 * MINUTE
MINUTES = st.integers(0, 8).map(lambda number: timedelta(minutes=number))
KINDS = st.sampled_from(["reply", "reminder", "notice"])
Outcome = Literal["sent", "failed", "told to wait", "dead", "skipped"]


@dataclass
class Expected:
    """What a row should be."""

    id: int
    kind: str
    next_at: datetime
    attempts: int = 0
    postponed: int = 0
    state: str = "pending"
    lease_until: datetime = NOON

    @property
    def free_at(self) -> datetime:
        return max(self.next_at, self.lease_until)

    @property
    def place(self) -> tuple[bool, datetime, int]:
        return self.kind != "reply", self.next_at, self.id


class OutboxMachine(RuleBasedStateMachine):
    """Some workers share one outbox; a worker that stalls keeps claims that no longer hold."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        super().__init__()
        self._runner = runner
        self._database = database
        self._now = NOON
        self._rows: dict[int, Expected] = {}
        self._keys: set[str] = set()
        self._held: list[OutboxRecord] = []
        self._chat = self._do(self._clear)

    def _do(self, act: Callable[[Transaction], Awaitable[Any]]) -> Any:  # noqa: ANN401  (whatever the act gives)
        async def run() -> Any:  # noqa: ANN401  (as above)
            async with self._database.transaction() as tx:
                return await act(tx)

        return self._runner.run(run())

    @staticmethod
    async def _clear(tx: Transaction) -> int:
        while claims := await tx.outbox.claim(NOON + timedelta(days=9), 100, timedelta()):
            await tx.outbox.mark_all_sent([(claim, None) for claim in claims], NOON)
        await tx.outbox.purge(NOON + MINUTE)
        return (await somebody(tx))[1].id

    @rule(kind=KINDS, wait=MINUTES, key=st.none() | st.sampled_from("abc"))
    def add(self, kind: str, wait: timedelta, key: str | None) -> None:
        key = key and f"{key}:{id(self)}"
        due = self._now + wait
        added = self._do(lambda tx: tx.outbox.add(Message(kind=kind, chat_id=self._chat, due_at=due, dedupe_key=key, body="{}"), self._now))
        assert (added is None) == (key in self._keys)
        if added is not None:
            self._rows[added] = Expected(added, kind, due)
        if key:
            self._keys.add(key)

    @rule(wait=MINUTES)
    def time_passes(self, wait: timedelta) -> None:
        self._now += wait

    @rule(limit=st.integers(1, 4), kinds=st.none() | st.sets(KINDS, min_size=1))
    def claim(self, limit: int, kinds: set[str] | None) -> None:
        free = [row for row in self._free() if kinds is None or row.kind in kinds]
        pushes_too = sorted(free, key=lambda row: row.place)
        chosen = pushes_too[:limit]
        claims = self._do(lambda tx: tx.outbox.claim(self._now, limit, LEASE, kinds))
        self._claimed(chosen, list(claims))

    @rule(kind=KINDS)
    def add_claimed(self, kind: str) -> None:
        message = Message(kind=kind, chat_id=self._chat, due_at=self._now, body="{}")
        claim = self._do(lambda tx: tx.outbox.add_claimed(message, 7, self._now, LEASE))
        row = self._rows[claim.id] = Expected(claim.id, kind, self._now)
        self._claimed([row], [claim])

    @rule(data=st.data(), outcome=st.sampled_from(["sent", "failed", "told to wait", "dead", "skipped"]), wait=MINUTES)
    @precondition(lambda self: self._held)
    def settle(self, data: st.DataObject, outcome: Outcome, wait: timedelta) -> None:
        claim = self._held.pop(data.draw(st.integers(0, len(self._held) - 1)))
        row = self._rows[claim.id]
        holds = row.state == "pending" and row.attempts == claim.attempts
        assert self._do(lambda tx: _mark(tx, claim, outcome, self._now, self._now + wait)) == holds
        if holds:
            self._settled(row, outcome, self._now + wait)

    @invariant()
    def the_next_moment_is_known(self) -> None:
        pending = [row.free_at for row in self._rows.values() if row.state == "pending"]
        assert self._do(lambda tx: tx.outbox.next_due()) == min(pending, default=None)

    def _free(self) -> list[Expected]:
        return [row for row in self._rows.values() if row.state == "pending" and row.free_at <= self._now]

    def _claimed(self, chosen: list[Expected], claims: list[OutboxRecord]) -> None:
        """What was tried too often dies at the claim; the others are held, and nobody else's claim on them counts any more."""
        for row in chosen:
            row.state = "dead" if row.attempts - row.postponed >= MAX_ATTEMPTS else "pending"
            row.attempts += 1
            row.lease_until = self._now + LEASE
        expected = {(row.id, row.attempts, row.kind, "{}") for row in chosen if row.state == "pending"}
        assert {(claim.id, claim.attempts, claim.kind, claim.body) for claim in claims} == expected
        assert [claim.kind == "reply" for claim in claims] == sorted((claim.kind == "reply" for claim in claims), reverse=True)
        self._held += claims

    @staticmethod
    def _settled(row: Expected, outcome: Outcome, later: datetime) -> None:
        spent = row.attempts - row.postponed >= MAX_ATTEMPTS
        row.state = {"sent": "sent", "dead": "dead", "skipped": "skipped", "failed": "dead" if spent else "pending"}.get(outcome, "pending")
        row.postponed += outcome == "told to wait"
        if outcome in {"failed", "told to wait"}:
            row.next_at, row.lease_until = later, NOON


async def _mark(tx: Transaction, claim: OutboxRecord, outcome: Outcome, now: datetime, later: datetime) -> bool:
    match outcome:
        case "sent":
            return await mark_sent(tx, claim, 5, now)
        case "failed":
            return await tx.outbox.retry(claim, later, "TimedOut", now)
        case "told to wait":
            return await tx.outbox.postpone(claim, later)
        case "dead":
            return await tx.outbox.mark_dead(claim, "BadRequest", now)
        case "skipped":
            return await tx.outbox.mark_skipped(claim, "ended", now)


def test_the_outbox_does_what_its_model_does(address: str) -> None:
    with asyncio.Runner() as runner:
        database = Database(address, codec())

        class Here(OutboxMachine):
            def __init__(self) -> None:
                super().__init__(runner, database)

        try:
            run_state_machine_as_test(
                Here,
                settings=settings(max_examples=25, stateful_step_count=30, deadline=None),
            )
        finally:
            runner.run(database.close())
