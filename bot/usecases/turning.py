"""Which saved self-checks come out otherwise under another version of the knowledge: numbers alone, never answers or people."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.usecases.answer_rows import answers_of
from bot.usecases.interviewing import day_of
from bot.usecases.scope import Scope, read_scope, targets_of
from eligibility.flips import concerned
from eligibility.targets import Target
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.policy import VerdictName
from storage.database import Database
from storage.records import Answer


@dataclass(frozen=True)
class Turned:
    """What would become of the self-checks that were looked at."""

    looked_at: int
    """Those of both versions: what one of them has not cannot flip."""
    turned: int
    """Self-checks of which at least one verdict flips; of a screening of everything, too."""
    counts: Mapping[tuple[Target, VerdictName, VerdictName], int]
    """By target, old and new verdict: in how many self-checks."""

    def __add__(self, other: "Turned") -> "Turned":
        """Those looked at in two parts."""
        return Turned(self.looked_at + other.looked_at, self.turned + other.turned, Counter(self.counts) + Counter(other.counts))


NONE = Turned(0, 0, {})

_BATCH = 500
"""Self-checks read at a time."""


async def count_turned(database: Database, old: KnowledgeBase, new: KnowledgeBase, now: datetime) -> Turned:
    """What becomes of all saved self-checks; judged in a thread, so that nobody waits for it."""
    turned, last = NONE, 0
    while True:
        async with database.transaction() as rows:
            batch = await rows.interviews.after(last, _BATCH)
            saved = [(one.about, await rows.answers.of(one.person_id)) for one in batch]
        if not batch:
            return turned
        last = batch[-1].id
        turned += await asyncio.to_thread(turned_checks, old, new, saved, now)


def turned_checks(old: KnowledgeBase, new: KnowledgeBase, saved: Iterable[tuple[str, Sequence[Answer]]], now: datetime) -> Turned:
    """``saved``: of each self-check what it is about (as stored) and all answers of whoever began it."""
    looked_at = turned = 0
    policies = frozenset(concerned(old, new))
    counts: Counter[tuple[Target, VerdictName, VerdictName]] = Counter()
    for about, answers in saved:
        scopes = read_scope(old, about), read_scope(new, about)
        if scopes[0] is None or scopes[1] is None:
            continue
        looked_at += 1
        before, after = (_verdicts(base, scope, policies, answers, now) for base, scope in zip((old, new), scopes, strict=True) if scope)
        flipped = [(target, before[target], name) for target, name in after.items() if before.get(target, name) != name]
        turned += bool(flipped)
        counts.update(flipped)
    return Turned(looked_at, turned, counts)


def _verdicts(
    base: KnowledgeBase, scope: Scope, policies: frozenset[str], rows: Sequence[Answer], now: datetime
) -> Mapping[Target, VerdictName]:
    answers = answers_of(base, rows)
    return {
        target: judge(base, base.policies[target.policy], target.track, answers, day_of(base, scope, target, answers, now)).name
        for target in targets_of(base, scope)
        if target.policy in policies
    }
