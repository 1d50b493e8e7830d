"""The frozen values of what comes in, goes out and is planned. ``records`` says how moments and ids are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.records import SubscriptionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRecord:
    """One version of a stage's last day, the first with ``sequence`` 0. ``day`` and ``label`` are the caller's; ``day`` may be empty."""

    policy: str
    stage: str
    sequence: int
    day: str
    label: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One thing to tell every follower of any of ``targets``, once. ``deadline`` is the caller's text for this version of the date."""

    kind: str
    policy: str
    stage: str
    offset_days: int
    deadline: str
    due_at: datetime
    targets: tuple[tuple[SubscriptionKind, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    """What one step of a fan-out did: how many deliveries it made, and whether it was the last."""

    added: int
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to send. ``reference`` is JSON with nothing personal in it; ``body`` (the caller's JSON) is stored encrypted."""

    kind: str
    chat_id: int
    due_at: datetime
    person_id: int | None = None
    subscription_id: int | None = None
    dedupe_key: str | None = None
    reference: str = "{}"
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRecord:
    """A message under way. ``attempts`` is the fence: whoever claims it next changes it, and your mark no longer counts."""

    id: int
    kind: str
    dedupe_key: str | None
    person_id: int | None
    chat_id: int
    telegram_chat_id: int
    subscription_id: int | None
    reference: str
    body: str | None
    due_at: datetime
    attempts: int
    postponed: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingUpdate:
    """An update from Telegram, and who sent it. Those of one ``lane`` are handled in order; ``payload`` is its JSON, stored encrypted."""

    update_id: int
    lane: str
    telegram_user_id: int | None
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRecord:
    """An update that waits to be handled."""

    update_id: int
    lane: str
    payload: str
    received_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and since when the longest of them does; ``None`` where none does."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """The queues at one moment. ``outbox``, by kind: what is due and not taken; ``outbox_planned``: what is not due yet."""

    inbox: Waiting
    inbox_failed: int
    outbox: Mapping[str, Waiting]
    outbox_planned: int
    outbox_dead: Mapping[str, int]
