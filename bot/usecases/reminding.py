"""Which reminders there are: last days by days before from the knowledge, nothing per person; and what is left of one when it is sent.

A follower of a policy is reminded of the applicant's own link of the chain, or of the next dated one; of any other stage who follows that
stage itself. What is due fans out a day ahead, at the midnight in Shanghai before the day before; each delivery's own minute follows the
person's rhythm. Where it hangs on the affiliation whose link is whose, every possible link is due; whether it is somebody's is seen
when theirs is worded.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from weakref import WeakKeyDictionary

from bot.clock import SHANGHAI
from bot.usecases.rhythms import CHOICES, LATE, LastDay, moment_before, nearest, planned, usual_days, wanted_days
from bot.usecases.units.watching import Watching
from bot.usecases.versions import Versions, version_text
from eligibility.answers import Answers
from eligibility.route import Route, route_of
from knowledge.base import KnowledgeBase
from knowledge.calendar import closing, window_of
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.queue_records import Occasion, OutboxRecord
from storage.records import Rhythm, SubscriptionKind, SubscriptionRecord

AHEAD = timedelta(days=1)
"""How long before a day its reminders fan out: the day begins up to six hours earlier elsewhere."""
REMINDER = "reminder"
SNOOZE = "snooze"
UNIT_REMINDER = "unit_reminder"
UNIT_SNOOZE = "unit_snooze"
SNOOZES = frozenset({SNOOZE, UNIT_SNOOZE})
NEW_EDITION = "notice"
PUBLISHED = "published"
_DAY = timedelta(days=1)

Target = tuple[SubscriptionKind, str]


@dataclass(frozen=True)
class Day:
    """A last day of a policy: the stages that end on it, those whose date can be a follower's own first, and whom it can concern."""

    stages: tuple[Stage, ...]
    last: LastDay
    targets: tuple[Target, ...]
    units: tuple[Stage, ...] = ()
    """Those that can be a unit's own link, whatever its affiliation."""

    def is_coming(self, now: datetime) -> bool:
        """Whether any of them is not over."""
        return any(is_coming(stage, now) for stage in self.stages)


