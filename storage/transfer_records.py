"""The frozen values of moving an account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CodeEnd = Literal["used", "renewed", "withdrawn", "refused"]
KeyPart = Literal["chat", "subscription", "last"]
"""Where a dedupe key names whom it is for: behind the kind the chat's or the subscription's number, or the chat's at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCodeRecord:
    """A code: whose rows it moves (``person_id``), who asks for them, and from when on they may have them."""

    id: int
    person_id: int
    made_at: datetime
    until: datetime
    asked_by: int | None
    asked_at: datetime | None
    allowed_at: datetime | None
    ended_at: datetime | None
    ended_as: CodeEnd | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCounts:
    """How much somebody has that moves with their account."""

    follows: int
    checks: int
    answers: int
    lists: int
    units: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of it."""
        return not (self.follows or self.checks or self.answers or self.lists or self.units)
