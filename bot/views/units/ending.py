"""单位不再关注: what is lost by it, and what those hear whom it concerns."""

from bot.callbacks import code, press
from bot.usecases.units.standing import Standing
from bot.views.citing import name_of
from bot.views.dates import day_text
from bot.views.message import Block, Button, Message, column, say
from bot.views.next_steps import topic_press
from knowledge.policy import Policy
from storage.unit_records import UnitRecord


def ask_message(unit: UnitRecord, policy: Policy, standing: Standing) -> Message:
    """Ask once, with what goes."""
    number, coded = str(unit.id), code("policy", policy.id)
    lost = ["各位联系人和接上的群都不再收到提醒。"]
    lost += [f"同意告诉单位的 {len(standing.sharers)} 人，同意会作废；再关注也要他们重新同意。"] if standing.sharers else []
    lost += [f"本单位内部截止（{day_text(standing.inner)}）会取消，知道这一天的成员会收到通知。"] if standing.inner else []
    return Message(
        (Block((f"单位真的不再关注吗：{name_of(policy)}",), "lead"), Block(tuple(lost))),
        column(Button("🔕 不再关注", press("jw", number, coded, "y")), Button("⬅ 继续关注", press("ju", number, coded))),
    )


def consent_ended_message(unit: UnitRecord, policy: Policy) -> Message:
    """To a member who agreed and knows the unit's own day: both are over."""
    return say(
        f"{unit.name}不再关注：{name_of(policy)}",
        "本单位内部截止不再定了。您同意给联系人看的这一项也作废了，联系人现在看不到。",
        "自己还要报的：交单位的日期请问单位，您的自测、清单都还在。",
        keyboard=column(
            Button("什么时候截止", topic_press(policy, None, ("deadline",))), Button("🔔 自己订提醒", press("f", code("policy", policy.id)))
        ),
    )


def ended_message(unit: UnitRecord, policy: Policy, by: str) -> Message:
    """To the other contacts: who ended it, and the way back."""
    again = Button("🔔 单位重新关注", press("jv", str(unit.id), code("policy", policy.id)))
    return say(
        f"单位不再关注：{name_of(policy)}",
        f"{unit.name}的联系人{by}点了不再关注，各位联系人都不再收到它的提醒。",
        keyboard=((again,), (Button("单位关注的项目", press("jt", str(unit.id))),)),
    )
