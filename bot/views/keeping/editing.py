"""改一处: which policy, what of it, where, the new value, on what evidence. No YAML is seen."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.callbacks import code, press
from bot.usecases.keeping.mending import Mended
from bot.usecases.keeping.places import Field, Kind, Reading, Spot
from bot.views.cancelling import CANCEL
from bot.views.changes.labels import field_label
from bot.views.changes.values import NOTHING, side_of, title_of, value_text
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.message import Block, Button, Keyboard, Message, column, say
from bot.views.paging import paged
from knowledge.base import KnowledgeBase
from knowledge.editing import Value
from knowledge.policy import Policy

KIND_LABELS: Final[Mapping[Kind, str]] = {
    "date": "📅 日期",
    "money": "💰 金额、名额、比例",
    "contact": "☎ 联系方式、网址",
    "form": "📄 材料、表格",
    "alias": "🏷 加一个叫法",
}
HINTS: Final[Mapping[Reading, str]] = {
    "day": "请打新的日子，例如“12月16日”或“2024-12-16”。",
    "hour": "请打几点，例如“18:00”或“下午5点半”。",
    "figure": "请打新的数，例如“30000”或“3万”。",
    "percent": "请打百分之几，例如“1.5”或“30%”。",
    "phone": "请打办公电话，例如“0472-5618123”。私人手机号不收。",
    "mail": "请打办公邮箱。",
    "address": "请打完整的网址，以 http:// 或 https:// 开头。",
    "words": "请打新的写法，用自己的话，200 字以内。",
    "name": "请打人们的另一种叫法，30 字以内。错别字不用加。",
}
NOT_READ: Final[Mapping[str, str]] = {
    "day": "没看出是哪一天。",
    "hour": "没看出是几点。",
    "figure": "没看出是多少，这里只写整数。",
    "percent": "没看出是百分之几（大于 0，最多 100）。",
    "phone": "这不像办公电话。固定电话请带区号。",
    "mail": "这不像邮箱。",
    "address": "这不像网址。",
    "words": "没看到字。",
    "name": "没看到字。",
    "mobile": "这是私人手机号，不能公开。请换成办公电话。",
    "long": "太长了，这里只改一处小的。",
    "same": "和现在写的一样，没有要改的。",
    "there": "这个已经有了。",
}
SOURCE: Final = "根据什么改？请打字，例如“市人社局12月5日补充通知第二条”“12月5日技能科电话答复”。发布记录里会写上。"
NO_SOURCE: Final = (
    "麻烦写全一点，以后有人问起查得到。只写日子、数目不够。写一样就行：",
    "· 文号或通知标题，例如“包人社发〔2024〕56号第二条”",
    "· 网址",
    "· 谁在哪天电话里说的，例如“12月5日市人社局技能科电话答复”",
)


def policies_message(policies: Sequence[Policy], page: int, *, is_found: bool = False) -> Message:
    """Which policy? A button each, or typed."""
    buttons = tuple(Button(short_text(name_of(policy)), press("vj", code("policy", policy.id))) for policy in policies)
    how = "是这里面的哪一项？" if is_found else "点一项，或者直接打它的名字。"
    keyboard = paged(buttons, page, lambda to: press("vi", str(to)))
    return Message((Block(("改一处：先选政策",), "lead"), Block((how,))), (*keyboard, (CANCEL,)))


def none_found_message(verb: str = "vi") -> Message:
    """No policy is called so; the name is still awaited. ``verb``: of the button that lists all."""
    return say("没找到这项政策", "换个名字再打一次，或者点“看全部”。", keyboard=((Button("看全部", press(verb, "0")), CANCEL),))


def kinds_message(policy: Policy, kinds: Sequence[Kind]) -> Message:
    """What is to be put right?"""
    coded = code("policy", policy.id)
    buttons = (Button(KIND_LABELS[kind], press("vk", coded, kind)) for kind in kinds)
    lines = ("要改哪一种？", "别的改动（条件、整条增减）请把改好的文件发给我。")
    kept = Button("负责人、核对", press("vt", coded))
    return Message((Block((f"改一处：{name_of(policy)}",), "lead"), Block(lines)), (*column(*buttons), (kept, CANCEL)))


def spots_message(policy: Policy, kind: Kind, spots: Sequence[Spot], page: int) -> Message:
    """Where? The entries as applicants know them."""
    coded = code("policy", policy.id)
    buttons = tuple(Button(short_text(spot_name(policy, spot)), press("vl", coded, kind, entry_code(policy, spot.key))) for spot in spots)
    keyboard = paged(buttons, page, lambda to: press("vk", coded, kind, str(to)))
    return Message((Block((f"{KIND_LABELS[kind]}：哪一处？",), "lead"), Block((name_of(policy),))), (*keyboard, _back(policy)))


def fields_message(base: KnowledgeBase, policy: Policy, kind: Kind, spot: Spot) -> Message:
    """What of it? Each with what stands there now."""
    coded = (code("policy", policy.id), kind, entry_code(policy, spot.key))
    buttons = (
        Button(short_text(f"{label_of(field)}：{_now(base, policy, field)}"), press("vm", *coded, str(number)))
        for number, field in enumerate(spot.fields)
    )
    return Message((Block(("改其中的哪一个？",), "lead"), Block((spot_name(policy, spot),))), (*column(*buttons), _back(policy)))


def ask_message(base: KnowledgeBase, policy: Policy, spot: Spot, field: Field) -> Message:
    """The new value, typed."""
    now = () if field.is_added else (f"现在：{_now(base, policy, field)}",)
    lines = (spot_name(policy, spot), *now, HINTS[field.reading])
    return Message((Block((label_of(field),), "lead"), Block(lines)), _out())


def not_read_message(field: Field, why: str) -> Message:
    """The words are no such value; another is still awaited."""
    again = () if why == "same" else (HINTS[field.reading],)
    return Message((Block((NOT_READ[why],), "lead"), *((Block(again),) if again else ())), _out())


def source_message(base: KnowledgeBase, policy: Policy, spot: Spot, change: tuple[Field, Value], mended: Mended) -> Message:
    """Old → new, what is said along with it, and on what evidence?"""
    field, value = change
    lines = [spot_name(policy, spot), change_text(base, policy, field, value)]
    lines += [f"同一条里的话也跟着改：{old} → {new}" for old, new in mended.along]
    if mended.elsewhere:
        lines += ["⚠ 别处的话里也写着原来的，不会自动改，请看看要不要另改：", *(f"· {text}" for text in mended.elsewhere[:MOST_SHOWN])]
    if (more := len(mended.elsewhere) - MOST_SHOWN) > 0:
        lines.append(f"· 还有 {more} 处，发布以前点“看看”从头看一遍")
    return Message((Block(("请核对",), "lead"), Block(tuple(lines)), Block((SOURCE,))), _out())


def no_source_message() -> Message:
    """Nothing that could be looked up; the evidence is still awaited."""
    return Message((Block(("请写清根据什么",), "lead"), Block(NO_SOURCE)), _out())


def moved_message() -> Message:
    """Somebody changed it meanwhile."""
    return say("这里刚刚有人改过", "请重新选一次，看看现在写的是什么。", keyboard=((Button("改一处", press("vi", "0")),),))


def refused_message() -> Message:
    """The file cannot take it this way."""
    return say("这一处没法这样改", "请把改好的文件发给我，或者请懂文件格式的同事改。", keyboard=((Button("改别处", press("vi", "0")),),))


MOST_SHOWN = 3


def change_text(base: KnowledgeBase, policy: Policy, field: Field, value: Value) -> str:
    """最后一天：12月10日 → 12月16日."""
    new = _text(base, policy, field, value)
    return f"{label_of(field)}：{new}" if field.is_added else f"{label_of(field)}：{_now(base, policy, field)} → {new}"


def changed_what(base: KnowledgeBase, policy: Policy, spot: Spot, field: Field, value: Value) -> str:
    """Which value of which entry, for the list of versions; what it was and is stands in the difference."""
    return f"{spot_name(policy, spot)}，{change_text(base, policy, field, value) if field.is_added else label_of(field)}"


def label_of(field: Field) -> str:
    """What a field is called."""
    label = field_label(type(field.entry), field.name)
    return f"加一个{label.removeprefix('其他')}" if field.is_added else label


def spot_name(policy: Policy, spot: Spot) -> str:
    """What an entry is called, with the tracks that it is for and its clause."""
    if not spot.key:
        return "整项政策"
    tracks = "、".join(policy.track(one).name for one in getattr(spot.entry, "tracks", ()))
    clause = getattr(spot.entry, "clause", None)
    return f"{title_of(spot.entry)}{f'（{tracks}）' if tracks else ''}{f'〔{clause}〕' if clause else ''}"


def entry_code(policy: Policy, key: str) -> str:
    """What a button calls an entry."""
    return code("entry", f"{policy.id}/{key}")


def _now(base: KnowledgeBase, policy: Policy, field: Field) -> str:
    return NOTHING if field.old is None else _text(base, policy, field, field.old)


def _text(base: KnowledgeBase, policy: Policy, field: Field, value: Value) -> str:
    return value_text(side_of(base, policy.id), type(field.entry), field.name, value)


def _back(policy: Policy) -> tuple[Button, ...]:
    return (Button("‹ 改别的", press("vj", code("policy", policy.id))), CANCEL)


def _out() -> Keyboard:
    return ((CANCEL,),)
