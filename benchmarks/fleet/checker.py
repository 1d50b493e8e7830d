"""Holds what the stand-in saw against what was asked: nothing lost, order kept, nothing doubled beyond the promise, limits held. Pure."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from benchmarks.fleet.stalls import Stall, spread


@dataclass(frozen=True)
class Seen:
    """A message that the stand-in took: ``at`` in seconds, ``says`` which question it answers or which push it is, None for neither."""

    at: float
    chat: int
    says: str | None


@dataclass(frozen=True)
class Findings:
    """What came of it."""

    asked: int
    lost: int
    """Questions without an answer."""
    doubled: int
    """Answers that came once more: what a death in mid-sending may cost."""
    disordered: int
    """Answers at another place than their question's."""
    pushed: int
    pushes_lost: int
    pushes_doubled: int
    strange: int
    """Messages that answer nothing that was asked."""
    most_a_second: int
    """Messages in the fullest second."""
    most_in_ten_seconds: int
    """In the fullest ten."""
    most_in_a_chat: int
    """Messages in one chat in its fullest second."""
    most_in_a_chat_a_minute: int
    """In its fullest minute."""


class Reader:
    """Somebody who asked, and holds what comes against it. ``pushes``: what is to come besides, in any order."""

    def __init__(self, questions: Sequence[str], pushes: Sequence[str] = ()) -> None:
        self._questions = Counter(questions)
        self._awaited = Counter(questions)
        self._pushes = Counter(pushes)
        self._coming = Counter(pushes)

    @property
    def waits_for(self) -> int:
        """How many answers are still to come."""
        return self._awaited.total()

    @property
    def waits_for_pushes(self) -> int:
        """How many pushes are still to come."""
        return self._coming.total()

    @property
    def answered(self) -> int:
        """How many answers came."""
        return self._questions.total() - self.waits_for

    def expect(self, push: str) -> None:
        """One more is on its way."""
        self._pushes[push] += 1
        self._coming[push] += 1

    def read(self, says: str | None) -> Literal["fits", "doubled", "push", "doubled push", "strange"]:
        """What a message is to them that answers this question, or is this push."""
        if says is not None and self._questions[says]:
            return "fits" if _taken(self._awaited, says) else "doubled"
        if says is not None and self._pushes[says]:
            return "push" if _taken(self._coming, says) else "doubled push"
        return "strange"


def reconcile(
    asked: Mapping[int, Sequence[str]],
    seen: Iterable[Seen],
    pushed: Mapping[int, Sequence[str]] | None = None,
    stalls: Sequence[Stall] = (),
) -> Findings:
    """``asked``: by chat, the questions in their order, none twice in a row; ``pushed``: by chat, what was to come besides.

    ``stalls``: when the stand-in stood still, so that what it took came when it cannot know.

    Raises:
        ValueError: somebody asked the same twice in a row, so that a doubled answer could not be told.
    """
    if any(one == other for questions in asked.values() for one, other in pairwise(questions)):
        raise ValueError("the same question twice in a row")
    pushed = pushed or {}
    by_chat: defaultdict[int, list[Seen]] = defaultdict(list)
    for one in sorted(seen, key=lambda one: one.at):
        by_chat[one.chat].append(one)
    found: Counter[str] = Counter()
    lost = pushes_lost = disordered = 0
    for chat in {*asked, *pushed}:
        questions = asked.get(chat, ())
        reader = Reader(questions, pushed.get(chat, ()))
        told = [(message.says, reader.read(message.says)) for message in by_chat[chat]]
        found.update(what for _, what in told)
        lost += reader.waits_for
        pushes_lost += reader.waits_for_pushes
        answers = [str(says) for says, what in told if what in {"fits", "doubled"}]
        disordered += reader.answered - _in_order(questions, answers)
    times = spread([message.at for messages in by_chat.values() for message in messages], stalls)
    in_chats = [[message.at for message in messages] for messages in by_chat.values()]
    return Findings(
        asked=sum(map(len, asked.values())),
        lost=lost,
        doubled=found["doubled"],
        disordered=disordered,
        pushed=sum(map(len, pushed.values())),
        pushes_lost=pushes_lost,
        pushes_doubled=found["doubled push"],
        strange=found["strange"] + sum(len(messages) for chat, messages in by_chat.items() if chat not in asked and chat not in pushed),
        most_a_second=fullest(times, 1.0),
        most_in_ten_seconds=fullest(times, 10.0),
        most_in_a_chat=max((fullest(one, 1.0) for one in in_chats), default=0),
        most_in_a_chat_a_minute=max((fullest(one, 60.0) for one in in_chats), default=0),
    )


def _taken(left: Counter[str], one: str) -> bool:
    """Take one out, if there is one."""
    is_there = left[one] > 0
    left[one] -= is_there
    return is_there


def _in_order(questions: Sequence[str], answers: Sequence[str]) -> int:
    """How many of the questions at most are answered in their order: the longest common subsequence."""
    best = [0] * (len(answers) + 1)
    for question in questions:
        above = best.copy()
        for at, answer in enumerate(answers):
            best[at + 1] = above[at] + 1 if question == answer else max(above[at + 1], best[at])
    return best[-1]


def fullest(times: Sequence[float], seconds: float) -> int:
    """How many of these moments, in order, fall into the fullest stretch of so many seconds."""
    return max((bisect_left(times, start + seconds) - at for at, start in enumerate(times)), default=0)
