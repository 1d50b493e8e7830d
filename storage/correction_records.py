"""The frozen values of corrections: what is to be told otherwise, and how far that has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


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
