"""您问的是这个吗: what was perhaps meant, a button each, and a way out for whom it is none of these."""

from collections.abc import Sequence
from typing import Final

from bot import texts
from bot.callbacks import code, press, read_press
from bot.usecases.feedback import names_another
from bot.usecases.masking import masked
from bot.views.citing import name_of
from bot.views.message import Block, Button, Keyboard, Message, say
from knowledge.policy import Policy
from knowledge.search.understanding import Understanding

ASKED: Final = "您问："
COUNTED, UNCOUNTED = "u", "o"
"""Last in the data of a card's buttons: whether the question is among those asked in vain already."""
MARKS: Final = frozenset({COUNTED, UNCOUNTED})
ALL: Final = Button("有哪些项目", press("p"))


def asked_back(understood: Understanding, policies: Sequence[Policy], choices: Keyboard, *, answers: bool = True) -> Message:
    """Which of these? With what was asked, as it is kept should it be none of them; where no name was said, there is nothing to keep.

    ``answers``: whether the choices answer a question, which was not asked in vain then, or begin something.
    """
    lead = texts.ASK_WHICH if len(policies) > 1 else texts.ASK_THIS
    names = Block(tuple(f"· {name_of(policy)}" for policy in policies))
    if understood.only_intent or not (kept := masked(understood.question)):
        return Message((Block((lead,), "lead"), names), (*choices, (none_of(policies),)))
    mark = COUNTED if answers and names_another(understood) else UNCOUNTED
    marked = tuple(tuple(_marked(button, mark) for button in row) for row in choices) if answers else choices
    return Message((Block((lead,), "lead"), names, Block((f"{ASKED}{kept}",), "small")), (*marked, (none_of(policies, mark),)))


def asked_in(card: str) -> str:
    """The question that a card of ours shows; empty where none stands in it."""
    return next((line.removeprefix(ASKED) for line in card.splitlines() if line.startswith(ASKED)), "")


def none_message(*, is_kept: bool) -> Message:
    """It is none of these: what to do next."""
    kept = ("您这一问记下了（不记是谁问的），管资料的人会看到。",) if is_kept else ()
    return say(
        "好的，都不是",
        "换个说法再问一次，写上地区和项目全名；或者点“有哪些项目”，看我有的。",
        "手上有这份通知的，点“告诉管理员”，把网址发来。",
        "急的话拨打 12333，问当地人社局。",
        *kept,
        keyboard=((ALL, Button("告诉管理员有这份通知", press("zg"))),),
    )


def none_of(policies: Sequence[Policy], *mark: str) -> Button:
    """The way out; without a mark nothing is kept."""
    return Button("都不是", press("zk", code("policy", policies[0].id), *mark))


def _marked(button: Button, mark: str) -> Button:
    pressed = read_press(button.data or "")
    return Button(button.label, press(pressed.verb, *pressed.arguments, mark))
