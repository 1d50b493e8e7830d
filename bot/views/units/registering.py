"""A person asks to be contact of a unit: one thing at a time, then all of it to look over, then how it can be proved."""

from collections.abc import Mapping
from typing import Any

from bot.callbacks import code, press
from bot.usecases.units.registering import Stated, Waiting
from bot.usecases.units.watching import AFFILIATION, TYPE
from bot.views.cancelling import CANCEL
from bot.views.message import Block, Button, Keyboard, Message, column, grid, say
from bot.views.units.card import place_text
from knowledge.base import KnowledgeBase
from knowledge.facts import ChoiceFact
from storage.unit_records import ContactRecord

PROOF = {"code": "核验码对上了", "letter": "盖章证明"}


def begin_message() -> Message:
    """What a contact is, and the first question."""
    return Message(
        (
            Block(("登记为单位联系人",), "lead"),
            Block(
                (
                    "给单位里管申报的人用：单位要交什么、交到哪、哪天截止，我提前告诉您。要管理员核实过才生效。",
                    "核实以前，您填的只有管理员看得到；加密保存，/delete 随时删。",
                )
            ),
            Block(("先问：单位在哪个市、哪个区县？例如“内蒙古包头青山区”。",)),
        ),
        ((CANCEL,),),
    )


def ask_region(*, again: str = "") -> Message:
    """Where is it?"""
    return say(again or "单位在哪个市、哪个区县？", "例如“内蒙古包头青山区”“山西晋城”。", keyboard=((CANCEL,),))


def ask_district(region: str, *, again: str = "") -> Message:
    """Which part of it? Colleagues who say it differently would meet as two units."""
    none = Button("没有区县（市直、省直单位）", press("jb", "district", "-"))
    return say(
        again or f"{place_text(region)}，哪个区县？",
        "例如“青山区”“昆区”。同事登记时写一样的才对得上。",
        keyboard=(*column(none), (CANCEL,)),
    )


def ask_name(region: str, *, again: str = "") -> Message:
    """What is it called?"""
    return say(again or f"{place_text(region)}，记下了", "单位全称是什么？照公章上的写，同事再登记时才对得上。", keyboard=((CANCEL,),))


def ask_option(base: KnowledgeBase, fact: str, step: str, *, again: str = "") -> Message:
    """Which of the options of a fact; asked as the self-check asks."""
    options = _options(base, fact)
    words = base.facts[fact]
    buttons = tuple(Button(label, press("jb", step, code("option", f"{fact}={one}"))) for one, label in options)
    skip = (Button("说不清，先空着", press("jb", step, "-")),) if step == "affiliation" else ()
    return say(again or words.ask, *((words.help,) if words.help else ()), keyboard=(*grid(buttons), *column(*skip), (CANCEL,)))


def ask_called(*, again: str = "") -> Message:
    """By which name?"""
    return say(again or "最后一个：怎么称呼您？", "例如“人事科 小张”。管理员核实时要用，本单位别的联系人也看得到。", keyboard=((CANCEL,),))


def sure_message(base: KnowledgeBase, held: Mapping[str, Any], *, again: str = "") -> Message:
    """All of it, before it is sent."""
    stated = Stated(name=held["name"], region=held["region"], kind=held["kind"], affiliation=held["affiliation"])
    return say(
        again or "请核对，没错就提交",
        *stated_lines(base, stated),
        f"称呼：{held['called']}",
        keyboard=((Button("提交", press("jb", "sure", "yes")), Button("重填", press("jb", "sure", "again"))), (CANCEL,)),
    )


def stated_lines(base: KnowledgeBase, stated: Stated) -> tuple[str, ...]:
    """What was said of a unit."""
    affiliation = label_of(base, AFFILIATION, stated.affiliation) or "没有填"
    return (
        f"单位：{stated.name}",
        f"地区：{place_text(stated.region)}",
        f"类型：{label_of(base, TYPE, stated.kind)}",
        f"单位隶属：{affiliation}",
    )


def label_of(base: KnowledgeBase, fact: str, option: str) -> str:
    """What an option is called; its id where this knowledge has none such."""
    return dict(_options(base, fact)).get(option, option)


def sent_message(coded: str, *, told: bool) -> Message:
    """It is on its way, and how to prove it."""
    first = "已经转给管理员。" if told else "已经记下；眼下没有在线的管理员，他上线就能看到。"
    return say(
        "提交了，等管理员核实",
        first + "核实好了我马上告诉您。",
        "核实有两种办法，哪种方便用哪种：",
        "· 管理员打单位公布的办公电话，报一个 6 位核验码，您问到后告诉我。",
        "· 您把盖公章的证明（写明由您负责申报）拍照发来。",
        keyboard=proof_buttons(coded, has_code=False),
    )


