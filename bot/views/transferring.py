"""搬家码: what is said to somebody who writes one down, to the account that comes with it, and to the one that is left."""

from datetime import datetime
from typing import Final

from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.usecases.keeping.granting import Came as RightCame
from bot.usecases.transfer_code import written
from bot.usecases.transferring import Came, Coming
from bot.views.cancelling import CANCEL
from bot.views.message import Block, Button, Message, column, say
from storage.transfer_records import TransferCodeRecord, TransferCounts

OPEN: Final = press("mv")
ENTER: Final = Button("我有搬家码，要搬进来", press("mve"))
BACK: Final = Button("搬家码", OPEN)
ALL, REST, NOTHING_SENSITIVE = AGREED = ("y", "n", "p")
"""To what somebody agrees who moves: to what is sensitive, too; to all but that; to all, where nothing of it was seen to be sensitive."""

NOT_HERE: Final = (
    "搬家码别发在群里，群里的人都看到了",
    "请马上私聊我打“搬家码”，点“作废”，再写一个新的。",
)
WHY_NOT: Final[dict[Came, tuple[str, ...]]] = {
    "own": ("这就是您这个账号自己的搬家码，没用掉", "要搬到哪个账号，就用哪个账号打开我，再打“搬家码”输入它。"),
    "used": ("这个码已经用过了", "一个码只能搬一次。再要搬，请在有资料的账号里打“搬家码”写一个新的。"),
    "gone": ("这个码已经作废了", "旧账号换了新码或作废了它。请用最后写下的那个；还打得开旧账号，就在那里再写一个。"),
    "expired": ("这个码过期了，码写下三年内有效", "还打得开旧账号，就在那里打“搬家码”再写一个；打不开了，请在这里重新关注、重新自测。"),
    "taken": ("已经有另一个账号在用这个码", "那不是您？请马上用旧账号打开我，点“不是我，别搬”。"),
    "unknown": ("没有这个码，请对着纸再看一遍", "16 位，字母和数字；空格、横杠、大小写都不要紧。再打一次，或点“取消”。"),
    "braked": ("今天试得太多了，明天再来", "码没有作废，抄对了明天照样能用。"),
    "busy": ("现在输错码的人太多，我先停一小时", "不是您的错，码也没有作废。过一小时再打一次。"),
}
UNWANTED: Final = "不是您办的？"


def opened_message(mine: TransferCodeRecord | None, asking: TransferCodeRecord | None, now: datetime) -> Message:
    """What a code is for, how it stands with one's own, and what is asked here."""
    lines = (
        "先在旧账号里写一个搬家码，抄在纸上。换了号，在新账号里输入它，关注、清单、自测就搬过去，旧账号随后清空。",
        f"您有一个搬家码，{_day(mine.made_at)}写的，有效到{_day(mine.until)}。我这里查不到它；纸丢了就换一个。"
        if mine is not None
        else "您现在没有搬家码。手机丢了再写就来不及了。",
    )
    making = Button("换一个新码（旧的作废）" if mine is not None else "写一个搬家码", press("mvn"))
    buttons = [making, *([Button("作废", press("mvw"))] if mine is not None else []), ENTER]
    if asking is not None and asking.allowed_at is not None:
        buttons.insert(0, Button("看看要搬什么" if asking.allowed_at <= now else "看看搬到哪一步", press("mvs", str(asking.id))))
    return say("搬家码：换了 Telegram 账号，东西不丢", *lines, keyboard=column(*buttons))


def code_message(code: str, until: datetime) -> Message:
    """The code, once."""
    return Message(
        (
            Block(("您的搬家码（只显示这一次）",), "lead"),
            Block((written(code),), "title"),
            Block(
                (
                    "抄在纸上，放在家里，再把这条消息删掉。",
                    f"有效到{_day(until)}，只能用一次。写过旧码的，旧码作废了。",
                    "谁拿着它都能申请搬走您的东西：搬之前我会先问这个账号，三天内您点“不是我”就搬不走。别发给人，也别截图。",
                )
            ),
        ),
        column(BACK),
    )


