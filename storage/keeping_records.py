"""The frozen values of keeping the knowledge: who may, who did what, what was published, proposed and withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ProposalState = Literal["open", "published", "dropped", "faded", "joined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRecord:
    """What is not told for now: an entry of a policy, or (``entry`` empty) all of it."""

    policy: str
    entry: str
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRecord:
    """A right that a person holds. ``granted_by`` is ``None`` when the settings named them or the giver has left."""

    person_id: int
    role: str
    granted_at: datetime
    granted_by: int | None


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
