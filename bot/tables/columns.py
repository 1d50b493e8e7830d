"""The columns of a table: a label that is only echoed, then one column per fact that a verdict looks at."""

from typing import get_args

from bot.usecases.scope import PolicyScope, targets_of
from eligibility.deciding import facts_of
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact, Group
from knowledge.policy import holds_for

LABELS = {"person": "编号或姓名", "unit": "编号或单位名称"}
"""The header of the first column, by who applies."""
SHEET = "填表"
NOTES = "说明"
MARKER = "模板编号"
"""Stands in the notes before the id of the policy, or POLICY/TRACK, that a table was made for."""
FIRST_ROW = 3
"""Below the header and the row that says how to answer."""
HOW_LABEL = "只用来对回是谁"
"""Begins the hint below the label's header; that row is not checked either."""
EXAMPLE = "（示例）"
"""Begins the label of the example row, which is not checked."""


def label_of(base: KnowledgeBase, scope: PolicyScope) -> str:
    """The header of the column that names a row."""
    return LABELS[base.policies[scope.policy].applicant_of(scope.track) or "person"]


def facts_asked(base: KnowledgeBase, scope: PolicyScope) -> tuple[Fact, ...]:
    """Every fact that a verdict in this scope can hang on: about the person first, about the unit last, in the order of declaration."""
    policy = base.policies[scope.policy]
    tracks = tuple(target.track for target in targets_of(base, scope))
    concerned = (one for one in policy.conditions if any(holds_for(one, track) for track in tracks))
    wanted = {fact for condition in concerned for fact in facts_of(condition)}
    groups = get_args(Group)
    return tuple(sorted((fact for fact in base.facts.values() if fact.id in wanted), key=lambda fact: groups.index(fact.group)))
