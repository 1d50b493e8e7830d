"""All that applicants are told of one policy, as the chat tells it: nothing here words anything anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.usecases.interviewing import Asking, Finished, decide
from bot.usecases.scope import PolicyScope, targets_of
from bot.views.answer import SECTIONS, policy_answer
from bot.views.cards import card
from bot.views.concluding import conclusion
from bot.views.message import Message
from bot.views.next_steps import LABELS
from bot.views.over import over_first
from bot.views.pushes import new_edition_message
from bot.views.questions import question_message, tracks_message
from bot.views.situations import NAMES, situation_message
from bot.views.topics.narrow import is_answered
from bot.views.topics.section import View
from bot.views.verdicts import result_message
from eligibility.answers import Answer, DoesNotKnow
from eligibility.examples import outcome_of
from eligibility.questionnaire import question_about, questions_of
from eligibility.route import route_of
from knowledge.search.understanding import Narrow


@dataclass(frozen=True)
class Preview:
    """Something that is asked, pressed or due, and what the bot says then."""

    group: str
    asked: str
    message: Message


ASKED, NARROW, SITUATIONS = "问起来", "问得细", "特殊情况"
CHECK, RESULTS, UNASKED = "自测的提问", "例子的结果", "主动发出的"
UNSAID = frozenset({CHECK, RESULTS, UNASKED})
"""What nobody asks for in words: a heading stands there instead."""


def previews(view: View, slots: tuple[Narrow, ...]) -> Iterator[Preview]:
    """Every intent, narrow question that the file answers, situation, question of the check and worked example; then what comes unasked.

    ``slots``: all that can be asked narrowly. Without a track, each track's own answer follows where it is another.
    """
    yield from _topics(view)
    for slot in slots:
        if is_answered(view, slot):
            yield Preview(NARROW, f"{slot.name}？", policy_answer(view, (slot.topic,), slots=(slot,)))
    if view.policy.applicant is not None:
        yield from (Preview(SITUATIONS, f"{name}能报吗？", situation_message(view, about)) for about, name in NAMES.items())
        yield from _check(view)
        yield from _results(view)
        yield Preview(UNASKED, "有新一期时，发给关注的人", new_edition_message(view.base, view.policy, view.now))
    yield Preview(UNASKED, "在别的聊天里发的卡片", card(view.base, view.policy, view.now).message)


def _topics(view: View) -> Iterator[Preview]:
    for topic, section in SECTIONS.items():
        yield Preview(ASKED, f"{LABELS[topic]}？", policy_answer(view, (topic,)))
        for track in view.policy.tracks if view.track is None else ():
            own = replace(view, track=track.id)
            if section(own) != section(view):
                yield Preview(ASKED, f"{track.name}{LABELS[topic]}？", policy_answer(own, (topic,)))


def _check(view: View) -> Iterator[Preview]:
    """As somebody sees it who skips every question; then those that nobody is asked who skipped another."""
    base, scope = view.base, PolicyScope(view.policy.id, view.track)
    if view.policy.tracks and view.track is None:
        yield Preview(CHECK, "先选类别", tracks_message(view.policy))
    answers: dict[str, Answer] = {}
    step = decide(base, scope, answers, view.now)
    while isinstance(step, Asking):
        asked = question_message(base, step)
        yield Preview(CHECK, step.question.fact.name, asked if answers else over_first(base, scope, asked, view.now))
        answers[step.question.fact.id] = DoesNotKnow()
        step = decide(base, scope, answers, view.now)
    yield from _presumed(view, scope, answers)


def _presumed(view: View, scope: PolicyScope, answers: Mapping[str, Answer]) -> Iterator[Preview]:
    base, targets = view.base, targets_of(view.base, scope)
    day = route_of(base, view.policy, targets[0].track).judging_day(view.now.date()).day
    for fact in questions_of(base, targets):
        if fact.id not in answers:
            step = Asking(scope, targets, question_about(base, targets, {}, fact.id), {}, day)
            yield Preview(CHECK, fact.name, question_message(base, step))


def _results(view: View) -> Iterator[Preview]:
    """What each person of the worked examples is told at the end."""
    for example in view.policy.examples:
        if view.track in {None, example.track}:
            outcome, scope = outcome_of(view.base, view.policy, example), PolicyScope(view.policy.id, example.track)
            finished = Finished(scope, targets_of(view.base, scope), (outcome.verdict,), outcome.answers)
            told = result_message(view.base, finished, view.now)
            yield Preview(RESULTS, example.name, conclusion(view.base, told, finished))
