"""A policy's conditions as a tree: policy, track, condition with its clause, rules, comparisons."""

from collections.abc import Iterable, Iterator

from bot.pictures.lettering import shortened
from bot.pictures.marks import Mark
from bot.pictures.page import LEAD, SMALL, TITLE, Page, Paragraph
from bot.pictures.palette import ASIDE, BLUE, GOLD, GROUP, HEADING, PLAIN, RED, SOFT, TEAL, VIOLET, Tone
from bot.pictures.scene import Scene
from bot.pictures.tree import Node, plant
from bot.views.citing import name_of, source_text
from bot.views.topics.section import clause_text
from eligibility.wording import describe_comparison, describe_group
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison, Condition, Rule, parts_of
from knowledge.policy import Policy, holds_for

MOST = 75
"""A condition's own words are cut after so many characters: below them stands the rule, and the file has them whole."""

_LOOKS: dict[str, tuple[Tone, Mark]] = {
    "required": (BLUE, "check"),
    "excluding": (RED, "cross"),
    "document": (TEAL, "question"),
    "jury": (VIOLET, "people"),
    "preferred": (GOLD, "star"),
}
"""In the order in which they stand."""
_KINDS = {"required": "必须符合", "excluding": "有这项就不能报", "preferred": "优先，没有也能报"}
_WEIGHED = {"jury", "preferred"}
"""What a jury weighs: it bars nobody."""


def rules_scene(base: KnowledgeBase, policy: Policy, track: str | None = None) -> Scene:
    """The conditions of a policy, of one of its tracks where one is named."""
    what = f"申报条件：{policy.track(track).name}" if track else "申报条件"
    page = Page(f"{name_of(policy)}{what}")
    page.write(Paragraph(name_of(policy), TITLE), Paragraph(what, LEAD), Paragraph("先看条件，再看下面怎样算符合。", SMALL, SOFT))
    plant(page, tuple(_sections(base, policy, track)))
    return page.scene(source_text(policy), f"资料版本 {base.version}")


def _sections(base: KnowledgeBase, policy: Policy, track: str | None) -> Iterator[Node]:
    """What holds for all, then each track with its own, then what is weighed for all; under one track all that holds for it."""
    if track is not None or not policy.tracks:
        kept = tuple(condition for condition in policy.conditions if holds_for(condition, track))
        yield _section(base, policy, policy.track(track).name if track else "条件", kept)
        return
    shared = [condition for condition in policy.conditions if not condition.tracks]
    hard = [condition for condition in shared if _look(condition) not in _WEIGHED]
    weighed = [condition for condition in shared if _look(condition) in _WEIGHED]
    if hard:
        yield _section(base, policy, "各类别都要看", hard)
    for one in policy.tracks:
        yield _section(base, policy, one.name, [condition for condition in policy.conditions if one.id in condition.tracks])
    if weighed:
        yield _section(base, policy, "各类别：评审和优先", weighed)


def _section(base: KnowledgeBase, policy: Policy, name: str, conditions: Iterable[Condition]) -> Node:
    order = list(_LOOKS)
    ordered = sorted(conditions, key=lambda condition: order.index(_look(condition)))
    count = f"{len(ordered)} 条" if ordered else "没有另外的条件"
    return Node(f"{name}（{count}）", HEADING, "heading", children=tuple(_condition(base, policy, one) for one in ordered))


def _look(condition: Condition) -> str:
    if condition.kind != "required":
        return condition.kind
    return "required" if condition.decided_by == "answers" else condition.decided_by


def _condition(base: KnowledgeBase, policy: Policy, condition: Condition) -> Node:
    tone, sign = _LOOKS[_look(condition)]
    only = (Node("只有这种情况才看这一条", ASIDE, "joint", dashed=True, children=(_rule(base, condition.when),)),) if condition.when else ()
    rule = (_rule(base, condition.rule),) if condition.rule else ()
    note = f"{_label(policy, condition)}{clause_text(condition.clause)}"
    return Node(shortened(condition.text, MOST), tone, "card", note, sign, children=(*only, *rule))


def _label(policy: Policy, condition: Condition) -> str:
    """What kind it is, and who or what decides it where answers do not."""
    papers = {document.id: document.label or document.title for document in policy.documents}
    others = {"jury": "由评审认定", "document": f"要看{papers.get(condition.document or '', '文件')}"}
    decided = others.get(condition.decided_by)
    kind = "" if decided and condition.kind == "required" else _KINDS[condition.kind]
    return "，".join(part for part in (kind, decided) if part)


def _rule(base: KnowledgeBase, rule: Rule) -> Node:
    if isinstance(rule, Comparison):
        return Node(describe_comparison(base.facts[rule.fact], rule), PLAIN)
    return Node(describe_group(rule), GROUP, "joint", children=tuple(_rule(base, part) for part in parts_of(rule)))