def waiting_message(base: KnowledgeBase, waiting: Waiting, *, has_code: bool) -> Message:
    """How a request stands."""
    proof = waiting.contact.proof
    state = f"证明收到了（{PROOF[proof]}），等管理员批准。" if proof else "还没有证明。下面两种办法，哪种方便用哪种。"
    if has_code and not proof:
        state = "核验码已经发出：问一下单位办公室接电话的人，问到后点“输入核验码”。"
    return say(
        "等管理员核实",
        *stated_lines(base, waiting.stated),
        f"称呼：{waiting.contact.called}",
        state,
        keyboard=proof_buttons(waiting.code, has_code=has_code),
    )


def proof_buttons(coded: str, *, has_code: bool) -> Keyboard:
    """The ways to prove it, and to take it back. ``coded``: the request's own code."""
    typed = ((Button("输入核验码", press("je", "k", coded)),),) if has_code else ()
    return (*typed, (Button("发盖章证明", press("je", "l", coded)), Button("撤回申请", press("je", "x", coded))))


def code_ready_message(waiting: Waiting) -> Message:
    """A code is on its way over the office's line."""
    return say(
        f"{waiting.stated.name}：核验码发出了",
        "管理员会打单位公布的办公电话，把 6 位数字告诉接电话的人。问到后点下面的按钮告诉我，七天内有效。",
        keyboard=((Button("输入核验码", press("je", "k", waiting.code)),),),
    )


def ask_code(*, again: str = "") -> Message:
    """Which digits?"""
    return say(again or "请打 6 位核验码", "数字由单位办公室接电话的人转告您。", keyboard=((CANCEL,),))


def ask_letter(*, again: str = "") -> Message:
    """Where is the letter?"""
    return say(
        again or "请把盖章的证明拍照发来，或发 PDF",
        "一张就够，要看得清单位名称、公章和您的姓名或称呼。身份证号、电话请遮住。",
        "照片直接转给管理员看，我不存。",
        keyboard=((CANCEL,),),
    )


def withdraw_message(waiting: Waiting) -> Message:
    """Really?"""
    buttons = (Button("撤回", press("je", "xx", waiting.code)), Button("不撤回", press("je", "w", waiting.code)))
    return say(f"要撤回登记吗？{waiting.stated.name}", "撤回后您填的马上删掉，以后可以再登记。", keyboard=(buttons,))


def invited_message(name: str) -> Message:
    """A colleague wants them as a contact."""
    return say(
        f"同事请您一起做{name}的联系人",
        "联系人管单位的申报：要交什么、哪天截止、谁有意报。要管理员核实过才生效。",
        "怎么称呼您？例如“人事科 小张”。管理员和本单位别的联系人看得到。",
        keyboard=((CANCEL,),),
    )


def joined_message(name: str, contact: ContactRecord) -> Message:
    """A colleague became a contact."""
    number = str(contact.unit_id)
    return say(
        f"{name}多了一位联系人：{contact.called}",
        "你们看到的是同一份：一个人标了“已报送”，大家都看得到。不认识这位就点“移除”。",
        keyboard=(
            (Button("都交给这位，我退出", press("jf", number, "h", str(contact.person_id))),),
            (Button("本单位的联系人", press("jf", number)), Button("移除", press("jf", number, "r", str(contact.person_id)))),
        ),
    )


def approved_message(name: str, unit_id: int, followed: tuple[str, ...]) -> Message:
    """They are a contact now. ``followed``: what colleagues have chosen, each with its next day."""
    first = "先选本单位要申报的项目；以后单位该交什么、哪天截止，我提前告诉您。"
    lines = ("同事已经选了这些项目，下一步的日子：", *followed, "到时候也提醒您。") if followed else (first,)
    return say(
        f"核实通过：您是{name}的联系人了",
        *lines,
        keyboard=((Button("打开我的单位", press("ja", str(unit_id))),),),
    )


def refused_message(name: str, reason: str) -> Message:
    """They are none."""
    why = f"管理员说：{reason}" if reason else "管理员没能核实您和单位的关系。"
    return say(
        f"没有通过：{name}", why, "资料改好可以再登记；自己查政策、自测、订提醒不受影响。", keyboard=((Button("再登记一次", press("je")),),)
    )


def _options(base: KnowledgeBase, fact: str) -> tuple[tuple[str, str], ...]:
    found = base.facts.get(fact)
    return tuple((one.id, one.label) for one in found.options) if isinstance(found, ChoiceFact) else ()
