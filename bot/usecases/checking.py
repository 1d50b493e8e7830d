"""A self-check without a chat: facts by id in, verdicts out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from rapidfuzz import process

from bot.clock import SHANGHAI
from bot.usecases.scope import PolicyScope, targets_of
from eligibility.answers import Answer, Answers
from eligibility.reading import Refusal, read_answer
from eligibility.route import route_of
from eligibility.supposing import Supposed, what_if
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.calendar import Window
from knowledge.policy import Policy, Value

NOON = time(12, 0, tzinfo=SHANGHAI)


class BadInputError(ValueError):
    """What was typed does not name a policy, a track or a fact, or a value does not fit; the text says what would."""


@dataclass(frozen=True)
class Checked:
    """The verdict on one policy and track, and how its window stands on the day."""

    verdict: Verdict
    window: Window
    answers: Answers = field(default_factory=dict)
    """All that were given."""


def check(base: KnowledgeBase, policy: str, track: str | None, facts: Mapping[str, Any], as_of: date) -> tuple[Checked, ...]:
    """The verdicts on a policy's track; without one, on each of its tracks.

    Raises:
        BadInputError: an id that is not known, or a value that its fact does not take.
    """
    tracks_asked(base, policy, track)
    answers = read_facts(base, facts, as_of)
    moment = datetime.combine(as_of, NOON)
    return tuple(_check_one(base, target.policy, target.track, answers, moment) for target in targets_of(base, PolicyScope(policy, track)))


def suppose(base: KnowledgeBase, checked: Sequence[Checked], fact: str, value: object, as_of: date) -> tuple[Supposed, ...]:
    """Each verdict before and after one fact is otherwise.

    Raises:
        BadInputError: an id that is not known, or a value that its fact does not take.
    """
    answer = _read(base, fact, value, as_of, None)
    return what_if(base, [one.verdict for one in checked], checked[0].answers, fact, answer)


def tracks_asked(base: KnowledgeBase, policy: str, track: str | None) -> tuple[Policy, tuple[str, ...]]:
    """The policy and its tracks' ids, one of which was asked for or none.

    Raises:
        BadInputError: there is no such policy, or it has no such track.
    """
    if policy not in base.policies:
        raise BadInputError(f"没有政策“{policy}”。{_nearest(policy, base.policies)}")
    tracks = tuple(one.id for one in base.policies[policy].tracks)
    if track is not None and track not in tracks:
        raise BadInputError(f"{policy} 没有类别“{track}”，可选：{'、'.join(tracks) or '不分类别'}")
    return base.policies[policy], tracks


def read_facts(base: KnowledgeBase, facts: Mapping[str, Any], today: date, as_of: date | None = None) -> Answers:
    """Answers from values as they are typed or stand in JSON; null is not asked. Ages are those on ``as_of``, or on the day that counts.

    Raises:
        BadInputError: a fact that is not known, or a value that it does not take.
    """
    return {fact: _read(base, fact, value, today, as_of) for fact, value in facts.items() if value is not None}


def _read(base: KnowledgeBase, fact: str, value: object, today: date, as_of: date | None) -> Answer:
    if fact not in base.facts:
        raise BadInputError(f"没有事实“{fact}”。{_nearest(fact, base.facts)}")
    answer = read_answer(base.facts[fact], _plain(fact, value), today=today, as_of=as_of)
    if isinstance(answer, Refusal):
        raise BadInputError(f"{fact}：{answer.text}")
    return answer


def _plain(fact: str, value: object) -> Value:
    """A JSON value as the reader takes it; figures stay exact."""
    match value:
        case bool() | int() | str() | Decimal():
            return value
        case float():
            return Decimal(str(value))
        case list() | tuple() if all(isinstance(one, str) for one in value):
            return tuple(value)
        case _:
            raise BadInputError(f"{fact}：值须是文字、数字、true/false 或文字列表")


def _check_one(base: KnowledgeBase, policy_id: str, track: str | None, answers: Answers, moment: datetime) -> Checked:
    policy = base.policies[policy_id]
    route = route_of(base, policy, track, answers)
    return Checked(judge(base, policy, track, answers, route.judging_day(moment.date()).day), route.window(moment), answers)


def _nearest(word: str, known: Mapping[str, object]) -> str:
    found = process.extractOne(word, list(known), score_cutoff=60)
    return f"是不是“{found[0]}”？" if found else f"可选：{'、'.join(known)}"
