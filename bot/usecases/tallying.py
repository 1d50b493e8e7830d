"""What is counted of the bot's use, without anybody in it, and a week of it. Weeks begin on Monday in Shanghai.

A turn only adds marks (``rows.tallies``), which no other turn waits for; the process that plans adds them up, and notes what fades: how
many people came, and what became of messages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.clock import SHANGHAI
from bot.usecases.feedback import is_unanswered
from bot.usecases.rights import reachable
from bot.usecases.scope import PolicyScope, Scope
from eligibility.verdict import Verdict
from knowledge.policy import VerdictName
from knowledge.search.understanding import Leaning, Understanding
from storage.broadcast_records import Tally
from storage.database import Transaction
from storage.queue_records import Message

TYPED, ASKED, BEGUN, JUDGED, ACTIVE, SETTLED = "typed", "asked", "begun", "judged", "active", "settled"
KEPT: Final = timedelta(days=400)
WEEKLY: Final = "stats_weekly"
"""The wish for a summary each Monday, and the kind of message that is one."""
FEW: Final = 5
"""A smaller group is not told apart."""
_TOLD, _GAUGED = "stats_told", "stats_gauged"
_HOUR: Final = 9
_EVERY: Final = timedelta(hours=1)
_WEEK: Final = timedelta(days=7)
_AT_ONCE: Final = 5_000
_BEST: Final[tuple[VerdictName, ...]] = ("eligible", "undetermined", "not_eligible", "not_applicable")


@dataclass(frozen=True)
class Week:
    """What happened from Monday on; ``ends``: the last day that it holds, or today."""

    begins: date
    ends: date
    came: int
    active: int
    typed: int
    unanswered: int
    asked: Mapping[tuple[str, str], int]
    """By policy and topic, buttons included."""
    begun: Mapping[str, int]
    """Self-checks by policy; empty for those over everything."""
    judged: Mapping[tuple[str, str], int]
    """By policy and verdict."""
    followed: Mapping[str, int]
    """People who began to follow, by policy or series."""
    settled: Mapping[tuple[str, str], int]
    """Messages by kind and outcome."""

    def asked_by(self, place: int) -> Mapping[str, int]:
        """What was asked by policy (0) or by topic (1), the most first."""
        return _most((key[place], number) for key, number in self.asked.items())

    def outcome(self, outcome: str, *, replies: bool) -> int:
        """How many answers, or other messages, came to that."""
        return sum(number for (kind, came), number in self.settled.items() if came == outcome and (kind == "reply") == replies)

    def verdicts(self, policy: str) -> Mapping[str, int]:
        """What the self-checks of a policy came to."""
        return {verdict: number for (one, verdict), number in self.judged.items() if one == policy}


async def note_typed(rows: Transaction, understood: Understanding, now: datetime) -> None:
    """Somebody typed something that is no answer of theirs: whether it was understood."""
    if understood.small_talk is None:
        await rows.tallies.mark(_day(now), TYPED, "", ["unanswered" if is_unanswered(understood) else "answered"])


async def note_asked(rows: Transaction, leaning: Leaning, now: datetime) -> None:
    """A policy was asked about."""
    await rows.tallies.mark(_day(now), ASKED, leaning.policy, leaning.intents)


async def note_begun(rows: Transaction, scope: Scope, now: datetime) -> None:
    """A self-check began."""
    await rows.tallies.mark(_day(now), BEGUN, scope.policy if isinstance(scope, PolicyScope) else "")


async def note_judged(rows: Transaction, scope: Scope, verdicts: Iterable[Verdict], now: datetime) -> None:
    """A self-check of a policy came to its end: by the best of its tracks."""
    names = {one.name for one in verdicts}
    best = next((name for name in _BEST if name in names), None)
    if isinstance(scope, PolicyScope) and best is not None:
        await rows.tallies.mark(_day(now), JUDGED, scope.policy, [best])


async def add_up(rows: Transaction, now: datetime) -> None:
    """Turn marks into counts; once an hour, note what fades and forget what is old."""
    while await rows.tallies.add_up(_AT_ONCE) == _AT_ONCE:
        pass
    marked = await rows.marks.get(_GAUGED)
    if marked is None or not timedelta() <= now - datetime.fromisoformat(marked) < _EVERY:
        await rows.marks.set(_GAUGED, now.isoformat())
        await gauge(rows, now)
        await rows.tallies.forget_before(_day(now - KEPT))


async def gauge(rows: Transaction, now: datetime) -> None:
    """Note what became of messages today and yesterday, while their rows are there, and how many people this week has seen."""
    today = now.astimezone(SHANGHAI).date()
    found = [Tally(day=monday(today).isoformat(), what=ACTIVE, about="", part="", number=await rows.tallies.active(_begin(monday(today))))]
    for day in (today - timedelta(days=1), today):
        settled = await rows.tallies.settled(_begin(day), _begin(day + timedelta(days=1)))
        found += [Tally(day=day.isoformat(), what=SETTLED, about=kind, part=outcome, number=number) for kind, outcome, number in settled]
    await rows.tallies.gauge(found)


async def week_of(rows: Transaction, day: date) -> Week:
    """The week of a day, as far as it has come."""
    begins = monday(day)
    ends = begins + _WEEK - timedelta(days=1)
    tallies = await rows.tallies.between(begins.isoformat(), ends.isoformat())
    counted = await rows.tallies.counted(_begin(begins), _begin(begins + _WEEK))
    typed = {one.part: one.number for one in tallies if one.what == TYPED}

    def both(what: str) -> Mapping[tuple[str, str], int]:
        return {(one.about, one.part): one.number for one in tallies if one.what == what}

    return Week(
        begins,
        min(ends, day),
        came=counted.came,
        active=sum(one.number for one in tallies if one.what == ACTIVE),
        typed=sum(typed.values()),
        unanswered=typed.get("unanswered", 0),
        asked=both(ASKED),
        begun={policy: number for (policy, _), number in both(BEGUN).items()},
        judged=both(JUDGED),
        followed=_most((target.partition("/")[0], number) for target, number in counted.followed),
        settled=both(SETTLED),
    )


async def two_weeks(rows: Transaction, day: date) -> tuple[Week, Week]:
    """The week of a day, and the one before."""
    return await week_of(rows, day), await week_of(rows, monday(day) - timedelta(days=1))


async def tell_weekly(rows: Transaction, now: datetime) -> int:
    """Once a week, from Monday morning on: the summary of the week that is over, to those with the right who wish for it; to how many."""
    here = now.astimezone(SHANGHAI)
    week = monday(here.date()).isoformat()
    if (here.weekday() == 0 and here.hour < _HOUR) or await rows.marks.get(_TOLD) == week:
        return 0
    await rows.marks.set(_TOLD, week)
    told = 0
    for person, chat in await reachable(rows, "publisher"):
        if await rows.wishes.of(person, WEEKLY):
            message = Message(kind=WEEKLY, chat_id=chat, person_id=person, due_at=now, dedupe_key=f"{WEEKLY}:{week}:{person}")
            told += await rows.outbox.add(message, now) is not None
    return told


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def small(number: int) -> bool:
    """Whether so many are too few to be told apart."""
    return 0 < number < FEW


def parted(parts: Mapping[str, int]) -> bool:
    """Whether a group may be broken down: none of its parts is too small, for the others would give it away."""
    return not any(map(small, parts.values()))


def _most(found: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    summed: dict[str, int] = {}
    for name, number in found:
        summed[name] = summed.get(name, 0) + number
    return dict(sorted(summed.items(), key=lambda one: (-one[1], one[0])))


def _day(now: datetime) -> str:
    return now.astimezone(SHANGHAI).date().isoformat()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
