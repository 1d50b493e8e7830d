"""The admin's side of a request to be contact of a unit, and of cutting somebody off."""

from bot.callbacks import press
from bot.usecases.units.meeting import Meeting
from bot.usecases.units.registering import Waiting
from bot.views.cancelling import CANCEL
from bot.views.message import Button, Message, column, say
from bot.views.paging import turning
from bot.views.units.card import place_text
from bot.views.units.contacts import since_text
from bot.views.units.registering import PROOF, stated_lines
from knowledge.base import KnowledgeBase
from storage.unit_records import ContactRecord, UnitRecord

LEAST_EVIDENCE = 2
MOST_ALIKE = 5
"""Units that are offered as the same."""
WITHOUT_REASON = ("reason", "-")


def request_message(base: KnowledgeBase, waiting: Waiting, meeting: Meeting) -> Message:
    """Who asks, for what, on what evidence, and whom the request meets."""
    there = waiting.contact
    about = (str(there.unit_id), str(there.person_id))
    proof = f"证明：{PROOF[there.proof]}" if there.proof else "证明：还没有"
    merging = tuple(
        (Button(f"并到：{one.unit.name[:20]}", press("jd", *about, "m", str(one.unit.id))),) for one in meeting.alike[:MOST_ALIKE]
    )
    rows = (
        *merging,
        (Button("是另一个单位，批准" if merging else "批准", press("jd", *about, "y")), Button("拒绝", press("jd", *about, "n"))),
        *(() if there.proof else ((Button("发核验码", press("jd", *about, "c")),),)),
    )
    lines = (*stated_lines(base, waiting.stated), f"称呼：{there.called}", proof, *_meeting_lines(meeting))
    how = "核实：自己去官网查单位的办公电话打过去，别用对方给的号码；或看盖章证明。"
    return say("有人申请做单位联系人", *lines, how, keyboard=rows)


def _meeting_lines(meeting: Meeting) -> tuple[str, ...]:
    known = f"这个单位已有 {meeting.contacts} 位联系人。" if meeting.contacts else "这个单位还没有联系人。"
    asking = (f"另有 {meeting.waiting} 位也在申请做它的联系人。",) if meeting.waiting else ()
    shown = meeting.alike[:MOST_ALIKE]
    there = "；".join(_placed(one.unit) for one in shown if one.has_contacts)
    asked = "；".join(_placed(one.unit) for one in shown if not one.has_contacts)
    return (
        known,
        *asking,
        *((f"⚠ 同城已有名字相近的单位：{there}。",) if there else ()),
        *((f"⚠ 同城还有人在申请名字相近的单位：{asked}。",) if asked else ()),
        *(("是同一个就点“并到”，以后就是一个单位。",) if shown else ()),
    )


def _placed(unit: UnitRecord) -> str:
    return f"{unit.name}（{place_text(unit.region)}）"


def letter_words(waiting: Waiting) -> Message:
    """Under a picture of a letter."""
    there = waiting.contact
    about = (str(there.unit_id), str(there.person_id))
    return say(
        f"盖章证明：{waiting.stated.name}",
        f"申请人：{there.called}。请核对单位名称和公章。",
        keyboard=((Button("批准", press("jd", *about, "y")), Button("拒绝", press("jd", *about, "n"))),),
    )


def code_message(waiting: Waiting, code: str) -> Message:
    """Six digits and how to bring them there."""
    return say(
        f"核验码 {code}",
        f"请打 {waiting.stated.name} 在官网公布的办公电话，请接电话的人把这 6 位数字转告“{waiting.contact.called}”。",
        "不要发给申请人本人，也不要用申请人给的号码。七天内有效，最多试 5 次。对上后我告诉您，再点批准。",
    )


def ask_evidence(waiting: Waiting) -> Message:
    """On what is it approved?"""
    return say(
        f"批准前请写一句：凭什么确认{waiting.contact.called}代表单位？",
        "例如“11月28日打官网上的人事科电话确认”。会记进操作记录。",
        keyboard=((CANCEL,),),
    )


def ask_reason() -> Message:
    """Why is it refused?"""
    return say("为什么不批？写一句，会转告申请人", keyboard=((Button("不写原因", press("jb", *WITHOUT_REASON)),), (CANCEL,)))


def list_message(waiting: tuple[Waiting, ...], units: int) -> Message:
    """All who wait, and the way to all units."""
    buttons = tuple(
        Button(f"{one.stated.name[:16]} · {one.contact.called[:8]}", press("jd", str(one.contact.unit_id), str(one.contact.person_id)))
        for one in waiting[:10]
    )
    more = (f"先列最早的 10 位，共 {len(waiting)} 位。",) if len(waiting) > len(buttons) else ()
    lead = f"待核实的联系人：{len(waiting)} 位" if waiting else "没有待核实的联系人"
    return say(lead, *more, keyboard=column(*buttons, Button(f"所有单位（{units} 个）", press("jd", "u"))))


def units_message(units: tuple[UnitRecord, ...], page: int, count: int) -> Message:
    """A page of the units with approved contacts; ``count``: how many there are in all."""
    buttons = tuple(Button(unit.name[:28], press("jd", "u", str(unit.id))) for unit in units)
    back = Button("待核实的联系人", press("jd"))
    lead = f"有联系人的单位：{count} 个" if units else "还没有单位"
    return say(lead, keyboard=(*column(*buttons), *turning(page, count, lambda to: press("jd", "u", "p", str(to))), (back,)))


def unit_message(unit: UnitRecord, contacts: tuple[ContactRecord, ...]) -> Message:
    """A unit's contacts, to cut one off."""
    buttons = tuple(Button(f"移除 {one.called[:16]}", press("jd", "u", str(unit.id), str(one.person_id))) for one in contacts)
    names = (f"· {one.called}，{since_text(one)} 起" for one in contacts)
    return say(unit.name, place_text(unit.region), *names, keyboard=column(*buttons, Button("⬅ 所有单位", press("jd", "u"))))


def cut_off_message(unit: UnitRecord, contact: ContactRecord) -> Message:
    """Really?"""
    number = str(unit.id)
    buttons = (Button("移除", press("jd", "u", number, str(contact.person_id), "yes")), Button("不移除", press("jd", "u", number)))
    return say(f"移除{contact.called}？", f"这位马上看不到{unit.name}的任何东西，会收到一句通知。记进操作记录。", keyboard=(buttons,))
