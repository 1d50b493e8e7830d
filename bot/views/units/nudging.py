"""A nudge, as the member reads it, and what the contact is told who sent it."""

from bot.callbacks import code, press, target_code
from bot.usecases.checklists import list_about
from bot.usecases.lacking import Lacks
from bot.usecases.scope import PolicyScope, scope_code
from bot.usecases.units.inner import InnerDay
from bot.usecases.units.nudging import Nudged
from bot.usecases.units.seen import Seen, Sharer
from bot.views.citing import name_of
from bot.views.date_steps import BELOW
from bot.views.message import Block, Button, Message, column
from bot.views.next_steps import topic_press
from bot.views.preparing import check_button
from bot.views.topics.deadlines import inner_lines
from bot.views.units.seen import seen_lines
from knowledge.policy import Policy

TOLD: dict[Nudged, str] = {
    "sent": "已提醒，3 天内不重复发。",
    "lately": "3 天内提醒过了，过几天再发。",
    "unwanted": "这会儿发不到，请当面说一声。",
}


def nudge_message(  # noqa: PLR0913, PLR0917 - who asks, of what, how one stands
    unit_id: int, unit: str, policy: Policy, scope: PolicyScope, seen: Seen, lacks: Lacks, inner: InnerDay | None = None
) -> Message:
    """That the unit asks how far one is, with the next step and the ways to end this.

    ``lacks``: what the reader alone knows of it. ``inner``: the day by which their unit wants it.
    """
    coded, number = code("policy", policy.id), str(unit_id)
    about = list_about(policy, scope.track) or scope
    check = check_button(lacks.check, press("q", scope_code(scope), BELOW))
    papers = Button("☑ 勾材料", press("k", target_code(about.policy, about.track)))
    steps = {"ready": (papers,), "interested": (papers,), "unconfirmed": (check, papers)}[seen.word]
    return Message(
        (
            Block((f"🔔 {unit}的联系人请您看一下：{name_of(policy)}",), "lead"),
            Block(("联系人现在看到的是：", *seen_lines(policy, seen))),
            Block((*inner_lines(inner), _UNCHECKED if seen.word == "unconfirmed" and lacks.check is None else _NEXT[seen.word])),
        ),
        (
            steps,
            (Button("什么时候截止", topic_press(policy, scope.track, ("deadline",))),),
            (Button("🔕 不收联系人的提醒", press("jo", number, "m")), Button("不让联系人看了", press("jp", number, coded, "n"))),
        ),
    )


_NEXT = {
    "ready": "都备齐了：问一下联系人什么时候交、交给谁。",
    "interested": "还差的材料备好一样勾一样，单位就知道了。",
    "unconfirmed": "先把自测做完；有不清楚的，看结果里该问谁。联系人看不到是哪一条。",
}
_UNCHECKED = "先做一遍自测；有不清楚的，看结果里该问谁。联系人看不到是哪一条。"


def remove_message(unit_id: int, policy: Policy, sharer: Sharer) -> Message:
    """Ask once more before somebody is taken out."""
    number, coded = str(unit_id), code("policy", policy.id)
    return Message(
        (
            Block((f"要移出吗：{sharer.seen.called}",), "lead"),
            Block(("移出后看不到对方任何情况，对方会收到通知。要是链接传到了单位外面，移出后再换一个新的邀请。",)),
        ),
        column(
            Button("移出", press("js", number, coded, str(sharer.person_id), "xx")),
            Button("⬅ 不移出", press("jr", number, coded)),
        ),
    )
