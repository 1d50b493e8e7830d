"""Last days as this installation has known them: which version counts now, and what changed since they were looked at last. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from knowledge.base import KnowledgeBase
from knowledge.entries import Actor, Stage
from knowledge.policy import Policy
from storage.queue_records import DeadlineRecord

GONE = "-"
"""In the place of a day: the stage, or its policy, is not there any more."""
NONE = ""
"""In the place of a day: the notice gives none."""


class Label(BaseModel):
    """What a stage was called, kept for when its notice is gone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    policy: str
    series: str
    stage: str
    actor: Actor
    actor_name: str | None = None
    tracks: tuple[str, ...] = ()
    applying: bool = False


@dataclass(frozen=True)
class Change:
    """A last day that is another than before. ``old`` is None where the stage is new to a policy that was known."""

    policy: str
    stage: str
    label: Label
    old: str | None
    new: str
    known_at: datetime


@dataclass(frozen=True)
class Cancelled:
    """A stage that had a last day and has none any more."""

    policy: str
    stage: str
    label: Label
    day: date
    sequence: int


class Versions:
    """Every version of every last day, by policy and stage."""

    def __init__(self, records: Iterable[DeadlineRecord]) -> None:
        """Take the records in order."""
        self._all: dict[str, dict[str, list[DeadlineRecord]]] = {}
        for record in records:
            self._all.setdefault(record.policy, {}).setdefault(record.stage, []).append(record)

    @cached_property
    def current(self) -> Mapping[tuple[str, str], DeadlineRecord]:
        """The version of each that counts now."""
        return {(policy, stage): versions[-1] for policy, stages in self._all.items() for stage, versions in stages.items()}

    def noticed_since(self, earliest: datetime) -> frozenset[tuple[str, datetime]]:
        """Every policy of which something was noticed since then, with the moment."""
        every = (one for stages in self._all.values() for versions in stages.values() for one in versions)
        return frozenset((one.policy, one.known_at) for one in every if one.known_at >= earliest)

    def sequence(self, policy: str, stage: str) -> int:
        """How often a stage's last day has changed."""
        found = self.current.get((policy, stage))
        return found.sequence if found else 0

    def of_policy(self, policy: str) -> tuple[int, datetime | None]:
        """How often any of a policy's last days changed, and when they did so last: one that goes can make another somebody's own."""
        known = {version.known_at for versions in self._all.get(policy, {}).values() for version in versions}
        return (len(known) - 1, max(known)) if len(known) > 1 else (0, None)

    def known_since(self, policy: str) -> datetime | None:
        """When the first of a policy's last days was noticed; None where it has none."""
        return min((version.known_at for versions in self._all.get(policy, {}).values() for version in versions), default=None)

    def cancelled(self, policies: Collection[str]) -> tuple[Cancelled, ...]:
        """The stages of these policies that had a last day and have none any more."""
        return tuple(self._cancelled(policies))

    def _cancelled(self, policies: Collection[str]) -> Iterator[Cancelled]:
        for policy in sorted(policies):
            for stage, versions in self._all.get(policy, {}).items():
                latest, before = versions[-1], [day for version in versions if (day := read_day(version.day))]
                if before and read_day(latest.day) is None:
                    yield Cancelled(policy, stage, Label.model_validate_json(latest.label), before[-1][0], latest.sequence)

    def changes(self, policy: str, known_at: datetime, until: datetime | None = None) -> tuple[Change, ...]:
        """What was noticed of a policy at a moment, or from it ``until`` another, each with what holds now: it may have changed since."""
        mine = self._all.get(policy, {}).values()
        was_known = any(version.known_at < known_at for versions in mine for version in versions)
        return tuple(self._changes(mine, known_at, max(known_at, until or known_at))) if was_known else ()

    def _changes(self, mine: Iterable[list[DeadlineRecord]], known_at: datetime, until: datetime) -> Iterator[Change]:
        for versions in mine:
            before = [version for version in versions if version.known_at < known_at]
            noticed = any(known_at <= version.known_at <= until for version in versions)
            old, latest = before[-1].day if before else None, versions[-1]
            if noticed and latest.day != (old or NONE):
                label = Label.model_validate_json(latest.label)
                yield Change(latest.policy, latest.stage, label, old, latest.day, known_at)


def label_of(policy: Policy, stage: Stage) -> Label:
    """What a stage is called now."""
    return Label(
        policy=f"{policy.short_title}（{policy.year}）",
        series=policy.series.id,
        stage=stage.name,
        actor=stage.actor,
        actor_name=stage.actor_name,
        tracks=stage.tracks,
        applying=stage.applying,
    )


def day_of(stage: Stage) -> str:
    """A stage's last day, with its hour where it has one, as it is stored."""
    if stage.ends is None:
        return NONE
    return stage.ends.isoformat() + (f"T{stage.ends_at:%H:%M}" if stage.ends_at else "")


def read_day(text: str) -> tuple[date, time | None] | None:
    """A stored last day; None where there is none."""
    if text in {NONE, GONE}:
        return None
    day, _, hour = text.partition("T")
    return date.fromisoformat(day), time.fromisoformat(hour) if hour else None


def noticed(base: KnowledgeBase, known: Versions, now: datetime) -> tuple[DeadlineRecord, ...]:
    """The versions that are new: what the knowledge says otherwise than what is known of it."""
    return tuple(_noticed(base, known, now))


def _noticed(base: KnowledgeBase, known: Versions, now: datetime) -> Iterator[DeadlineRecord]:
    there = {(policy.id, stage.id): (policy, stage) for policy in base.policies.values() for stage in policy.stages}
    for key, (policy, stage) in there.items():
        before = known.current.get(key)
        if before is None or before.day != day_of(stage):
            label = label_of(policy, stage).model_dump_json(exclude_defaults=True)
            sequence = before.sequence + 1 if before else 0
            yield DeadlineRecord(policy=key[0], stage=key[1], sequence=sequence, day=day_of(stage), label=label, known_at=now)
    for key, before in known.current.items():
        if key not in there and before.day != GONE:
            yield DeadlineRecord(policy=key[0], stage=key[1], sequence=before.sequence + 1, day=GONE, label=before.label, known_at=now)


def version_text(ends: date, changes: int) -> str:
    """A version of a last day, as deliveries name it: the day, and how often its policy's days had changed."""
    return ends.isoformat() if changes == 0 else f"{ends.isoformat()}#{changes}"
