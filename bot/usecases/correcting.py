"""更正记录: what published versions changed of what is told, policy by policy, from the files that are kept."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from knowledge.changes.change import Change
from knowledge.changes.comparing import compare
from knowledge.errors import KnowledgeError
from knowledge.facts import Fact
from knowledge.loader import load_policy
from knowledge.policy import Policy
from storage.database import Transaction

INNER: Final = frozenset({"examples"})
"""Fields of a policy that nobody is told."""
POLICIES: Final = "policies/"


@dataclass(frozen=True)
class Correction:
    """What one version changed of one policy. No policies: what was there can no longer be read."""

    number: int
    at: datetime
    old: Policy | None = None
    new: Policy | None = None
    changes: tuple[Change, ...] = ()


async def corrections_of(rows: Transaction, facts: Mapping[str, Fact], policy: str, most: int) -> tuple[Correction, ...]:
    """The last corrections of a policy, the latest first. How it came in is none."""
    path = f"{POLICIES}{policy}.yaml"
    revisions = await rows.publications.revisions(path, most + 1)
    raws = [await rows.publications.file(one.number, path) for one in revisions]
    pairs = zip(revisions, raws, raws[1:], strict=False)
    found = [await asyncio.to_thread(_correction, facts, path, (one.number, one.published_at), (old, new)) for one, new, old in pairs]
    return tuple(one for one in found if one.changes or one.new is None)


async def lately_corrected(rows: Transaction, most: int) -> tuple[tuple[str, datetime], ...]:
    """The policies of which something was changed, by their ids, with the last time; the latest first."""
    found = await rows.publications.revised(POLICIES)
    ordered = sorted(found.items(), key=lambda one: one[1], reverse=True)
    return tuple((path.removeprefix(POLICIES).removesuffix(".yaml"), at) for path, at in ordered[:most])


def _correction(facts: Mapping[str, Fact], path: str, when: tuple[int, datetime], raws: tuple[bytes | None, bytes | None]) -> Correction:
    try:
        old, new = (load_policy(path, raw or b"", facts) for raw in raws)
    except KnowledgeError:
        return Correction(*when)
    changes = tuple(change for change in compare(old, new) if change.path[0] not in INNER)
    return Correction(*when, old, new, changes)
