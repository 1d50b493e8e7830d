"""What a questionnaire showed and was told about itself, kept beside it: so it can say what changed, and need not ask a thing twice.

It lies sealed in the questionnaire's row. The answers themselves stay where they are; here stand only digests of those that a result
rested on.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from eligibility.answers import Answers
from eligibility.deciding import facts_of
from eligibility.stored import to_text
from eligibility.targets import Target
from eligibility.verdict import Verdict
from knowledge.base import KnowledgeBase
from knowledge.policy import VerdictName

Cause = Literal["notice", "answers", "time", "new"]


BEST_FIRST: tuple[VerdictName, ...] = ("eligible", "undetermined", "not_eligible", "not_applicable")


class Shown(BaseModel):
    """The result that was shown last, what was left as it is, and the fact that is asked once more or supposed otherwise."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    verdicts: dict[str, VerdictName] = {}
    """By target, as ``policy`` or ``policy/track``."""
    day: date | None = None
    """On which that result was shown."""
    notices: dict[str, str] = {}
    """A fingerprint of what each policy asked for, so that a change of it is noticed."""
    answers: dict[str, str] = {}
    """A digest of each answer that the result rested on."""
    kept: frozenset[str] = frozenset()
    """Contradictions of which the person said that all is right."""
    rough: frozenset[str] = frozenset()
    """Ages and lengths that they cannot tell more exactly."""
    onward: bool = False
    """Whether they go on with what cannot be applied for now."""
    reopened: str | None = None
    """The fact that they chose to answer once more."""
    waiting: datetime | None = None
    """When it was last said that it waits, while they ask other things."""
    supposed: str | None = None
    """The fact that they suppose otherwise, for the next text that is typed."""


def read_shown(text: str | None) -> Shown:
    """What was stored; nothing, where there is nothing that this version can read."""
    try:
        return Shown.model_validate_json(text or "{}")
    except ValidationError:
        return Shown()


@dataclass(frozen=True)
class Difference:
    """A verdict that is another than the one shown last, and why; or the best one on a policy that came new."""

    target: Target
    before: VerdictName | None
    """None for what was not there before."""
    after: VerdictName
    causes: tuple[Cause, ...]
    facts: tuple[str, ...] = ()
    """The facts that were answered otherwise."""


def with_result(shown: Shown, base: KnowledgeBase, verdicts: Sequence[Verdict], answers: Answers, day: date) -> Shown:
    """The same with a new result, shown on a day: nothing is reopened or supposed any more."""
    looked_at = dict.fromkeys(fact for verdict in verdicts for fact in _facts(verdict))
    return shown.model_copy(
        update={
            "verdicts": {_key(verdict): verdict.name for verdict in verdicts},
            "day": day,
            "notices": {verdict.policy: _fingerprint(base, verdict.policy) for verdict in verdicts},
            "answers": _digests({fact: answers[fact] for fact in looked_at if fact in answers}),
            "reopened": None,
            "supposed": None,
        }
    )


def differences(shown: Shown, base: KnowledgeBase, verdicts: Sequence[Verdict], answers: Answers) -> tuple[Difference, ...]:
    """What came new since a result was shown, what fits first; then the verdicts that turned, in their order."""
    return (*_new(shown, verdicts), *_turned(shown, base, verdicts, answers))


def _new(shown: Shown, verdicts: Sequence[Verdict]) -> Iterator[Difference]:
    """The policies that were not among those shown, each with the best of its tracks."""
    found: dict[str, VerdictName] = {}
    for verdict in sorted(verdicts, key=lambda verdict: BEST_FIRST.index(verdict.name)):
        if shown.notices and verdict.policy not in shown.notices:
            found.setdefault(verdict.policy, verdict.name)
    return (Difference(Target(policy), None, name, ("new",)) for policy, name in found.items())


def _turned(shown: Shown, base: KnowledgeBase, verdicts: Sequence[Verdict], answers: Answers) -> Iterator[Difference]:
    said = _digests(answers)
    for verdict in verdicts:
        before = shown.verdicts.get(_key(verdict), verdict.name)
        if before != verdict.name:
            facts = tuple(fact for fact in _facts(verdict) if shown.answers.get(fact) != said.get(fact))
            is_new = shown.notices.get(verdict.policy) != _fingerprint(base, verdict.policy)
            causes: tuple[Cause, ...] = (*(("notice",) if is_new else ()), *(("answers",) if facts else ()))
            yield Difference(Target(verdict.policy, verdict.track), before, verdict.name, causes or ("time",), facts)


def _facts(verdict: Verdict) -> Mapping[str, None]:
    return dict.fromkeys(fact for reason in verdict.reasons for fact in reason.facts)


def _key(verdict: Verdict) -> str:
    return verdict.policy if verdict.track is None else f"{verdict.policy}/{verdict.track}"


def _digests(answers: Answers) -> dict[str, str]:
    return {fact: _digest(to_text(answer)) for fact, answer in answers.items()}


def _fingerprint(base: KnowledgeBase, policy: str) -> str:
    """Of what a policy asks for and when: its conditions, its stages and the facts that they look at; wording left aside."""
    asked = base.policies[policy]
    conditions = [one.model_dump_json(exclude={"text", "clause"}) for one in asked.conditions]
    stages = [one.model_dump_json(include={"starts", "ends", "ends_at", "when", "tracks"}) for one in asked.stages]
    facts = [base.facts[fact] for fact in sorted({fact for one in asked.conditions for fact in facts_of(one)})]
    values = [one.model_dump_json(exclude={"name", "ask", "help", "told", "told_no", "effort"}) for one in facts]
    return _digest("\n".join((*conditions, *stages, *values)))


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
