"""A list of materials to tick off: drawn in place, shared as text, cleared."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from bot import texts
from bot.callbacks import code, press, target_code
from bot.usecases.checklists import is_own
from bot.views.changing import short_text
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.forwarding import ending_lines, version_text
from bot.views.message import Block, Button, Keyboard, Message, column, grid, telling
from bot.views.topics.absences import nothing_on_file
from bot.views.topics.deadlines import ACTORS, inner_lines
from bot.views.topics.papers import all_for_others_text, details_text, merged, only_text
from bot.views.topics.section import View
from knowledge.entries import Material
from knowledge.policy import Policy
from storage.records import ChecklistItemRecord

TICKED, OPEN = "☑", "☐"
_WIDTHS = ((4, 1), (8, 2), (20, 4))
"""Up to so many materials, so many buttons in a row: a phone shows about five rows."""
_WIDEST = 8
_NAMED = {1: 24, 2: 9}
"""So many characters of a material's name go on a button of such a row; narrower ones bear its number alone."""
_LEAST_SHARED, _LEAST_LEFT = 4, 3
"""Less is not worth leaving out of a form's title, or too little of it to tell which it is."""
_LONGEST = 90
"""Characters of a line on the list; the answer on materials has them all."""
_MOST_NOTED, _MOST_DETAILED = 12, 30
"""A longer list leaves out the notes, a still longer one all that is to be said of each, so that it stays one message."""


@dataclass(frozen=True)
class Item:
    """A material on somebody's list."""

    material: Material
    ticked: bool
    new: bool
    """It came onto the list after it was begun, and is not ticked yet."""


def items_of(view: View, rows: Iterable[ChecklistItemRecord]) -> tuple[Item, ...]:
    """Their own materials that the person's answers do not exclude, in the notice's order, as they are ticked."""
    kept = {row.material: row for row in rows}
    begun = min((row.listed_at for row in kept.values()), default=None)
    found = ((material, kept.get(material.id)) for material in view.concerning(_own(view)))
    return tuple(
        Item(material, row is not None and row.ticked_at is not None, row is None or (row.ticked_at is None and row.listed_at != begun))
        for material, row in found
    )


def _own(view: View) -> tuple[Material, ...]:
    return tuple(one for one in view.keep(view.policy.materials) if is_own(view.policy, one, view.track))


def _others(view: View) -> tuple[Block, ...]:
    """What others prepare: not the person's to have ready, yet good to know of."""
    found = merged(one for one in view.concerning(view.policy.materials) if not is_own(view.policy, one, view.track))
    lines = (_cut(f"· {one.name}{only_text(view, one)}（{ACTORS[one.prepared_by]}准备）") for one in found)
    return (Block(("别人准备的，不用您备：", *lines)),) if found else ()


def checklist_message(view: View, items: tuple[Item, ...], dropped: int = 0) -> Message:
    """The list: how far along on top, a box before each, a button to tick each. ``dropped``: how many a new version took off it."""
    if not items:
        listed = len(merged(view.keep(view.policy.materials)))
        why = all_for_others_text(listed) if listed else nothing_on_file(view.policy, "materials", view.track, "要交的材料")
        return Message((Block((f"{_title(view)}：没有要勾的",), "lead"), *(_others(view) or (Block((why,)),))))
    done = sum(item.ticked for item in items)
    left_out = len(_own(view)) - len(items)
    notes = [f"资料更新了，去掉了 {dropped} 样不再要交的。"] if dropped else []
    notes += [f"按您答过的，另有 {left_out} 样不用您这一类交，没列出来。"] if left_out else []
    notes += ["“只有…”的：是这种情况才要交，不是就不用管。"] if any(item.material.when for item in items) else []
    head = f"✅ 都备齐了：{len(items)}/{len(items)}" if done == len(items) else f"备好 {done}/{len(items)}"
    blocks = (
        Block((f"{head}　{_title(view)}",), "lead"),
        *((Block(tuple(notes)),) if notes else ()),
        Block(tuple(line for number, item in enumerate(items, 1) for line in _lines(view, number, item, len(items)))),
        *_others(view),
        Block(("备好一样点一下，再点一下就取消。", *ending_lines(view), *inner_lines(view.inner)), "small"),
    )
    target = target_code(view.policy.id, view.track)
    steering = (Button("↪ 分享清单", press("ks", target)), Button("🗑 清空", press("kz", target)))
    return Message(blocks, (*_boxes(view.policy, target, items), steering), tells=telling(view.policy.id, "materials"))


def _title(view: View) -> str:
    return f"{name_of(view.policy)}{f' · {view.policy.track(view.track).name}' if view.track else ''} 材料清单"


