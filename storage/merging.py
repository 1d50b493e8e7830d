"""Two rows that say something about the same thing, of two accounts of one person: what the one row says that is left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table

from storage.broadcast_tables import wishes
from storage.correction_tables import tellings
from storage.feedback_tables import reports
from storage.tables import checklists, interviews, silences, subscriptions
from storage.transfer_records import KeyPart

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Going:
    """A table whose rows go with a person: what makes two of them the same, and what is left then (old row, new row → values)."""

    table: Table
    key: tuple[str, ...]
    """Nothing: no two are the same."""
    merge: Callable[[Row, Row], Row]

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """What a row is about."""
        return tuple(row[name] for name in self.key)


def later(moment: str, *names: str) -> Callable[[Row, Row], Row]:
    """Let the later word count, by this column."""

    def merge(old: Row, new: Row) -> Row:
        said = old if old[moment] > new[moment] else new
        return {name: said[name] for name in (moment, *names)}

    return merge


def _followed(old: Row, new: Row) -> Row:
    """Following or not as it was said last; who follows in both has followed since the first."""
    said = old if (old["ended_at"] or old["since"]) > (new["ended_at"] or new["since"]) else new
    both = old["ended_at"] is None and new["ended_at"] is None
    return {"since": min(old["since"], new["since"]) if both else said["since"], "ended_at": said["ended_at"]}


def _listed(old: Row, new: Row) -> Row:
    """What is ticked in one account is ready in both, since it was."""
    ticked = [at for at in (old["ticked_at"], new["ticked_at"]) if at is not None]
    return {"listed_at": min(old["listed_at"], new["listed_at"]), "ticked_at": min(ticked, default=None)}


def _checked(old: Row, new: Row) -> Row:
    """The one that was touched last."""
    said = later("updated_at", "shown", "finished_at")(old, new)
    return {**said, "started_at": min(old["started_at"], new["started_at"])}


GOING: Final = (
    Going(subscriptions, ("kind", "target"), _followed),
    Going(silences, ("policy", "stage"), later("since", "reason")),
    Going(wishes, ("what",), later("since", "wanted")),
    Going(tellings, ("policy", "topic"), later("told_at", "number")),
    Going(checklists, ("about", "material"), _listed),
    Going(interviews, ("about",), _checked),
    Going(reports, ("id",), later("opened_at")),
)
"""In this order."""


def renamed(key: str | None, part: KeyPart, chats: tuple[int, int], subscriptions_: tuple[int | None, int | None]) -> str | None:
    """Give the dedupe key of a message under which it is for the other chat: each pair is the old number and the new one."""
    if key is None:
        return None
    kind, _, about = key.partition(":")
    old, new = subscriptions_ if part == "subscription" else chats
    if part == "last":
        return f"{key.removesuffix(f':{old}')}:{new}" if key.endswith(f":{old}") else key
    return f"{kind}:{new}:{about.removeprefix(f'{old}:')}" if about.startswith(f"{old}:") else key
