"""Who can settle what a verdict leaves open, and what it hangs on that nobody here can tell."""

from dataclasses import dataclass
from typing import Literal

from eligibility.verdict import State, Verdict
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from knowledge.entries import Document

Settler = Literal["person", "unit", "authority", "nobody"]
"""``nobody``: it stands in a document that is not in hand."""
SETTLERS: tuple[Settler, ...] = ("person", "unit", "authority", "nobody")


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What one of them could settle: missing facts, or for nobody the documents that decide."""

    by: Settler
    facts: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Hanging:
    """A condition that stands in a document not in hand."""

    condition: Condition
    document: Document
    always: bool
    """Whether it concerns the applicant for certain; then eligible is out of reach, whatever they answer."""


def unsettled(base: KnowledgeBase, verdict: Verdict) -> tuple[Unsettled, ...]:
    """Who could settle an undetermined verdict, the nearest first; empty for every other one."""
    if verdict.name != "undetermined":
        return ()
    facts = (Unsettled(who, tuple(fact for fact in verdict.missing if base.facts[fact].settled_by == who)) for who in SETTLERS)
    documents = dict.fromkeys(one.document.id for one in hanging(base, verdict) if one.always)
    named = {document.id: document for document in base.policies[verdict.policy].documents}
    nobody = Unsettled("nobody", documents=tuple(named[document] for document in documents))
    return tuple(one for one in (*facts, nobody) if one.facts or one.documents)


def hanging(base: KnowledgeBase, verdict: Verdict) -> tuple[Hanging, ...]:
    """The conditions that decide and stand in documents not in hand, those that concern the applicant for certain first.

    Of the verdict before the first answer this is what has to be said before the first question.
    """
    documents = {document.id: document for document in base.policies[verdict.policy].documents}
    found = (
        Hanging(reason.condition, documents[reason.condition.document], always=not reason.missing)
        for reason in verdict.reasons
        if reason.state is State.DOCUMENT and reason.kind != "preferred" and reason.condition.document and verdict.name == "undetermined"
    )
    return tuple(sorted(found, key=lambda one: not one.always))
