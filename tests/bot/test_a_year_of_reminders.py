"""A simulated year: people follow and leave, dates move, the bot is down, dies before and after sending, and is started again.

Every reminder that should be sent is sent, none that should not be; what repeats was in flight at a death, once each.
"""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from telegram import Bot

from bot.clock import SHANGHAI
from bot.jobs import Jobs
from bot.outbox.courier import Composer, Courier, Later, Letters
from bot.outbox.letter import Letter
from bot.outbox.pushes import Pushes
from bot.usecases.listening import plan
from bot.usecases.moving import MOVED
from bot.usecases.reminding import REMINDER, closing_of, target_of
from bot.usecases.rhythms import DEFAULT, LATE, SOON, LastDay, is_quiet, moment_before, usual_days, wanted_days
from bot.usecases.snapshot import Snapshots
from bot.watching import Watch
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.codec import load_or_make_key
from storage.database import Database, Transaction
from storage.records import OutboxRecord, Rhythm
from tests.bot.conftest import SetClock
from tests.eligibility.strategies import base_of, policy_of

POLICY = "small-2024"
SIGNED = date(2024, 1, 1)
START = datetime(2024, 1, 2, 8, tzinfo=SHANGHAI)
PEOPLE = (101, 102, 103)
RHYTHMS = st.builds(
    Rhythm,
    timezone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles"]),
    remind_hour=st.sampled_from([8, 12, 20]),
    remind_days=st.sampled_from(["auto", "14,1", "0", "5,3,2"]),
    quiet_from=st.just(22),
    quiet_to=st.just(7),
)
T = TypeVar("T")


class Died(BaseException):
    """The process is killed here."""


@dataclass
class Line:
    """A Telegram that takes everything, unless the process dies just before or just after."""

    sent: list[tuple[int, str]] = field(default_factory=list)
    death: str | None = None

    async def send_message(self, chat_id: int, text: str, **_: object) -> SimpleNamespace:
        death, self.death = self.death, None
        if death == "before":
            raise Died
        self.sent.append((chat_id, text))
        if death == "after":
            raise Died
        return SimpleNamespace(message_id=len(self.sent))


class Unwatched:
    """The knowledge changes where a machine puts another in, and no file is looked at."""

    async def look(self) -> None:
        """Nothing to see."""


@dataclass
class Person:
    """What the model knows of somebody. ``settled``: since when nothing about them changed that moves their reminders."""

    number: int
    row: int
    chat: int
    rhythm: Rhythm = DEFAULT
    follows: bool = False
    done: bool = False
    settled: datetime = START


