"""Which differences between two versions are differences of fact, and what people ask about that they change.

What is a number, a day, a rule, an option, an address or a whole entry is a fact. A sentence is one where its figures or its negations are
others; in other words it says the same. Clauses, sources, doubts, examples and names of the file are none.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from knowledge.changes.change import Change
from knowledge.entries import Topic
from knowledge.policy import Policy

TOPICS: Final[Mapping[str, tuple[Topic, ...]]] = {
    "applicant": ("scope", "conditions", "how_to_apply"),
    "judged_on": ("conditions",),
    "tracks": ("scope", "conditions"),
    "conditions": ("conditions", "scope"),
    "gates": ("how_to_apply", "conditions"),
    "stages": ("deadline", "process", "how_to_apply"),
    "materials": ("materials",),
    "quotas": ("quota",),
    "benefits": ("benefit",),
    "shares": ("benefit",),
    "duties": ("process", "conditions"),
    "contacts": ("contact",),
    "systems": ("how_to_apply",),
    "situations": ("conditions", "how_to_apply"),
}
"""By the field of a policy: the topics whose answers stand on it. Fields that are not here hold no fact that people are told."""

_NO_FACTS: Final = frozenset({"id", "clause", "slots", "left_out", "rests_on", "document", "aliases"})
"""Fields of entries that say where something stands, or only how the program treats it."""

_SENTENCES: Final = frozenset({"text", "action", "note", "purpose", "says", "silent", "ask", "name", "action_name", "actor_name", "breach"})
"""Fields of whole sentences or names, which are often put better without saying anything else."""

_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?%?")
_COUNTED: Final = re.compile("[〇零一二两三四五六七八九十百千万亿半]+(?=[年月日天元人份次名个项万千百周岁级倍页张])")
_NEGATED: Final = re.compile("不|无|未|非|免|禁|除外|没有|暂停|取消")


def topics_of(changes: Iterable[Change]) -> tuple[Topic, ...]:
    """What people ask about that changes of one policy touch, in the order of the policy's fields; paths begin in the policy."""
    fields = {change.path[0] for change in changes}
    return tuple(dict.fromkeys(topic for field, topics in TOPICS.items() if field in fields for topic in topics))


def topics_on(policy: Policy, entry: str) -> tuple[Topic, ...]:
    """What people ask about that stands on an entry; everything, where none is named."""
    found = (topics for field, topics in TOPICS.items() if not entry or entry in _ids(policy, field))
    return tuple(dict.fromkeys(topic for topics in found for topic in topics))


def facts_changed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those of a policy's changes that are differences of fact. An entry that only got another id is none."""
    every = [change for change in changes if change.path[0] in TOPICS and change.what != "moved"]
    return tuple(change for change in every if _is_fact(change) and not any(_is_renamed(change, other) for other in every))


def _ids(policy: Policy, field: str) -> frozenset[str]:
    found = getattr(policy, field)
    return frozenset(getattr(one, "id", "") for one in found) if isinstance(found, tuple) else frozenset()


def _is_fact(change: Change) -> bool:
    """Of an entry that came or went, always; of a field by what it holds."""
    name = change.path[-1] if change.field is None else change.field
    if change.field is None and change.within:
        return True
    return name not in _NO_FACTS and _is_other(change.old, change.new, is_sentence=name in _SENTENCES)


def _is_other(old: object, new: object, *, is_sentence: bool) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return _gist(old) != _gist(new) if is_sentence else _plain(old) != _plain(new)
    return True


def _gist(text: str) -> tuple[tuple[str, ...], ...]:
    """The figures and the negations of a sentence."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(tuple(sorted(found.findall(plain))) for found in (_DIGITS, _COUNTED, _NEGATED))


def _plain(text: str) -> str:
    """A short text without what is only typography."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum()).casefold()


def _is_renamed(change: Change, other: Change) -> bool:
    """Whether one of two is the other's entry under another id."""
    if {change.what, other.what} != {"added", "removed"} or change.path[:-1] != other.path[:-1] or change.field or other.field:
        return False
    one, two = (next(entry for entry in each.entries if entry is not None) for each in (change, other))
    return hasattr(one, "id") and type(one) is type(two) and one.model_copy(update={"id": ""}) == two.model_copy(update={"id": ""})
