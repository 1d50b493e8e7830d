"""Answers to rows and back."""

from collections.abc import Iterable

from eligibility.answers import Answer, Answers, Declined, DoesNotKnow, Given, fitting
from eligibility.stored import UnreadableAnswerError, from_text, to_text
from knowledge.base import KnowledgeBase
from storage import records


def row_of(base: KnowledgeBase, fact: str, answer: Answer) -> records.Answer:
    """An answer to a fact as it is stored, under the subject that the fact is about."""
    subject = base.facts[fact].subject
    match answer:
        case Given():
            return records.Answer(subject=subject, fact=fact, state="given", value=to_text(answer))
        case DoesNotKnow():
            return records.Answer(subject=subject, fact=fact, state="unknown")
        case Declined():
            return records.Answer(subject=subject, fact=fact, state="declined")


def answers_of(base: KnowledgeBase, rows: Iterable[records.Answer]) -> Answers:
    """The stored answers in the order they were given, less those that today's knowledge no longer asks or accepts."""
    found: dict[str, Answer] = {}
    for row in rows:
        answer = _read(row)
        if answer is not None:
            found[row.fact] = answer
    return fitting(base.facts, found)


def _read(row: records.Answer) -> Answer | None:
    match row.state:
        case "unknown":
            return DoesNotKnow()
        case "declined":
            return Declined()
        case "given":
            try:
                return from_text(row.value or "")
            except UnreadableAnswerError:
                return None  # asked again, as after any change of the fact