class Year(RuleBasedStateMachine):
    """One bot with its rows, restarted at each death, against what everybody should have heard."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        super().__init__()
        self._runner = runner
        self._database = database
        self._clock = SetClock(START)
        self._line = Line()
        self._ends: dict[str, date | None] = {"hand-in": date(2024, 2, 20), "report": date(2024, 3, 10)}
        self._shelf = SimpleNamespace(current=SimpleNamespace(base=self._base(0)), refresh=lambda: False, withdraw=lambda _: False)
        self._changes: list[tuple[datetime, list[Person], set[date]]] = []
        self._versions = 0
        self._heard: list[tuple[int, datetime, dict[str, Any]]] = []
        self._deaths: Counter[str] = Counter()
        self._start()
        self._people = [self._do(self._arrive(number)) for number in PEOPLE]
        self._tick()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def _base(self, version: int) -> KnowledgeBase:
        found = [
            {"id": "hand-in", "clause": "三", "name": "交表", "actor": "applicant", "action": "交表", "applying": True},
            {"id": "report", "clause": "三", "name": "报送", "actor": "city", "action": "报送", "applying": True, "follows": "hand-in"},
        ]
        policy: Policy = policy_of(stages=[one | {"ends": self._ends[str(one["id"])]} for one in found], signed=SIGNED)
        return replace(base_of(policy), version=f"{version:012}")

    def _start(self) -> None:
        """A process's worth of bot."""
        snapshots = cast(Snapshots, self._shelf)
        self._jobs = Jobs(self._database, snapshots, self._clock, cast(Watch, Unwatched()))
        composers = {kind: _naming(composer) for kind, composer in Pushes(snapshots, self._clock).composers.items()}
        self._courier = Courier(cast(Bot, self._line), self._database, self._clock, composers)

    async def _arrive(self, number: int) -> Person:
        async with self._database.transaction() as rows:
            person = await rows.people.ensure(number, self._clock.now())
            chat = await rows.chats.ensure(number, "private", person.id, self._clock.now())
        return Person(number, person.id, chat.id)

    def _tick(self, death: str | None = None) -> None:
        """What a woken bot does; where it dies on the way, another is started once its leases are over."""
        self._line.death = death
        before = len(self._line.sent)
        try:
            self._do(self._jobs.tick(self._courier, asyncio.Event()))
        except (Died, BaseExceptionGroup):
            self._listen(before)
            self._deaths.update({text for _, text in self._line.sent[before:]})
            self._start()
            self._clock.advance(timedelta(minutes=3))
            self._tick()
            return
        self._line.death = None
        self._listen(before)
        self._check()

    def _listen(self, before: int) -> None:
        """What was just heard was meant for whoever heard it."""
        for chat, text in self._line.sent[before:]:
            told = json.loads(text)
            person = next(one for one in self._people if one.number == chat)
            self._heard.append((chat, self._clock.now(), told))
            if told["kind"] == REMINDER:
                last = self._last()
                assert person.follows
                assert not person.done
                assert last is not None
                assert told["deadline"].partition("#")[0] == last.ends.isoformat()
                assert self._clock.now() < last.closes
                assert told["offset_days"] in wanted_days(person.rhythm, last)
                soon = closing_of(last.ends) - self._clock.now() < timedelta(hours=10)
                assert soon or not is_quiet(person.rhythm, self._clock.now())

    def _last(self) -> LastDay | None:
        """The day of which followers are reminded: their own, else the next link's."""
        ends = self._ends["hand-in"] or self._ends["report"]
        return LastDay(ends, closing_of(ends), usual_days(SIGNED if ends >= SIGNED else None, ends)) if ends else None

    def _check(self) -> None:
        """Nobody heard a thing twice but of a death, and everybody heard what they should have by now."""
        for (chat, text), times in Counter(self._line.sent).items():
            assert times <= 1 + self._deaths[text], (chat, text)
        for person in self._people:
            if person.follows and not person.done and not is_quiet(person.rhythm, self._clock.now()):
                self._check_reminded(person)
            if person.follows and not is_quiet(person.rhythm, self._clock.now()):
                self._check_told_of_changes(person)

    def _check_reminded(self, person: Person) -> None:
        last, now = self._last(), self._clock.now()
        if last is None or now >= last.closes:
            return
        moments = {days: moment_before(person.rhythm, last, days) for days in wanted_days(person.rhythm, last)}
        come = {days: moment for days, moment in moments.items() if moment <= now}
        if not come:
            return
        days, moment = min(come.items())
        next_one = min((other for other in moments.values() if other > now), default=None)
        spared = now - moment > LATE and next_one is not None and next_one - now < SOON
        if moment <= max(person.settled, self._changed()) or spared:
            return
        told = [
            at
            for chat, at, what in self._heard
            if chat == person.number and what["kind"] == REMINDER and what["deadline"].startswith(last.ends.isoformat())
            if what["offset_days"] == days and at >= min(moment, self._changed())  # told before the hour was put off is told
        ]
        assert told, f"{person} was not reminded {days} days before {last.ends} at {now}"

    def _changed(self) -> datetime:
        return self._changes[-1][0] if self._changes else START

    def _check_told_of_changes(self, person: Person) -> None:
        if not self._changes:
            return
        at, followers, days = self._changes[-1]
        if person not in followers or not any(closing_of(day) > at for day in days):
            return
        told = [what for chat, when, what in self._heard if chat == person.number and what["kind"] == MOVED and when >= at]
        assert told, f"{person} was not told of the change at {at}"

    @rule(place=st.integers(0, 2))
    def follow(self, place: int) -> None:
        person = self._people[place]
        if not person.follows or person.done:
            person.follows, person.done, person.settled = True, False, self._clock.now()

            async def follow() -> None:
                async with self._database.transaction() as rows:
                    await rows.subscriptions.follow(person.row, person.chat, target_of(POLICY, None), self._clock.now())
                    await rows.silences.lift(person.row, POLICY)
                    await plan(rows, self._shelf.current.base, person.row, self._clock.now())

            self._do(follow())

    @rule(place=st.integers(0, 2))
    def leave(self, place: int) -> None:
        person = self._people[place]
        person.follows = False

        async def leave() -> None:
            async with self._database.transaction() as rows:
                for one in await rows.subscriptions.of(person.row):
                    await rows.subscriptions.end(one.id, person.row, self._clock.now())

        self._do(leave())
        for _, followers, _ in self._changes:
            if person in followers:
                followers.remove(person)

    @rule(place=st.integers(0, 2))
    def hand_in(self, place: int) -> None:
        person = self._people[place]
        person.done = True

        async def put() -> None:
            async with self._database.transaction() as rows:
                await rows.silences.put(person.row, POLICY, "", "done", self._clock.now())

        self._do(put())

    @rule(place=st.integers(0, 2), rhythm=RHYTHMS)
    def choose(self, place: int, rhythm: Rhythm) -> None:
        person = self._people[place]
        person.rhythm, person.settled = rhythm, self._clock.now()

        async def choose() -> None:
            async with self._database.transaction() as rows:
                await rows.people.set_rhythm(person.row, rhythm)
                await plan(rows, self._shelf.current.base, person.row, self._clock.now())

        self._do(choose())

    @rule(stage=st.sampled_from(["hand-in", "report"]), days=st.none() | st.integers(-3, 45))
    def move(self, stage: str, days: int | None) -> None:
        """A date is put forward or back, or taken out of the notice."""
        before = self._ends[stage]
        after = None if days is None else self._clock.now().astimezone(SHANGHAI).date() + timedelta(days=days)
        if before == after:
            return
        self._tick()
        self._ends[stage] = after
        self._versions += 1
        self._shelf.current.base = self._base(self._versions)
        self._clock.advance(timedelta(seconds=1))
        followers = [person for person in self._people if person.follows]
        self._changes.append((self._clock.now(), followers, {day for day in (before, after) if day}))
        self._tick()

    @rule(hours=st.integers(1, 24 * 12), death=st.sampled_from([None, None, "before", "after"]))
    def sleep(self, hours: int, death: str | None) -> None:
        """The bot is down, or its machine asleep, and comes back; then it may die over the first thing that it sends."""
        self._clock.advance(timedelta(hours=hours))
        self._tick(death)

    @rule(place=st.integers(0, 2), death=st.sampled_from([None, None, "before", "after"]))
    def until_the_next_moment(self, place: int, death: str | None) -> None:
        """Time goes on, a tick a day, to the very moment of somebody's next reminder."""
        person, last = self._people[place], self._last()
        moments = [moment_before(person.rhythm, last, days) for days in wanted_days(person.rhythm, last)] if last else []
        coming = min((moment for moment in moments if moment > self._clock.now()), default=None)
        while coming is not None and self._clock.now() < coming:
            self._clock.at = min(coming, self._clock.now() + timedelta(days=1))
            self._tick(death if self._clock.now() == coming else None)


def _naming(composer: Composer) -> Composer:
    """The same pushes, each with nothing in it but what it is about."""

    async def compose(rows: Transaction, claim: OutboxRecord) -> Letters | Later:
        letters = await composer(rows, claim)
        if isinstance(letters, Later) or not letters:
            return letters
        about = json.loads(claim.reference)
        return (Letter(html=json.dumps({"kind": claim.kind, "to": claim.chat_id} | about, sort_keys=True)),)

    return compose


def test_the_year_goes_as_it_should(tmp_path: Path) -> None:
    codec = load_or_make_key(tmp_path / "key")
    template = Database(f"sqlite:///{tmp_path / 'template.db'}", codec)
    asyncio.run(_migrate(template))
    opened: list[Database] = []
    with asyncio.Runner() as runner:

        class Here(Year):
            def __init__(self) -> None:
                file = tmp_path / f"{len(opened)}.db"
                shutil.copy(tmp_path / "template.db", file)
                opened.append(Database(f"sqlite:///{file}", codec))
                super().__init__(runner, opened[-1])

            def teardown(self) -> None:
                runner.run(self._database.close())

        short = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
        run_state_machine_as_test(Here, settings=short)


async def _migrate(database: Database) -> None:
    await database.migrate()
    await database.close()
