"""The frozen values of units that cross the border. Days are the caller's text; an ``*_by`` is ``None`` when that person has left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.records import Answer

ContactState = Literal["asked", "approved"]
Proof = Literal["code", "letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """A unit. ``kind`` and ``affiliation`` are options of facts; the affiliation may be empty (not said)."""

    id: int
    name: str
    region: str
    kind: str
    affiliation: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord:
    """Somebody who asked to be contact of a unit, or is. ``stated`` is the caller's JSON of what they said of it; no code is in here."""

    unit_id: int
    person_id: int
    state: ContactState
    called: str
    stated: str
    code_tries: int
    code_until: datetime | None
    proof: Proof | None
    proved_at: datetime | None
    asked_at: datetime
    approved_at: datetime | None
    approved_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """An employee who joined of their own will, under the name that they chose; ``hushed_at``: since when they want no nudges."""

    unit_id: int
    person_id: int
    called: str
    joined_at: datetime
    hushed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRecord:
    """A member's consent for one policy (and the track that they go for, or empty)."""

    unit_id: int
    person_id: int
    policy: str
    track: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRecord:
    """A link by which employees join a unit."""

    id: int
    unit_id: int
    token: str
    made_by: int | None
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAnswerRecord(Answer):
    """What a unit's contacts say about one fact of it."""

    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerDeadlineRecord:
    """One version of a unit's own last day for a policy, the first with ``sequence`` 0; an empty ``day``: withdrawn."""

    unit_id: int
    policy: str
    sequence: int
    day: str
    set_by: int | None
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecord:
    """A group that hears of a unit. ``connected_by``: the contact who answers for it; ``title``: as it was called when it was connected."""

    chat_id: int
    unit_id: int
    connected_by: int | None
    since: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRecord:
    """A stage that the unit has handed in."""

    unit_id: int
    policy: str
    stage: str
    filed_by: int | None
    filed_at: datetime
