"""What a field holds, as people read it: days with their weekday, money, options and ids by their names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property

from bot.views.changes.labels import field_label, option_label
from bot.views.changes.rules import rule_text
from bot.views.dates import day_text, length_text
from bot.views.sums import money_text
from bot.views.topics.deadlines import ACTORS
from eligibility.examples import NAMES
from knowledge.base import KnowledgeBase
from knowledge.closed import Closed
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf
from knowledge.entries import Gate, Length, Situation
from knowledge.facts import Fact
from knowledge.policy import Policy

NOTHING = "没写"
_UNTOLD = {"id", "clause", "tracks", "about"}
"""Said beside an entry, or of no use to its readers."""
_TITLES = ("name", "title", "office", "publisher", "text", "printed", "answer", "label", "ask")
"""What an entry is called by, the first that it has."""
_AS_WRITTEN = {"slots", "id"}
"""Names that only the files know; that of another entry must not stand in their place."""
_LONGEST = 24
_VERDICTS = {str(verdict): name for verdict, name in NAMES.items()}
_PEOPLE: Mapping[str, str] = {"person": "个人", "unit": "单位", "authority": "主管部门"}


@dataclass(frozen=True)
class Side:
    """One of the two versions: ids are named as it names them."""

    facts: Mapping[str, Fact]
    policy: Policy | None = None

    @cached_property
    def _names(self) -> Mapping[str, str]:
        named = {fact.id: fact.name for fact in self.facts.values()}
        if self.policy is None:
            return named
        every = (*self.policy.documents, *self.policy.entries, *self.policy.tracks)
        return named | {entry.id: title_of(entry) for entry in every}

    def name(self, one: str) -> str:
        """What stands behind an id; itself where nothing does."""
        return self._names.get(one, one)


def side_of(base: KnowledgeBase, policy: str | None = None) -> Side:
    """A base's version, of one policy where there is one."""
    return Side(base.facts, base.policies.get(policy or ""))


def title_of(entry: Closed) -> str:
    """What an entry is called, short enough for the head of a line."""
    named = next((str(value) for field in _TITLES if (value := getattr(entry, field, None))), "")
    text = _about(entry) or named or str(getattr(entry, "id", ""))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip("，。、；：（") + "…"


def _about(entry: Closed) -> str | None:
    """Of a situation, which it is."""
    return option_label(Situation, "about", entry.about) if isinstance(entry, Situation) else None


def value_text(side: Side, model: type[Closed], field: str, value: object) -> str:  # noqa: C901, PLR0911 - one line per kind of value
    """A field's value in words; 没写 where it holds none."""
    match value:
        case _ if value is None or value in ((), {}):
            return NOTHING
        case bool():
            return option_label(model, field, str(value).lower()) or ("是" if value else "否")
        case date():
            return day_text(value)
        case time():
            return f"{value:%H:%M}"
        case int() | Decimal():
            return _figure(model, field, value)
        case Comparison() | AllOf() | AnyOf() | NoneOf() | CountOf():
            return rule_text(side.facts, value)
        case Length():
            return length_text(value)
        case Closed():
            return "，".join(parts_of(side, value))
        case dict():
            return "，".join(f"{side.name(key)} {_plain(side, key, one)}" for key, one in value.items())
        case tuple():
            return "、".join(value_text(side, model, field, one) for one in value)
        case _:
            return _word(side, model, field, str(value))


def parts_of(side: Side, entry: Closed) -> Iterator[str]:
    """What an entry holds, field by field, without what is as it is when nothing is written."""
    told = title_of(entry)
    for field, info in type(entry).model_fields.items():
        value = getattr(entry, field)
        if field not in _UNTOLD and value != info.get_default() and str(value) != told:
            yield f"{field_label(type(entry), field)} {value_text(side, type(entry), field, value)}"


def _word(side: Side, model: type[Closed], field: str, value: str) -> str:
    if field in {"actor", "prepared_by"}:
        return ACTORS[value]
    if field == "expect":
        return _VERDICTS[value]
    if field in _AS_WRITTEN:
        return value
    if field in {"applicant", "subject", "settled_by"}:
        return _PEOPLE[value]
    if field == "gate":
        return option_label(Gate, "topic", value) or value
    return option_label(model, field, value) or side.name(value)


def _figure(model: type[Closed], field: str, value: int | Decimal) -> str:
    if field == "percent":
        return f"{Decimal(value).normalize():f}%"
    return money_text(value) if (model.__name__, field) == ("Benefit", "amount") else f"{Decimal(value).normalize():f}"


def _plain(side: Side, fact: str, value: object) -> str:
    """An answer as an example writes it: options by their labels."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_plain(side, fact, one) for one in value) or "都没有"
    options = getattr(side.facts.get(fact), "options", ())
    return next((option.label for option in options if option.id == value), {"?": "不清楚", "-": "不愿说"}.get(str(value), str(value)))
