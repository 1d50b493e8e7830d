"""The frozen values that cross the border. Every datetime is aware; ``*_id`` are ids of rows, ``telegram_*_id`` ids of Telegram's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

ChatKind = Literal["private", "group", "supergroup", "channel"]
Subject = Literal["person", "unit"]
AnswerState = Literal["given", "unknown", "declined"]
SubscriptionKind = Literal["policy", "series", "track", "stage", "screening", "ripening", "unit"]
SilenceReason = Literal["done", "enough"]
ProposalState = Literal["open", "published", "dropped", "faded", "joined"]
DeliveryState = Literal["pending", "sent", "dead", "skipped"]
InboxState = Literal["waiting", "handled", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When somebody wants to be reminded, on their own clock. ``remind_days``: "7,3,1,0", or "auto" for as the window is long.

    From ``quiet_from`` to ``quiet_to`` (whole hours) nothing is pushed; equal: there is no such time.
    """

    timezone: str
    remind_hour: int
    remind_days: str
    quiet_from: int
    quiet_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """Somebody who talks to the bot. ``None`` in a consent means that it was not given."""

    id: int
    telegram_user_id: int
    created_at: datetime
    last_seen_at: datetime
    timezone: str
    remind_hour: int
    remind_days: str
    quiet_from: int
    quiet_to: int
    consented_at: datetime | None
    sensitive_consented_at: datetime | None
    sensitive_declined_at: datetime | None

    @property
    def rhythm(self) -> Rhythm:
        """When they want to be reminded."""
        return Rhythm(
            timezone=self.timezone,
            remind_hour=self.remind_hour,
            remind_days=self.remind_days,
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRecord:
    """A place to send to. ``person_id`` is set in private chats only."""

    id: int
    telegram_chat_id: int
    kind: ChatKind
    person_id: int | None
    unreachable_since: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person says about one fact. ``value`` is the caller's JSON, there if the state is given."""

    subject: Subject
    fact: str
    state: AnswerState
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord(Answer):
    """An answer as it is kept. ``position`` grows with every answer of the person, over both subjects."""

    answered_at: datetime
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRecord:
    """A questionnaire in a chat. ``about`` is the caller's text; ``shown`` its JSON of what the person was shown there last."""

    id: int
    chat_id: int
    person_id: int
    about: str
    shown: str | None
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRecord:
    """Someone's wish to be reminded, in a chat."""

    id: int
    person_id: int
    chat_id: int
    kind: SubscriptionKind
    target: str
    since: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItemRecord:
    """A material on somebody's list: when it came onto it, and when it was ticked (``None``: not yet)."""

    material: str
    listed_at: datetime
    ticked_at: datetime | None


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
class SilenceRecord:
    """What a person wants to hear no more of: a stage, or (``stage`` empty) a whole policy; ``done`` when they have handed it in."""

    policy: str
    stage: str
    reason: SilenceReason
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRecord:
    """A published version in which a file was another than before."""

    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRecord:
    """What is told otherwise than it was. ``kind``, ``entry`` (empty: the whole policy) and ``topics`` are the caller's words.

    ``number``: the publication that made it; ``ends``: the correction that this one ends; ``at``: who came later is not concerned.
    """

    id: int = 0
    kind: str
    policy: str
    entry: str = ""
    topics: str
    number: int
    ends: int | None = None
    at: datetime
    due_at: datetime
    step: int = 0
    reached: int = 0
    told: int = 0
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCorrection:
    """A message of a correction in one chat: its row, how it stands, and what it is about (the caller's JSON)."""

    id: int
    state: str
    about: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRecord:
    """What is not told for now: an entry of a policy, or (``entry`` empty) all of it."""

    policy: str
    entry: str
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BrakeRecord:
    """How fast somebody writes: until when their answers would last at the pace allowed, whether they were told so, their last album."""

    busy_until: datetime
    is_on: bool
    album: str | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """A question that nobody could answer, and how often it was asked. ``key``: a digest of its text; ``nearest`` is the caller's text."""

    key: str
    text: str
    nearest: str
    asked: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What one person says of one message. ``about`` is the caller's text."""

    person_id: int
    chat_id: int
    telegram_message_id: int
    about: str
    helpful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """How many people an answer helped and did not help. ``about`` is the caller's text."""

    about: str
    helpful: int
    unhelpful: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """What a person says is wrong; ``said`` is ``None`` until they have typed it. ``about`` is the caller's JSON, not personal."""

    id: int
    chat_id: int
    person_id: int
    about: str
    said: str | None
    told: int
    opened_at: datetime
    widened_at: datetime | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRecord:
    """A right that a person holds. ``granted_by`` is ``None`` when the settings named them or the giver has left."""

    person_id: int
    role: str
    granted_at: datetime
    granted_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogRecord:
    """What typed text is awaited from somebody in a chat. ``held`` is the caller's JSON of what was said so far."""

    chat_id: int
    person_id: int
    kind: str
    held: str
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """What somebody did by right of an office. ``about`` is JSON with nothing personal; ``said``: evidence and reasons.

    ``actor_id`` and ``person_id`` (whom it concerns) are ``None`` once they have left, and with them what was said.
    """

    id: int
    at: datetime
    actor_id: int | None
    act: str
    about: str
    person_id: int | None
    said: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRecord:
    """A change to the caller's files that somebody proposed, made from the publication ``based_on``."""

    id: int
    based_on: int
    person_id: int
    why: str
    state: ProposalState
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardRecord:
    """Who answers for a policy, and when it was and is to be held against its source. Days are the caller's text, empty: none.

    ``person_id`` is ``None`` where nobody does, or they have left.
    """

    policy: str
    person_id: int | None
    checked_on: str
    next_on: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """How much of people's hangs on a policy: how many follow it, checked themselves, list its materials; how many units follow it."""

    followers: int
    checks: int
    lists: int
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRecord:
    """A published version of the caller's files. ``who`` and ``why`` are the caller's words.

    ``person_id`` is ``None`` where nobody is known or they left; ``based_on`` is the number that it was made from, ``None`` for the first.
    """

    number: int
    version: str
    based_on: int | None
    who: str
    person_id: int | None
    why: str
    published_at: datetime


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
