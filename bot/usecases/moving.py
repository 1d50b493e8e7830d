"""Last days that moved, were cancelled, or came to be known: told once to everybody who follows them. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from bot.usecases.reminding import Listener, Target, closing_of, target_of, target_of_stage, target_of_unit, targets_of_policy
from bot.usecases.rhythms import awake
from bot.usecases.units.watching import Watching, unit_route
from bot.usecases.versions import Change, Versions, read_day
from eligibility.route import route_of
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.queue_records import Occasion, OutboxRecord
from storage.records import ChatRecord, Rhythm
from storage.schedule import dedupe_key

MOVED = "moved"
ALL = "*"
KEEP = timedelta(days=7)
"""How long a change that nobody could be told of, because the bot was down, is still told."""


@dataclass(frozen=True)
class Moved:
    """What changed of a policy for one follower. ``policy`` is None where its notice is gone; ``instead``: the newest of its series."""

    name: str
    changes: tuple[Change, ...]
    policy: Policy | None
    instead: Policy | None
    is_reminded: bool = True
    """Whether they are reminded of any of it, and did not only ask to hear of changes."""


def moves(base: KnowledgeBase, versions: Versions, now: datetime) -> Iterator[Occasion]:
    """For each policy whose last days changed not long ago, something to tell its followers."""
    for policy, known_at in sorted(versions.noticed_since(now - KEEP)):
        changes = tuple(change for change in versions.changes(policy, known_at) if _matters(change, known_at))
        if changes:
            yield _occasion(policy, known_at, _targets(base, policy, changes))


def moved_meanwhile(base: KnowledgeBase, versions: Versions, away: ChatRecord, missed: frozenset[str], now: datetime) -> Iterator[Occasion]:
    """For each policy, the first change since a chat could not be reached, all that followed told with it, if it still matters.

    ``missed``: the dedupe keys of what could not be sent there.
    """
    since = away.unreachable_since or now
    noticed = sorted(versions.noticed_since(min(since, now - KEEP)), key=itemgetter(1))
    unheard = [one for one in noticed if one[1] >= since or dedupe_key(_occasion(*one), away.id) in missed]
    for policy, known_at in sorted(dict(reversed(unheard)).items()):
        changes = tuple(change for change in versions.changes(policy, known_at, now) if _matters(change, now))
        if changes:
            yield _occasion(policy, known_at, _targets(base, policy, changes))


def _occasion(policy: str, known_at: datetime, targets: Iterable[Target] = ()) -> Occasion:
    told = tuple(dict.fromkeys(targets))
    return Occasion(kind=MOVED, policy=policy, stage=ALL, offset_days=0, deadline=known_at.isoformat(), due_at=known_at, targets=told)


def told_at(rhythm: Rhythm, occasion: Occasion) -> datetime:
    """When followers of a rhythm hear of a change: at once, or after their quiet hours."""
    return awake(rhythm, occasion.due_at)


def told_before(versions: Versions, claim: OutboxRecord, now: datetime) -> Iterator[str]:
    """The dedupe keys under which the same chat may have been told of a change while an earlier one still waited for its morning."""
    reference = json.loads(claim.reference)
    this = datetime.fromisoformat(reference["deadline"])
    for policy, known_at in sorted(versions.noticed_since(now - KEEP)):
        if policy == reference["policy"] and known_at < this:
            yield dedupe_key(_occasion(policy, known_at), claim.chat_id)


def moved_for(base: KnowledgeBase, versions: Versions, claim: OutboxRecord, listener: Listener) -> Moved | None:
    """What of a change, and of all that followed it until it was to be told, concerns somebody; None where nothing does any more."""
    reference = json.loads(claim.reference)
    policy_id, known_at = reference["policy"], datetime.fromisoformat(reference["deadline"])
    policy = base.policies.get(policy_id)
    changes = versions.changes(policy_id, known_at, claim.due_at)
    theirs = tuple(one for one in changes if _matters(one, one.known_at) and _concerns(base, policy, one, listener))
    if not theirs:
        return None
    editions = base.editions.get(theirs[0].label.series, ())
    instead = editions[0] if policy is None and editions else None
    return Moved(theirs[0].label.policy, theirs, policy, instead, any(_is_reminded(one, listener) for one in theirs))


def stages_moved(base: KnowledgeBase, versions: Versions, policy: str, since: datetime, listener: Listener) -> tuple[str, ...]:
    """The stages of a policy whose last day changed since a moment, as somebody is told by ``MOVED``."""
    noticed = sorted(known_at for name, known_at in versions.noticed_since(since) if name == policy)
    changes = (change for known_at in noticed for change in versions.changes(policy, known_at) if _matters(change, known_at))
    return tuple(dict.fromkeys(one.stage for one in changes if _concerns(base, base.policies.get(policy), one, listener)))


def _is_reminded(change: Change, listener: Listener) -> bool:
    """Whether reminders of a stage come to somebody: they did not say that they have had enough, nor that their unit handed it in."""
    if any(change.policy in one.followed and (change.policy, change.stage) not in one.filed for one in listener.watching):
        return True
    is_followed = any(kind != "unit" and name.partition("/")[0] == change.policy for kind, name in listener.followed)
    return is_followed and listener.hears_of(change.policy, change.stage)


def _matters(change: Change, at: datetime) -> bool:
    """Whether the day before or after the change was still to come at a moment: as a rule the one when it was noticed."""
    days = (read_day(change.old or ""), read_day(change.new))
    return any(day is not None and closing_of(day[0]) > at for day in days)


def _targets(base: KnowledgeBase, policy: str, changes: Iterable[Change]) -> Iterator[Target]:
    if policy in base.policies:
        yield from targets_of_policy(base.policies[policy])
    yield target_of(policy, None)
    yield target_of_unit(policy)
    for change in changes:
        yield target_of_stage(policy, change.stage)
        yield from (target_of(policy, track) for track in change.label.tracks)


def _concerns_unit(base: KnowledgeBase, policy: Policy | None, change: Change, watching: Watching) -> bool:
    """The same for a unit and what it follows."""
    if change.policy not in watching.followed:
        return False
    if policy is None or all(stage.id != change.stage for stage in policy.stages):
        return change.label.applying
    return any(link.id == change.stage for link in unit_route(base, policy, watching).links)


def _concerns(base: KnowledgeBase, policy: Policy | None, change: Change, listener: Listener) -> bool:
    """Whether somebody follows the stage itself, or the policy or track of whose way of handing in it is, or was, a link."""
    if target_of_stage(change.policy, change.stage) in listener.followed:
        return True
    if any(_concerns_unit(base, policy, change, one) for one in listener.watching):
        return True
    whole = target_of(change.policy, None) in listener.followed
    tracks = [
        target[1].partition("/")[2] for target in listener.followed if target[1].startswith(f"{change.policy}/") and target[0] == "track"
    ]
    if policy is None or all(stage.id != change.stage for stage in policy.stages):
        named = set(change.label.tracks)
        return change.label.applying and (whole or any(track in named or not named for track in tracks))
    routes = [route_of(base, policy, track, listener.answers) for track in (*((None,) if whole else ()), *tracks)]
    return any(link.id == change.stage for route in routes for link in route.links)
