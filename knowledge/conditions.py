"""Conditions and their rules: closed data, no expressions, no names of functions.

A rule is one of ``all``, ``any``, ``none``, ``count`` over further rules, or a comparison of one fact. Every bound is
inclusive or exclusive by its key (``at_least`` 以上, ``more_than`` 超过), so that the notice's own word decides
(民法典 第一千二百五十九条).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from knowledge.closed import Clause, Closed, Flag, Id, Text, Whole

Bound = Decimal | str
"""A number (人数、周岁), an option's id on a scale, a length such as 8年 or 18个月, or a day 2024-12-10."""


class Comparison(Closed):
    """One fact compared; several bounds in one comparison hold together."""

    fact: Id = Field(description="事实编号")
    is_: Flag | None = Field(default=None, alias="is", description="是/否类：true 或 false")
    one_of: tuple[Id, ...] | None = Field(default=None, min_length=1, description="是这些选项之一")
    includes_any: tuple[Id, ...] | None = Field(default=None, min_length=1, description="多选类：至少含其一")
    at_least: Bound | None = Field(default=None, description="以上、不少于（含本数）")
    at_most: Bound | None = Field(default=None, description="以下、不超过（含本数）")
    more_than: Bound | None = Field(default=None, description="超过（不含本数）")
    less_than: Bound | None = Field(default=None, description="不满、不足（不含本数）")

    @model_validator(mode="after")
    def _compares_something(self) -> "Comparison":
        if not self.operators():
            raise ValueError("缺少比较：is / one_of / includes_any / at_least / at_most / more_than / less_than 至少写一个")
        return self

    def operators(self) -> dict[str, Any]:
        """The bounds that are set, by the key they are written with."""
        named = {"is": self.is_} | {name: getattr(self, name) for name in OPERATORS if name != "is"}
        return {name: value for name, value in named.items() if value is not None}

    def bounds(self) -> tuple[Bound, ...]:
        """The bounds that are set, whichever way they point."""
        return tuple(bound for bound in (self.at_least, self.at_most, self.more_than, self.less_than) if bound is not None)


OPERATORS = ("is", "one_of", "includes_any", "at_least", "at_most", "more_than", "less_than")


class AllOf(Closed):
    """Every one of the rules."""

    all: tuple["Rule", ...] = Field(min_length=1, description="全部满足")


class AnyOf(Closed):
    """At least one of the rules."""

    any: tuple["Rule", ...] = Field(min_length=1, description="满足其一")


class NoneOf(Closed):
    """Not one of the rules."""

    none: tuple["Rule", ...] = Field(min_length=1, description="都不满足")


class CountOf(Closed):
    """At least ``at_least`` of the rules."""

    count: tuple["Rule", ...] = Field(min_length=1, description="其中至少几项满足")
    at_least: Whole = Field(ge=1, description="至少满足几项")


def _rule_tag(value: object) -> str | None:
    keys = value.keys() if isinstance(value, dict) else type(value).model_fields.keys() if isinstance(value, Closed) else ()
    return next((key for key in ("fact", "all", "any", "none", "count") if key in keys), None)


Rule = Annotated[
    Annotated[Comparison, Tag("fact")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NoneOf, Tag("none")]
    | Annotated[CountOf, Tag("count")],
    Discriminator(_rule_tag, custom_error_type="rule_kind", custom_error_message="规则须以 fact / all / any / none / count 之一开头"),
]

Kind = Literal["required", "excluding", "preferred"]
DecidedBy = Literal["answers", "jury", "document"]


class Condition(Closed):
    """One requirement of a notice.

    ``excluding`` conditions are written as the bar itself: the rule is true for those who are shut out.
    ``decided_by: jury`` (技艺精湛, 声誉较高) leaves the verdict; ``decided_by: document`` hangs on a paper that is not in hand
    and leaves the verdict undetermined.
    """

    id: Id = Field(description="条件编号，本文件内唯一")
    clause: Clause = Field(description="条款号，例如 三（一）3")
    kind: Kind = Field(default="required", description="required 必备 / excluding 排除 / preferred 优先")
    text: Text = Field(description="用自己的话写，不照抄原文")
    decided_by: DecidedBy = Field(default="answers", description="answers 按回答判断 / jury 由评审认定 / document 取决于未在手的文件")
    rule: Rule | None = Field(default=None, description="判断规则")
    when: Rule | None = Field(default=None, description="只在此规则成立时适用，例如仅院校")
    tracks: tuple[Id, ...] = Field(default=(), description="适用的类别；不写为全部")
    document: Id | None = Field(default=None, description="取决于哪份文件（documents 里的编号）")

    @model_validator(mode="after")
    def _decided_one_way(self) -> "Condition":
        if (self.decided_by == "answers") != (self.rule is not None):
            raise ValueError("decided_by: answers 须写 rule；jury 和 document 不写 rule")
        if (self.decided_by == "document") != (self.document is not None):
            raise ValueError("decided_by: document 须写 document，其余不写")
        return self


def facts_in(rule: Rule | None) -> Iterator[str]:
    """The ids of the facts that a rule refers to, in reading order, with repeats."""
    match rule:
        case None:
            return
        case Comparison():
            yield rule.fact
        case _:
            for part in parts_of(rule):
                yield from facts_in(part)


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """The rules directly inside a rule; empty for a comparison."""
    match rule:
        case AllOf():
            return rule.all
        case AnyOf():
            return rule.any
        case NoneOf():
            return rule.none
        case CountOf():
            return rule.count
        case Comparison():
            return ()
