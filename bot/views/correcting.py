"""更正记录, for everybody: when what is told of a policy was changed, and from what to what."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.correcting import Correction
from bot.views.changes.lines import Sides
from bot.views.changes.sections import policy_sections
from bot.views.changes.values import Side
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.message import Block, Button, Message, column
from bot.views.next_steps import topic_press
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy

MOST_LINES: Final = 12
"""Lines of one correction; more of them are a new text, which is better read whole."""
NONE: Final = "收进来以后没有改过。"


def corrections_message(base: KnowledgeBase, policy: Policy, found: Sequence[Correction]) -> Message:
    """The corrections of a policy, the latest first."""
    blocks = [Block((f"更正记录：{name_of(policy)}",), "lead")]
    blocks += [Block(tuple(_told(base, one)), "plain" if number == 0 else "folded") for number, one in enumerate(found)]
    blocks += [] if found else [Block((NONE,))]
    now = Button("看现在的", topic_press(policy, None, ("overview",)))
    return Message(tuple(blocks), ((now, Button("别的更正", press("zh"))),))


def lately_message(base: KnowledgeBase, found: Sequence[tuple[str, datetime]]) -> Message:
    """Which policies were corrected lately; a button each."""
    known = [(base.policies[policy], at) for policy, at in found if policy in base.policies]
    lines = tuple(f"· {_day(at)}：{name_of(policy)}" for policy, at in known) or ("所有资料收进来以后都没有改过。",)
    buttons = (Button(short_text(name_of(policy)), press("zh", code("policy", policy.id))) for policy, _ in known)
    then = "点一项看改了什么；也可以发“/changes 项目名”。" if known else "想看哪一项现在怎么写，直接打它的名字。"
    return Message((Block(("更正记录",), "lead"), Block(lines), Block((then,))), column(*buttons))


def _told(base: KnowledgeBase, one: Correction) -> Iterator[str]:
    yield f"{_day(one.at)}（第 {one.number} 版）"
    if one.old is None or one.new is None:
        yield "· 那一版的写法现在读不了，请看现在的。"
        return
    sides = Sides(Side(base.facts, one.old), Side(base.facts, one.new))
    lines = [line for _, own in policy_sections(sides, one.changes) for line in own]
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"· 还有 {len(lines) - MOST_LINES} 行"


def _day(at: datetime) -> str:
    day = at.astimezone(SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日"
