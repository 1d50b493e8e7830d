"""Holds what the stand-in saw against what was asked: nothing lost, order kept, nothing doubled beyond the promise, limits held. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal


@dataclass(frozen=True)
class Seen:
    """A message that the stand-in took: ``at`` in seconds, ``says`` which question it answers, None for none."""

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
    """Answers that came once more, straight after themselves: what a death in mid-sending may cost."""
    disordered: int
    """Answers at another place than their question's."""
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
    """Somebody who asked, and holds what comes against it."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._questions = questions
        self.answered = 0

    @property
    def waits_for(self) -> int:
        """How many answers are still to come."""
        return len(self._questions) - self.answered

    def read(self, says: str | None) -> Literal["fits", "doubled", "disordered", "strange"]:
        """What a message is to them that answers this question."""
        if says is None:
            return "strange"
        if self.waits_for and says == self._questions[self.answered]:
            self.answered += 1
            return "fits"
        return "doubled" if self.answered and says == self._questions[self.answered - 1] else "disordered"


def reconcile(asked: Mapping[int, Sequence[str]], seen: Iterable[Seen]) -> Findings:
    """``asked``: by chat, the questions in their order, none twice in a row.

    Raises:
        ValueError: somebody asked the same twice in a row, so that a doubled answer could not be told.
    """
    if any(one == other for questions in asked.values() for one, other in pairwise(questions)):
        raise ValueError("the same question twice in a row")
    by_chat: defaultdict[int, list[Seen]] = defaultdict(list)
    for one in sorted(seen, key=lambda one: one.at):
        by_chat[one.chat].append(one)
    lost = doubled = disordered = strange = 0
    for chat, questions in asked.items():
        reader = Reader(questions)
        for message in by_chat[chat]:
            match reader.read(message.says):
                case "strange":
                    strange += 1
                case "doubled":
                    doubled += 1
                case "disordered":
                    disordered += 1
        lost += reader.waits_for
    times = sorted(message.at for messages in by_chat.values() for message in messages)
    in_chats = [[message.at for message in messages] for messages in by_chat.values()]
    return Findings(
        asked=sum(map(len, asked.values())),
        lost=lost,
        doubled=doubled,
        disordered=disordered,
        strange=strange + sum(len(messages) for chat, messages in by_chat.items() if chat not in asked),
        most_a_second=fullest(times, 1.0),
        most_in_ten_seconds=fullest(times, 10.0),
        most_in_a_chat=max((fullest(one, 1.0) for one in in_chats), default=0),
        most_in_a_chat_a_minute=max((fullest(one, 60.0) for one in in_chats), default=0),
    )


def fullest(times: Sequence[float], seconds: float) -> int:
    """How many of these moments, in order, fall into the fullest stretch of so many seconds."""
    return max((bisect_left(times, start + seconds) - at for at, start in enumerate(times)), default=0)