_DAYS: WeakKeyDictionary[KnowledgeBase, dict[str, tuple[Day, ...]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Reminder:
    """An occasion, with what says when each follower hears of it."""

    occasion: Occasion
    last: LastDay
    changed_at: datetime | None
    """When the policy's last days changed last; None where they never did. Nobody is reminded late of what came before that."""

    def when(self, rhythm: Rhythm, now: datetime) -> datetime | None:
        """When followers of a rhythm hear of it, seen from ``now``; None: not at all."""
        moment = planned(rhythm, self.last, self.occasion.offset_days, now)
        is_older = moment is not None and self.changed_at is not None and moment < self.changed_at
        return None if is_older else moment


@dataclass(frozen=True)
class Listener:
    """Somebody as far as reminders are concerned."""

    rhythm: Rhythm
    followed: frozenset[Target]
    answers: Answers
    silent: frozenset[tuple[str, str]] = frozenset()
    """Policies and stages of which they want to hear no more; no stage: the whole policy."""
    watching: tuple[Watching, ...] = ()
    """The units for which they listen."""

    def hears_of(self, policy: str, stage: str) -> bool:
        """Whether they want to be reminded of a stage."""
        return not self.silent.intersection({(policy, ""), (policy, stage)})


@dataclass(frozen=True)
class Due:
    """What a delivery is about, read back from its reference."""

    policy: Policy
    stages: tuple[Stage, ...]
    """Those of a follower's stages that end on the same day; tracks and ways may have different ones."""
    ends: date
    days_left: int
    routes: tuple[Route, ...]
    """What is known of their way, for each track that they follow or the policy as a whole."""
    answers: Answers
    late: datetime | None = None
    """When it should have come, where it comes late."""


def upcoming(base: KnowledgeBase, versions: Versions, now: datetime, policies: Iterable[Policy] | None = None) -> Iterator[Reminder]:
    """Every reminder, of these policies or of all, that is to be fanned out by now and whose last day is not over."""
    for policy, day in _days_ahead(base, now, policies):
        yield from _of_day(versions, policy, day, now, (REMINDER, day.stages[0], day.targets))


def upcoming_for_units(
    base: KnowledgeBase, versions: Versions, now: datetime, policies: Iterable[Policy] | None = None
) -> Iterator[Reminder]:
    """The same for the contacts of units: of the unit's own links, or of the next dated ones."""
    for policy, day in _days_ahead(base, now, policies):
        if day.units:
            yield from _of_day(versions, policy, day, now, (UNIT_REMINDER, day.units[0], (target_of_unit(policy.id),)))


def _days_ahead(base: KnowledgeBase, now: datetime, policies: Iterable[Policy] | None) -> Iterator[tuple[Policy, Day]]:
    for policy in base.policies.values() if policies is None else policies:
        if any(is_coming(stage, now) for stage in policy.stages):
            yield from ((policy, day) for day in days_of(base, policy) if day.is_coming(now))


def _of_day(versions: Versions, policy: Policy, day: Day, now: datetime, told: tuple[str, Stage, tuple[Target, ...]]) -> Iterator[Reminder]:
    """The reminders of a day; ``told``: of which kind, by which stage they are named, and to whom."""
    kind, stage, targets = told
    changes, changed_at = versions.of_policy(policy.id)
    for days in CHOICES:
        if fans_out_at(day.last.ends, days) <= now:
            occasion = Occasion(
                kind=kind,
                policy=policy.id,
                stage=stage.id,
                offset_days=days,
                deadline=version_text(day.last.ends, changes),
                due_at=fans_out_at(day.last.ends, days),
                targets=targets,
            )
            yield Reminder(occasion, day.last, changed_at)


def fans_out_at(ends: date, days: int) -> datetime:
    """When the reminder of so many days before becomes deliveries."""
    return datetime.combine(ends - days * _DAY, time(), SHANGHAI) - AHEAD


def days_of(base: KnowledgeBase, policy: Policy) -> tuple[Day, ...]:
    """All last days of a policy; worked out once for each version of the knowledge."""
    known = _DAYS.setdefault(base, {})
    if policy.id not in known:
        own = route_of(base, policy).dated
        others = (stage for stage in policy.stages if stage.ends is not None and stage not in own)
        grouped = _grouped((*own, *others))
        units = route_of(base, policy, who="unit").dated
        known[policy.id] = tuple(
            Day(stages, _last_day(policy, stages, ends), _targets(base, policy, stages), tuple(one for one in units if one.ends == ends))
            for ends, stages in grouped.items()
        )
    return known[policy.id]


def day_on(base: KnowledgeBase, policy: Policy, ends: date) -> Day | None:
    """The last day of that date; None where nothing of the policy ends then."""
    return next((day for day in days_of(base, policy) if day.last.ends == ends), None)


def last_days(base: KnowledgeBase, policy: Policy, stages: Iterable[Stage]) -> tuple[LastDay, ...]:
    """The last days of these stages, each as all who share it are reminded of it."""
    wanted = {stage.ends for stage in stages}
    return tuple(sorted((day.last for day in days_of(base, policy) if day.last.ends in wanted), key=lambda last: last.ends))


def _last_day(policy: Policy, stages: Iterable[Stage], ends: date) -> LastDay:
    """Over when the first of the stages that share it is, and as long a window as the longest of them has."""
    closes = min(moment for stage in stages if (moment := closing(stage)) is not None)
    starts = [window_of(policy, stage, closes).starts for stage in stages]
    first = None if None in starts else min(day for day in starts if day is not None)
    return LastDay(ends, closes, usual_days(first, ends))


def closing_of(ends: date) -> datetime:
    """The midnight that ends a day."""
    return datetime.combine(ends + _DAY, time(), SHANGHAI)


def is_coming(stage: Stage, now: datetime) -> bool:
    """Whether a stage has a last day and is not over."""
    closes = closing(stage)
    return closes is not None and now < closes


def target_of(policy: str, track: str | None) -> Target:
    """What one follows: a policy, or one of its tracks."""
    return ("policy", policy) if track is None else ("track", f"{policy}/{track}")


def target_of_stage(policy: str, stage: str) -> Target:
    """What one follows: one stage alone."""
    return "stage", f"{policy}/{stage}"


def target_of_unit(policy: str) -> Target:
    """What contacts follow for their unit."""
    return "unit", policy


def targets_of_policy(policy: Policy) -> tuple[Target, ...]:
    """All that one can follow of a policy for oneself."""
    tracks = (target_of(policy.id, track.id) for track in policy.tracks)
    return (target_of(policy.id, None), *tracks, *(target_of_stage(policy.id, stage.id) for stage in policy.stages))


def policy_of(subscription: SubscriptionRecord) -> str:
    """The policy that somebody follows, or of which they follow a part; for what is no policy's, whatever its name begins with."""
    return subscription.target.partition("/")[0]


def routes_of(base: KnowledgeBase, policy: Policy, listener: Listener) -> tuple[Route, ...]:
    """Their way through a policy: as a whole, or for each track that they follow; none where they follow single stages alone."""
    tracks = (None, *(one.id for one in policy.tracks))
    return tuple(route_of(base, policy, track, listener.answers) for track in tracks if target_of(policy.id, track) in listener.followed)


def stages_of(policy: Policy, routes: Iterable[Route], listener: Listener) -> Mapping[str, Stage]:
    """The dated stages of which they are reminded: their own links, and those that they follow by themselves."""
    own = {stage.id: stage for route in routes for stage in route.dated}
    single = {stage.id: stage for stage in policy.stages if stage.ends and target_of_stage(policy.id, stage.id) in listener.followed}
    return {name: stage for name, stage in (own | single).items() if listener.hears_of(policy.id, name)}


def still_due(base: KnowledgeBase, versions: Versions, claim: OutboxRecord, listener: Listener, now: datetime) -> Due | None:
    """What a reminder is about for somebody.

    None when nothing is left of it: its date moved, it is not theirs, they want to hear no more of it, or a later one has come.
    """
    policy = base.policies.get(json.loads(claim.reference)["policy"])
    if policy is None:
        return None
    day = day_now(base, versions, policy, claim)
    if day is None:
        return None
    routes = routes_of(base, policy, listener)
    theirs = stages_of(policy, routes, listener)
    stages = tuple(stage for stage in theirs.values() if stage.ends == day.last.ends and is_coming(stage, now))
    if not stages or is_spent(claim, listener.rhythm, day.last, versions.of_policy(policy.id)[1], now):
        return None
    return Due(policy, stages, day.last.ends, days_left(day.last.ends, now), routes, listener.answers, late_since(claim, now))


def days_left(ends: date, now: datetime) -> int:
    """How many days of Shanghai's calendar are left until a last day."""
    return (ends - now.astimezone(SHANGHAI).date()).days


def late_since(claim: OutboxRecord, now: datetime) -> datetime | None:
    """When a delivery should have come, where it comes late."""
    return claim.due_at if now - claim.due_at > LATE else None


def is_overtaken(rhythm: Rhythm, last: LastDay, days: int, now: datetime) -> bool:
    """Whether a later reminder has come, or somebody wants none so many days before any more."""
    come = nearest(rhythm, last, now)
    return days not in wanted_days(rhythm, last) or (come is not None and come < days)


def is_doubled(claim: OutboxRecord, rhythm: Rhythm, last: LastDay, changed_at: datetime | None) -> bool:
    """Whether, since its day moved, a reminder comes anyway at the moment for which somebody wanted one more."""
    anyway = (moment_before(rhythm, last, days) for days in wanted_days(rhythm, last))
    return claim.due_at in anyway and (changed_at is None or changed_at <= claim.due_at)


def is_spent(claim: OutboxRecord, rhythm: Rhythm, last: LastDay, changed_at: datetime | None, now: datetime) -> bool:
    """Whether another reminder of the same day has taken the place of this one, or takes it now."""
    reference = json.loads(claim.reference)
    if "offset_days" in reference:
        return is_overtaken(rhythm, last, reference["offset_days"], now)
    return is_doubled(claim, rhythm, last, changed_at)


def day_now(base: KnowledgeBase, versions: Versions, policy: Policy, claim: OutboxRecord) -> Day | None:
    """The last day that a delivery is about, as long as it still is; a snooze goes with its stage wherever that moves.

    What was due before the policy's days changed last is not made again (``Reminder.when``): it stands as long as its own day does.
    """
    reference = json.loads(claim.reference)
    if reference["kind"] in SNOOZES:
        return next((day for day in days_of(base, policy) if any(stage.id == reference["stage"] for stage in day.stages)), None)
    day = day_on(base, policy, date.fromisoformat(reference["deadline"].partition("#")[0]))
    changes, changed_at = versions.of_policy(policy.id)
    if day is None or version_text(day.last.ends, changes) == reference["deadline"]:
        return day
    return day if changed_at is not None and claim.due_at < changed_at else None


def new_editions(base: KnowledgeBase, known: frozenset[str], now: datetime) -> Iterator[Occasion]:
    """For each policy that was not known before and is the newest of its series, something to tell the series' followers."""
    for editions in base.editions.values():
        policy = editions[0]
        if policy.id not in known and any(older.id in known for older in editions[1:]):
            yield edition_told(policy, now)


def edition_told(policy: Policy, at: datetime) -> Occasion:
    """That an edition is on file since a moment, for the followers of its series."""
    targets: tuple[Target, ...] = (("series", policy.series.id),)
    return Occasion(kind=NEW_EDITION, policy=policy.id, stage=PUBLISHED, offset_days=0, deadline=PUBLISHED, due_at=at, targets=targets)


def edition_of(base: KnowledgeBase, claim: OutboxRecord) -> Policy | None:
    """The new edition that a notice tells of; None when it was withdrawn meanwhile."""
    return base.policies.get(json.loads(claim.reference)["policy"])


def _grouped(stages: Iterable[Stage]) -> dict[date, tuple[Stage, ...]]:
    """Dated stages by their last day."""
    found: dict[date, tuple[Stage, ...]] = {}
    for stage in stages:
        if stage.ends is not None:
            found[stage.ends] = (*found.get(stage.ends, ()), stage)
    return found


def _targets(base: KnowledgeBase, policy: Policy, stages: tuple[Stage, ...]) -> tuple[Target, ...]:
    """Whom a last day can concern: who follows the policy, a track of which it is a link, or one of its stages."""
    due = {stage.id for stage in stages}
    whole = [target_of(policy.id, None)] if any(link.id in due for link in route_of(base, policy).dated) else []
    tracks = [target_of(policy.id, one.id) for one in policy.tracks if any(link.id in due for link in route_of(base, policy, one.id).dated)]
    return (*whole, *tracks, *(target_of_stage(policy.id, stage.id) for stage in stages))
