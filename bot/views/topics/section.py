"""A section: the answer in one line, the details, and which entries they come from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from bot.usecases.units.inner import InnerDay
from eligibility.answers import Answers
from eligibility.evaluate import evaluate
from eligibility.route import Route, route_of
from eligibility.truth import Truth
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from knowledge.entries import Entry
from knowledge.facts import Subject
from knowledge.policy import Policy, holds_for

AnyEntry = TypeVar("AnyEntry", bound=Condition | Entry)


@dataclass(frozen=True)
class View:
    """What is being asked about: a policy, one of its tracks or all, at a moment, by somebody of whom some answers are known."""

    base: KnowledgeBase
    policy: Policy
    track: str | None
    now: datetime
    answers: Answers = field(default_factory=dict)
    who: Subject | None = None
    """Whose own step is looked for; without it whoever applies."""
    day: date | None = None
    """The day that the question speaks of, where it speaks of one."""
    inner: InnerDay | None = None
    """The day by which the reader's unit wants it, where they are a member of one that set one."""

    @cached_property
    def route(self) -> Route:
        """The way through the policy's stages, as far as the answers tell."""
        return route_of(self.base, self.policy, self.track, self.answers, self.who)

    def keep(self, entries: Iterable[AnyEntry]) -> tuple[AnyEntry, ...]:
        """The entries that concern the track asked about."""
        return tuple(entry for entry in entries if holds_for(entry, self.track))

    def concerning(self, entries: Iterable[AnyEntry]) -> tuple[AnyEntry, ...]:
        """Those of them that the reader's answers do not exclude."""
        facts, day = self.base.facts, self.now.date()
        return tuple(
            entry for entry in self.keep(entries) if entry.when is None or evaluate(entry.when, facts, self.answers, day) is not Truth.FALSE
        )

    def track_names(self, entry: Condition | Entry) -> str:
        """The names of an entry's tracks in brackets, where it matters; else nothing."""
        if not entry.tracks or self.track is not None or len(entry.tracks) == len(self.policy.tracks):
            return ""
        return "【" + "、".join(self.policy.track(track).name for track in entry.tracks) + "】"


@dataclass(frozen=True)
class Section:
    """The answer to one thing asked."""

    lead: str
    lines: tuple[str, ...]
    entries: tuple[Condition | Entry, ...]
    """What was shown: their clauses are cited and the caveats on them come along."""


GENRES = {
    "result": "结果通知",
    "plan": "工作计划",
    "guidance": "工作指导",
    "opinion": "工作意见",
    "public_notice": "公示",
    "programme": "通知",
}
LONG_AGO = 5
"""Years after which what such a paper arranges may no longer be done."""


def standing_text(view: View) -> str:
    """What a paper that takes no applications is, and how old: said before what it promises; else nothing."""
    if view.policy.applicant is not None:
        return ""
    years = view.now.year - view.policy.year
    lasting = view.policy.genre not in {"result", "public_notice"}
    old = f"（约{years}年前的，现在是否还照此办请先问）" if lasting and years >= LONG_AGO else ""
    return f"这是{view.policy.year}年的{GENRES[view.policy.genre]}{old}，不受理申报。"


def clause_text(clause: str) -> str:
    """A clause behind what it says, for example 〔三（一）3〕."""
    return f"〔{clause}〕"
