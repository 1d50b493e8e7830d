"""A pasted notice held against the one on file: which it is, what differs with its clause, and whom to send it where it is not ours."""

from collections.abc import Iterator

from bot import texts
from bot.callbacks import press
from bot.views.citing import name_of, notice_title
from bot.views.general import NEXT_STEPS
from bot.views.last_row import closed_by, last_row
from bot.views.message import Block, Button, Keyboard, Message, telling
from bot.views.next_steps import letters_of, policy_choice
from bot.views.office import landlines
from bot.views.topics.section import clause_text
from knowledge.base import KnowledgeBase
from knowledge.pasted.differing import Difference
from knowledge.pasted.marks import MOBILE, Kind
from knowledge.pasted.notices import CUT, Pasted
from knowledge.policy import Policy

_KINDS: dict[Kind, tuple[str, str]] = {
    "date": ("日期", "个日期"),
    "money": ("金额", "笔金额"),
    "phone": ("电话", "个电话"),
    "count": ("数目", "个人数或份数"),
    "percent": ("比例", "个比例"),
    "fee": ("要钱", "处要钱"),
}
_MOST = 12
"""Differences told in one message; who has more has another paper."""


def pasted_message(base: KnowledgeBase, pasted: Pasted, length: int, warning: Message | None = None) -> Message:
    """``length``: characters of the text that came; ``warning``: goes before what was compared."""
    blocks = [*(warning.blocks if warning else ()), Block((_lead(base, pasted),), "title" if warning else "lead")]
    blocks += [Block(lines) for lines in (tuple(_told(pasted)), tuple(_next(pasted, length))) if lines]
    return Message(tuple(blocks), _keyboard(base, pasted))


def claim_message(base: KnowledgeBase, pasted: Pasted, warning: Message | None = None) -> Message:
    """What somebody says or heard of one policy, figure by figure."""
    (policy,) = (base.policies[one] for one in pasted.policies)
    found = len(pasted.differences)
    lead = f"{name_of(policy)}：有 {found} 处和通知不一样" if found else f"{name_of(policy)}：和通知一样"
    lines = tuple(_line(one, "您说的") for one in sorted(pasted.differences, key=_weight)[:_MOST])
    blocks = [*(warning.blocks if warning else ()), Block((lead,), "title" if warning else "lead")]
    blocks += [Block((*lines, *_phones(policy, pasted), f"对过 {'、'.join(_counted(pasted))}；别的没有对。"))]
    blocks += [Block((f"依据《{notice_title(policy)}》（{policy.year}年）",), "small")]
    return Message(tuple(blocks), _keyboard(base, pasted), tells=telling(policy.id, "deadline", "benefit", "contact"))


def strange_number_message(number: str) -> Message:
    """A number that nothing on file bears, and where to ask; a mobile number without its middle."""
    shown = f"{number[:3]}****{number[-4:]}" if len(number) == MOBILE and number.isdecimal() and number[0] == "1" else number
    lines = ("手上的通知都没写它。要核实，打 12333；或写上地区和项目名问我，我给您办公电话。",)
    return Message((Block((f"这个号码没有收录：{shown}",), "lead"), Block(lines)), NEXT_STEPS)


def _phones(policy: Policy, pasted: Pasted) -> Iterator[str]:
    """Whom to call instead of a number that is not ours and stands in the place of none of ours."""
    if any(one.kind == "phone" and one.ours is None for one in pasted.differences):
        found = [(phone, one.office) for one in policy.contacts for phone in landlines(one)]
        yield from (f"· 通知里的电话：{phone}（{office}）" for phone, office in found)
        if not found:
            yield f"· 通知没写电话，可以打 12333 问，或找发文单位：{'、'.join(policy.issuers)}"


def _lead(base: KnowledgeBase, pasted: Pasted) -> str:
    policies = [base.policies[one] for one in pasted.policies]
    ours = f"《{notice_title(policies[0])}》" if policies else ""
    elsewhere = pasted.elsewhere
    match pasted.verdict:
        case "same":
            return f"这是{ours}，和我这里的一样" if _counted(pasted) else f"这是{ours}里的；这一段没有日期、金额、电话可对"
        case "differs":
            return f"这是{ours}，有 {len(pasted.differences)} 处和我这里不一样"
        case "edition":
            years = "、".join(f"{year}年" for year in (elsewhere.years if elsewhere else ()))
            held = "、".join(dict.fromkeys(f"{policy.year}年" for policy in policies))
            return f"像是另一期（{years}）：我这里只有{held}的{'、'.join(policy.short_title for policy in policies)}"
        case "elsewhere":
            return f"像是{'、'.join(elsewhere.regions if elsewhere else ())}的通知，我这里没有"
        case "unknown":
            return "没认出这是哪份通知，我这里大概没有"


def _told(pasted: Pasted) -> Iterator[str]:
    """What differs, line by line, then what was compared."""
    for one in sorted(pasted.differences, key=_weight)[:_MOST]:
        yield _line(one)
    if len(pasted.differences) > _MOST:
        yield f"……还有 {len(pasted.differences) - _MOST} 处"
    counts = _counted(pasted)
    if counts:
        yield f"对过 {'、'.join(counts)}；名称和字句没有逐字对。"


def _weight(one: Difference) -> int:
    """Money that is asked for and whom to call first: by these people are cheated."""
    return {"fee": 0, "phone": 1}.get(one.kind, 2)


def _line(one: Difference, said: str = "您贴的写") -> str:
    what = _KINDS[one.kind][0]
    printed = f"· {what}：{said} {one.printed}{clause_text(one.clause) if one.clause else ''}"
    return f"{printed}，我这里是 {one.ours.shown}{clause_text(one.ours.clause)}" if one.ours else f"{printed}，{_missing(one)}"


def _missing(one: Difference) -> str:
    match one.kind:
        case "phone":
            return "这个号码通知里没有"
        case "fee":
            return "通知里没有这一项"
        case _:
            return "我这里没有"


def _counted(pasted: Pasted) -> list[str]:
    return [f"{count} {_KINDS[kind][1]}" for kind, count in (pasted.compared or {}).items() if count]


def _next(pasted: Pasted, length: int) -> Iterator[str]:
    """What to do, and what was not looked at."""
    match pasted.verdict:
        case "differs":
            yield texts.PASTED_DIFFERS
        case "edition" | "elsewhere" | "unknown":
            yield texts.PASTED_NEW
        case "same":
            pass
    if length >= CUT:
        yield texts.PASTED_PART


def _keyboard(base: KnowledgeBase, pasted: Pasted) -> Keyboard:
    choice = policy_choice(base, pasted.policies, ("overview",))
    if pasted.verdict in {"same", "differs"}:
        policy = base.policies[pasted.policies[0]]
        return closed_by(choice, last_row(policy.id, None, letters_of(("deadline", "benefit", "contact")), base.version))
    return (*choice, (Button("告诉管理员有这份通知", press("zg")), Button("有哪些项目", press("p"))))
