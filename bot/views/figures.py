"""Figures that were counted, as a message or as lines: the number first, how it comes about, then the doubts and the source."""

from collections.abc import Iterator

from bot.views.citing import caveat_text, name_of, source_text
from bot.views.last_row import last_row
from bot.views.message import Block, Button, Message, telling
from bot.views.next_steps import letters_of, topic_press
from bot.views.sums import class_lead, class_line, cost_lines, money_text, place_line, portion_line, scope_text, share_line
from eligibility.figures import KINDS, Figures, Kind, held_kinds, shares
from eligibility.money import Part
from knowledge.base import KnowledgeBase
from knowledge.entries import Entry, Topic

_TOPICS: dict[Kind, Topic] = {"money": "benefit", "classes": "process", "places": "quota", "shares": "benefit"}
"""What an answer in figures is about."""


def figure_lines(base: KnowledgeBase, found: Figures, kinds: tuple[Kind, ...] = KINDS) -> tuple[str, ...]:
    """The figures line by line, then the doubts."""
    if not held_kinds(found):
        return (f"{name_of(found.policy)}：通知里没有可以这样算的数字。",)
    return (name_of(found.policy), *_lines(base, found, kinds), *_doubts(found, kinds))


def figures_message(base: KnowledgeBase, found: Figures, kinds: tuple[Kind, ...]) -> Message:
    """The figures for a chat; doubts in the small print."""
    blocks = (
        Block((_lead(found, kinds[0]),), "lead"),
        Block((name_of(found.policy), *_lines(base, found, kinds))),
        Block((*_doubts(found, kinds), source_text(found.policy)), "small"),
    )
    next_steps = (
        Button("怎么报", topic_press(found.policy, found.track, ("how_to_apply",))),
        Button("要什么条件", topic_press(found.policy, found.track, ("conditions",))),
    )
    last = last_row(found.policy.id, found.track, letters_of((_TOPICS[kinds[0]],)), base.version)
    return Message(blocks, (next_steps, last), tells=telling(found.policy.id, *(_TOPICS[kind] for kind in kinds)))


def _lead(found: Figures, kind: Kind) -> str:
    match kind:
        case "money":
            return _money_lead(found)
        case "classes":
            return class_lead(found.classes, found.wanted)
        case "places":
            return "全部报满的话："
        case "shares":
            return "按比例算出来："


def _money_lead(found: Figures) -> str:
    """分2次给 …, or what it comes to: in all, or track by track."""
    if parts := _only_parts(found):
        told = "，".join(f"第{number}次{money_text(part.amount)}" for number, part in enumerate(parts, 1))
        return f"分{len(parts)}次给：{told}。"
    told = "；".join(f"{scope_text(found.policy, one)}一共{money_text(one.total)}" for one in found.costs if one.total is not None)
    unpriced = any(bill.unpriced for one in found.costs for bill in one.bills)
    return f"{told}{'，没写金额的另算' if unpriced else ''}。" if told else "钱是这样出的："


def _only_parts(found: Figures) -> tuple[Part, ...]:
    """The instalments, where one amount is paid in instalments and nothing else is paid."""
    items = [item for one in found.costs for bill in one.bills for item in bill.items]
    return items[0].parts if len(items) == 1 else ()


def _lines(base: KnowledgeBase, found: Figures, kinds: tuple[Kind, ...]) -> Iterator[str]:
    if "money" in kinds:
        for one in found.costs:
            yield from cost_lines(found.policy, one)
    if "classes" in kinds:
        yield from (class_line(one, found.wanted) for one in found.classes)
    if "places" in kinds:
        yield from (place_line(one) for one in found.places)
    if "shares" in kinds:
        counted = {portion.share.id for portion in found.portions}
        yield from (portion_line(one) for one in found.portions)
        yield from (share_line(base, found.policy, share) for share in shares(found.policy, found.track) if share.id not in counted)
        yield from (f"· 还要知道：{base.facts[fact].ask}" for fact in found.missing)


def figure_entries(found: Figures, kinds: tuple[Kind, ...] = KINDS) -> tuple[Entry, ...]:
    """The entries that the figures come from."""
    entries: dict[Kind, tuple[Entry, ...]] = {
        "money": tuple(item.benefit for one in found.costs for bill in one.bills for item in bill.items),
        "classes": tuple(entry for one in found.classes for entry in (one.stage, one.size) if entry),
        "places": tuple(one.quota for one in found.places),
        "shares": shares(found.policy, found.track),
    }
    return tuple(entry for kind in kinds for entry in entries[kind])


def _doubts(found: Figures, kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    touched = frozenset(entry.id for entry in figure_entries(found, kinds))
    return tuple(caveat_text(caveat) for caveat in found.policy.caveats_on(touched))