def withdrawn_message() -> Message:
    """It leads nowhere any more."""
    return say("搬家码作废了", "谁拿着它都没用了。要用时再写一个。", keyboard=column(BACK))


def enter_message() -> Message:
    """The code, please."""
    return say("请把纸上的搬家码打给我", "16 位；空格、横杠、大小写都不要紧。", keyboard=((CANCEL,),))


def why_not_message(came: Came) -> Message:
    """A code that moves nothing."""
    return say(*WHY_NOT[came], keyboard=((CANCEL,),) if came == "unknown" else column(BACK))


def waiting_message(record: TransferCodeRecord, *, told: bool) -> Message:
    """It was right; the old account is asked first."""
    asked = (
        "怕是别人捡到了码，我先问旧账号：您还打得开，就去那里点“是我，现在就搬”，马上能搬。"
        if told
        else "怕是别人捡到了码，要等旧账号三天；它现在联系不上，只能等。"
    )
    return say(
        "码对了，还没有搬",
        asked,
        f"打不开旧账号：等到{_moment(record.allowed_at)}，没人说“不是我”，我来叫您，点一下就搬。",
        "等的这几天，提醒还发到旧账号；急的项目先在这里问一声、点“提醒我”，搬的时候不会重复。",
        keyboard=column(Button("不搬了", press("mvq", str(record.id)))),
    )


def asked_message(record: TransferCodeRecord) -> Message:
    """To the old account: somebody asks."""
    return say(
        "有人用您的搬家码，要把您存在这里的搬到另一个 Telegram 账号",
        "搬走的是：关注和提醒、清单、自测和回答、加入的单位。搬完这个账号就空了，不能再搬回来。",
        f"不点也会搬：到{_moment(record.allowed_at)}为止没人说“不是我”，那个账号就能搬走。",
        keyboard=column(Button("不是我，别搬", press("mvx", str(record.id))), Button("是我，现在就搬", press("mvy", str(record.id)))),
    )


def refused_message() -> Message:
    """To the old account, which said no."""
    return say(
        "好，不搬。那个搬家码也作废了",
        "东西都在，一样没动。请想想码写在哪、谁看过；要用时再写一个新的。",
        keyboard=column(BACK),
    )


def refused_there_message() -> Message:
    """To the account that asked."""
    return say(
        "旧账号说“不是我”，搬家停了，什么都没搬",
        "那个码也作废了。旧账号要是被别人拿着，请先在 Telegram 里把它找回来；在这里也可以重新关注、重新自测。",
    )


def allowed_message() -> Message:
    """To the old account, which said yes."""
    return say("好，现在能搬了", "请到新账号里点“看看要搬什么”，核对一下再确认。")


def ready_message(record: TransferCodeRecord) -> Message:
    """To the account that asked: now it may."""
    return say(
        "可以搬家了",
        "先看看旧账号有什么，核对好再搬。七天内不搬就作罢，码还在。",
        keyboard=column(Button("看看要搬什么", press("mvs", str(record.id))), Button("不搬了", press("mvq", str(record.id)))),
    )


