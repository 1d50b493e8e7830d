"""A simulated year of a unit: contacts come and go, steps are filed, the unit's own day is set and moved, dates move, the bot dies.

Contacts hear of the unit's own links until these are filed, as members do of the unit's own day as it stands, the group of the links
whatever was filed; whoever is out hears nothing from the same moment; what repeats was in flight at a death, once each.
"""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, replace
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
from bot.usecases.reminding import UNIT_REMINDER, closing_of
from bot.usecases.rhythms import DEFAULT, LATE, SOON, LastDay, is_quiet, moment_before, usual_days, wanted_days
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.attending import attend, hear
from bot.usecases.units.audience import set_day
from bot.usecases.units.inner import INNER, INNER_MOVED, last_day_of
from bot.views.dates import day_text
from bot.watching import Watch
from knowledge.base import KnowledgeBase
from storage.codec import load_or_make_key
from storage.database import Database, Transaction
from storage.records import OutboxRecord
from storage.unit_records import InnerDeadlineRecord
from tests.bot.conftest import SetClock
from tests.bot.test_a_year_of_reminders import Died, Line, Unwatched
from tests.eligibility.strategies import base_of, policy_of

POLICY, STAGE = "small-2024", "report"
SIGNED = date(2024, 1, 1)
START = datetime(2024, 1, 2, 8, tzinfo=SHANGHAI)
CONTACTS, MEMBERS, GROUP = (101, 102), (201, 202), -300
DEATHS = st.sampled_from([None, None, None, "before", "after"])
T = TypeVar("T")


@dataclass
class Somebody:
    """What the model knows of a contact or a member. ``since``: since when they hear; None while they do not."""

    number: int
    row: int
    chat: int
    since: datetime | None = None


