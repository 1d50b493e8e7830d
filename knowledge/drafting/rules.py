"""A phrase and its limits as a rule in the files' form, where the words leave one reading; else none."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.drafting.limits import Limit

_HONOUR = re.compile("能手|大奖|工匠|劳模|劳动模范|奖章|津贴|称号|带头人|大师|专家|奖|名次|先进")


def rule_of(text: str, limits: tuple[Limit, ...]) -> Mapping[str, Any] | None:
    """The rule of a phrase, where every bound has its fact and the joining words have one reading."""
    loose = bool(limits) and _offers_more(_SAME_THING.sub("", text), len(limits))
    undeclared = loose or not limits or any(limit.fact is None or limit.damaged for limit in limits)
    by_sex = re.search("女|男", text) and any(limit.kind == "age" for limit in limits)
    other_honours = any(limit.kind == "honour" for limit in limits) and _HONOUR.search(_without(text, limits))
    if undeclared or by_sex or other_honours:
        return None
    leaves = [_leaf(limit) for limit in limits]
    if len(leaves) == 1:
        return leaves[0]
    return _joined(leaves, [_joint(text[one.place.end : other.place.start]) for one, other in itertools.pairwise(limits)])


_SAME_THING = re.compile(
    r"(?:职业资格|技能等级|职业技能等级|等级|职称|资格|学历|工种|职业|专业|岗位)(?:证书)?(?:\([^()]*\))?(?:或者|或)(?=(?:职业|技能|学位|资格|等级|职称|证书|相关|工种|岗位|专业))"
    "|(?:及|或者|或)(?:其)?以上"
)
"""或 between two names of one thing is no choice."""


def _offers_more(text: str, limits: int) -> bool:
    """Whether a phrase offers more alternatives than bounds were read, such as a prize beside a title."""
    return len(re.findall("或者|或", text)) >= limits


def _joined(leaves: list[Mapping[str, Any]], joints: list[str | None]) -> Mapping[str, Any] | None:
    """Bounds by the words between them; None where the words have several readings."""
    kinds = set(joints)
    if kinds in ({"any"}, {"either"}):
        return {"any": leaves}
    if kinds == {"all"}:
        return {"all": leaves}
    if kinds == {"all", "either"} and joints.count("either") == 1:
        at = joints.index("either")
        sides = [leaves[: at + 1], leaves[at + 1 :]]
        return {"any": [side[0] if len(side) == 1 else {"all": side} for side in sides]}
    return None


def only_honours(limits: tuple[Limit, ...]) -> bool:
    """Whether those are shut out who hold something: 已获称号的不再推荐 has one reading, 不满五年的不得申报 bounds the other way round."""
    return all(limit.kind == "honour" for limit in limits)


def _without(text: str, limits: tuple[Limit, ...]) -> str:
    """A phrase without its first honour and the words that only say that one has it; what honours are left is not declared."""
    for limit in reversed(limits):
        text = text[: limit.place.start] + text[limit.place.end :]
    return re.sub("(?:荣誉)?称号", "", text)


def _joint(between: str) -> str | None:
    """How two bounds are joined: 甲、乙，或丙 is (甲 and 乙) or 丙."""
    if re.search("[,;].{0,2}或(?:者)?", between):
        return "either"
    if "或" in between:
        return "any"
    return "all" if re.search("[、,]|且|并|和|及", between) else None


def _leaf(limit: Limit) -> Mapping[str, Any]:
    if limit.kind == "honour":
        return {"fact": limit.fact, "includes_any": [option for _, option in limit.bounds]}
    return {"fact": limit.fact, **{operator: _bound(limit, value) for operator, value in limit.bounds}}


def _bound(limit: Limit, value: str) -> int | str:
    if limit.kind == "years":
        months = int(value)
        years, rest = divmod(months, 12)
        return (f"{years}年" if years else "") + (f"{rest}个月" if rest or not years else "")
    return int(value) if limit.kind == "age" else value


def facts_of(rule: Mapping[str, Any]) -> Iterator[str]:
    """The facts of a drafted rule."""
    if "fact" in rule:
        yield rule["fact"]
    for parts in (rule.get("all"), rule.get("any")):
        for part in parts or ():
            yield from facts_of(part)
