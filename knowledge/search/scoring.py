"""How well labelled questions are understood: what was right, what was answered wrong, and what was at least offered.

A ``policy`` is the one to answer, a list the ones to offer or answer together (an empty one: ask back, whichever is offered), null
none of ours. An ``intent`` list holds what may be understood, or for kind ``several`` all that must be. ``topic``: what the chat is about.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.closed import Closed
from knowledge.entries import SituationId, Topic
from knowledge.search.understanding import Leaning, Understanding

Outcome = Literal["right", "offered", "refused", "wrong", "torn"]
"""``offered``: asked back with the right one among the buttons; ``torn``: asked back without it."""


class Leant(Closed):
    """What the chat was about before a question."""

    policy: str
    track: str | None = None
    intent: Topic | None = None

    @property
    def leaning(self) -> Leaning:
        """As the index wants it."""
        return Leaning(self.policy, self.track, (self.intent,) if self.intent else ())


class Labelled(Closed):
    """One line of a labelled file."""

    q: str
    policy: str | tuple[str, ...] | None
    track: str | None = None
    intent: Topic | tuple[Topic, ...] | None = None
    kind: str
    general: str | None = None
    situation: SituationId | None = None
    topic: Leant | None = None


@dataclass(frozen=True)
class Judged:
    """One question with what came of it."""

    row: Labelled
    understood: Understanding
    outcome: Outcome
    intent_right: bool
    """What was asked and nothing beside it; of a list of what may be understood, one or more."""
    intent_told: bool
    """What was asked is answered, alone or beside what it may have been."""
    intent_shown: bool
    """Unsure, and what was asked stands among the likely topics on the buttons of the policy's card."""


@dataclass(frozen=True)
class Score:
    """Counts over questions, all as numbers of questions; ``ours`` and ``foreign`` are the two denominators."""

    ours: int
    foreign: int
    policy: int
    both: int
    told: int
    """The policy right and what was asked in its answer, alone or beside what it may have been."""
    shown: int
    """The policy right and, its card being unsure, what was asked among its likely buttons."""
    misled: int
    """The policy right and sure of something that was not asked."""
    answered: int
    wrong: int
    """Answered with what was not asked, foreign questions included."""
    refused_ours: int
    offered: int
    """Asked back with the right one among the buttons."""
    refused: int
    """Foreign questions refused."""


def judge(row: Labelled, understood: Understanding) -> Judged:
    """Compare what was understood with the label."""
    told, unsure = _holds(row, understood.intents), bool(understood.likely)
    return Judged(
        row,
        understood,
        _outcome(row, understood),
        intent_right=_intent_right(row, understood),
        intent_told=told,
        intent_shown=unsure and not told and _holds(row, understood.likely),
    )


def judged(rows: Iterable[Labelled], understand: Callable[[str, Leaning | None], Understanding]) -> tuple[Judged, ...]:
    """Ask them all."""
    return tuple(judge(row, understand(row.q, row.topic.leaning if row.topic else None)) for row in rows)


def score(found: Iterable[Judged]) -> Score:
    """Count them."""
    found = tuple(found)
    ours = [one for one in found if one.row.policy is not None]
    foreign = [one for one in found if one.row.policy is None]
    return Score(
        ours=len(ours),
        foreign=len(foreign),
        policy=sum(one.outcome == "right" for one in ours),
        both=sum(one.outcome == "right" and one.intent_right for one in ours),
        told=sum(one.outcome == "right" and one.intent_told for one in ours),
        shown=sum(one.outcome == "right" and one.intent_shown for one in ours),
        misled=sum(one.outcome == "right" and not one.intent_told and not _is_card(one.understood) for one in ours),
        answered=sum(one.understood.action == "answer" for one in ours),
        wrong=sum(one.outcome == "wrong" for one in found),
        refused_ours=sum(one.outcome == "refused" for one in ours),
        offered=sum(one.outcome == "offered" for one in ours),
        refused=sum(one.outcome == "right" for one in foreign),
    )


def _is_card(understood: Understanding) -> bool:
    """Whether the policy's card is answered, or nothing yet: neither claims to know what was asked."""
    return understood.action != "answer" or understood.intents == ("overview",)


def _holds(row: Labelled, topics: Collection[Topic]) -> bool:
    """Whether what was asked is among these topics."""
    match row.intent:
        case None:
            return True
        case str(wanted):
            return wanted in topics
        case wanted if row.kind == "several":
            return set(wanted) <= set(topics)
        case wanted:
            return not set(wanted).isdisjoint(topics)


def _outcome(row: Labelled, understood: Understanding) -> Outcome:
    if _policy_right(row, understood):
        return "right"
    if understood.action == "none":
        return "refused"
    if understood.action == "answer":
        return "wrong"
    wanted = {row.policy} if isinstance(row.policy, str) else set(row.policy or ())
    return "offered" if wanted and wanted <= set(understood.policies) else "torn"


def _policy_right(row: Labelled, understood: Understanding) -> bool:
    match row.policy:
        case None:
            return understood.action == "none"
        case ():
            return understood.action == "clarify"
        case str(wanted):
            return understood.action == "answer" and understood.policies == (wanted,)
        case wanted:
            return understood.action != "none" and set(wanted) <= set(understood.policies)


def _intent_right(row: Labelled, understood: Understanding) -> bool:
    match row.intent:
        case None:
            return True
        case str(wanted):
            return understood.intents == (wanted,)
        case wanted if row.kind == "several":
            return understood.intents == wanted
        case wanted:
            return bool(understood.intents) and set(understood.intents) <= set(wanted)
