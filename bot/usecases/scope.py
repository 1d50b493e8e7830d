"""What a questionnaire is about: one policy, one of its tracks, or all that somebody could apply for.

A scope is stored and put on buttons as text: ``policy``, ``policy/track``, ``screening:person`` or ``screening:unit``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.callbacks import CodeBook, code, target_code
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.facts import Subject

SCREENING = "screening:"


@dataclass(frozen=True)
class PolicyScope:
    """A policy, all its tracks at once; or one of them."""

    policy: str
    track: str | None = None

    def __str__(self) -> str:
        """As it is stored."""
        return self.policy if self.track is None else f"{self.policy}/{self.track}"


@dataclass(frozen=True)
class Screening:
    """Everything on file that a person, or a unit, can apply for."""

    subject: Subject

    def __str__(self) -> str:
        """As it is stored."""
        return SCREENING + self.subject


Scope = PolicyScope | Screening


def read_scope(base: KnowledgeBase, text: str) -> Scope | None:
    """The scope that was stored; None when this knowledge has it no more."""
    match text.removeprefix(SCREENING):
        case "person" | "unit" as subject if text.startswith(SCREENING):
            return Screening(subject)
    policy, _, track = text.partition("/")
    if policy not in base.policies or track not in {"", *(one.id for one in base.policies[policy].tracks)}:
        return None
    return PolicyScope(policy, track or None)


def scope_code(scope: Scope) -> str:
    """The code of a scope on a button."""
    return target_code(scope.policy, scope.track) if isinstance(scope, PolicyScope) else code("screening", scope.subject)


def find_scope(codes: CodeBook, coded: str) -> Scope | None:
    """The scope behind a code; None when this knowledge has none such."""
    match codes.find("screening", coded):
        case "person" | "unit" as subject:
            return Screening(subject)
    target = codes.find_target(coded)
    return PolicyScope(*target) if target is not None else None


def part_of(base: KnowledgeBase, policy: str, subject: Subject) -> PolicyScope:
    """What of a policy a person, or a unit, applies for: the one track that is theirs where the others are not, else all of it."""
    mine = [target for target in targets_of(base, PolicyScope(policy)) if base.policies[policy].applicant_of(target.track) == subject]
    return PolicyScope(*mine[0]) if len(mine) == 1 else PolicyScope(policy)


def _judged(base: KnowledgeBase) -> Iterator[str]:
    """The policies on which verdicts are told: not those of which something that a verdict rests on is being verified."""
    for policy in base.policies.values():
        if not base.is_withdrawn(policy.id, (one.id for one in policy.footings)):
            yield policy.id


def targets_of(base: KnowledgeBase, scope: Scope) -> tuple[Target, ...]:
    """Every policy and track that is checked, in the knowledge's order; a policy without tracks stands for itself."""
    if isinstance(scope, Screening):
        every = (target for policy in _judged(base) for target in targets_of(base, PolicyScope(policy)))
        return tuple(target for target in every if base.policies[target.policy].applicant_of(target.track) == scope.subject)
    tracks = base.policies[scope.policy].tracks
    if scope.track is not None or not tracks:
        return (Target(scope.policy, scope.track),)
    return tuple(Target(scope.policy, track.id) for track in tracks)
