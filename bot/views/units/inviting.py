"""An invitation: what the contact has in hand, and the page that hangs on a notice board."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.views.message import Attachment, Block, Button, Message, column
from bot.views.sheets import Part

_NOT_IN_A_NAME = re.compile(r"[^\w（）()-]+")


@dataclass(frozen=True)
class Poster:
    """What stands on the page."""

    title: str
    unit: str
    purpose: str
    link: str
    parts: tuple[Part, ...]
    small: tuple[str, ...]


def poster_of(unit: str, link: str, until: datetime) -> Poster:
    """The page for a unit's notice board."""
    return Poster(
        f"{unit}：申报助手邀请",
        unit,
        "想报技能人才项目的同事，扫这个码",
        link,
        (
            Part(
                "怎么用",
                (
                    "1. 手机装好 Telegram，用相机扫上面的码，点“开始”。",
                    "2. 先看清楚联系人能看到什么，再点“同意加入”。",
                    "3. 打一个称呼，联系人认得就行。",
                    "4. 自测够不够条件、勾材料、到期提醒，都在里面。",
                ),
            ),
            Part("全凭自愿", PROMISES),
        ),
        (f"这个码到 {_day(until)} 有效；提示失效时，请向单位联系人要新的。", "申报助手整理通知、帮人准备，不是主管部门。"),
    )


PROMISES = (
    "· 不加入，也能照常问、照常报。",
    "· 每个项目让不让单位联系人看到，您自己开、自己关。",
    "· 开了，联系人只看到：您的称呼、准备到哪一步、还缺哪些材料。",
    "· 您的回答、哪一条没符合，联系人都看不到。",
    "· 随时可以退出，退出就都看不到了。",
)


def invitation_message(unit_id: int, unit: str, link: str | None, until: datetime | None) -> Message:
    """The unit's invitation, or that there is none (any more)."""
    number = str(unit_id)
    back = Button("⬅ 回单位", press("ja", number))
    lead = Block((f"邀请同事加入：{unit}",), "lead")
    if link is None or until is None:
        none = Block(("现在没有能用的邀请。生成一个，把链接发给同事，或把二维码贴在公告栏。",))
        return Message((lead, none), column(Button("生成邀请", press("jq", number, "new")), back))
    lines = (
        link,
        f"到 {_day(until)} 有效。谁拿到都能打开，请只发给本单位的人。",
        "同事点开先看到您能看到什么，同意才加入；不同意分享的，您看不到。",
    )
    return Message(
        (lead, Block(lines)),
        (
            (Button("🖨 二维码，可打印", press("jq", number, "qr")),),
            (Button("换一个新的", press("jq", number, "new")), Button("停用", press("jq", number, "end"))),
            (back,),
        ),
    )


def poster_message(unit: str, content: bytes) -> Message:
    """The page as a file, which prints sharper than a photo."""
    lines = Block(("二维码在这里：点开看，长按可以转发；打印选“适合页面”，黑白也能扫。",))
    return Message((lines,), document=Attachment(f"{_NOT_IN_A_NAME.sub('', unit)[:30]}-邀请.png", content))


def _day(moment: datetime) -> str:
    day = moment.astimezone(SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日"
