"""The file of facts: ids, options that cannot be told apart, wording and ranges."""

import re
from collections.abc import Iterator, Sequence

from knowledge.checks.finding import Finding, dangling, folded, repeated
from knowledge.facts import AgeFact, ChoiceFact, DateFact, DurationFact, Fact, NumberFact, ScaleFact, names_of, option_ids, options_of

_BLANK = re.compile(r"\{[^{}]*\}|[{}]")


def fact_findings(facts: tuple[Fact, ...]) -> Iterator[Finding]:
    """What is wrong among the facts."""
    yield from repeated(((("facts", index, "id"), fact.id) for index, fact in enumerate(facts)), "事实编号")
    for index, fact in enumerate(facts):
        yield from _options(index, fact)
        if (fact.group == "unit") != (fact.subject == "unit"):
            yield Finding(
                ("facts", index, "group"), "关于单位的事实（subject: unit）放在 group: unit，关于个人的放在 me、certificate 或 work"
            )
        for blank in set(_BLANK.findall(fact.ask)) - {"{day}"}:
            yield Finding(("facts", index, "ask"), f"提问里的 {blank} 不会被填上，只能用 {{day}}（判断日期）")
        yield from _changes(index, fact)
        yield from _presumes(index, fact, [one.id for one in facts])
        if isinstance(fact, NumberFact | AgeFact) and fact.minimum > fact.maximum:
            yield Finding(("facts", index, "minimum"), f"minimum {fact.minimum} 大于 maximum {fact.maximum}")


def _changes(index: int, fact: Fact) -> Iterator[Finding]:
    """Ages and lengths grow by themselves and nothing else does; what has no order cannot rise."""
    if (fact.changes == "grows") != isinstance(fact, AgeFact | DurationFact):
        yield Finding(("facts", index, "changes"), "changes: grows 用于 age 和 duration 类事实，也只用于它们", ("rises", "any", "never"))
    if fact.changes == "rises" and isinstance(fact, ChoiceFact | DateFact):
        yield Finding(("facts", index, "changes"), f"{fact.kind} 类事实没有高低，changes 不能写 rises", ("any", "never"))


def _presumes(index: int, fact: Fact, ids: Sequence[str]) -> Iterator[Finding]:
    """What is asked before a fact is another one."""
    for at, other in enumerate(fact.presumes):
        yield from dangling(("facts", index, "presumes", at), other, [one for one in ids if one != fact.id], "事实")


def _likely(index: int, fact: ChoiceFact | ScaleFact) -> Iterator[Finding]:
    """The likely answers are options, each named once, and not all of them."""
    ids = option_ids(fact)
    for at, option in enumerate(fact.likely):
        yield from dangling(("facts", index, "likely", at), option, ids, "选项")
    yield from repeated(((("facts", index, "likely", at), option) for at, option in enumerate(fact.likely)), "多数人的回答")
    if set(ids) <= set(fact.likely):
        yield Finding(("facts", index, "likely"), "likely 不能列出全部选项")


def _options(index: int, fact: Fact) -> Iterator[Finding]:
    options = options_of(fact)
    if isinstance(fact, ChoiceFact | ScaleFact):
        yield from _likely(index, fact)
    yield from repeated(((("facts", index, "options", at, "id"), option.id) for at, option in enumerate(options)), "选项编号")
    owners: dict[str, str] = {}
    for at, option in enumerate(options):
        for place, name in enumerate((*names_of(option), option.id)):
            owner = owners.setdefault(folded(name), option.id)
            if owner != option.id:
                key = ("aliases", place - 1) if 0 < place <= len(option.aliases) else ("label" if place == 0 else "id",)
                yield Finding(("facts", index, "options", at, *key), f"“{name}”已是选项 {owner} 的叫法，同一个叫法只能指一个选项")
