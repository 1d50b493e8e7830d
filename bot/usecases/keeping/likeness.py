"""Questions that nobody could answer, grouped by what they are about. Pure; the time grows with the questions, not with their pairs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rapidfuzz.fuzz import ratio

from storage.feedback_records import QuestionRecord

Matter = Callable[[str], str]
"""What a question is about, without how it asks; empty where everything of it is how."""
LIKE: Final = 72.0
"""From here on (of 100) two matters are taken for one: 驾照 and 考驾照, 公积金 and 公积金提取."""
SHORTEST, LONGEST = 2, 30
"""Characters of a further name that is suggested."""
SUGGESTED: Final = 3
_WHOLE: Final = 8
"""Characters of a question that may be a name as it stands; a longer one asks something, too."""
_READ: Final = 20
"""Questions of a group whose words are looked into for a name."""
_PAIRS, _LEADERS, _COMPARED = 24, 48, 12
"""Character pairs of a matter that are looked up; groups known by a pair that are looked at; of these, how many are compared."""


@dataclass(frozen=True)
class Group:
    """Questions about one matter, the most asked first."""

    questions: tuple[QuestionRecord, ...]
    matter: str

    @property
    def key(self) -> str:
        """By which a button names the group: that of its first question."""
        return self.questions[0].key

    @property
    def asked(self) -> int:
        """How often, all in all."""
        return sum(one.asked for one in self.questions)

    @property
    def last_at(self) -> datetime:
        """When last."""
        return max(one.last_at for one in self.questions)

    @property
    def nearest(self) -> tuple[str, ...]:
        """Ids of what they may have meant as of then, the likeliest first."""
        found: Counter[str] = Counter()
        for one in self.questions:
            found.update(dict.fromkeys(one.nearest.split(), one.asked))
        return tuple(policy for policy, _ in found.most_common())


def grouped(questions: Iterable[QuestionRecord], matter: Matter) -> tuple[Group, ...]:
    """All questions, each in one group; the group that is asked about most first, of those the latest."""
    alike: dict[str, list[QuestionRecord]] = defaultdict(list)
    for one in sorted(questions, key=lambda one: (-one.asked, one.key)):
        alike[matter(one.text) or one.text].append(one)
    leaders = _Leaders()
    found: dict[str, list[QuestionRecord]] = {}
    for about, members in sorted(alike.items(), key=lambda item: (-sum(one.asked for one in item[1]), item[0])):
        found.setdefault(leaders.of(about), []).extend(members)
    groups = (Group(tuple(sorted(members, key=lambda one: (-one.asked, one.key))), about) for about, members in found.items())
    return tuple(sorted(groups, key=lambda group: (-group.asked, -group.last_at.timestamp(), group.key)))


def suggestions(group: Group) -> tuple[str, ...]:
    """Words of a group's questions that may be another name for something, the likeliest first."""
    texts = [one.text for one in group.questions[:_READ]]
    candidates = (
        group.matter if any(group.matter in text for text in texts) else "",
        _shared(texts),
        *(text for text in texts if len(text) <= _WHOLE),
    )
    fitting = (words.strip() for words in candidates if SHORTEST <= len(words.strip()) <= LONGEST)
    return tuple(dict.fromkeys(fitting))[:SUGGESTED]


class _Leaders:
    """The matters that groups are known by, found by the character pairs that they hold."""

    def __init__(self) -> None:
        self._by_pair: dict[str, list[str]] = defaultdict(list)

    def of(self, about: str) -> str:
        """The matter of the group that this one belongs to: one that is like it, else its own from now on."""
        pairs = tuple(_pairs(about))
        near = Counter(leader for pair in pairs for leader in self._by_pair[pair][:_LEADERS])
        likeness = {leader: ratio(about, leader) for leader, _ in near.most_common(_COMPARED)}
        best = max(likeness, key=lambda leader: likeness[leader], default=about)
        if likeness.get(best, 0.0) >= LIKE:
            return best
        for pair in pairs:
            self._by_pair[pair].append(about)
        return about


def _pairs(text: str) -> Iterator[str]:
    return iter(dict.fromkeys([text[at : at + 2] for at in range(max(1, len(text) - 1))][:_PAIRS]))


def _shared(texts: Sequence[str]) -> str:
    """The longest words that all of several texts hold."""
    if len(texts) < 2:  # noqa: PLR2004 - several
        return ""
    first = min(texts, key=len)
    runs = (first[at : at + size] for size in range(min(len(first), LONGEST), 1, -1) for at in range(len(first) - size + 1))
    return next((run for run in runs if all(run in text for text in texts)), "")
