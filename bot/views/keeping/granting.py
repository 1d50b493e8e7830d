"""Who may do what with the knowledge: shown, given, taken."""

from collections.abc import Sequence
from typing import Final

from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.usecases.keeping.granting import LIVES, NAMES, Came, Keeper, Offer, Open
from bot.usecases.rights import ROLES, Role
from bot.views.cancelling import CANCEL
from bot.views.message import Button, Message, column, say

LONGEST = 24
MAY: Final[dict[Role, str]] = {
    "editor": "提出改动，要别人点发布",
    "publisher": "提出改动，也能发布、退回",
    "owner": "全部，还能给人权限、批准单位联系人",
}
"""What each right allows."""
KEPT: Final[dict[Came, str]] = {
    "same": "本来就是这样，没有变。",
    "last_owner": "这是最后一位“管理”，收回就没有人能管了。请先给别人“管理”权限。",
    "named": "这一位是在设置（ADMIN_IDS）里写的，只能在那里改。",
}
"""Why nothing was done."""


def keepers_message(found: Sequence[Keeper], me: int, offers: Sequence[Open] = ()) -> Message:
    """Everybody with a right, and the links that give one still."""
    lines = (
        f"· {one.called}{'（您）' if one.person_id == me else ''}：{NAMES[one.role]}，"
        f"{f'{one.since.astimezone(SHANGHAI):%Y-%m-%d} 起' if not one.is_named else '写在设置里'}"
        for one in found
    )
    links = (f"· 给 {one.called}：{NAMES[one.role]}，{one.by}发的，有效到 {one.ends_at.astimezone(SHANGHAI):%m-%d %H:%M}" for one in offers)
    open_ones = (f"还没用的链接 {len(offers)} 个：", *links) if offers else ()
    others = (Button(f"收回：{one.called}", press("ve", "t", str(one.person_id))) for one in found if not one.is_named)
    recalls = (Button(f"收回链接：{one.called}", press("ve", "o", one.mark)) for one in offers)
    buttons = (Button("给一个人权限", press("ve", "g")), *recalls, *others)
    return say(f"能管资料的有 {len(found)} 位", *lines, *open_ones, keyboard=column(*buttons))


def roles_message() -> Message:
    """Which right?"""
    lines = (f"· {NAMES[role]}：{MAY[role]}" for role in ROLES)
    return say("给哪一种权限？", *lines, keyboard=column(*(Button(NAMES[role], press("ve", "g", role)) for role in ROLES)))


def ask_whom(role: Role, *, again: str = "") -> Message:
    """To whom?"""
    return say(
        again or f"给谁“{NAMES[role]}”权限？打一个称呼",
        "例如“人社局 老王”。我给您一个链接，转给本人点开就行。",
        "知道对方的 Telegram 数字编号的，写在前面，马上生效：“123456789 人社局 老王”。",
        keyboard=((CANCEL,),),
    )


def link_message(found: Offer, link: str) -> Message:
    """The link, to hand on."""
    return say(
        f"把下面的链接转给 {found.called}",
        link,
        f"本人点开、点“接受”，就有“{NAMES[found.role]}”权限。只能用一次，{LIVES.days} 天内有效，别发到群里。",
        "发错了人：“管理 → 谁能管资料”里点“收回链接”。",
    )


def offer_message(found: Offer) -> Message:
    """To whoever opened the link."""
    accept = Button("接受", press("vf", found.token, "y"))
    return say(f"请您一起管资料：{NAMES[found.role]}", f"可以{MAY[found.role]}。您做的每一步都有操作记录。", keyboard=((accept,),))


def given_message(role: Role) -> Message:
    """To who has a right now."""
    return say(f"您有“{NAMES[role]}”权限了", f"可以{MAY[role]}。从 /admin 开始。")


def done_message(called: str, role: Role, *, told: bool) -> Message:
    """To who gave it."""
    then = "已经告诉本人。" if told else "本人还没打开过机器人，打开后从 /admin 开始。"
    return say(f"给了 {called}“{NAMES[role]}”权限", then)


def sure_message(keeper: Keeper) -> Message:
    """Before a right is taken."""
    sure = Button("收回", press("ve", "t", str(keeper.person_id), "y"))
    return say(
        f"收回 {keeper.called} 的“{NAMES[keeper.role]}”权限？",
        "马上生效，做到一半的也做不下去。",
        keyboard=((sure, Button("不收", press("ve"))),),
    )


def taken_message() -> Message:
    """To who has no right any more."""
    return say("您管资料的权限收回了", "查政策、自测、提醒照常用。觉得弄错了，请找给您权限的人。")


def kept_message(why: Came) -> Message:
    """Why nothing was done."""
    return say("没有变", KEPT[why], keyboard=((Button("谁能管资料", press("ve")),),))
