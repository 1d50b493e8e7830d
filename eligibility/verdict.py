"""The verdict on one policy and track for one set of answers, with its reasons.

It is settled exactly when every completion of what is not known gives the same result. Preferences and what a jury
judges never decide; a condition that stands in a document not in hand leaves undetermined what does not fail otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eligibility.answers import Answers, Given, fitting
from eligibility.deciding import Ground, facts_of
from eligibility.diagram import End
from eligibility.evaluate import evaluate
from eligibility.truth import Truth
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition, Kind
from knowledge.entries import Gate
from knowledge.policy import Policy, VerdictName, holds_for


class State(StrEnum):
    """Where one condition stands. For ``excluding`` met means not barred; for ``preferred`` met and failed mean held or not."""

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"
    JUDGED = "judged"
    DOCUMENT = "document"
    NOT_CONCERNED = "not_concerned"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of the notice and where it stands."""

    condition: Condition
    state: State
    facts: tuple[str, ...]
    """All facts that the condition looks at."""
    missing: tuple[str, ...]
    """Those not known, or not exactly enough, that can still change its state."""

    @property
    def clause(self) -> str:
        """The clause as the notice numbers it."""
        return self.condition.clause

    @property
    def kind(self) -> Kind:
        """Required, excluding or preferred."""
        return self.condition.kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a self-check; clauses stand in the notice's order, each once."""

    policy: str
    track: str | None
    day: date
    """The day on which ages and lengths were judged."""
    name: VerdictName
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    """The facts, not known or not exactly enough, that can still change the verdict; empty once it is settled."""
    imprecise: tuple[str, ...] = ()
    """Those of ``missing`` that were answered, but too roughly for the day that counts."""
    gates: tuple[Gate, ...] = ()
    """How one must apply, as far as it concerns this applicant."""
    exact: bool = True
    """False when there was too much to walk through: then it may stand undetermined though it is settled."""

    @property
    def failed(self) -> tuple[str, ...]:
        """The clauses that stand against the applicant."""
        return self._clauses(State.FAILED, ("required", "excluding"))

    @property
    def preferred(self) -> tuple[str, ...]:
        """The clauses of preferences that the applicant holds."""
        return self._clauses(State.MET, ("preferred",))

    @property
    def judged(self) -> tuple[str, ...]:
        """The clauses that a jury will judge before anybody is chosen; preferences left to it do not decide."""
        return self._clauses(State.JUDGED, ("required", "excluding"))

    def _clauses(self, state: State, kinds: Iterable[Kind]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason.clause for reason in self.reasons if reason.state is state and reason.kind in kinds))


def judge(base: KnowledgeBase, policy: Policy, track: str | None, answers: Answers, day: date) -> Verdict:
    """The verdict on a policy (and one of its tracks) with ages and lengths judged on a day.

    Answers that no longer fit their fact count as not asked. Policies that take no applications are not_applicable.
    """
    if policy.applicant is None:
        return Verdict(policy.id, track, day, "not_applicable")
    known = fitting(base.facts, answers)
    conditions = tuple(condition for condition in policy.conditions if holds_for(condition, track))
    ground = Ground(conditions, base.facts, known, day)
    whole = ground.outlook(conditions)
    reasons = tuple(_reason(ground, condition) for condition in conditions)
    if whole.prospect.only(End.FAILS):
        reasons = _with_a_failure(ground, reasons)
    return Verdict(
        policy=policy.id,
        track=track,
        day=day,
        name=whole.name,
        reasons=reasons,
        missing=whole.missing,
        imprecise=tuple(fact for fact in whole.missing if isinstance(known.get(fact), Given)),
        gates=tuple(
            gate
            for gate in policy.gates
            if holds_for(gate, track) and (gate.when is None or evaluate(gate.when, base.facts, known, day) is not Truth.FALSE)
        ),
        exact=whole.prospect.exact,
    )


def _reason(ground: Ground, condition: Condition) -> Reason:
    facts = facts_of(condition)
    concern = ground.unconcerned(condition)
    if concern.prospect.only(End.FAILS):
        return Reason(condition, State.NOT_CONCERNED, facts, ())
    if condition.decided_by != "answers":
        return Reason(condition, State.JUDGED if condition.decided_by == "jury" else State.DOCUMENT, facts, concern.missing)
    lack = ground.lack(condition)
    if lack.prospect.only(End.FAILS):
        return Reason(condition, State.FAILED, facts, ())
    return Reason(condition, State.MET if lack.prospect.only(End.FITS) else State.UNKNOWN, facts, lack.missing)


def _with_a_failure(ground: Ground, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Not eligible although no single condition fails for certain: those that cannot hold together have failed."""
    if any(reason.state is State.FAILED and reason.kind != "preferred" for reason in reasons):
        return reasons
    clash = [reason.condition for reason in reasons if reason.state is State.UNKNOWN]
    for condition in tuple(clash):
        rest = [other for other in clash if other is not condition]
        if ground.outlook(rest).prospect.only(End.FAILS):
            clash = rest
    return tuple(
        Reason(reason.condition, State.FAILED, reason.facts, reason.missing) if reason.condition in clash else reason for reason in reasons
    )
