"""The frozen values of what people asked in vain, found helpful or said is wrong."""

from dataclasses import dataclass
from datetime import datetime


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
