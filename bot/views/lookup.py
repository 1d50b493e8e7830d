"""What somebody holds in their hand: a number to call, an address, a paper; told first, before anything is said of the policy."""

from collections.abc import Iterator

from bot.views.message import Block
from bot.views.withheld import LEAD
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.understanding import Bearer, LookedUp, LookedUpKind

LEADS: dict[LookedUpKind, str] = {
    "phone": "☎ {} 是通知里公布的办公电话",
    "mail": "✉ {} 是通知里公布的办公邮箱",
    "web": "🔗 {} 是申报用的网站",
    "paper": "📄 《{}》",
    "number": "📄 {}",
}
_ROLES = {"basis": "通知依据的文件", "annex": "附件", "guide": "配套材料"}


def lookup_blocks(base: KnowledgeBase, looked_up: LookedUp) -> tuple[Block, ...]:
    """What it is, and for each policy that bears it whose or what for it is."""
    told = [bearer for bearer in looked_up.bearers if not base.is_withdrawn(bearer.policy, [bearer.entry] if bearer.entry else ())]
    if not told:
        return Block((LEAD,), "lead"), Block(("打 12333 问一声最稳妥。",))
    lines = dict.fromkeys(line for bearer in told for line in _lines(base.policies[bearer.policy], bearer))
    return Block((LEADS[looked_up.kind].format(_inner(looked_up.shown.strip("《》"))),), "lead"), Block(tuple(lines))


def _lines(policy: Policy, bearer: Bearer) -> Iterator[str]:
    name = f"{policy.short_title}（{policy.year}）"
    if bearer.entry is None:
        yield f"· {name}的文号"
    for office in policy.contacts:
        if office.id == bearer.entry:
            yield f"· {name}：{office.office}" + (f"，{office.purpose}" if office.purpose else "")
    for system in policy.systems:
        if system.id == bearer.entry:
            yield f"· {name}：{system.name}，{system.purpose}"
    for paper in policy.documents:
        if paper.id == bearer.entry:
            yield f"· {name}：{paper.label or _ROLES[paper.role]}《{_inner(paper.title)}》"
    for material in policy.materials:
        if material.id == bearer.entry:
            yield f"· {name}：要交的材料"


def _inner(title: str) -> str:
    """A title that stands in title marks."""
    return title.replace("《", "〈").replace("》", "〉")