def coming_message(record: TransferCodeRecord, found: Coming, names: tuple[str, ...]) -> Message:
    """Both sides counted, what goes and what does not; ``names``: what is sensitive in it."""
    quit_it = Button("先不搬", press("mvq", str(record.id)))
    if found.there.is_empty:
        return say("旧账号里没有能搬的", "关注、清单、自测、加入的单位一样也没有。码没有用掉。", keyboard=column(quit_it))
    blocks = [
        Block(("要搬过来吗？",), "lead"),
        Block((f"旧账号：{_counted(found.there)}", f"这个账号：{_counted(found.here)}")),
        Block(
            (
                "一起搬：提醒时间、不再提醒的、接收通知、等着发的提醒和更正、您报的“写错了”。到期的一条不漏，也不发两遍。",
                *(() if found.here.is_empty else ("两边都有的：后改的算数；同一个单位，只给它看这边同意过的。",)),
                f"不搬：{_not_moved(found)}；群里的；“有用”“没帮助”。",
                "搬完旧账号就空了，马上不再收到提醒，也不能搬回去。",
                *(("单位那边：搬之前先用旧账号点 /unit 交接给同事，或加一位联系人，免得单位没人收提醒。",) if found.offices else ()),
                *(("回答搬过来照样加密保存，点“搬”就是同意存在这里。",) if found.there.answers else ()),
            )
        ),
    ]
    yes = Button("同意，搬过来", press("mvd", str(record.id), NOTHING_SENSITIVE))
    if not names:
        return Message(tuple(blocks), column(yes, quit_it))
    blocks.append(Block((f"回答里有“{'”“'.join(names)}”，属于敏感个人信息，要您再单独同意一次才搬；不同意就删掉这几项。",)))
    rest = Button("其余的搬，敏感的删掉", press("mvd", str(record.id), REST))
    return Message(tuple(blocks), column(Button("敏感的也同意，全搬", press("mvd", str(record.id), ALL)), rest, quit_it))


def moved_message(found: Coming, has: TransferCounts, right: RightCame) -> Message:
    """To the new account: it is done."""
    lines = ["从现在起提醒发到这里。", "存回答的同意也算您在这里给的；/privacy 看存了什么，/delete 全部删除。"]
    if found.offices:
        lines.append(f"“{'”“'.join(unit.name for unit in found.offices)}”的联系人身份没搬，点 /unit 重新登记。")
    if found.has_right:
        lines.append("管理权限没搬，请管理员重新给。" if right == "done" else "管理权限还留在旧账号。")
    return say(
        f"搬好了。这个账号现在有：{_counted(has)}",
        *lines,
        keyboard=column(Button("看我的订阅和自测", press("my")), Button("写一个新的搬家码", OPEN)),
    )


def left_message() -> Message:
    """To the old account: it is empty."""
    return say(
        "您存在这里的已经搬到另一个账号",
        "这个账号不再收到提醒，回答、清单、单位都不在这里了；单位联系人身份也到此为止。想问什么照样打字问。",
        f"{UNWANTED}搬走的我拿不回来。请在 Telegram 的“设置－设备”里退出不认识的设备、打开两步验证；要紧的项目在这里重新点“提醒我”。",
        keyboard=column(BACK),
    )


def quit_message() -> Message:
    """The new account thinks better of it."""
    return say("好，不搬了。什么都没动，码还能用", keyboard=column(BACK))


def called_off_message() -> Message:
    """To the old account, which was asked and need not answer any more."""
    return say("那个账号不搬了，您的东西都在", "不是您办的？点“搬家码”把码作废，再写一个新的。", keyboard=column(BACK))


def _not_moved(found: Coming) -> str:
    offices = "、".join(f"“{unit.name}”" for unit in found.offices)
    named = [f"{offices}的联系人身份" if offices else "单位联系人身份", "管理权限"]
    ends = "（搬完就结束，要重新申请）" if found.offices or found.has_right else "（要重新申请）"
    return "、".join(named) + ends


def _counted(counts: TransferCounts) -> str:
    parts = (
        (counts.follows, f"关注 {counts.follows} 项"),
        (counts.checks, f"自测 {counts.checks} 份"),
        (counts.answers, f"回答 {counts.answers} 个"),
        (counts.lists, f"材料清单 {counts.lists} 份"),
        (counts.units, f"加入的单位 {counts.units} 个"),
    )
    return "、".join(text for number, text in parts if number) or "还没有东西"


def _day(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日"


def _moment(moment: datetime | None) -> str:
    local = moment.astimezone(SHANGHAI) if moment is not None else None
    return f"{local.month}月{local.day}日 {local:%H:%M}" if local is not None else ""
