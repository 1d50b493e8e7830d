"""A simulated year: people follow and leave, dates move, the bot is down, dies before and after sending, and is started again.

Every reminder that should be sent is sent, none that should not be; what repeats was in flight at a death, once each.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.usecases.moving import MOVED
from bot.usecases.reminding import REMINDER, SNOOZE, closing_of
from bot.usecases.rhythms import DEFAULT, LastDay, days_text, usual_days, wanted_days
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.records import Rhythm
from tests.bot.years import START, TROUBLES, Heard, Life, Trouble, live
from tests.eligibility.strategies import base_of, policy_of
from tests.storage.servers import SqliteFolder

POLICY = "small-2024"
CODED = code("policy", POLICY)
SIGNED = date(2024, 1, 1)
PEOPLE = (101, 102, 103)
DAYS = st.sampled_from([(), (14, 1), (0,), (5, 3, 2)])
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles"])


@dataclass
class Person:
    """What the model knows of somebody. ``settled``: since when nothing about them changed that moves their reminders."""

    number: int
    rhythm: Rhythm = DEFAULT
    follows: bool = False
    done: bool = False
    silent: set[str] = field(default_factory=set)
    settled: datetime = START

    def hears_of(self, stage: str) -> bool:
        return self.follows and not self.done and stage not in self.silent


class Year(Life):
    """Three people who follow one policy of two steps; buttons are pressed as they are under its messages."""

    def __init__(self) -> None:
        self._ends: dict[str, date | None] = {"hand-in": date(2024, 2, 20), "report": date(2024, 3, 10)}
        self._changes: list[tuple[datetime, list[Person], set[date]]] = []
        super().__init__()
        self._people = [Person(number) for number in PEOPLE]
        for person in self._people:
            self.arrive(person.number)
        for person in self._people[:2]:
            self.follow(person)
        self.tick()

    def base(self) -> KnowledgeBase:
        found = [
            {"id": "hand-in", "clause": "三", "name": "交表", "actor": "applicant", "action": "交表", "applying": True},
            {"id": "report", "clause": "三", "name": "报送", "actor": "city", "action": "报送", "applying": True, "follows": "hand-in"},
        ]
        policy: Policy = policy_of(stages=[one | {"ends": self._ends[str(one["id"])]} for one in found], signed=SIGNED)
        return replace(base_of(policy), version=f"{self.versions:012}")

    def hear(self, heard: Heard) -> None:
        if heard.kind not in {REMINDER, SNOOZE}:
            return
        person, last = next(one for one in self._people if one.number == heard.chat), self._last()
        assert last is not None
        assert person.hears_of(self._step())
        assert self.now < last.closes
        soon = last.closes - self.now < timedelta(hours=10)
        assert soon or not self.is_night(person.rhythm)
        if heard.kind == REMINDER:
            assert heard.about["deadline"].partition("#")[0] == f"{last.ends}"
            assert heard.about["offset_days"] in wanted_days(person.rhythm, last)

    def _step(self) -> str:
        """Of which followers are reminded: of their own, else of the next link."""
        return "hand-in" if self._ends["hand-in"] else "report"

    def _last(self) -> LastDay | None:
        ends = self._ends[self._step()]
        return LastDay(ends, closing_of(ends), usual_days(SIGNED if ends >= SIGNED else None, ends)) if ends else None

    def check(self) -> None:
        for person in self._people:
            if person.hears_of(self._step()) and not self.is_night(person.rhythm):
                self.reminded(person.number, REMINDER, self._last(), person.rhythm, max(person.settled, self._changed()))
            if person.follows and not self.is_night(person.rhythm):
                self._check_told_of_changes(person)
        if not any(self.is_night(person.rhythm) for person in self._people):
            self.check_once_more()

    def _changed(self) -> datetime:
        return self._changes[-1][0] if self._changes else START

    def _check_told_of_changes(self, person: Person) -> None:
        if not self._changes:
            return
        at, followers, days = self._changes[-1]
        if person not in followers or not any(closing_of(day) > at for day in days):
            return
        told = [one for one in self.heard_by(person.number, MOVED) if one.at >= at]
        assert told, f"{person} was not told of the change at {at}"

    @rule(
        place=st.integers(0, 2),
        act=st.sampled_from(["follow", "follow", "follow", "leave", "hand_in", "hear_again", "mute", "snooze", "snooze"]),
        waits=st.booleans(),
    )
    def decide(self, place: int, act: str, waits: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        """Somebody presses a button about what they hear, and perhaps waits for what comes of it."""
        {
            "follow": self.follow,
            "leave": self.leave,
            "hand_in": self.hand_in,
            "hear_again": self.hear_again,
            "mute": self.mute,
            "snooze": self.snooze,
        }[act](self._people[place])
        if waits:
            self.let_it_come(self._last(), self._people[place].rhythm)

    def follow(self, person: Person) -> None:
        """What is over cannot be followed: its series is, instead."""
        last = self._last()
        self.press(person.number, "f", CODED)
        if last is not None and self.now < last.closes:
            self._settle(person, is_new=not person.hears_of(self._step()))
            person.follows, person.done, person.silent = True, False, set()

    def leave(self, person: Person) -> None:
        self.press(person.number, "uf", CODED)
        person.follows = False
        self.unsettle(person.number)
        for _, followers, _ in self._changes:
            if person in followers:
                followers.remove(person)

    def hand_in(self, person: Person) -> None:
        self.press(person.number, "ox", CODED)
        person.done = True
        self.unsettle(person.number)

    def hear_again(self, person: Person) -> None:
        self.press(person.number, "ol", CODED)
        self._settle(person, is_new=not person.hears_of(self._step()))
        person.done, person.silent = False, set()

    def mute(self, person: Person) -> None:
        self.press(person.number, "oq", CODED, code("entry", f"{POLICY}/{self._step()}"))
        person.silent.add(self._step())
        self.unsettle(person.number)

    def snooze(self, person: Person) -> None:
        last = self._last()
        self.press(person.number, "os", CODED, code("entry", f"{POLICY}/{self._step()}"))
        if last is not None and self.now < last.closes:
            self.once_more(person.number, SNOOZE, last, person.rhythm, holds=person.hears_of(self._step()))

    def _settle(self, person: Person, *, is_new: bool) -> None:
        if is_new:
            person.settled = self.now

    @rule(place=st.integers(0, 2), zone=ZONES, hour=st.sampled_from([8, 12, 20]), days=DAYS)
    def choose(self, place: int, zone: str, hour: int, days: tuple[int, ...]) -> None:
        person = self._people[place]
        for verb, argument in (("oz", zone), ("oh", str(hour)), ("ot", "auto"), *(("ot", str(day)) for day in days)):
            self.press(person.number, verb, argument)
        person.rhythm = replace(person.rhythm, timezone=zone, remind_hour=hour, remind_days=days_text(days) or "auto")
        person.settled = self.now
        self.unsettle(person.number)

    @rule(
        stage=st.sampled_from(["hand-in", "report"]),
        days=st.none() | st.integers(-3, 45),
        place=st.none() | st.integers(0, 2),
        trouble=TROUBLES,
    )
    def move(self, stage: str, days: int | None, place: int | None, trouble: Trouble | None) -> None:
        """A date is put forward or back, or taken out of the notice; perhaps just while somebody's reminder waits on its way."""
        if place is not None:
            person = self._people[place]
            self.until(self._last(), person.rhythm, "busy", lambda: self._change(stage, days))
        else:
            self.tick(trouble)
            self._change(stage, days)
            self.tick()

    def _change(self, stage: str, days: int | None) -> None:
        before, after = self._ends[stage], None if days is None else self.now.astimezone(SHANGHAI).date() + timedelta(days=days)
        if before == after:
            return
        self._ends[stage] = after
        self.publish()
        self.unsettle()
        followers = [person for person in self._people if person.follows]
        self._changes.append((self.now, followers, {day for day in (before, after) if day}))

    @rule(hours=st.integers(1, 24 * 12), trouble=TROUBLES)
    def sleep(self, hours: int, trouble: Trouble | None) -> None:
        """The bot is down, or its machine asleep, and comes back; then there may be trouble with the first thing that it sends."""
        self.advance(timedelta(hours=hours))
        self.tick(trouble)

    @rule(place=st.integers(0, 2), trouble=TROUBLES)
    def until_the_next_moment(self, place: int, trouble: Trouble | None) -> None:
        self.until(self._last(), self._people[place].rhythm, trouble)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_the_year_goes_as_it_should(tmp_path: Path, sqlite: SqliteFolder) -> None:
    live(Year, tmp_path, sqlite, examples=4, steps=16)
