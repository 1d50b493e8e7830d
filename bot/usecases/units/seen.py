"""What a contact sees of somebody who agreed, for one policy: a word, and papers that are missing. Pure.

Nothing here depends on an answer beyond the word. What only some applicants hand in is left out altogether, ticked or not: it would tell
what was answered.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from bot.usecases.checklists import is_own, list_about
from bot.usecases.interviewing import day_of
from bot.usecases.keeping.withdrawing import are_withdrawn, is_unjudged
from bot.usecases.scope import PolicyScope, part_of, targets_of
from eligibility.answers import Answers
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.entries import Material
from knowledge.policy import Policy, holds_for

Word = Literal["ready", "interested", "unconfirmed"]
"""ready: they meet what their answers can tell, and all papers are ticked; interested: papers are left; unconfirmed: theirs to settle."""
WORDS: tuple[Word, ...] = get_args(Word)
"""Who is furthest first."""


@dataclass(frozen=True)
class Seen:
    """One member as a contact sees them; nothing else of them leaves their own chat."""

    called: str
    track: str | None
    """The track that they chose themselves; None where there was nothing to choose."""
    word: Word
    missing: tuple[Material, ...]
    """What every applicant prepares and they have not ticked."""
    papers: int
    """How many papers every applicant prepares."""


@dataclass(frozen=True)
class Sharer:
    """A member who agreed, and how they are seen."""

    person_id: int
    seen: Seen


def can_be_shared(base: KnowledgeBase, policy_id: str) -> bool:
    """Whether it is on file and people apply for it, or for a part of it."""
    policy = base.policies.get(policy_id)
    return policy is not None and "person" in policy.applicants


def tracks_to_choose(base: KnowledgeBase, policy: Policy) -> tuple[str, ...]:
    """The tracks of which one has to be chosen, for their papers differ; none where there is nothing to choose."""
    if part_of(base, policy.id, "person").track is not None:
        return ()
    theirs = tuple(one.id for one in policy.tracks if policy.applicant_of(one.id) == "person")
    return theirs if len(theirs) < len(policy.tracks) or list_about(policy, None) is None else ()


def scope_of(base: KnowledgeBase, policy_id: str, track: str) -> PolicyScope | None:
    """What somebody shares with a track, or with '' for none; None where that cannot be shared (any more)."""
    if not can_be_shared(base, policy_id):
        return None
    choice = tracks_to_choose(base, base.policies[policy_id])
    if choice:
        return PolicyScope(policy_id, track) if track in choice else None
    return part_of(base, policy_id, "person") if not track else None


def seen_of(base: KnowledgeBase, scope: PolicyScope, called: str, answers: Answers, ticked: Collection[str], now: datetime) -> Seen:  # noqa: PLR0913, PLR0917 - who, of what, with what, when
    """How somebody is seen who answered and ticked so."""
    policy = base.policies[scope.policy]
    papers = () if are_withdrawn(base, policy, ("materials",)) else _everybodys(policy, scope.track)
    missing = tuple(one for one in papers if one.id not in ticked)
    fits = not is_unjudged(base, policy.id) and any(
        judge(base, policy, one.track, answers, day_of(base, scope, one, answers, now)).name == "eligible"
        for one in targets_of(base, scope)
    )
    word: Word = "unconfirmed" if not fits else "interested" if missing else "ready"
    return Seen(called, scope.track if tracks_to_choose(base, policy) else None, word, missing, len(papers))


def least_ready_first(sharers: Iterable[Sharer]) -> tuple[Sharer, ...]:
    """In the order in which a contact reads them everywhere: first who needs the days that are left most.

    Nothing but what is seen decides it, and of those who look alike who joined first.
    """
    return tuple(sorted(sharers, key=lambda one: (-WORDS.index(one.seen.word), -len(one.seen.missing), one.seen.called)))


def _everybodys(policy: Policy, track: str | None) -> tuple[Material, ...]:
    """The papers that every applicant prepares; what the unit adds is the contact's own to do."""
    return tuple(one for one in policy.materials if is_own(policy, one, track) and one.when is None and holds_for(one, track))
