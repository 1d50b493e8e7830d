"""What simulated years have in common: one bot with its rows, buttons that people press, a Telegram in trouble, and who heard what."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, Literal, TypeVar, cast

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from telegram import Bot
from telegram.error import RetryAfter

from bot.callbacks import CodeBook, Press
from bot.clock import SHANGHAI
from bot.handlers.table import PRESSES
from bot.handlers.visit import Visit
from bot.jobs import Jobs
from bot.outbox.book import OwnBook
from bot.outbox.courier import Composer, Courier, Later, Letters
from bot.outbox.letter import Letter
from bot.outbox.pushes import Pushes
from bot.usecases.rhythms import LATE, SOON, LastDay, is_quiet, moment_before, wanted_days
from bot.usecases.snapshot import Snapshot, Snapshots
from bot.watching import Watch
from knowledge.base import KnowledgeBase
from storage.database import Database, Transaction
from storage.queue_records import OutboxRecord
from storage.records import Rhythm
from tests.bot.conftest import SetClock
from tests.bot.telegrams import press_of
from tests.storage.servers import SqliteFolder, codec

START = datetime(2024, 1, 2, 8, tzinfo=SHANGHAI)
BUSY = timedelta(seconds=40)
"""So long Telegram asks to be left alone."""
Trouble = Literal["before", "after", "busy"]
"""The process dies before, or after, what it sends first; or Telegram takes nothing for a while."""
TROUBLES: st.SearchStrategy[Trouble | None] = st.sampled_from([None, None, "before", "after", "busy"])
T = TypeVar("T")


class Died(BaseException):
    """The process is killed here."""


@dataclass
class Line:
    """A Telegram that takes everything, unless there is trouble."""

    sent: list[tuple[int, str]] = field(default_factory=list)
    trouble: Trouble | None = None
    refused: int = 0

    async def send_message(self, chat_id: int, text: str, **_: object) -> SimpleNamespace:
        if self.trouble == "busy":
            self.refused += 1
            raise RetryAfter(BUSY)
        trouble, self.trouble = self.trouble, None
        if trouble == "before":
            raise Died
        self.sent.append((chat_id, text))
        if trouble == "after":
            raise Died
        return SimpleNamespace(message_id=len(self.sent))


class Unwatched:
    """The knowledge changes where a machine puts another in, and no file is looked at."""

    async def look(self) -> None:
        """Nothing to see."""


@dataclass(frozen=True)
class Heard:
    """Something that came to a chat."""

    chat: int
    at: datetime
    kind: str
    about: dict[str, Any]
    html: str


@dataclass
class OnceMore:
    """A reminder that somebody wants once more. ``holds``: whether nothing was done since that could make it needless."""

    number: int
    kind: str
    at: datetime
    last: LastDay
    holds: bool = True


class Life(RuleBasedStateMachine):
    """One bot with its rows, restarted at each death, against what everybody should have heard."""

    world: ClassVar[Callable[[], tuple[asyncio.Runner, Database]]]
    """Makes what a machine lives in."""

    def __init__(self) -> None:
        super().__init__()
        self._runner, self._database = type(self).world()
        self._clock = SetClock(START)
        self._line = Line()
        self.versions = 0
        self._shelf = SimpleNamespace(current=None, refresh=lambda: False, withdraw=lambda _: False)
        self.heard: list[Heard] = []
        self.wanted: list[OnceMore] = []
        self._deaths: Counter[str] = Counter()
        self._put(self.base())
        self._start()

    def teardown(self) -> None:
        self.do(self._database.close())

    # What a year is of.

    def base(self) -> KnowledgeBase:
        """The knowledge as the model has it now."""
        raise NotImplementedError

    def hear(self, heard: Heard) -> None:
        """What was just heard was meant for whoever heard it, and is true."""
        raise NotImplementedError

    def check(self) -> None:
        """Everybody heard what they should have by now; nobody is asked in the night."""
        raise NotImplementedError

    # How it goes.

    @property
    def now(self) -> datetime:
        return self._clock.now()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def within(self, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
        """Something done in a transaction of its own."""

        async def done() -> T:
            async with self._database.transaction() as rows:
                return await work(rows)

        return self.do(done())

    def press(self, number: int, verb: str, *arguments: str) -> None:
        """Somebody presses a button in their own chat."""

        async def pressed(rows: Transaction) -> None:
            person = await rows.people.ensure(number, self.now)
            chat = await rows.chats.ensure(number, "private", person.id, self.now)
            visit = Visit(rows, self._shelf.current, person, chat, self.now, press_of(number), Press(verb, arguments))
            await PRESSES[verb](visit)

        self.within(pressed)

    def arrive(self, number: int) -> int:
        """Somebody opens the bot; their row."""

        async def arrived(rows: Transaction) -> int:
            person = await rows.people.ensure(number, self.now)
            await rows.chats.ensure(number, "private", person.id, self.now)
            return person.id

        return self.within(arrived)

    def advance(self, by: timedelta) -> None:
        """Nothing happens for a while."""
        self._clock.advance(by)

    def tick(self, trouble: Trouble | None = None, meanwhile: Callable[[], None] | None = None) -> None:
        """What a woken bot does; where it dies on the way, another is started once its leases are over.

        ``meanwhile``: what happens then, while what Telegram did not take waits.
        """
        self._line.trouble = trouble
        before, refused = len(self._line.sent), self._line.refused
        died = False
        try:
            self.do(self._jobs.tick(self._courier, asyncio.Event()))
        except (Died, BaseExceptionGroup):
            died = True
            self._start()
        self._line.trouble = None
        self._listen(before)
        if died:
            self._deaths.update({text for _, text in self._line.sent[before:]})
        if meanwhile is not None:
            meanwhile()
        if died or meanwhile is not None or self._line.refused > refused:
            self.advance(timedelta(minutes=3) if died else BUSY + timedelta(seconds=1))
            self.tick()
            return
        for (chat, text), times in Counter(self._line.sent).items():
            assert times <= 1 + self._deaths[text], (chat, text)
        self.check()

    def publish(self) -> None:
        """The notice is another from now on."""
        self.versions += 1
        self.advance(timedelta(seconds=1))
        self._put(self.base())

    def until(self, last: LastDay | None, rhythm: Rhythm, trouble: Trouble | None, meanwhile: Callable[[], None] | None = None) -> None:
        """Time goes on to the very moment of the next reminder of a last day; the bot is up when it fans out."""
        moments = [moment_before(rhythm, last, days) for days in wanted_days(rhythm, last)] if last else []
        coming = min((moment for moment in moments if moment > self.now), default=None)
        if coming is None:
            if meanwhile is not None:
                self.tick(trouble, meanwhile)
            return
        for moment in (coming - timedelta(hours=20), coming):
            if moment > self.now:
                self._clock.at = moment
                self.tick(trouble if moment == coming else None, meanwhile if moment == coming else None)

    # What is checked.

    def reminded(self, number: int, kind: str, last: LastDay | None, rhythm: Rhythm, since: datetime) -> None:
        """Who heard of everything that moves their reminders ``since`` a moment has heard the last one that was to come."""
        if last is None or self.now >= last.closes:
            return
        moments = {days: moment_before(rhythm, last, days) for days in wanted_days(rhythm, last)}
        come = {days: moment for days, moment in moments.items() if moment <= self.now}
        if not come:
            return
        days, moment = min(come.items())
        next_one = min((other for other in moments.values() if other > self.now), default=None)
        spared = self.now - moment > LATE and next_one is not None and next_one - self.now < SOON
        if moment <= since or spared:
            return
        told = (one for one in self.heard_by(number, kind) if one.about["deadline"].startswith(f"{last.ends}"))
        is_told = any(one.about["offset_days"] == days and one.at >= min(moment, since) for one in told)
        assert is_told, f"{number} did not hear of {kind} {days} days before {last.ends} at {self.now}"

    def once_more(self, number: int, kind: str, last: LastDay, rhythm: Rhythm, *, holds: bool) -> None:
        """Somebody wants to be reminded once more tomorrow; noted where no reminder comes tomorrow anyway."""
        left = (last.ends - self.now.astimezone(SHANGHAI).date()).days - 1
        at = moment_before(rhythm, last, max(left, 0))
        if left >= 0 and at > self.now and left not in wanted_days(rhythm, last):
            self.wanted.append(OnceMore(number, kind, at, last, holds))

    def let_it_come(self, last: LastDay | None, rhythm: Rhythm) -> None:
        """Time goes on until what somebody wanted once more, else until the next reminder."""
        coming = min((one.at for one in self.wanted if one.holds), default=None)
        if coming is None:
            self.until(last, rhythm, None)
        else:
            self.advance(coming - self.now)
            self.tick()

    def unsettle(self, number: int | None = None) -> None:
        """Something was done, by somebody or to all, after which what was wanted once more may be needless."""
        for one in self.wanted:
            one.holds = one.holds and number not in {None, one.number}

    def check_once_more(self) -> None:
        """What was wanted once more came, unless its day was over first."""
        due = [one for one in self.wanted if one.at <= self.now]
        self.wanted = [one for one in self.wanted if one.at > self.now]
        for one in due:
            told = any(heard.at >= one.at for heard in self.heard_by(one.number, one.kind))
            assert told or not one.holds or self.now >= one.last.closes, f"{one} did not come by {self.now}"

    def heard_by(self, number: int, kind: str) -> list[Heard]:
        """All of a kind that came to a chat."""
        return [one for one in self.heard if (one.chat, one.kind) == (number, kind)]

    def is_night(self, rhythm: Rhythm) -> bool:
        return is_quiet(rhythm, self.now)

    # How it is made.

    def _put(self, base: KnowledgeBase) -> None:
        self._shelf.current = cast(Snapshot, SimpleNamespace(base=base, codes=CodeBook(base)))

    def _start(self) -> None:
        """A process's worth of bot, whose limits go by the machine's own clock."""
        snapshots = cast(Snapshots, self._shelf)
        self._jobs = Jobs(self._database, snapshots, self._clock, cast(Watch, Unwatched()))
        composers = {kind: _naming(composer) for kind, composer in Pushes(snapshots, self._clock).composers.items()}
        self._courier = Courier(cast(Bot, self._line), self._database, self._clock, composers)
        self._courier._budget._own = OwnBook(self._seconds)  # noqa: SLF001 - else Telegram would be waited for in real time

    def _seconds(self) -> float:
        return self.now.timestamp()

    def _listen(self, before: int) -> None:
        for chat, text in self._line.sent[before:]:
            told = json.loads(text) if text.startswith("{") else {"kind": "said", "html": text}
            heard = Heard(chat, self.now, told.pop("kind"), told, told.pop("html"))
            self.heard.append(heard)
            self.hear(heard)


def _naming(composer: Composer) -> Composer:
    """The same pushes, each with what it is about."""

    async def compose(rows: Transaction, claim: OutboxRecord) -> Letters | Later:
        letters = await composer(rows, claim)
        if isinstance(letters, Later) or not letters:
            return letters
        about = json.loads(claim.reference) | {"kind": claim.kind, "row": claim.dedupe_key, "html": letters[0].html}
        return (Letter(html=json.dumps(about, sort_keys=True)),)

    return compose


def live(machine: type[Life], folder: Path, sqlite: SqliteFolder, *, examples: int, steps: int) -> None:
    """Let years go by, each with a database of its own. What fails is told as it was: making it smaller takes longer than a test may."""
    numbers = count()
    with asyncio.Runner() as runner:
        machine.world = lambda: (runner, Database(f"sqlite:///{sqlite.put(folder / f'{next(numbers)}.db')}", codec()))
        phases = (Phase.explicit, Phase.reuse, Phase.generate)
        short = settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(machine, settings=short)
