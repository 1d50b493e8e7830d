"""A simulated year of a unit: contacts come and go, steps are filed, the unit's own day is set and moved, dates move, the bot dies.

Contacts hear of the unit's own links until these are filed, as members do of the unit's own day as it stands, the group of the links
whatever was filed; whoever is out hears nothing from the same moment; what repeats was in flight at a death, once each.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.usecases.missing import MISSED
from bot.usecases.reminding import UNIT_REMINDER, UNIT_SNOOZE, closing_of
from bot.usecases.rhythms import DEFAULT, LAST_CALL, LastDay, moment_before, usual_days, wanted_days
from bot.usecases.units.attending import attend
from bot.usecases.units.inner import INNER, INNER_MOVED, INNER_SNOOZE, last_day_of
from bot.usecases.units.parting import part
from bot.views.dates import day_text
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.unit_records import InnerDeadlineRecord
from tests.bot.years import START, TROUBLES, Heard, Life, Trouble, live
from tests.eligibility.strategies import base_of, policy_of
from tests.storage.servers import SqliteFolder

POLICY, STAGE = "small-2024", "report"
CODED, STEP = code("policy", POLICY), code("entry", f"{POLICY}/{STAGE}")
SIGNED = date(2024, 1, 1)
CONTACTS, MEMBERS, GROUP = (101, 102), (201, 202), -300


@dataclass
class Contact:
    """``since``: since when they hear; None while they do not."""

    number: int
    row: int
    since: datetime | None = None


@dataclass
class Member:
    """What the model knows of a member; ``settled``: since when nothing about them changed that moves their reminders."""

    number: int
    row: int
    since: datetime | None = None
    done: bool = False
    muted: set[str] = field(default_factory=set)
    settled: datetime = START
    missed: list[str] = field(default_factory=list)
    """Own days of which the next summary has to tell."""


class YearOfAUnit(Life):
    """A unit with two contacts, two members and a group; buttons are pressed as they are on its pages."""

    def __init__(self) -> None:
        self._ends: date | None = date(2024, 2, 20)
        self._moved_at = self._unfiled_at = self._first_set_at = self._ticked_at = START
        self._follows_since: datetime | None = None
        self._filed = False
        self._inner: InnerDeadlineRecord | None = None
        super().__init__()
        self._contacts = [Contact(number, self.arrive(number)) for number in CONTACTS]
        self._members = [Member(number, self.arrive(number)) for number in MEMBERS]
        self._unit = self.within(self._found)
        self._come(self._contacts[0])
        self._follow()
        self._share(self._members[0])
        self.advance(timedelta(minutes=1))
        self._set(20)
        self.tick()

    def base(self) -> KnowledgeBase:
        stages = [
            {"id": "hand-in", "clause": "三", "name": "交表", "actor": "applicant", "action": "交表", "applying": True},
            {"id": STAGE, "clause": "三", "name": "报送", "actor": "unit", "action": "报送", "applying": True, "follows": "hand-in"},
        ]
        policy = policy_of(stages=[stages[0], stages[1] | {"ends": self._ends}], signed=SIGNED)
        return replace(base_of(policy), version=f"{self.versions:012}")

    async def _found(self, rows: Transaction) -> int:
        """The unit with its members and its group."""
        unit = await rows.units.make("某厂", "内蒙古自治区/包头市", "enterprise", "", START)
        for member in self._members:
            await rows.members.join(unit.id, member.row, "某人", START)
        chat = await rows.chats.ensure(GROUP, "group", None, START)
        await rows.unit_work.connect(chat.id, unit.id, self._contacts[0].row, START, "技能群")
        return unit.id

    # What is heard.

    def hear(self, heard: Heard) -> None:
        if heard.kind in {UNIT_REMINDER, UNIT_SNOOZE}:
            self._heard_of_the_units(heard)
        elif heard.kind in {INNER, INNER_SNOOZE, INNER_MOVED}:
            self._heard_of_its_own_day(heard)
        assert heard.chat != GROUP or "某厂" not in heard.html

    def _heard_of_the_units(self, heard: Heard) -> None:
        last = self._last()
        assert last is not None
        assert self._follows_since is not None
        assert heard.chat == GROUP or not self._filed
        assert heard.chat == GROUP or any(one.number == heard.chat and one.since for one in self._contacts)
        assert self.now < last.closes
        assert day_text(last.ends) in heard.html
        assert ("某厂" in heard.html) == (heard.chat != GROUP)

    def _heard_of_its_own_day(self, heard: Heard) -> None:
        member = next(one for one in self._members if one.number == heard.chat)
        assert member.since is not None
        assert self._inner is not None
        day = date.fromisoformat(self._inner.day) if self._inner.day else None
        if heard.kind != INNER_MOVED:
            assert not self._filed
            assert self._hears(member)
            assert day is not None
            assert self.now < closing_of(day)
        if heard.kind == INNER:
            assert heard.about["deadline"] == f"{self._inner.day}#{self._inner.sequence}"
        assert (f"{day_text(day)}" if day else "没有定") in heard.html

    def _last(self) -> LastDay | None:
        return LastDay(self._ends, closing_of(self._ends), usual_days(SIGNED, self._ends)) if self._ends and self._ends >= SIGNED else None

    def _own(self) -> LastDay | None:
        return last_day_of(self._inner) if self._inner is not None and self._inner.day else None

    def _hears(self, member: Member) -> bool:
        """Whether a member is reminded of the own day as it stands, whatever was filed."""
        return member.since is not None and not member.done and self._inner is not None and self._inner.day not in member.muted

    # What should have been heard.

    def check(self) -> None:
        self._note_missed()
        if self.is_night(DEFAULT):
            return
        for contact in self._contacts:
            if contact.since is not None and self._follows_since is not None and not self._filed:
                since = max(contact.since, self._follows_since, self._moved_at, self._unfiled_at)
                self.reminded(contact.number, UNIT_REMINDER, self._last(), DEFAULT, since)
        for member in self._members:
            self._check_member(member)
        self.check_once_more()

    def _check_member(self, member: Member) -> None:
        for day in member.missed:
            told = self.heard_by(member.number, MISSED)
            assert any(f"{day_text(date.fromisoformat(day))}：" in one.html for one in told), (
                f"{member} was not told that they missed {day}"
            )
        member.missed.clear()
        if member.since is None or self._inner is None:
            return
        self._check_knows(member)
        if self._hears(member) and not self._filed:
            since = max(member.since, self._inner.set_at, self._unfiled_at, member.settled)
            self.reminded(member.number, INNER, self._own(), DEFAULT, since)

    def _note_missed(self) -> None:
        """An own day that was over since the last tick, and of which a member was still to be reminded."""
        own, before = self._own(), self._ticked_at
        self._ticked_at = self.now
        if own is None or self._filed or not before < own.closes <= self.now or self.now - before < LAST_CALL:
            return
        if any(moment_before(DEFAULT, own, days) > before for days in wanted_days(DEFAULT, own)):
            for member in self._members:
                member.missed += [f"{own.ends}"] if self._hears(member) else []

    def _check_knows(self, member: Member) -> None:
        """Whoever heard of changes all the while knows the day that counts."""
        assert self._inner is not None
        if member.done or member.since is None or max(member.since, member.settled) >= self._first_set_at:
            return  # came later: what was set before is told by reminders alone
        told = self.heard_by(member.number, INNER_MOVED)
        day = date.fromisoformat(self._inner.day) if self._inner.day else None
        if told:
            assert (f"现在：{day_text(day)}" if day else "现在：没有定") in told[-1].html
        else:
            assert day is None, "nobody told them of the day"

    # What is done.

    @rule(place=st.integers(0, 1), act=st.sampled_from(["file", "file", "unfile", "follow", "follow", "unfollow", "snooze"]))
    def do_for_the_unit(self, act: str, place: int) -> None:
        """A contact does something for all of them."""
        contact = self._contacts[place]
        if contact.since is None:
            return
        match act:
            case "file" | "unfile":
                self._file(contact, done=act == "file")
            case "follow":
                self._follow(contact)
            case "unfollow":
                self._unfollow(contact)
            case _:
                self._snooze(contact)

    @rule(place=st.integers(0, 1), act=st.sampled_from(["come", "come", "be_cut_off"]))
    def come_or_go(self, act: str, place: int) -> None:
        """Somebody becomes a contact, or is none any more."""
        contact = self._contacts[place]
        if act == "come" and contact.since is None:
            self._come(contact)
        elif act != "come" and contact.since is not None:
            contact.since = None
            self.unsettle(contact.number)
            base, now = self._shelf.current.base, self.now
            self.within(lambda rows: part(rows, base, self._unit, contact.row, now, actor=contact.row, act="contact.left"))

    @rule(
        place=st.integers(0, 1),
        act=st.sampled_from(["share", "share", "no_more", "hand_in", "hear_again", "mute", "snooze", "snooze"]),
        waits=st.booleans(),
    )
    def decide(self, act: str, place: int, waits: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        """A member presses a button of their own, and perhaps waits for what comes of it."""
        member = self._members[place]
        match act:
            case "share":
                self._share(member)
            case "no_more":
                self.press(member.number, "jp", f"{self._unit}", CODED, "n")
                member.since, member.missed = None, []
            case "hand_in":
                self.press(member.number, "ox", CODED)
                member.done, member.missed = True, []
            case "hear_again":
                self.press(member.number, "ol", CODED)
                member.settled = member.settled if self._hears(member) else self.now
                member.done, member.muted = False, set()
            case "mute":
                self._mute(member)
            case _:
                self._put_off(member)
        if act not in {"share", "hear_again", "snooze"}:
            self.unsettle(member.number)
        if waits:
            self.let_it_come(self._own() or self._last(), DEFAULT)

    def _follow(self, contact: Contact | None = None) -> None:
        self.press((contact or self._contacts[0]).number, "jv", f"{self._unit}", CODED)
        self._follows_since = self._follows_since or self.now

    def _unfollow(self, contact: Contact) -> None:
        """Consents end with it."""
        self.press(contact.number, "jw", f"{self._unit}", CODED, "y")
        self._follows_since = None
        for member in self._members:
            member.since, member.missed = None, []
        self._read_own_day()
        self.unsettle()

    def _come(self, contact: Contact) -> None:
        async def approve(rows: Transaction) -> None:
            await rows.units.ask(self._unit, contact.row, self.now, called="某", stated="{}")
            await rows.units.approve(self._unit, contact.row, None, self.now)
            await attend(rows, self._shelf.current.base, self._unit, self.now)

        contact.since = self.now
        self.within(approve)

    def _file(self, contact: Contact, *, done: bool) -> None:
        """A contact marks the step as handed in, or takes that back."""
        self.press(contact.number, "jx" if done else "jy", f"{self._unit}", CODED, STEP)
        if self._filed and not done:
            self._unfiled_at = self.now
        self._filed = done
        for member in self._members:
            member.missed.clear()
        self.unsettle()

    def _snooze(self, contact: Contact) -> None:
        last = self._last()
        self.press(contact.number, "jz", f"{self._unit}", CODED, STEP)
        if last is not None and self.now < last.closes:
            self.once_more(contact.number, UNIT_SNOOZE, last, DEFAULT, holds=self._follows_since is not None and not self._filed)

    def _share(self, member: Member) -> None:
        self.press(member.number, "jp", f"{self._unit}", CODED, "y")
        if self._follows_since is not None:
            member.since = member.since or self.now

    def _mute(self, member: Member) -> None:
        own = self._own()
        if own is not None:
            self.press(member.number, "jiq", f"{self._unit}", CODED, f"{own.ends:%Y%m%d}")
            member.muted.add(f"{own.ends}")
            member.missed.clear()

    def _put_off(self, member: Member) -> None:
        own = self._own()
        self.press(member.number, "jis", f"{self._unit}", CODED)
        if own is not None and self.now < own.closes and self._hears(member):
            self.once_more(member.number, INNER_SNOOZE, own, DEFAULT, holds=not self._filed)

    @rule(days=st.none() | st.integers(0, 40), place=st.none() | st.integers(0, 1))
    def set_the_own_day(self, days: int | None, place: int | None) -> None:
        """The unit's own day is set, moved, or withdrawn; perhaps just while a reminder of it waits on its way."""
        if place is not None and self._own() is not None:
            self.until(self._own(), DEFAULT, "busy", lambda: self._set(days))
        else:
            self._set(days)

    def _set(self, days: int | None) -> None:
        contact = next((one for one in self._contacts if one.since), None)
        if contact is None or self._follows_since is None:
            return
        if days is None:
            self.press(contact.number, "jk", f"{self._unit}", CODED)
        else:
            day = self.now.astimezone(SHANGHAI).date() + timedelta(days=days)
            self.press(contact.number, "jj", f"{self._unit}", CODED, f"{day:%Y%m%d}", "y")
        self._read_own_day()

    def _read_own_day(self) -> None:
        """What counts now; who had a day of which they were to hear that it is over hears of the change instead."""
        before = self._inner
        self._inner = self.within(lambda rows: rows.unit_work.inner_deadline(self._unit, POLICY))
        if before is None and self._inner is not None:
            self._first_set_at = self.now
        if before != self._inner:
            for member in self._members:
                member.missed.clear()
                self.unsettle(member.number)

    @rule(days=st.none() | st.integers(-3, 45), waits=st.booleans(), trouble=TROUBLES)
    def move(self, days: int | None, waits: bool, trouble: Trouble | None) -> None:  # noqa: FBT001 - hypothesis calls it
        """The notice's date is put forward or back, or taken out; perhaps just while a reminder of it waits on its way."""
        if waits:
            self.until(self._last(), DEFAULT, "busy", lambda: self._change(days))
        else:
            self.tick(trouble)
            self._change(days)
            self.tick()

    def _change(self, days: int | None) -> None:
        after = None if days is None else self.now.astimezone(SHANGHAI).date() + timedelta(days=days)
        if after != self._ends:
            self._ends = after
            self.publish()
            self._moved_at = self.now
            for contact in self._contacts:
                self.unsettle(contact.number)

    @rule(hours=st.integers(1, 24 * 9), over=st.booleans(), trouble=TROUBLES)
    def sleep(self, hours: int, over: bool, trouble: Trouble | None) -> None:  # noqa: FBT001 - hypothesis calls it
        """The bot is down, perhaps until the unit's own day is over, and comes back; then there may be trouble with what it sends."""
        own = self._own()
        if over and own is not None and self.now < own.closes:
            self.advance(own.closes - self.now + timedelta(hours=hours % 24))
        else:
            self.advance(timedelta(hours=hours))
        self.tick(trouble)

    @rule()
    def until_the_night(self) -> None:
        """Until everybody's quiet hours: what changes then is told in the morning."""
        now = self.now.astimezone(SHANGHAI)
        self.advance(now.replace(hour=23, minute=0) + timedelta(days=now.hour >= 23) - now)
        self.tick()

    @rule(own=st.booleans(), trouble=TROUBLES)
    def until_the_next_moment(self, own: bool, trouble: Trouble | None) -> None:  # noqa: FBT001 - hypothesis calls it
        self.until((self._own() if own else None) or self._last(), DEFAULT, trouble)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_the_year_of_a_unit_goes_as_it_should(tmp_path: Path, sqlite: SqliteFolder) -> None:
    live(YearOfAUnit, tmp_path, sqlite, examples=5, steps=20)
