"""Several questions about several things in one message, each understood by itself."""

import re
from dataclasses import dataclass
from datetime import date

from bot.usecases.leaning import leaning_of
from bot.usecases.situating import understand
from bot.usecases.snapshot import Snapshot
from knowledge.search.understanding import Leaning, Understanding

MOST = 5
"""Questions of one message that are answered; more are no help on a phone."""
_ENDS = re.compile(r"[?？\n；;。!！]+|(?:(?<=\s)|^)[0-9]{1,2}[.、)）](?![0-9])")


@dataclass(frozen=True)
class Several:
    """What was asked, in order."""

    told: tuple[Understanding, ...]
    """At most five, those included that were not understood."""
    asked: int
    """How many stood in the message."""


def questions_in(text: str) -> tuple[str, ...]:
    """The sentences of a message, and the items of a list."""
    return tuple(part for part in (found.strip() for found in _ENDS.split(text)) if len(part) > 1)


def several(snapshot: Snapshot, text: str, today: date, topic: Leaning | None = None) -> Several | None:
    """What a message asks that is about several things; None where one answer does: for one thing, or too little understood.

    Half a question leans on the one before it ("金蓝领几号截止？那材料呢？").
    """
    questions = questions_in(text)
    if len(questions) < 2:  # noqa: PLR2004 - one question is answered as it always is
        return None
    told: list[Understanding] = []
    for question in questions[:MOST]:
        told.append(understand(snapshot, question, today, topic))
        topic = leaning_of(told[-1]) or topic
    answered = [one for one in told if one.action == "answer"]
    if len({(one.policies, one.general) for one in answered}) < 2 and len(questions) <= MOST:  # noqa: PLR2004 - about one thing
        return None
    return Several(tuple(told), len(questions)) if len(answered) > 1 else None
