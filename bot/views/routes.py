"""Asking what decides whose link is whose: one question with buttons, before the deadline is told anew."""

from bot import texts
from bot.callbacks import code, press, target_code
from bot.views.citing import name_of
from bot.views.message import Block, Button, Message, column, grid
from bot.views.next_steps import topic_press
from bot.views.questions import SHORT_LABEL
from bot.views.topics.section import View
from eligibility.answers import Answer, DoesNotKnow
from eligibility.crossing import buttons_of
from eligibility.describing import describe
from knowledge.facts import Fact

UNKNOWN = "?"


def answers_by_mark(fact: Fact) -> dict[str, Answer]:
    """What the buttons of a question stand for, by what they carry."""
    values = {answer: answer.value for answer in buttons_of(fact)}
    yes_no = {True: "y", False: "n"}
    marks: dict[str, Answer] = {
        yes_no[value] if isinstance(value, bool) else code("option", f"{fact.id}={value}"): answer for answer, value in values.items()
    }
    return marks | {UNKNOWN: DoesNotKnow()}


def route_question(view: View, fact: Fact) -> Message:
    """One fact on which the reader's way hangs."""
    target, coded = target_code(view.policy.id, view.track), code("fact", fact.id)
    buttons = {mark: Button(describe(fact, answer), press("ra", target, coded, mark)) for mark, answer in answers_by_mark(fact).items()}
    unknown = buttons.pop(UNKNOWN)
    short = all(len(button.label) <= SHORT_LABEL for button in buttons.values())
    blocks = (
        Block((f"{name_of(view.policy)} · 找出您的那一步",), "small"),
        Block((fact.ask,), "lead"),
        Block((*((fact.help,) if fact.help else ()), "答了就知道轮到您的是哪一步、哪天截止。")),
    )
    options = grid(tuple(buttons.values())) if short else column(*buttons.values())
    back = Button("先不了", topic_press(view.policy, view.track, ("deadline",)))
    return Message(blocks, (*options, (unknown, back)))


def route_consent(view: View) -> Message:
    """Before an answer is stored: what is kept, where it travels, how to end it."""
    lead, *rest = texts.CONSENT
    agree = Button("同意，找出我的那一步", press("rk", target_code(view.policy.id, view.track)))
    return Message((Block((lead,), "lead"), Block(tuple(rest))), column(agree, Button("先不了", press("no"))))
