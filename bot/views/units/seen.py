"""What a contact sees of the members who agreed: the same lines that each of them was shown before."""

from collections.abc import Iterable

from bot.callbacks import code, press
from bot.usecases.units.seen import WORDS, Seen, Sharer, Word
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.message import Block, Button, Keyboard, Message, column
from bot.views.paging import PAGE, paged
from knowledge.policy import Policy

WORDS_TEXT: dict[Word, str] = {
    "ready": "准备好：自测符合，材料齐了",
    "interested": "有意：自测符合，材料没齐",
    "unconfirmed": "待本人确认",
}
_HEADS: dict[Word, str] = {"ready": "准备好", "interested": "有意", "unconfirmed": "待本人确认"}


def seen_lines(policy: Policy, seen: Seen) -> tuple[str, ...]:
    """One member in two lines: who and how far, what is missing."""
    track = f"（{policy.track(seen.track).name}）" if seen.track else ""
    return (f"{seen.called}{track} {WORDS_TEXT[seen.word]}", *_missing_lines(seen))


def _missing_lines(seen: Seen) -> tuple[str, ...]:
    if not seen.papers:
        return ("　没有人人都要本人备的材料",)
    if len(seen.missing) == seen.papers > 1:
        return (f"　本人要备的 {seen.papers} 样材料都缺",)
    names = "、".join(dict.fromkeys(one.name for one in seen.missing))
    return (f"　缺 {len(seen.missing)} 样：{names}",) if seen.missing else (f"　本人要备的 {seen.papers} 样都备好了",)


def overview_message(unit_id: int, unit: str, found: Iterable[tuple[Policy, tuple[Seen, ...]]]) -> Message:
    """How far those who agreed are with each policy that the unit follows, a button each."""
    rows = tuple(found)
    back = Button("⬅ 回单位", press("ja", str(unit_id)))
    lead = Block((f"谁有意报：{unit}",), "lead")
    if not rows:
        return Message((lead, Block(("单位还没有选个人能报的项目。先在单位里选项目，再邀请同事加入。",))), column(back))
    lines = tuple(f"· {name_of(policy)}：{counts_text(seen)}" for policy, seen in rows)
    buttons = tuple(Button(short_text(name_of(policy)), press("jr", str(unit_id), code("policy", policy.id))) for policy, _ in rows)
    return Message((lead, Block(lines), Block((ONLY_AGREED,), "small")), column(*buttons, back))


ONLY_AGREED = "只有本人同意的才在这里；没在这里的人有没有意、加没加入，都看不到。"


def counts_text(seen: tuple[Seen, ...]) -> str:
    """How many of those who agreed are how far; who is not among them is not counted."""
    counts = {word: sum(one.word == word for one in seen) for word in WORDS[::-1]}
    return "，".join(f"{_HEADS[word]} {count} 人" for word, count in counts.items() if count) or "还没有人同意分享"


def sharers_message(unit_id: int, policy: Policy, sharers: tuple[Sharer, ...], page: int = 0, *, removing: bool = False) -> Message:
    """Everybody who agreed for one policy, a page at a time; a button each that nudges, or takes out who does not belong here."""
    coded = code("policy", policy.id)
    lead = Block((f"{name_of(policy)}：{counts_text(tuple(one.seen for one in sharers))}",), "lead")
    last = max(0, (len(sharers) - 1) // PAGE)
    here = min(max(page, 0), last)
    shown = sharers[here * PAGE : (here + 1) * PAGE]
    lines = tuple(line for number, one in enumerate(shown, here * PAGE + 1) for line in _numbered(number, seen_lines(policy, one.seen)))
    small = (ONLY_AGREED, "“待本人确认”：自测没做完，或有条件要本人再看；是哪一条，只有本人知道。")
    return Message(
        (lead, *((Block(lines),) if lines else ()), Block(small, "small")),
        _keyboard(unit_id, coded, sharers, here, removing=removing),
    )


def _numbered(number: int, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Two may have the same name: the number says which button is whose."""
    return (f"{number}. {lines[0]}", *lines[1:])


def _keyboard(unit_id: int, coded: str, sharers: tuple[Sharer, ...], page: int, *, removing: bool) -> Keyboard:
    unit, act = str(unit_id), "x" if removing else "n"
    sign = "✖" if removing else "🔔 提醒"
    buttons = tuple(
        Button(short_text(f"{sign} {number}. {one.seen.called}"), press("js", unit, coded, str(one.person_id), act))
        for number, one in enumerate(sharers, 1)
    )

    def turn(to: int) -> str:
        return press("jr", unit, coded, str(to), "x" if removing else "")

    other = (
        Button("⬅ 不移出了", press("jr", unit, coded, str(page)))
        if removing
        else Button("有人不是本单位的", press("jr", unit, coded, str(page), "x"))
    )
    back = Button("⬅ 别的项目", press("jr", unit))
    return (*paged(buttons, page, turn), ((other, back) if sharers else (back,)))
