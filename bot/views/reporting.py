"""写错了: what to type, thanks and what happens next, and what an admin is told."""

from bot.callbacks import code, press
from bot.usecases.feedback import Shown
from bot.views.answer import SECTIONS
from bot.views.citing import name_of
from bot.views.last_row import office_button
from bot.views.message import Block, Button, Message, column, say
from bot.views.next_steps import LABELS, topic_press
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from storage.feedback_records import ReportRecord


def clauses_shown(view: View, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """The clauses behind what an answer on these topics shows."""
    entries = (entry for topic in topics for entry in SECTIONS[topic](view).entries)
    scope = (view.policy.scope_clause,) if "scope" in topics else ()
    return tuple(dict.fromkeys(clause for clause in (*scope, *(entry.clause for entry in entries)) if clause))


def ask_message(base: KnowledgeBase, shown: Shown) -> Message:
    """What is wrong? Or where is the notice that we do not have?"""
    if not shown.policy:
        return say(
            "请发来这份通知的网址",
            "没有网址，就写发文单位和通知的全名。十分钟内的下一条消息我就转给管理员。",
            keyboard=column(Button("取消", press("zx"))),
        )
    about = "、".join(LABELS[topic] for topic in shown.topics)
    return say(
        "哪里写错了？请打一句话告诉我",
        f"{name_of(base.policies[shown.policy])}" + (f"：{about}" if about else ""),
        "例如“截止日期应是12月15日”，写上您在哪里看到的更好。十分钟内的下一条消息我就当作您要说的。",
        keyboard=column(Button("取消", press("zx"))),
    )


def thanks_message(shown: Shown, report: int, *, told: bool) -> Message:
    """Thanks, and what happens next."""
    next_ = "已经转给管资料的人，会对照通知原文核对，确实要改就改。" if told else "已经记下，管资料的人会看到，并对照通知原文核对。"
    office = (office_button(shown.policy, shown.track),) if shown.policy else ()
    return say(
        "谢谢，收到了",
        next_,
        "在那以前，请以发文单位的原件为准；急的话打电话问。",
        keyboard=((*office, Button("撤回", press("zt", str(report)))),),
    )


def report_message(base: KnowledgeBase, report: ReportRecord, shown: Shown) -> Message:
    """For an admin: what is said to be wrong, where, and which knowledge had said it."""
    policy = base.policies.get(shown.policy)
    name = name_of(policy) if policy else shown.policy
    track = next((f" · {one.name}" for one in policy.tracks if one.id == shown.track), "") if policy else ""
    lines = [f"答的是：{'、'.join(LABELS[topic] for topic in shown.topics)}"] if shown.topics else []
    lines += [f"条款：{'、'.join(shown.clauses)}"] if shown.clauses else []
    same = "现在还是这一版" if shown.version == base.version else f"现在是 {base.version}，可能已经改过"
    small = (f"资料版本 {shown.version}（{same}）", "没有记下是谁说的，不能直接回他；核对请看通知原文。")
    first = ("您负责这一项，先告诉您一个人；两天没处理，就告诉别的管资料的人。",) if report.widened_at is None else ()
    again = (Button("看现在怎么答", topic_press(policy, None, shown.topics or ("overview",))),) if policy else ()
    edit = (Button("改一处", press("vj", code("policy", policy.id))),) if policy else ()
    settled = Button("✔ 处理好了", press("vw", str(report.id)))
    blocks = (
        Block((f"有人说这里写错了：{name}{track}" if shown.policy else "有人说有一份通知我们还没有",), "lead"),
        Block(tuple(lines)),
        Block(("他说：", report.said or "")),
        Block((*first, *small), "small"),
    )
    return Message(tuple(block for block in blocks if block.lines), column(*again, *edit, settled))


def settled_message(report: int) -> Message:
    """For an admin: it is noted."""
    return say(f"✔ 第 {report} 条“写错了”处理好了", "说的人会知道有人核对过了。")


def looked_into_message(base: KnowledgeBase, shown: Shown) -> Message:
    """To who said that something is wrong."""
    policy = base.policies.get(shown.policy)
    again = column(Button("看现在怎么答", topic_press(policy, None, shown.topics or ("overview",)))) if policy else ()
    about = f"{name_of(policy)}，" if policy else ""
    return say("您说的“写错了”，有人核对过了", f"{about}管资料的人对着通知看过，要改的已经改了。谢谢您。", keyboard=again)


def let_go_message() -> Message:
    """Nothing is reported."""
    return say("好的，不报了。", "想问什么直接打字。")


def taken_back_message(*, taken: bool) -> Message:
    """A report is deleted."""
    return say("已撤回，您说的删掉了。" if taken else "这一条已经不在了。")
