"""What ``knowledge diff`` tells, as the stable JSON object."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from bot.usecases.turning import Turned
from bot.views.changes.told import changes_message
from bot.views.render import to_plain
from eligibility.flips import Flip
from knowledge.base import KnowledgeBase
from knowledge.changes.change import Change


def as_object(
    old: KnowledgeBase, new: KnowledgeBase, changes: Sequence[Change], found: Sequence[Flip], turned: Turned | None
) -> dict[str, Any]:
    """Both versions, each change with its place, the examples that flip, and how many self-checks do."""
    return {
        "old": old.version,
        "new": new.version,
        "changes": [_change_row(one) for one in changes],
        "flips": [_flip_row(one) for one in found],
        "checks": _counts(turned) if turned is not None else None,
        "text": to_plain(changes_message(old, new, changes, found, turned)),
    }


def _change_row(change: Change) -> dict[str, Any]:
    file, *path = change.path
    entry = change.entries[1] or change.entries[0]
    return {
        "file": file,
        "id": path[0] if path else None,
        "path": path[1:],
        "what": change.what,
        "old": _value(change.old),
        "new": _value(change.new),
        "clause": change.clause,
        "tracks": [one for one in getattr(entry, "tracks", ()) if isinstance(one, str)],
    }


def _flip_row(flip: Flip) -> dict[str, Any]:
    return {
        "policy": flip.policy,
        "track": flip.example.track,
        "example": flip.example.name,
        "expect": flip.example.expect,
        "before": flip.before.name,
        "after": flip.after.name,
        "failed": list(flip.after.failed),
        "missing": list(flip.after.missing),
    }


def _counts(turned: Turned) -> dict[str, Any]:
    counts = [
        {"policy": target.policy, "track": target.track, "before": before, "after": after, "count": count}
        for (target, before, after), count in turned.counts.items()
    ]
    return {"looked_at": turned.looked_at, "turned": turned.turned, "verdicts": counts}


def _value(value: object) -> object:
    """As JSON; a model by its own means, since it may not have been written out before."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return to_jsonable_python(value)
