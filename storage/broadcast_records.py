"""The frozen values of what is told to many and counted of all. Every datetime is aware; ``*_id`` are ids of rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.records import SubscriptionKind

Audience = Literal["followers", "contacts", "groups", "everyone"]
"""Of a policy; of units, in private and in the groups that they connected; all who wish to hear."""
BroadcastState = Literal["draft", "running", "paused", "stopped", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is to be told. ``policy`` and ``targets`` (what makes a follower of it) are there for followers alone.

    ``unit``: the contacts or groups of this one alone.
    """

    audience: Audience
    policy: str = ""
    targets: tuple[tuple[SubscriptionKind, str], ...] = ()
    unit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many chats there are to tell, and to how many of them another broadcast came within the day.

    ``refused`` and ``away`` would be told, too, but wish to hear none of it, or cannot be written to.
    """

    people: int
    lately: int
    refused: int = 0
    away: int = 0

    @property
    def fresh(self) -> int:
        """Whom no other one reached within the day."""
        return self.people - self.lately


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The message that shows how far a broadcast is: where, which one, by which outbox row it was drawn last, with what, when."""

    chat_id: int
    message_id: int | None
    row: int | None = None
    said: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastRecord:
    """Words for many. ``total``: to how many it was confirmed; ``ended_at``: when the last of them was settled.

    ``failed``: Telegram would not take it for good, or they had blocked the bot; ``skipped``: they had left or said no before it was sent.
    """

    id: int
    person_id: int
    whom: Whom
    text: str
    state: BroadcastState
    again: bool
    made_at: datetime
    begun_at: datetime | None
    fed_at: datetime | None
    ended_at: datetime | None
    total: int
    sent: int
    failed: int
    skipped: int
    card: Card | None

    @property
    def left(self) -> int:
        """Whom it has still to reach."""
        return max(self.unseen, 0) if self.ended_at is None else 0

    @property
    def unseen(self) -> int:
        """How many of those to whom it was confirmed it was not tried on; below zero where more came than left meanwhile."""
        return self.total - self.sent - self.failed - self.skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many of something on a day; ``about`` and ``part`` are the caller's words for what it is of."""

    day: str
    what: str
    about: str
    part: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the rows themselves tell of a stretch of time: people who came, people who began to follow by policy or series."""

    came: int
    followed: tuple[tuple[str, int], ...]
