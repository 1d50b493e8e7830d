"""The frozen values that cross the border. Every datetime is aware; ``*_id`` are ids of rows, ``telegram_*_id`` ids of Telegram's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ChatKind = Literal["private", "group", "supergroup", "channel"]
Subject = Literal["person", "unit"]
AnswerState = Literal["given", "unknown", "declined"]
SubscriptionKind = Literal["policy", "series", "track", "stage", "screening", "ripening", "unit"]
SilenceReason = Literal["done", "enough"]


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
class SilenceRecord:
    """What a person wants to hear no more of: a stage, or (``stage`` empty) a whole policy; ``done`` when they have handed it in."""

    policy: str
    stage: str
    reason: SilenceReason
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BrakeRecord:
    """How fast somebody writes: until when their answers would last at the pace allowed, whether they were told so, their last album."""

    busy_until: datetime
    is_on: bool
    album: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogRecord:
    """What typed text is awaited from somebody in a chat. ``held`` is the caller's JSON of what was said so far."""

    chat_id: int
    person_id: int
    kind: str
    held: str
    begun_at: datetime
