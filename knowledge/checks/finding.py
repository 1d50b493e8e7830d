"""What a check yields, and what it is given."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.errors import nearest
from knowledge.facts import Fact
from knowledge.policy import Policy
from knowledge.reading.tree import Path


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit, at a place in the policy or the facts."""

    path: Path
    message: str
    allowed: tuple[str, ...] = ()
    nearest: str | None = None


@dataclass(frozen=True)
class KnownFacts:
    """The facts that a rule may refer to."""

    facts: Mapping[str, Fact] | None
    """None where the file of facts could not be read: then nothing is said about facts."""
    lost: frozenset[str] = frozenset()
    """Ids that exist in the files but were refused, in the policy or among the facts."""

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id, where it is known."""
        return self.facts.get(fact_id) if self.facts else None


@dataclass(frozen=True, kw_only=True)
class Scope(KnownFacts):
    """One policy and what it may refer to."""

    policy: Policy


def dangling(path: Path, written: str, known: Iterable[str], what: str, lost: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """A finding when ``written`` names nothing; ``what`` says in Chinese what it should name."""
    allowed = tuple(dict.fromkeys(known))
    if written not in allowed and written not in lost:
        message = f"没有编号为 {written} 的{what}" if allowed else f"没有编号为 {written} 的{what}（这里一个{what}也没有）"
        yield Finding(path, message, allowed, nearest(written, allowed))


def repeated(named: Iterable[tuple[Path, str]], what: str) -> Iterator[Finding]:
    """A finding for every name that was given before."""
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            yield Finding(path, f"{what}“{name}”重复了，请改成不同的")
        seen.add(name)


def folded(name: str) -> str:
    """A name without the differences that people do not see: width, case, spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
