"""Rules in words, as a person would read them off the notice: 年龄 不超过 45周岁, 至少满足 2 项."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from eligibility.describing import length, plain_day
from knowledge.bounds import duration_months
from knowledge.conditions import AllOf, AnyOf, Bound, Comparison, CountOf, NoneOf
from knowledge.facts import AgeFact, DateFact, DurationFact, Fact, NumberFact, ScaleFact, YesNoFact, options_of

_VERBS: Mapping[str, Mapping[str, str]] = {
    "number": {"at_least": "不少于", "at_most": "不超过", "more_than": "超过", "less_than": "少于"},
    "age": {"at_least": "满", "at_most": "不超过", "more_than": "超过", "less_than": "不满"},
    "duration": {"at_least": "满", "at_most": "不超过", "more_than": "超过", "less_than": "不满"},
    "scale": {"at_least": "不低于", "at_most": "不高于", "more_than": "高于", "less_than": "低于"},
    "date": {"at_least": "不早于", "at_most": "不晚于", "more_than": "晚于", "less_than": "早于"},
}
"""Words that include or exclude the bound as the keys do, whatever is compared."""
_SINGLE = {"one_of": "：", "includes_any": " 有："}
_SEVERAL = {"one_of": "：", "includes_any": " 至少有一项："}
_OF_THEM = {"one_of": "之一", "includes_any": ""}


def describe_comparison(fact: Fact, comparison: Comparison) -> str:
    """One comparison: 技能等级 不低于 技师（二级）, 单位类型：企业、技工院校之一, 在职：在职; several bounds joined by 且."""
    return f"{fact.name}{'，且'.join(_asked(fact, key, value) for key, value in comparison.operators().items())}"


def describe_group(rule: AllOf | AnyOf | NoneOf | CountOf) -> str:
    """How the parts of a rule hold together."""
    match rule:
        case AllOf():
            return "全部满足"
        case AnyOf():
            return "满足其一"
        case NoneOf():
            return "都不满足"
        case CountOf():
            return f"至少满足 {rule.at_least} 项（共 {len(rule.count)} 项）"


def describe_bound(fact: Fact, bound: Bound) -> str:
    """A bound as its fact measures it: 45周岁, 8年, 3000人次, 大学本科, 2024年12月10日."""
    match fact:
        case AgeFact():
            return f"{_number(bound)}周岁"
        case NumberFact():
            return f"{_number(bound)}{fact.unit}"
        case DurationFact():
            return length(duration_months(str(bound)))
        case DateFact():
            return plain_day(date.fromisoformat(str(bound)))
        case _:
            return _labels(fact, (str(bound),))


def _asked(fact: Fact, key: str, value: bool | Bound | tuple[str, ...]) -> str:  # noqa: FBT001 - a yes_no fact is asked for a truth value
    match value:
        case tuple():
            several = len(value) > 1
            return f"{(_SEVERAL if several else _SINGLE)[key]}{_labels(fact, value)}{_OF_THEM[key] if several else ''}"
        case bool():
            return f"：{fact.yes if value else fact.no}" if isinstance(fact, YesNoFact) else f" 为 {value}"
        case _ if _leaves_one(fact, key, value):
            return f"：{describe_bound(fact, value)}"
        case _:
            return f" {_VERBS[fact.kind][key]} {describe_bound(fact, value)}"


def _leaves_one(fact: Fact, key: str, bound: Bound) -> bool:
    """Whether nothing lies beyond the bound: 不高于 没有技能等级 reads badly."""
    ends = {"at_most": 0, "at_least": -1}
    return isinstance(fact, ScaleFact) and key in ends and fact.options[ends[key]].id == bound


def _labels(fact: Fact, chosen: tuple[str, ...]) -> str:
    """The options in words; where one is a list itself they are set apart by ；."""
    named = {option.id: option.label for option in options_of(fact)}
    labels = [named[option] for option in chosen]
    return ("；" if any("、" in label for label in labels) else "、").join(labels)


def _number(bound: Bound) -> str:
    return f"{Decimal(bound).normalize():f}"