def _lines(view: View, number: int, item: Item, count: int) -> tuple[str, ...]:
    """The material with its box, and on a list that is not too long what is to be noted of it."""
    new = "【新】" if item.new else ""
    more = f"{only_text(view, item.material)}{details_text(view, item.material)}" if count <= _MOST_DETAILED else ""
    line = f"{TICKED if item.ticked else OPEN} {number}. {new}{item.material.name}{more}"
    note = (_cut(f"　{item.material.note}"),) if item.material.note and count <= _MOST_NOTED else ()
    return (_cut(line), *note)


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _boxes(policy: Policy, target: str, items: tuple[Item, ...]) -> Keyboard:
    """A button for each material: it does what its box says, pressed twice too."""
    names = _short_names(item.material for item in items)
    width = next((width for most, width in _WIDTHS if len(items) <= most), _WIDEST)
    return grid(
        tuple(
            Button(
                f"{TICKED if item.ticked else OPEN} {number}{_named(name, width)}",
                press("kt", target, code("entry", f"{policy.id}/{item.material.id}"), "0" if item.ticked else "1"),
            )
            for number, (item, name) in enumerate(zip(items, names, strict=True), 1)
        ),
        width,
    )


def _short_names(materials: Iterable[Material]) -> tuple[str, ...]:
    """Names without what a form shares with another of the list, the programme's name: 认定申请表, 推荐汇总表（本单位）."""
    names = [one.name for one in materials]
    found = []
    for place, name in enumerate(names):
        others = (other for other in (*names[:place], *names[place + 1 :]) if name.startswith("《"))
        shared = max((_shared(name, other) for other in others), default=0)
        is_cut = shared >= _LEAST_SHARED and name.find("》", shared) >= shared + _LEAST_LEFT
        found.append((name[shared:] if is_cut else name).replace("《", "").replace("》", ""))
    return tuple(found)


def _shared(name: str, other: str) -> int:
    """How many characters two names begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False)))


def _named(name: str, width: int) -> str:
    most = _NAMED.get(width, 0)
    return "" if not most else f" {name if len(name) <= most else f'{name[: most - 1]}…'}"


def list_tracks_message(policy: Policy) -> Message:
    """The tracks ask for different materials: for which is the list?"""
    tracks = (Button(short_text(one.name), press("ko", target_code(policy.id, one.id))) for one in policy.tracks)
    lead = Block((f"{name_of(policy)}：您准备哪一类？",), "lead")
    return Message((lead, Block(("各类别要交的不一样，选好再勾。",))), column(*tracks))


def list_consent_message(policy: Policy, track: str | None, units: tuple[str, ...] = ()) -> Message:
    """Before a list is stored: what is kept, who sees it, where it travels, how to end it. ``units``: those with which it is shared."""
    lead, *rest = texts.CONSENT
    whom = f"给您自己看，您同意过的{'、'.join(units)}的联系人也看得到还缺哪些" if units else "只给您自己看"
    what = f"· 勾选清单要存下您勾了哪几样材料，{whom}，好下次接着勾。"
    agree = Button("同意，开始勾选", press("kc", target_code(policy.id, track)))
    return Message((Block((lead,), "lead"), Block((what, *rest))), column(agree, Button("先不了", press("no"))))


def shared_message(view: View, items: tuple[Item, ...], *, ticks: bool) -> Message:
    """The list as text to forward, with dates instead of days left; the boxes' ticks only where the person wants them to go along."""
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        box = TICKED if ticks and item.ticked else OPEN
        lines.append(f"{box} {number}. {item.material.name}{only_text(view, item.material)}{details_text(view, item.material)}")
        lines += [f"　{item.material.note}"] if item.material.note else []
    touched = frozenset(item.material.id for item in items) | {stage.id for stage in view.route.dated}
    small = (*(caveat_text(one) for one in view.policy.caveats_on(touched)), source_text(view.policy), version_text(view, "整理"))
    target = target_code(view.policy.id, view.track)
    other = Button("不带我打的勾", press("ks", target, "n")) if ticks else Button("带上我打的勾", press("ks", target, "y"))
    blocks = (Block((_title(view),), "lead"), Block((*ending_lines(view), *lines)), *_others(view), Block(small, "small"))
    return Message(blocks, ((other, Button("⬅ 回到清单", press("k", target))),))


def clear_message(view: View, done: int) -> Message:
    """Ask once more before ticks are lost."""
    target = target_code(view.policy.id, view.track)
    return Message(
        (Block((f"{_title(view)}：要清空吗？",), "lead"), Block((f"现在勾了 {done} 样。清空后不能恢复。",))),
        column(
            Button("只把勾都去掉", press("kd", target, "t")),
            Button("整张清单删掉", press("kd", target, "l")),
            Button("⬅ 不清空", press("ko", target)),
        ),
    )


def removed_message(view: View) -> Message:
    """The list is gone; it can be begun again."""
    again = column(Button("☑ 重新开始勾选", press("k", target_code(view.policy.id, view.track))))
    return Message((Block((f"已删掉：{_title(view)}",), "lead"),), again)


def lists_message(lists: Iterable[tuple[View, tuple[Item, ...]]]) -> Message:
    """The lists that are kept, each with one tap to go on."""
    buttons = tuple(
        Button(
            short_text(f"☑ {sum(item.ticked for item in items)}/{len(items)} {_title(view)}"),
            press("k", target_code(view.policy.id, view.track)),
        )
        for view, items in lists
    )
    return Message((Block(("您的材料清单",), "lead"), Block(("点一个接着勾。",))), column(*buttons))
