"""The verdicts that flip: of worked examples by name, of saved self-checks as numbers alone."""

from collections.abc import Iterator, Sequence

from bot.usecases.turning import Turned
from bot.views.citing import name_of
from eligibility.examples import NAMES
from eligibility.flips import Flip
from eligibility.verdict import Verdict
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy


def flip_lines(base: KnowledgeBase, found: Sequence[Flip]) -> Iterator[str]:
    """Each example that comes out otherwise, with what stands against it then, and whether the file still expects the old verdict."""
    for flip in found:
        policy = base.policies[flip.policy]
        who = f"{flip.example.name}{_track(policy, flip.example.track)}"
        stale = "" if flip.example.expect == flip.after.name else f"（例子里写的是“{NAMES[flip.example.expect]}”，发布前要改）"
        yield f"· {who}：{NAMES[flip.before.name]} → {NAMES[flip.after.name]}{_why(base, flip.after)}{stale}"


def turned_lines(base: KnowledgeBase, turned: Turned) -> Iterator[str]:
    """How many of the saved self-checks come out otherwise, by policy and track."""
    for (target, before, after), count in sorted(turned.counts.items(), key=lambda one: -one[1]):
        policy = base.policies[target.policy]
        yield f"· {name_of(policy)}{_track(policy, target.track)}：{NAMES[before]} → {NAMES[after]}，{count} 份"


def _track(policy: Policy, track: str | None) -> str:
    return f"（{policy.track(track).name}）" if track else ""


def _why(base: KnowledgeBase, verdict: Verdict) -> str:
    if verdict.failed:
        return f"，差在 {'、'.join(verdict.failed)}"
    if verdict.missing:
        return f"，还缺 {'、'.join(base.facts[fact].name for fact in verdict.missing)}"
    return ""
