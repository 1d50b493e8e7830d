"""If it were otherwise: which fact to suppose, which answer, and what that would turn."""

from collections.abc import Sequence

from bot.callbacks import code, press
from bot.usecases.answer_marks import mark_of
from bot.usecases.interviewing import Finished
from bot.usecases.scope import PolicyScope, scope_code
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.message import Block, Button, Keyboard, Message, column, grid
from bot.views.paging import paged
from bot.views.questions import SHORT_LABEL
from bot.views.supposing import supposed_message
from bot.views.verdicts import lead_of
from eligibility.answers import Answers, Given
from eligibility.describing import describe
from eligibility.supposing import Supposed
from knowledge.base import KnowledgeBase
from knowledge.facts import AgeFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, options_of

MOST_TURNED = 6


def facts_message(finished: Finished, facts: Sequence[Fact], page: int = 0) -> Message:
    """Which fact to suppose otherwise; those that stand in the way come first."""
    coded = scope_code(finished.scope)
    buttons = tuple(Button(short_text(_standing(fact, finished.answers)), press("hf", coded, code("fact", fact.id))) for fact in facts)
    return Message(
        (Block(("如果哪一样不同呢？",), "lead"), Block(("点一个试试，只是看看，您的回答不会动。",))),
        (*paged(buttons, page, lambda to: press("h", coded, str(to))), _back(finished)),
    )


def _standing(fact: Fact, answers: Answers) -> str:
    return f"{fact.name} · 现在：{describe(fact, answers[fact.id])}" if fact.id in answers else fact.name


def suppose_message(finished: Finished, fact: Fact, offered: Sequence[Given], hint: str | None = None) -> Message:
    """Which answer to suppose."""
    coded, about = scope_code(finished.scope), code("fact", fact.id)
    buttons = tuple(Button(f"{_label(fact, one, finished.answers)}", press("hs", coded, about, mark_of(fact, one))) for one in offered)
    short = all(len(button.label) <= SHORT_LABEL for button in buttons)
    typed = isinstance(fact, NumberFact | AgeFact | DurationFact | DateFact)
    now = (f"现在：{describe(fact, finished.answers[fact.id])}",) if fact.id in finished.answers else ()
    how = ("点一个，也可以直接打字。" if buttons else "请直接打字。",) if typed else ("点一个看看会怎样。",)
    return Message(
        (Block((f"如果{fact.name}换一个呢？",), "lead"), Block((*((hint,) if hint else ()), *now, *how))),
        (*(grid(buttons) if short else column(*buttons)), (Button("换一样", press("h", coded)), *_back(finished))),
    )


def _label(fact: Fact, answer: Given, answers: Answers) -> str:
    """The answer; of several options only the one that comes or goes."""
    if not isinstance(fact, ChoicesFact) or not isinstance(answer.value, frozenset):
        return describe(fact, answer)
    standing = answers.get(fact.id)
    held = standing.value if isinstance(standing, Given) and isinstance(standing.value, frozenset) else frozenset()
    labels = {option.id: option.label for option in options_of(fact)}
    return "、".join([f"加上{labels[one]}" for one in answer.value - held] + [f"没有{labels[one]}" for one in sorted(held - answer.value)])


def flips_message(base: KnowledgeBase, finished: Finished, supposed: Sequence[Supposed], fact: Fact, answer: Given) -> Message:
    """What one answer otherwise would turn, per track or per programme; the stored answers have not changed."""
    coded, about = scope_code(finished.scope), code("fact", fact.id)
    keyboard: Keyboard = (
        (Button("就按这个改", press("ht", coded, about, mark_of(fact, answer))), Button("换个假设", press("hf", coded, about))),
        _back(finished),
    )
    if isinstance(finished.scope, PolicyScope):
        return Message(supposed_message(base, supposed, fact, answer).blocks, keyboard)
    turned = [one for one in supposed if one.before.name != one.after.name]
    lines = tuple(f"· {_name(base, one)}\n　{lead_of(one.before)} → {lead_of(one.after)}" for one in turned[:MOST_TURNED])
    more = (f"另有 {len(turned) - MOST_TURNED} 个也会变。",) if len(turned) > MOST_TURNED else ()
    rest = len(supposed) - len(turned)
    same = (f"其余 {rest} 类不变。",) if turned and rest else ()
    return Message(
        (
            Block((f"如果{fact.name}是：{describe(fact, answer)}",), "lead"),
            Block((*(lines or ("结论都不变。",)), *more, *same)),
            Block(("您原来的回答没有改。",), "small"),
        ),
        keyboard,
    )


def _name(base: KnowledgeBase, one: Supposed) -> str:
    policy = base.policies[one.before.policy]
    return name_of(policy) + (f" {policy.track(one.before.track).name}" if one.before.track else "")


def _back(finished: Finished) -> tuple[Button]:
    return (Button("⬅ 回到结果", press("q", scope_code(finished.scope))),)
