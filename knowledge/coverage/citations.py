"""What in a policy stands behind which clause of its notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from knowledge.policy import SECTIONS, Policy
from knowledge.reading.tree import Path

HEAD = ("页头", "标题", "文号", "落款")
"""Where a notice gives its name, number, issuers and dates: the head of the policy file (title, signed, sources …) stands behind these."""

OPENING = ("前言", "正文")
"""Where a notice without further ado names what it rests on."""

_HEAD_KEYS = {"title", "year", "issuers", "document_number", "signed", "published", "sources"}

Kind = Literal["written", "implied", "caveat"]
"""``implied``: the file does not write the clause; ``caveat``: a doubt about a clause does not pass on what the clause says."""


@dataclass(frozen=True)
class Citation:
    """One thing in a policy and the clause that it rests on."""

    clause: str
    name: str
    """The entry's id, or the key in the head of the file."""
    path: Path
    """Where the clause is written."""
    value: Any
    """The model, text or values whose figures the clause must hold against."""
    kind: Kind = "written"


def citations(policy: Policy) -> Iterator[Citation]:
    """Every citation of a policy, in the order of its file."""
    yield from _head(policy)
    for section in SECTIONS:
        for index, entry in enumerate(getattr(policy, section)):
            if entry.clause:
                yield Citation(entry.clause, entry.id, (section, index, "clause"), entry)
    yield from _factors(policy)
    yield from _documents(policy)
    for index, caveat in enumerate(policy.caveats):
        yield Citation(caveat.clause, caveat.id, ("caveats", index, "clause"), caveat, "caveat")


def _head(policy: Policy) -> Iterator[Citation]:
    head = policy.model_dump(include=_HEAD_KEYS)
    for clause in HEAD:
        yield Citation(clause, "title", ("title",), head, "implied")
    if policy.scope_clause:
        yield Citation(policy.scope_clause, "audience", ("scope_clause",), (policy.summary, policy.audience))
    if policy.judged_on:
        yield Citation(policy.judged_on.clause, "judged_on", ("judged_on", "clause"), policy.judged_on)


def _factors(policy: Policy) -> Iterator[Citation]:
    """How many there are of what a quota is given for may stand in another clause than the quota."""
    for index, quota in enumerate(policy.quotas):
        if quota.each:
            yield Citation(quota.each.clause, quota.id, ("quotas", index, "each", "clause"), quota.each)


def _documents(policy: Policy) -> Iterator[Citation]:
    """An annex stands in the list of annexes under its label, what a notice rests on in its opening unless written otherwise."""
    for index, document in enumerate(policy.documents):
        if document.clause:
            yield Citation(document.clause, document.id, ("documents", index, "clause"), document)
        if document.label:
            yield Citation(document.label, document.id, ("documents", index, "label"), document, "implied")
        elif document.role == "basis" and not document.clause:
            for clause in OPENING:
                yield Citation(clause, document.id, ("documents", index), document, "implied")


def values_in(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - data of any shape
    """The plain values inside a model, each with the key that it stands under."""
    match value:
        case BaseModel():
            yield from values_in(dict(value))
        case dict():
            for inner, held in value.items():
                yield from values_in(held, str(inner))
        case tuple() | list():
            for held in value:
                yield from values_in(held, key)
        case _:
            yield key, value