class YearOfAUnit(RuleBasedStateMachine):
    """One bot with its rows, restarted at each death, against what everybody of a unit should have heard."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        super().__init__()
        self._runner = runner
        self._database = database
        self._clock = SetClock(START)
        self._line = Line()
        self._ends: date | None = date(2024, 2, 20)
        self._versions = 0
        self._shelf = SimpleNamespace(current=SimpleNamespace(base=self._base()), refresh=lambda: False, withdraw=lambda _: False)
        self._moved_at = START
        self._follows_since: datetime | None = None
        self._filed, self._unfiled_at = False, START
        self._inner: InnerDeadlineRecord | None = None
        self._first_set_at = START
        self._heard: list[tuple[int, datetime, dict[str, Any]]] = []
        self._deaths: Counter[str] = Counter()
        self._start()
        self._contacts = [self._do(self._arrive(number)) for number in CONTACTS]
        self._members = [self._do(self._arrive(number)) for number in MEMBERS]
        self._unit = self._do(self._found())
        self.follow()
        self.come(0)
        self.share(0)
        self._tick()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def _base(self) -> KnowledgeBase:
        stages = [
            {"id": "hand-in", "clause": "三", "name": "交表", "actor": "applicant", "action": "交表", "applying": True},
            {"id": STAGE, "clause": "三", "name": "报送", "actor": "unit", "action": "报送", "applying": True, "follows": "hand-in"},
        ]
        return replace(
            base_of(policy_of(stages=[stages[0], stages[1] | {"ends": self._ends}], signed=SIGNED)), version=f"{self._versions:012}"
        )

    def _start(self) -> None:
        """A process's worth of bot."""
        snapshots = cast(Snapshots, self._shelf)
        self._jobs = Jobs(self._database, snapshots, self._clock, cast(Watch, Unwatched()))
        composers = {kind: _naming(composer) for kind, composer in Pushes(snapshots, self._clock).composers.items()}
        self._courier = Courier(cast(Bot, self._line), self._database, self._clock, composers)

    async def _arrive(self, number: int) -> Somebody:
        async with self._database.transaction() as rows:
            person = await rows.people.ensure(number, self._clock.now())
            chat = await rows.chats.ensure(number, "private", person.id, self._clock.now())
        return Somebody(number, person.id, chat.id)

    async def _found(self) -> int:
        """The unit with its members and its group."""
        async with self._database.transaction() as rows:
            unit = await rows.units.make("某厂", "内蒙古自治区/包头市", "enterprise", "", START)
            for member in self._members:
                await rows.members.join(unit.id, member.row, "某人", START)
            chat = await rows.chats.ensure(GROUP, "group", None, START)
            await rows.unit_work.connect(chat.id, unit.id, self._contacts[0].row, START, "技能群")
        return unit.id

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
        """What was just heard was meant for whoever heard it, and is true."""
        now = self._clock.now()
        for chat, text in self._line.sent[before:]:
            told = json.loads(text)
            self._heard.append((chat, now, told))
            if told["kind"] == UNIT_REMINDER:
                self._heard_of_the_units(chat, told, now)
            elif told["kind"] in {INNER, INNER_MOVED}:
                self._heard_of_its_own_day(chat, told, now)

    def _heard_of_the_units(self, chat: int, told: dict[str, Any], now: datetime) -> None:
        last = self._last()
        assert last is not None
        assert self._follows_since is not None
        assert chat == GROUP or not self._filed
        assert chat == GROUP or any(one.number == chat and one.since for one in self._contacts)
        assert told["deadline"].partition("#")[0] == last.ends.isoformat()
        assert now < last.closes
        assert ("某厂" in told["html"]) == (chat != GROUP)

    def _heard_of_its_own_day(self, chat: int, told: dict[str, Any], now: datetime) -> None:
        assert any(one.number == chat and one.since for one in self._members)
        assert self._inner is not None
        day = date.fromisoformat(self._inner.day) if self._inner.day else None
        if told["kind"] == INNER:
            assert not self._filed
            assert day is not None
            assert now < closing_of(day)
            assert told["deadline"] == f"{self._inner.day}#{self._inner.sequence}"
        assert (f"{day_text(day)}" if day else "没有定") in told["html"]

    def _last(self) -> LastDay | None:
        return LastDay(self._ends, closing_of(self._ends), usual_days(SIGNED, self._ends)) if self._ends and self._ends >= SIGNED else None

    def _check(self) -> None:
        """Nobody heard a thing twice but of a death, and everybody heard what they should have by now."""
        for (chat, text), times in Counter(self._line.sent).items():
            assert times <= 1 + self._deaths[text], (chat, text)
        if is_quiet(DEFAULT, self._clock.now()):
            return
        for contact in self._contacts:
            if contact.since is not None and self._follows_since is not None and not self._filed:
                since = max(contact.since, self._follows_since, self._moved_at, self._unfiled_at)
                self._check_reminded(contact.number, UNIT_REMINDER, self._last(), since)
        for member in self._members:
            if member.since is not None and self._inner is not None:
                self._check_knows(member)
                if self._inner.day and not self._filed:
                    since = max(member.since, self._inner.set_at, self._unfiled_at)
                    self._check_reminded(member.number, INNER, last_day_of(self._inner), since)

    def _check_reminded(self, number: int, kind: str, last: LastDay | None, since: datetime) -> None:
        now = self._clock.now()
        if last is None or now >= last.closes:
            return
        moments = {days: moment_before(DEFAULT, last, days) for days in wanted_days(DEFAULT, last)}
        come = {days: moment for days, moment in moments.items() if moment <= now}
        if not come:
            return
        days, moment = min(come.items())
        next_one = min((other for other in moments.values() if other > now), default=None)
        spared = now - moment > LATE and next_one is not None and next_one - now < SOON
        if moment <= since or spared:
            return
        told = [
            what
            for chat, at, what in self._heard
            if chat == number and what["kind"] == kind and what["deadline"].startswith(last.ends.isoformat())
            if what["offset_days"] == days and at >= min(moment, since)
        ]
        assert told, f"{number} did not hear of {kind} {days} days before {last.ends} at {now}"

    def _check_knows(self, member: Somebody) -> None:
        """Whoever heard of changes all the while knows the day that counts."""
        assert self._inner is not None
        if member.since is None or member.since > self._first_set_at:
            return  # came later: what was set before is told by reminders alone
        told = [what for chat, _, what in self._heard if chat == member.number and what["kind"] == INNER_MOVED]
        day = date.fromisoformat(self._inner.day) if self._inner.day else None
        if told:
            assert (f"现在：{day_text(day)}" if day else "现在：没有定") in told[-1]["html"]
        else:
            assert day is None, "nobody told them of the day"

    @rule(done=st.booleans(), act=st.sampled_from(["file", "file", "file", "follow", "follow", "unfollow"]))
    def do_for_the_unit(self, act: str, done: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        """A contact does something for all of them."""
        match act:
            case "file":
                self.file(done)
            case "follow":
                self.follow()
            case _:
                self.unfollow()

    @rule(place=st.integers(0, 1), act=st.sampled_from(["come", "come", "be_cut_off", "share", "share", "share_no_more"]))
    def come_or_go(self, act: str, place: int) -> None:
        """Somebody belongs to the unit, or does not any more."""
        {"come": self.come, "be_cut_off": self.be_cut_off, "share": self.share, "share_no_more": self.share_no_more}[act](place)

    def follow(self) -> None:
        """The unit follows."""

        async def follow() -> None:
            async with self._database.transaction() as rows:
                await rows.unit_work.follow(self._unit, POLICY, self._contacts[0].row, self._clock.now())
                await attend(rows, self._shelf.current.base, self._unit, self._clock.now())

        if self._follows_since is None:
            self._follows_since = self._clock.now()
            self._do(follow())

    def unfollow(self) -> None:
        """The unit follows no more, and consents end with it."""

        async def unfollow() -> None:
            async with self._database.transaction() as rows:
                if await rows.unit_work.unfollow(self._unit, POLICY):
                    await set_day(rows, self._unit, POLICY, None, self._contacts[0].row, self._clock.now())
                    self._inner = await rows.unit_work.inner_deadline(self._unit, POLICY)
                await attend(rows, self._shelf.current.base, self._unit, self._clock.now())

        self._follows_since = None
        for member in self._members:
            member.since = None
        self._do(unfollow())

    def come(self, place: int) -> None:
        """Somebody is approved."""
        contact = self._contacts[place]

        async def approve() -> None:
            async with self._database.transaction() as rows:
                await rows.units.ask(self._unit, contact.row, self._clock.now(), called="某", stated="{}")
                await rows.units.approve(self._unit, contact.row, None, self._clock.now())
                await attend(rows, self._shelf.current.base, self._unit, self._clock.now())

        if contact.since is None:
            contact.since = self._clock.now()
            self._do(approve())

    def be_cut_off(self, place: int) -> None:
        contact = self._contacts[place]
        contact.since = None

        async def drop() -> None:
            async with self._database.transaction() as rows:
                await rows.units.drop(self._unit, contact.row)
                await hear(rows, self._shelf.current.base, contact.row, self._clock.now())
                await attend(rows, self._shelf.current.base, self._unit, self._clock.now())

        self._do(drop())

    def file(self, done: bool) -> None:  # noqa: FBT001 - as it is drawn
        """A contact marks the step as handed in, or takes that back."""

        async def file() -> None:
            async with self._database.transaction() as rows:
                if done:
                    await rows.unit_work.file(self._unit, POLICY, STAGE, self._contacts[0].row, self._clock.now())
                elif await rows.unit_work.unfile(self._unit, POLICY, STAGE):
                    await attend(rows, self._shelf.current.base, self._unit, self._clock.now())

        if self._filed and not done:
            self._unfiled_at = self._clock.now()
        self._filed = done
        self._do(file())

    def share(self, place: int) -> None:
        member = self._members[place]

        async def agree() -> None:
            async with self._database.transaction() as rows:
                await rows.members.agree(self._unit, member.row, POLICY, "", self._clock.now())
                await plan(rows, self._shelf.current.base, member.row, self._clock.now())

        if member.since is None and self._follows_since is not None:
            member.since = self._clock.now()
            self._do(agree())

    def share_no_more(self, place: int) -> None:
        member = self._members[place]
        member.since = None

        async def withdraw() -> None:
            async with self._database.transaction() as rows:
                await rows.members.withdraw(self._unit, member.row, POLICY)

        self._do(withdraw())

    @rule(days=st.none() | st.integers(0, 40))
    def set_the_own_day(self, days: int | None) -> None:
        """The unit's own day is set, moved, or withdrawn."""
        now = self._clock.now()
        day = now.astimezone(SHANGHAI).date() + timedelta(days=days) if days is not None else None

        async def put() -> InnerDeadlineRecord | None:
            async with self._database.transaction() as rows:
                before = await rows.unit_work.inner_deadline(self._unit, POLICY)
                self._first_set_at = self._first_set_at if before else now
                await set_day(rows, self._unit, POLICY, day, self._contacts[0].row, now)
                return await rows.unit_work.inner_deadline(self._unit, POLICY)

        if self._follows_since is not None:
            self._inner = self._do(put())

    @rule(days=st.none() | st.integers(-3, 45))
    def move(self, days: int | None) -> None:
        """The notice's date is put forward or back, or taken out."""
        after = None if days is None else self._clock.now().astimezone(SHANGHAI).date() + timedelta(days=days)
        if after == self._ends:
            return
        self._tick()
        self._ends = after
        self._versions += 1
        self._shelf.current.base = self._base()
        self._clock.advance(timedelta(seconds=1))
        self._moved_at = self._clock.now()
        self._tick()

    @rule(hours=st.integers(1, 24 * 9), death=DEATHS)
    def sleep(self, hours: int, death: str | None) -> None:
        """The bot is down, or its machine asleep, and comes back; then it may die over the first thing that it sends."""
        self._clock.advance(timedelta(hours=hours))
        self._tick(death)

    @rule()
    def until_the_night(self) -> None:
        """Until everybody's quiet hours: what changes then is told in the morning."""
        now = self._clock.now().astimezone(SHANGHAI)
        self._clock.at = now.replace(hour=23, minute=0) + timedelta(days=now.hour >= 23)
        self._tick()

    @rule(own=st.booleans(), death=DEATHS)
    def until_the_next_moment(self, own: bool, death: str | None) -> None:  # noqa: FBT001 - hypothesis calls it
        """Time goes on, a tick a day, to the very moment of the next reminder."""
        inner = last_day_of(self._inner) if own and self._inner is not None and self._inner.day else None
        last = inner or self._last()
        moments = [moment_before(DEFAULT, last, days) for days in wanted_days(DEFAULT, last)] if last else []
        coming = min((moment for moment in moments if moment > self._clock.now()), default=None)
        while coming is not None and self._clock.now() < coming:
            self._clock.at = min(coming, self._clock.now() + timedelta(days=1))
            self._tick(death if self._clock.now() == coming else None)


def _naming(composer: Composer) -> Composer:
    """The same pushes, each with what it is about."""

    async def compose(rows: Transaction, claim: OutboxRecord) -> Letters | Later:
        letters = await composer(rows, claim)
        if isinstance(letters, Later) or not letters:
            return letters
        about = json.loads(claim.reference)
        return (
            Letter(
                html=json.dumps({"kind": claim.kind, "to": claim.chat_id, "html": letters[0].html, "id": claim.id} | about, sort_keys=True)
            ),
        )

    return compose


def test_the_year_of_a_unit_goes_as_it_should(tmp_path: Path) -> None:
    codec = load_or_make_key(tmp_path / "key")
    template = Database(f"sqlite:///{tmp_path / 'template.db'}", codec)
    asyncio.run(_migrate(template))
    opened: list[Database] = []
    with asyncio.Runner() as runner:

        class Here(YearOfAUnit):
            def __init__(self) -> None:
                file = tmp_path / f"{len(opened)}.db"
                shutil.copy(tmp_path / "template.db", file)
                opened.append(Database(f"sqlite:///{file}", codec))
                super().__init__(runner, opened[-1])

            def teardown(self) -> None:
                runner.run(self._database.close())

        short = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
        run_state_machine_as_test(Here, settings=short)


async def _migrate(database: Database) -> None:
    await database.migrate()
    await database.close()
