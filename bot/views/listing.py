"""Which programme? Everything on file, a page at a time, what is open first."""

from collections.abc import Sequence

from bot.callbacks import press
from bot.usecases.listing import Listed
from bot.views.citing import name_of
from bot.views.dates import state_text
from bot.views.message import Block, Button, Message, telling
from bot.views.next_steps import LABELS, letters_of, topic_press
from bot.views.paging import PAGE, paged
from bot.views.topics.deadlines import LIGHTS
from knowledge.entries import Topic

COMING = ("open", "upcoming")


def list_message(listed: Sequence[Listed], topics: tuple[Topic, ...] = ("overview",), page: int = 0) -> Message:
    """A button for each policy that answers the topics; above them which ones one can apply for now or soon."""
    coming = [one for one in listed if one.window.state in COMING]
    lines = tuple(f"{LIGHTS[one.window.state]} {state_text(one.window)}：{name_of(one.policy)}" for one in coming[:PAGE])
    buttons = tuple(Button(name_of(one.policy), topic_press(one.policy, None, topics)) for one in listed)
    letters = letters_of(topics)
    return Message(
        (
            Block((_lead(listed, topics),), "lead"),
            *((Block(lines),) if lines else ()),
            Block(("没列出来的不等于没有，可以拨打 12333 问。",)),
        ),
        paged(buttons, page, lambda to: press("p", str(to), letters)),
        tells=frozenset(told for one in coming[:PAGE] for told in telling(one.policy.id, "deadline")),
    )


def _lead(listed: Sequence[Listed], topics: tuple[Topic, ...]) -> str:
    if topics == ("overview",):
        return f"我这里有 {len(listed)} 份通知，点一个看概况"
    return f"想看哪个项目{'、'.join(LABELS[topic] for topic in topics)}？点一个就答"
