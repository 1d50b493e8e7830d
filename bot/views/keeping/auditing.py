"""操作记录 in the chat: a page at a time, of one kind or one policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.callbacks import code, press
from bot.usecases.keeping.auditing import Known
from bot.usecases.keeping.mending import path_of
from bot.usecases.rights import Role
from bot.views.cancelling import CANCEL
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.message import Attachment, Block, Button, Message, grid, say
from bot.views.paging import nearest, paged, turning
from bot.views.units.audit import ACTS, line_of
from knowledge.policy import Policy
from storage.audit import Sought
from storage.keeping_records import AuditRecord

Kind = Literal["all", "knowledge", "rights", "broadcast", "units", "moves"]
KINDS: Final[Mapping[Kind, str]] = {
    "all": "全部",
    "knowledge": "资料",
    "rights": "权限",
    "broadcast": "广播",
    "units": "单位",
    "moves": "搬家",
}
"""The kinds of acts, and what they are called."""
READABLE: Final[Mapping[Role, tuple[Kind, ...]]] = {"editor": ("knowledge",), "publisher": ("knowledge",), "owner": tuple(KINDS)}
"""Who may read which: evidence about units and people is for owners."""
_NO_POLICY: Final = "0"
_KNOWLEDGE: Final = frozenset({"knowledge", "policy", "report", "question"})
_ELSEWHERE: Final[Mapping[str, Kind]] = {"knowledge.refused": "rights", "policy.followed": "units", "policy.unfollowed": "units"}
_SUBJECTS: Final[Mapping[str, Kind]] = {
    "right": "rights",
    "audit": "rights",
    "broadcast": "broadcast",
    "transfer": "moves",
    **dict.fromkeys(_KNOWLEDGE, "knowledge"),
}


@dataclass(frozen=True)
class Choice:
    """Which lines are looked at; ``policy``: those about it alone."""

    kind: Kind
    policy: Policy | None = None

    @property
    def sought(self) -> Sought:
        """As the rows are asked for them."""
        acts = None if self.kind == "all" else tuple(act for act in ACTS if kind_of(act) == self.kind)
        return Sought(acts=acts, policy=self.policy.id, path=path_of(self.policy.id)) if self.policy else Sought(acts=acts)

    @property
    def title(self) -> str:
        """What it is called."""
        return "，".join(
            ("操作记录" if self.kind == "all" else f"操作记录：{KINDS[self.kind]}", *([name_of(self.policy)] if self.policy else []))
        )

    def press(self, page: int = 0, *, kind: Kind | None = None) -> str:
        """The button that shows it, or the same of another kind."""
        return press("vh", kind or self.kind, self.code, str(page))

    @property
    def code(self) -> str:
        """What a button names its policy by."""
        return code("policy", self.policy.id) if self.policy else _NO_POLICY


def kind_named(text: str) -> Kind | None:
    """The kind that a button names."""
    return next((kind for kind in KINDS if kind == text), None)


def kind_of(act: str) -> Kind:
    """To which kind an act belongs; whatever is no other is of units and their people."""
    return _ELSEWHERE.get(act) or _SUBJECTS.get(act.partition(".")[0], "units")


def audit_message(choice: Choice, lines: Sequence[AuditRecord], known: Known, page: int, count: int, role: Role) -> Message:  # noqa: PLR0913, PLR0917 - a page, and what leads from it
    """A page of lines, the latest first, with the ways to others."""
    here = nearest(page, count)
    lead = f"{choice.title}，共 {count} 条" if count else f"{choice.title}：还没有"
    kinds = [Button(f"{'✓ ' if kind == choice.kind else ''}{KINDS[kind]}", choice.press(kind=kind)) for kind in READABLE[role]]
    ways = [Button("只看一个项目…", press("vh", "p", choice.kind, "0"))]
    if choice.policy:
        ways.append(Button("看所有项目", press("vh", choice.kind, _NO_POLICY, "0")))
    if role == "owner" and count:
        ways.append(Button("存成表格（.xlsx）", press("vh", "x", choice.kind, choice.code)))
    told = (Block(tuple(f"· {line_of(one, known)}" for one in lines)),) if lines else ()
    keyboard = (*turning(here, count, choice.press), *(grid(tuple(kinds), 3) if len(kinds) > 1 else ()), *((way,) for way in ways))
    return Message((Block((lead,), "lead"), *told), keyboard)


def policies_message(policies: Sequence[Policy], kind: Kind, page: int, *, typed: bool = False) -> Message:
    """About which policy? A button each, or typed."""
    buttons = tuple(Button(short_text(name_of(one)), Choice(kind, one).press()) for one in policies)
    how = "是这里面的哪一项？" if typed else "点一项，或者直接打它的名字。"
    lines = ("只看哪个项目的操作记录？", how) if buttons else ("没找到这个项目", "换个名字再打一次，或者点“看全部”。")
    every = (Button("看全部", press("vh", "p", kind, "0")),) if typed else ()
    return say(*lines, keyboard=(*paged(buttons, page, lambda to: press("vh", "p", kind, str(to))), (*every, CANCEL)))


def file_message(choice: Choice, count: int, left_out: int, attachment: Attachment) -> Message:
    """The lines as a table."""
    lines = (
        f"{choice.title}：{count} 条，最新的在上面。",
        *((f"更早的 {left_out} 条没放进来，请用命令行 audit 看。",) if left_out else ()),
        "里面有核实的依据和人的称呼，请不要转发，看完删掉。",
    )
    return Message((Block(("操作记录存好了",), "lead"), Block(lines)), document=attachment)


def making_message(choice: Choice) -> Message:
    """It takes a moment."""
    return say("正在存成表格，稍等", f"{choice.title}。")
