"""更正, to those who were told otherwise: old → new, why they hear of it, and what to do now."""

from collections.abc import Iterator
from typing import Final

from bot.callbacks import code, press
from bot.usecases.retelling import Retold
from bot.views.changes.lines import Sides
from bot.views.changes.sections import policy_sections
from bot.views.changes.values import Side
from bot.views.citing import name_of, source_text
from bot.views.keeping.withdrawing import about_text
from bot.views.message import Block, Button, Keyboard, Message, grid
from bot.views.next_steps import LABELS, topic_press
from bot.views.withheld import ask_line
from knowledge.base import WHOLE, KnowledgeBase
from knowledge.changes.weighing import topics_of
from knowledge.entries import Topic
from knowledge.policy import Policy

MOST_LINES: Final = 8
"""More of them stand under 更正记录."""
WHY: Final = "您关注、自测过，勾过它的材料，或者最近30天问过它，所以告诉您。"
_OFFERED: Final[tuple[Topic, ...]] = ("deadline", "conditions", "materials", "benefit", "quota", "contact", "how_to_apply")


def retold_message(base: KnowledgeBase, retold: Retold, *, is_private: bool) -> Message:
    """What of a policy is otherwise than its reader was told; in a group without the buttons that are somebody's own."""
    old, new = retold.newest.old.policy, retold.newest.new.policy
    if new is None:
        return _gone_message(base, old) if old is not None else Message(())
    lines = tuple(_lines(retold))
    more = (f"· 还有 {len(lines) - MOST_LINES} 行，点“更正记录”看全部",) if len(lines) > MOST_LINES else ()
    fields = {change.path[0] for change in retold.changes}
    blocks = (
        Block((f"⚠ 更正：{name_of(new)}",), "lead"),
        Block(("之前告诉您的有改动，请照现在的办：", *lines[:MOST_LINES], *more)),
        *(Block((line,)) for line in _advice(new, fields)),
        Block((WHY, source_text(new)), "small"),
    )
    return Message(blocks, _buttons(new, retold, fields, is_private=is_private))


def withdrawn_message(base: KnowledgeBase, policy: Policy, entry: str) -> Message:
    """What one was told is being verified."""
    lines = (f"{_which(policy, entry)}正在核实，可能有错。", "核实好了就告诉您。", ask_line(base, policy))
    return Message((Block((f"⏸ 先别照着办：{name_of(policy)}",), "lead"), Block(lines), Block((WHY,), "small")))


def restored_message(policy: Policy, entry: str) -> Message:
    """What one was told is verified, and was right."""
    blocks = (
        Block((f"✅ 核实完了，没有变：{name_of(policy)}",), "lead"),
        Block((f"{_which(policy, entry)}和之前告诉您的一样，照常办就行。",)),
    )
    return Message(blocks, ((Button("看现在的", topic_press(policy, None, ("overview",))),),))


def counted_message(number: int, told: int, corrections: int) -> Message:
    """To who published it: how many are to be told, and nothing of who they are."""
    what = f"{told} 人" if corrections == 1 else f"{told} 人次（{corrections} 个项目）"
    lines = (
        f"第 {number} 版改了的内容，正在告诉 {what}：关注、自测过、勾过材料，或者最近30天问过的。",
        "送到时按最新的说：中间又退回的，没听过的人就不打扰了。夜里不送。",
    )
    return Message((Block(("📣 更正在路上",), "lead"), Block(lines)), ((Button("看看改了什么", press("vc", str(number))),),))


def _gone_message(base: KnowledgeBase, policy: Policy) -> Message:
    editions = base.editions.get(policy.series.id, ())
    lines = ("之前告诉您的请先别照着办。", f"还要办的，请问{'、'.join(policy.issuers)}，或打 12333。")
    rows = ((Button(f"看{name_of(editions[0])}", topic_press(editions[0], None, ("overview",))),),) if editions else ()
    return Message((Block((f"⚠ 这一项撤下了：{name_of(policy)}",), "lead"), Block(lines), Block((WHY,), "small")), rows)


def _lines(retold: Retold) -> Iterator[str]:
    for difference, changes in retold.parts:
        sides = Sides(*(Side(version.facts, version.policy) for version in (difference.old, difference.new)))
        for _, lines in policy_sections(sides, changes):
            yield from lines


def _advice(policy: Policy, fields: set[str]) -> Iterator[str]:
    if "conditions" in fields and policy.applicant is not None:
        yield "条件改了：自测过的，请重新测一次。"
    if "materials" in fields:
        yield "材料改了：手里备好的，请对一下清单。"


def _buttons(policy: Policy, retold: Retold, fields: set[str], *, is_private: bool) -> Keyboard:
    topics = topics_of(retold.changes)
    looks = tuple(Button(LABELS[topic], topic_press(policy, None, (topic,))) for topic in _OFFERED if topic in topics)
    check = Button("✅ 重新自测", press("c", code("policy", policy.id)))
    own = ((check,),) if is_private and policy.applicant is not None and {"conditions", "judged_on", "tracks"} & fields else ()
    return (*own, *grid(looks[:4]), (Button("更正记录", press("zh", code("policy", policy.id))),))


def _which(policy: Policy, entry: str) -> str:
    return "这一项" if entry == WHOLE else f"“{about_text(policy, entry)}”"
