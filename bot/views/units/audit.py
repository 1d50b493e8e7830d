"""操作记录: what was done by right of an office, for admins."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.clock import SHANGHAI
from bot.usecases.keeping.auditing import Known
from bot.usecases.keeping.granting import NAMES
from bot.views.keeping.card import ROWS
from storage.keeping_records import AuditRecord

ACTS = {
    "contact.asked": "申请做联系人",
    "contact.withdrew": "撤回申请",
    "contact.code_given": "发出核验码",
    "contact.code_right": "核验码对上",
    "contact.code_wrong": "核验码没对上",
    "contact.letter": "交来盖章证明",
    "contact.merged": "申请并到已有单位",
    "contact.approved": "批准联系人",
    "contact.refused": "拒绝联系人",
    "contact.left": "联系人退出",
    "contact.handed_over": "联系人交接退出",
    "contact.removed": "移除联系人",
    "unit.described": "改单位隶属",
    "member.removed": "移出成员",
    "invitation.made": "生成邀请",
    "invitation.ended": "停用邀请",
    "policy.followed": "单位关注项目",
    "policy.unfollowed": "单位不再关注",
    "stage.filed": "标记已报送",
    "stage.unfiled": "撤回已报送",
    "inner.set": "定内部截止",
    "group.connected": "接上群",
    "group.disconnected": "断开群",
    "group.kept": "接管群",
    "knowledge.proposed": "提出改动",
    "knowledge.explained": "写明改动的依据",
    "knowledge.agreed": "同意发布",
    "knowledge.dropped": "放弃改动",
    "knowledge.joined": "并到另一个改动",
    "knowledge.faded": "改动放久了，收起来",
    "knowledge.published": "发布资料",
    "knowledge.withdrawn": "暂停资料",
    "knowledge.told_again": "恢复资料",
    "knowledge.refused": "想动资料但没有权限",
    "policy.steward": "定负责人",
    "policy.checked": "核对过了",
    "policy.next_check": "定下次核对",
    "report.settled": "处理“写错了”",
    "question.not_ours": "没答上来的：不归我们管",
    "question.dealt_with": "没答上来的：已处理",
    "right.offered": "发出权限链接",
    "right.accepted": "接受权限链接",
    "right.recalled": "收回权限链接",
    "right.named": "设置里写上了权限",
    "right.unnamed": "设置里去掉了权限",
    "right.given": "给权限",
    "right.taken": "收回权限",
    "transfer.code_made": "写搬家码",
    "transfer.code_withdrawn": "作废搬家码",
    "transfer.wrong": "搬家码没对上",
    "transfer.asked": "用搬家码申请搬家",
    "transfer.allowed": "旧账号同意搬家",
    "transfer.refused": "旧账号拒绝搬家",
    "transfer.done": "搬家",
    "broadcast.begun": "开始广播",
    "broadcast.paused": "暂停广播",
    "broadcast.resumed": "继续广播",
    "broadcast.stopped": "停止广播",
    "broadcast.ended": "广播结束",
    "audit.handed_out": "存出操作记录",
}
OF_ITSELF: Final = {"knowledge.faded": "自动", "broadcast.ended": "自动", "right.named": "在设置里", "right.unnamed": "在设置里"}
"""Acts of nobody in a chat."""
NAMED = {
    "unit": "单位 {}",
    "proposal": "改动 {}",
    "into": "改动 {}",
    "version": "第 {} 版",
    "report": "第 {} 条",
    "question": "问题 {}",
    "offer": "链接 {:.4}",
    "broadcast": "第 {} 条广播",
    "people": "{} 位",
    "months": "每 {} 个月",
}
"""How a line names what it is about."""
PROOFS = {"code": "核验码", "letter": "盖章证明"}


TOLD: Final = {"contacts": "单位联系人", "groups": "单位接上的群", "everyone": "打开了“接收通知”的人"}
"""To whom words for many went, where not to followers."""
TRIED: Final = {data.partition(":")[0]: label for _, label, data in ROWS}
"""What somebody wanted who may not, by the verb of its button; a command says it itself."""
RIGHTS: Final[Mapping[str, str]] = {role: name for role, name in NAMES.items()}  # noqa: C416 - a mapping of any words


@dataclass(frozen=True)
class Line:
    """One line in words, part by part; a part that does not apply is empty."""

    when: str
    act: str
    what: str
    who: str
    whom: str
    said: str


def parts_of(one: AuditRecord, known: Known) -> Line:
    """The parts of a line; people and units that are not known by their row's number."""
    about = json.loads(one.about)
    nobody = OF_ITSELF.get(one.act) or ("不是在聊天里" if "version" in about else "办的人已离开")
    return Line(
        when=f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        act=ACTS.get(one.act, one.act),
        what="，".join(_named(key, value, known) for key, value in about.items()),
        who=f"{known.person(one.actor_id)}办" if one.actor_id is not None else nobody,
        whom=known.person(one.person_id) if one.person_id is not None and one.person_id != one.actor_id else "",
        said=PROOFS.get(one.said, one.said) if one.said else "",
    )


def line_of(one: AuditRecord, known: Known) -> str:
    """One line."""
    line = parts_of(one, known)
    within = "，".join(part for part in (line.what, line.who, f"对 {line.whom}" if line.whom else "") if part)
    return f"{line.when} {line.act}（{within}）{f'：{line.said}' if line.said else ''}"


def _named(key: str, value: str | int, known: Known) -> str:
    """A thing by its name, where it has one; else by its number."""
    if key == "unit" and isinstance(value, int) and value in known.units:
        return known.units[value]
    words: Mapping[str, Mapping[str, str]] = {
        "tried": TRIED,
        "role": RIGHTS,
        "to": {**TOLD, **known.policies},
        "policy": known.policies,
    }
    return NAMED.get(key, "{}").format(words.get(key, {}).get(str(value), value))
