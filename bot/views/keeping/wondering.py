"""没答上来的: what people asked in vain, in groups; one group and what may be done about it; which of its words are another name."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.keeping.likeness import Group, suggestions
from bot.views.cancelling import CANCEL
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.keeping.editing import HINTS, NOT_READ
from bot.views.message import Block, Button, Message, column, say
from bot.views.paging import PAGE, paged
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy

MOST_SHOWN: Final = 8
"""Ways of asking that a group's card shows."""
MOST_NEAREST: Final = 3
LIST: Final = Button("‹ 全部", press("vu", "p", "0"))


def list_message(base: KnowledgeBase, groups: Sequence[Group], answered: Collection[str], page: int, *, most: int | None) -> Message:
    """A page of groups; ``answered``: the keys of those that would be answered by now; ``most``: so many questions were looked at."""
    if not groups:
        return say("没有没答上来的问题", "大家问的都答上了，或者都处理过了。")
    here = min(page, (len(groups) - 1) // PAGE)
    shown = groups[here * PAGE : (here + 1) * PAGE]
    lines = tuple(_line(base, number, group, answered) for number, group in enumerate(shown, here * PAGE + 1))
    buttons = tuple(Button(short_text(f"{number}. {_title(group)}"), press("vu", group.key)) for number, group in enumerate(groups, 1))
    only = (Block((f"只看了问得最多的 {most} 种问法。",), "small"),) if most else ()
    lead = Block((f"没答上来的：{len(groups)} 类，共 {sum(group.asked for group in groups)} 次",), "lead")
    return Message((lead, Block(lines), *only), paged(buttons, here, lambda to: press("vu", "p", str(to))))


def _line(base: KnowledgeBase, number: int, group: Group, answered: Collection[str]) -> str:
    near = next((f"，像是 {name_of(base.policies[one])}" for one in group.nearest if one in base.policies), "")
    done = "，✅ 现在答得上了" if group.key in answered else ""
    return f"{number}. {_title(group)}：{group.asked} 次，最近 {_day(group)}{near}{done}"


def _title(group: Group) -> str:
    return group.questions[0].text if len(group.questions) == 1 else f"{group.matter}（{len(group.questions)} 种问法）"


def _day(group: Group) -> str:
    return f"{group.last_at.astimezone(SHANGHAI):%m-%d}"


def group_message(base: KnowledgeBase, group: Group, *, is_answered: bool) -> Message:
    """One group: how it was asked, and what may be done about it."""
    lines = tuple(f"· {one.text}（{one.asked} 次）" for one in group.questions[:MOST_SHOWN])
    rest = (f"……还有 {len(group.questions) - MOST_SHOWN} 种",) if len(group.questions) > MOST_SHOWN else ()
    done = ("✅ 现在答得上了，点“已处理”就不再列出来。",) if is_answered else ()
    nearest = [base.policies[one] for one in group.nearest if one in base.policies][:MOST_NEAREST]
    aliases = (Button(short_text(f"这是{policy.short_title}的别名"), _press("vv", group, code("policy", policy.id))) for policy in nearest)
    other = Button("这是别的项目的别名…" if nearest else "这是一个项目的别名…", _press("vv", group))
    acts = (Button("不归我们管", _press("vu", group, "h")), Button("已处理", _press("vu", group, "d")))
    lead = Block((f"问了 {group.asked} 次没答上，最近 {_day(group)}",), "lead")
    return Message((lead, Block((*lines, *rest)), *((Block(done),) if done else ())), (*column(*aliases, other), acts, (LIST,)))


def hidden_message(group: Group) -> Message:
    """It is not ours."""
    lines = (f"“{_title(group)}”不再列出来，同样的话再问也不列。问的人照旧会看到“这个我不知道”和该打的电话。",)
    return say("好的，不归我们管", *lines, keyboard=((Button("撤回", _press("vu", group, "u")), LIST),))


def removed_message(group: Group) -> Message:
    """It was dealt with."""
    return say(f"“{_title(group)}”处理过了", "以后再有人问、还答不上，会重新列出来。", keyboard=((LIST,),))


def shown_again_message(count: int) -> Message:
    """It is listed again."""
    return say(f"撤回了，{count} 种问法又列出来了" if count else "这一类已经不在了", keyboard=((LIST,),))


def gone_message() -> Message:
    """Somebody dealt with it meanwhile."""
    return say("这一类已经不在了", "可能别人处理过了。", keyboard=((LIST,),))


def which_message(group: Group, found: Sequence[Policy] = (), *, is_searched: bool = False) -> Message:
    """Another name for which policy? Typed."""
    buttons = (Button(short_text(name_of(policy)), _press("vv", group, code("policy", policy.id))) for policy in found[:PAGE])
    lead = "是哪个项目的别名？打它的名字" if not is_searched else "是这里面的哪一项？" if found else "没找到这项政策，换个名字再打一次"
    return Message((Block((lead,), "lead"), Block((_title(group),))), (*column(*buttons), (CANCEL,)))


def words_message(policy: Policy, group: Group, choose: str, *, why: str = "") -> Message:
    """Which words are the name? A tap or typed; ``choose``: the verb of a button that answers, ``why``: why the last were none."""
    buttons = (Button(short_text(f"“{words}”"), press(choose, str(number))) for number, words in enumerate(suggestions(group)))
    lines = (name_of(policy), f"没答上的问法：{_title(group)}", f"{HINTS['name']}只写叫法本身，不写“什么时候截止”这些。")
    lead = NOT_READ[why] if why else "哪几个字是它的别名？"
    return Message((Block((lead,), "lead"), Block(lines)), (*column(*buttons), (CANCEL,)))


def why_text(words: str, group: Group) -> str:
    """What stands behind the change in the list of versions."""
    return f"加一个叫法“{words}”：大家问过 {group.asked} 次没答上，例如“{group.questions[0].text[:60]}”"


def object_of(group: Group) -> Mapping[str, object]:
    """For programs."""
    return {
        "matter": group.matter,
        "asked": group.asked,
        "last": f"{group.last_at.astimezone(SHANGHAI):%Y-%m-%d}",
        "nearest": list(group.nearest),
        "texts": [one.text for one in group.questions],
    }


def _press(verb: str, group: Group, *arguments: str) -> str:
    return press(verb, group.key, *arguments)
