"""The contacts of a unit: who they are, one more, one less, handing over, leaving."""

from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.units.watching import AFFILIATION
from bot.views.message import Button, Message, column, grid, say
from knowledge.base import KnowledgeBase
from knowledge.facts import ChoiceFact
from storage.unit_records import ContactRecord, UnitRecord


def contacts_message(unit: UnitRecord, contacts: tuple[ContactRecord, ...], me: int) -> Message:
    """All of them, with what may be done."""
    number = str(unit.id)
    others = tuple(one for one in contacts if one.person_id != me)
    rows = tuple(
        (
            Button(f"交给{one.called[:10]}，我退出", press("jf", number, "h", str(one.person_id))),
            Button(f"移除{one.called[:10]}", press("jf", number, "r", str(one.person_id))),
        )
        for one in others
    )
    lines = (f"· {one.called}{'（您）' if one.person_id == me else ''}，{since_text(one)} 起" for one in contacts)
    return say(
        f"{unit.name}的联系人",
        *lines,
        "大家看到的、能办的都一样；一个人标了“已报送”，大家都看得到。",
        keyboard=(
            *rows,
            (Button("请同事一起做", press("jf", number, "i")), Button("我退出", press("jf", number, "l"))),
            (Button("⬅ 回单位", press("ja", number)),),
        ),
    )


def affiliation_message(base: KnowledgeBase, unit: UnitRecord) -> Message:
    """Which level does it belong to?"""
    number, fact = str(unit.id), base.facts[AFFILIATION]
    options = fact.options if isinstance(fact, ChoiceFact) else ()
    buttons = tuple(
        Button(
            f"{'✔ ' if one.id == unit.affiliation else ''}{one.label}", press("jf", number, "a", code("option", f"{AFFILIATION}={one.id}"))
        )
        for one in options
    )
    lines = (fact.help,) if fact.help else ()
    return say(
        f"{unit.name}：{fact.ask}",
        *lines,
        "材料交到哪、哪天截止，都看这一条。几位联系人看到的一样。",
        keyboard=(*grid(buttons), (Button("⬅ 回单位", press("ja", number)),)),
    )


def invite_message(unit: UnitRecord, link: str | None) -> Message:
    """How a colleague becomes a contact."""
    number = str(unit.id)
    by_link = (f"把这个链接发给同事，打开后填个称呼就行：{link}",) if link else ("先生成邀请，这里就有给同事的链接。",)
    by_hand = f"或者请同事打开我，点 /unit → 登记为单位联系人，单位写“{unit.name}”。"
    made = () if link else (Button("生成邀请", press("jq", number, "new")),)
    back = Button("⬅ 联系人", press("jf", number))
    return say("请同事一起做联系人", *by_link, by_hand, "同样要管理员核实过才生效。", keyboard=column(*made, back))


def remove_message(unit: UnitRecord, contact: ContactRecord) -> Message:
    """Really?"""
    number = str(unit.id)
    buttons = (Button("移除", press("jf", number, "rr", str(contact.person_id))), Button("不移除", press("jf", number)))
    return say(f"移除{contact.called}？", "这位马上看不到本单位的任何东西，会收到一句通知。", keyboard=(buttons,))


def hand_over_message(unit: UnitRecord, contact: ContactRecord) -> Message:
    """Really?"""
    number = str(unit.id)
    buttons = (Button("交接，我退出", press("jf", number, "hh", str(contact.person_id))), Button("不交接", press("jf", number)))
    return say(
        f"把{unit.name}交给{contact.called}，您退出？",
        "关注的项目、内部截止、报送记录、加入的成员都留在单位里，这位接着办。您马上就看不到了。",
        keyboard=(buttons,),
    )


def leave_message(unit: UnitRecord, *, alone: bool) -> Message:
    """Really?"""
    number = str(unit.id)
    last = "您是唯一的联系人：退出后没有人管，也没有人再收到提醒。最好先请同事一起做，再交接。"
    stays = "关注的项目、报送记录都留在单位里，别的联系人接着办。"
    buttons = (Button("退出", press("jf", number, "ll")), Button("不退", press("jf", number)))
    return say(f"不再做{unit.name}的联系人？", last if alone else stays, keyboard=(buttons,))


def removed_message(name: str) -> Message:
    """To whom was cut off."""
    return say(f"您不再是{name}的联系人", "觉得弄错了，请找单位里别的联系人或管理员。自己查政策、自测、订提醒不受影响。")


def uninvited_message(unit: UnitRecord) -> Message:
    """To who goes on: what a contact who was cut off could hand on leads nowhere any more."""
    renewed = column(Button("生成邀请", press("jq", str(unit.id), "new")))
    return say(
        f"{unit.name}的邀请作废了", "有联系人被移除，原来的邀请链接和二维码都打不开了。还要请同事加入，就生成新的。", keyboard=renewed
    )


def left_message(name: str) -> Message:
    """To who left."""
    return say(f"您不再是{name}的联系人了", "自己查政策、自测、订提醒不受影响。", keyboard=column(Button("我的单位", press("ja"))))


def handed_over_message(unit: UnitRecord, who: str) -> Message:
    """To who goes on."""
    open_unit = column(Button("打开我的单位", press("ja", str(unit.id))))
    return say(f"{who}把{unit.name}交给您了", "关注的项目、内部截止、报送记录都在，接着办就行。", keyboard=open_unit)


def since_text(contact: ContactRecord) -> str:
    """The day, in Shanghai, since which somebody is a contact."""
    return f"{contact.approved_at.astimezone(SHANGHAI):%Y-%m-%d}" if contact.approved_at else ""
