"""Answers that were given: all of them to choose one and change it, offered again for another policy, or at odds with each other."""

from bot.callbacks import code, press
from bot.usecases.interviewing import AskingWhich
from bot.usecases.scope import Scope, scope_code
from bot.views.message import Block, Button, Message, column
from bot.views.paging import paged
from bot.views.questions import SAID, scope_name
from eligibility.answers import Answer, Answers, Declined
from eligibility.describing import describe
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact

LONGEST = 28
"""Characters of a button's words that a phone shows whole."""


def answers_message(base: KnowledgeBase, scope: Scope, answers: Answers, left_out: tuple[str, ...], page: int = 0) -> Message:
    """Every answer of a questionnaire as a button, the latest first; ``left_out``: sensitive facts that were not asked."""
    coded = scope_code(scope)
    given: dict[str, Answer] = {**dict(reversed(list(answers.items()))), **{fact: Declined() for fact in left_out}}
    buttons = tuple(_answer_button(base.facts[fact], answer, coded) for fact, answer in given.items())
    lines = ("点一个就重新问那一题，别的都不动。",) if buttons else ("这次还没有答过。",)
    return Message(
        (Block(("改哪个回答？",), "lead"), Block((scope_name(base, scope), *lines))),
        (*paged(buttons, page, lambda to: press("l", coded, str(to))), (Button("⬅ 不改了", press("lk", coded)),)),
    )


def _answer_button(fact: Fact, answer: Answer, coded: str) -> Button:
    return Button(short_text(f"{fact.name}：{describe(fact, answer)}"), press("lc", coded, code("fact", fact.id)))


def short_text(text: str) -> str:
    """As much of a text as a button shows."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def earlier_message(base: KnowledgeBase, scope: Scope, answers: Answers, forewarning: tuple[str, ...] = (), said: str = "") -> Message:
    """Answers given before, for another policy or weeks ago, folded where they are many: are they still the same?

    ``said`` is what was told just now and confirmed: it stays even where the others are given anew.
    """
    lines = tuple(f"· {base.facts[fact].name}：{describe(base.facts[fact], answer)}" for fact, answer in answers.items())
    coded = scope_code(scope)
    return Message(
        (
            *((Block(forewarning),) if forewarning else ()),
            Block((f"{scope_name(base, scope)}：有 {len(lines)} 题您之前答过",), "lead"),
            Block(lines, "small"),
            Block(("都还一样的话就不再问。", *((SAID + said,) if said else ()))),
        ),
        (
            (Button("都还一样", press("q", coded)), Button("看看改改", press("l", coded))),
            (Button("全部重新答", press("r", coded)),),
        ),
    )


def clash_message(base: KnowledgeBase, step: AskingWhich) -> Message:
    """Answers that cannot all be right: which one is to be changed? All of them may stand."""
    coded = scope_code(step.scope)
    facts = [base.facts[fact] for fact in step.clash.facts]
    lines = tuple(f"· {fact.name}：{describe(fact, step.answers[fact.id])}" for fact in facts)
    changes = (Button(short_text(f"改“{fact.name}”"), press("lc", coded, code("fact", fact.id))) for fact in facts)
    return Message(
        (Block(("有两处好像对不上",), "lead"), Block(lines), Block((step.clash.ask,))),
        column(*changes, Button("都没错，接着来", press("lr", coded, code("clash", step.clash.id)))),
    )
