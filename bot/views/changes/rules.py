"""What a rule asks, in one line, and what of it is another than before."""

from collections.abc import Mapping

from eligibility.wording import describe_comparison, describe_group
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf, Rule, parts_of
from knowledge.facts import Fact

Facts = Mapping[str, Fact]
RULES = (AllOf, AnyOf, NoneOf, CountOf, Comparison)


def rule_text(facts: Facts, rule: Rule) -> str:
    """A rule as it reads off a notice: 满足其一（技能等级 不低于 技师；从业时间 满 8年）."""
    if isinstance(rule, Comparison):
        return describe_comparison(facts[rule.fact], rule)
    return f"{describe_group(rule)}（{'；'.join(rule_text(facts, part) for part in parts_of(rule))}）"


def rule_change(before: tuple[Facts, Rule], after: tuple[Facts, Rule]) -> str:
    """Old and new: only the parts that differ where both hold together in the same way, else both whole."""
    (old_facts, old), (new_facts, new) = before, after
    if isinstance(old, CountOf) and isinstance(new, CountOf) and old.count == new.count:
        return f"{describe_group(old)} → {describe_group(new)}"
    if isinstance(old, Comparison) or type(old) is not type(new) or _asks_otherwise(old, new):
        return f"{rule_text(old_facts, old)} → {rule_text(new_facts, new)}"
    gone = [part for part in parts_of(old) if part not in parts_of(new)]
    come = [part for part in parts_of(new) if part not in parts_of(old)]
    if len(gone) == len(come) == 1:
        return rule_change((old_facts, gone[0]), (new_facts, come[0]))
    lost = "；".join(rule_text(old_facts, part) for part in gone)
    added = "；".join(rule_text(new_facts, part) for part in come)
    told = [f"去掉 {lost}" if lost else "", f"加上 {added}" if added else ""]
    return f"“{describe_group(new)}”里" + "，".join(part for part in told if part) if gone or come else f"{describe_group(new)}，换了次序"


def _asks_otherwise(old: Rule, new: Rule) -> bool:
    return isinstance(old, CountOf) and isinstance(new, CountOf) and old.at_least != new.at_least
