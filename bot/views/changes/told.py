"""The whole of what differs between two versions: what changed, policy by policy, and what would come of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.usecases.turning import Turned
from bot.views.changes.lines import Sides
from bot.views.changes.sections import policy_sections, section_lines
from bot.views.changes.turned import flip_lines, turned_lines
from bot.views.changes.values import side_of
from bot.views.citing import name_of
from bot.views.message import Block, Message
from eligibility.flips import Flip
from knowledge.base import KnowledgeBase
from knowledge.changes.change import Change, Place
from knowledge.policy import SECTIONS, Policy

_FILES = {"facts": "提问", "general": "常识", "contradictions": "互相矛盾的回答", "notices": "条款清单", "files": "词表和表格"}
_WHAT = {"added": "新增", "removed": "去掉", "changed": "有改动"}
_DEPTH = 2
"""Steps of a path to one file: ``("policies", "demo-2024")``."""
_COUNTED = {"conditions": "条件", "stages": "环节", "materials": "材料", "quotas": "名额", "benefits": "待遇", "contacts": "联系方式"}
UNCHANGED = "两个版本一样，没有改动"
REWRITTEN = "内容没有改动，只是写法不同（注释、空格、次序之类）"


def changes_message(
    old: KnowledgeBase, new: KnowledgeBase, changes: Sequence[Change], found: Sequence[Flip], turned: Turned | None = None
) -> Message:
    """``changes``: of whole bases; ``found``: the examples that flip; ``turned``: the saved self-checks, where there is a database."""
    blocks = [Block((_lead(old.version == new.version, changes, found, turned),), "lead"), *_changed(old, new, changes)]
    if found:
        blocks.append(Block((f"结论会变的例子：{len(found)} 个", *flip_lines(new, found))))
    if turned is not None:
        blocks.append(Block((f"保存过的自测：{_counted(turned)}", *turned_lines(new, turned))))
    return Message(tuple(blocks))


def _lead(same: bool, changes: Sequence[Change], found: Sequence[Flip], turned: Turned | None) -> str:  # noqa: FBT001 - said in words by its caller
    if not changes:
        return UNCHANGED if same else REWRITTEN
    flipped = f"{len(found)} 个例子的结论会变" if found else "没有例子的结论会变"
    checks = f"，{turned.turned} 份自测的结论会变" if turned is not None and turned.turned else ""
    return f"改了 {len(changes)} 处，{flipped}{checks}"


def _counted(turned: Turned) -> str:
    return f"看了 {turned.looked_at} 份，{f'{turned.turned} 份结论会变' if turned.turned else '没有一份结论会变'}"


def _changed(old: KnowledgeBase, new: KnowledgeBase, changes: Iterable[Change]) -> Iterator[Block]:
    """Policies that came, went or changed, each under its name; then the other files."""
    by_file: dict[Place, list[Change]] = defaultdict(list)
    for change in changes:
        by_file[change.path[:_DEPTH]].append(change)
    others: dict[str, list[str]] = defaultdict(list)
    for (kind, *key), own in by_file.items():
        if kind == "policies" and key:
            yield from _policy(old, new, key[0], own)
        else:
            others[kind] += _other(old, new, kind, own)
    yield from (Block((f"{_FILES[kind]}：", *lines)) for kind, lines in others.items() if kind in _FILES)


def _policy(old: KnowledgeBase, new: KnowledgeBase, policy: str, changes: list[Change]) -> Iterator[Block]:
    if policy not in old.policies or policy not in new.policies:
        came = policy in new.policies
        yield Block((f"{'新增' if came else '去掉'}项目：{_summary((new if came else old).policies[policy])}",), "title")
        return
    yield Block((f"{name_of(new.policies[policy])}：{len(changes)} 处",), "title")
    sides = Sides(side_of(old, policy), side_of(new, policy))
    for name, lines in policy_sections(sides, [change.below(_DEPTH) for change in changes]):
        yield Block((f"{name}：", *lines))


def _summary(policy: Policy) -> str:
    counts = [f"{_COUNTED[section]} {len(getattr(policy, section))}" for section in SECTIONS if section in _COUNTED]
    return f"{name_of(policy)}（{policy.id}；{'，'.join(counts)}）"


def _other(old: KnowledgeBase, new: KnowledgeBase, kind: str, changes: list[Change]) -> Iterator[str]:
    """A file beside the policies; of a clause list only how much: its figures are places in a text."""
    sides = Sides(side_of(old), side_of(new))
    first = changes[0]
    if len(first.path) < _DEPTH:
        yield "· 换了次序"
    elif kind == "files" or (kind == "notices" and len(first.path) == _DEPTH):
        yield f"· {first.path[1]}：{_WHAT[first.what]}"
    elif kind == "notices":
        yield f"· {first.path[1]}：{len(changes)} 处"
    elif len(first.path) == _DEPTH:
        yield from section_lines(sides, changes)
    else:
        name = first.path[1]
        general = new.general.get(name)
        yield f"· {general.title if general and kind == 'general' else sides.new.name(name)}："
        yield from (f"  {line}" for line in section_lines(sides, [change.below(_DEPTH) for change in changes]))
