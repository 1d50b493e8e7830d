"""Clause by clause, which entries cite it, and what nothing cites."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.clauses import Notice
from knowledge.coverage.citations import Kind, citations
from knowledge.policy import Policy

State = Literal["cited", "elsewhere", "nothing", "uncited", "contradicted"]
"""``elsewhere``: another policy of the same notice cites it; ``nothing``: named as holding nothing to know; ``uncited``: neither;
``contradicted``: named as holding nothing, yet an entry rests on it."""

WRONG: frozenset[State] = frozenset({"uncited", "contradicted"})


@dataclass(frozen=True)
class Row:
    """One clause from the side of one policy."""

    clause: str
    state: State
    cited_by: tuple[str, ...]
    """Names of this policy's entries, then of its caveats."""
    nothing: str | None = None


def unlisted(policies: Iterable[str], notices: Iterable[Notice]) -> tuple[str, ...]:
    """The policies that belong to no clause list, so that nobody can see what was left out of them."""
    listed = {policy for notice in notices for policy in notice.policies}
    return tuple(policy for policy in policies if policy not in listed)


def rows(policy: Policy, notice: Notice, others: Mapping[str, Policy]) -> Iterator[Row]:
    """Every clause of a policy's notice in order. ``others`` by id: a clause may concern another policy of the same notice."""
    own = tuple(citations(policy))
    elsewhere = {
        citation.clause
        for name in notice.policies
        if name != policy.id and name in others
        for citation in citations(others[name])
        if citation.kind != "caveat"
    }
    for clause in notice.clause_ids:
        citing = [citation for citation in own if citation.clause == clause]
        nothing = nothing_in(notice, clause)
        kinds = {citation.kind for citation in citing}
        yield Row(clause, _state(kinds, clause in elsewhere, nothing), tuple(dict.fromkeys(c.name for c in citing)), nothing)


def nothing_in(notice: Notice, clause: str) -> str | None:
    """Why there is nothing to know in a clause; None where any part of it holds something."""
    reasons = [part.nothing for part in notice.parts(clause)]
    return "；".join(dict.fromkeys(reason for reason in reasons if reason)) if all(reasons) else None


def _state(kinds: set[Kind], elsewhere: bool, nothing: str | None) -> State:  # noqa: FBT001 - private
    if nothing:
        return "contradicted" if "written" in kinds else "nothing"
    if kinds - {"caveat"}:
        return "cited"
    return "elsewhere" if elsewhere else "uncited"
