"""Two or more things side by side, for a phone: topic after topic, each side named, what differs first, what is the same in one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.clock import SHANGHAI
from bot.views.answer import SECTIONS
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.last_row import closed_by, last_row
from bot.views.message import Block, Button, Keyboard, Message, column, telling
from bot.views.next_steps import LABELS, letters_of, topic_press
from bot.views.topics.section import Section, View
from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.policy import Policy

OVERVIEW: tuple[Topic, ...] = ("scope", "benefit", "quota", "deadline", "conditions")
"""What is put side by side where nothing else is asked: who, how much, how many, until when, what is required."""
_TOLD_IN_ONE_LINE: frozenset[Topic] = frozenset({"scope", "deadline", "overview", "contact"})
_MOST = 5
"""Items of a side under one topic; the rest is a button away."""
_SAME = 60
"""Characters of what is the same."""

Item = tuple[str, ...]
"""A line of a section with the indented lines below it."""


@dataclass(frozen=True)
class _Side:
    name: str
    view: View


def comparison_message(base: KnowledgeBase, compared: tuple[str, ...], asked: tuple[Topic, ...], now: datetime) -> Message:
    """``compared``: each POLICY or POLICY/TRACK; ``asked``: topics, the overview's where nothing in particular is asked."""
    sides = tuple(_side(base, one, compared, now.astimezone(SHANGHAI)) for one in compared)
    topics = asked if asked and asked != ("overview",) else OVERVIEW
    told = {topic: tuple(_told(topic, side.view) for side in sides) for topic in topics}
    differing = [topic for topic in topics if len(set(told[topic])) > 1]
    same = [topic for topic in topics if topic not in differing]
    blocks = [Block((_lead(sides, differing),), "lead")]
    blocks += [Block((LABELS[topic], *_block(sides, told[topic]))) for topic in differing]
    if same:
        blocks.append(Block(("一样的：", *(f"· {LABELS[topic]}：{_first(told[topic][0])}" for topic in same))))
    blocks.append(Block(tuple(_small_print(sides, differing)), "small"))
    tells = frozenset(one for side in sides for one in telling(side.view.policy.id, *topics))
    return Message(tuple(blocks), _keyboard(sides, topics, asked), tells=tells)


def _side(base: KnowledgeBase, target: str, compared: tuple[str, ...], now: datetime) -> _Side:
    """A side with the shortest name that tells it from the others."""
    policy_id, _, track_id = target.partition("/")
    policy = base.policies[policy_id]
    track = policy.track(track_id).name if track_id else ""
    alone = len({one.partition("/")[0] for one in compared}) == 1
    name = track if alone and track else name_of(policy) + (f" {track}" if track else "")
    return _Side(name, View(base, policy, track_id or None, now))


def _told(topic: Topic, view: View) -> tuple[Item, ...]:
    """What an answer on this topic says: its first line where it says something, then line by line."""
    section: Section = SECTIONS[topic](view)
    lead: tuple[Item, ...] = () if section.lead.endswith("：") else ((section.lead,),)
    if topic in _TOLD_IN_ONE_LINE and lead:
        return lead
    items: list[Item] = []
    for line in section.lines:
        if line.startswith("　") and items:
            items[-1] = (*items[-1], line)
        elif not line.endswith("："):
            items.append((line,))
    return (*lead, *items)


def _lead(sides: tuple[_Side, ...], differing: list[Topic]) -> str:
    names = "、".join(side.name for side in sides[:-1]) + f"和{sides[-1].name}"
    if not differing:
        return f"{names}：问的这些都一样"
    return f"{names}，不一样的是：{'、'.join(LABELS[topic] for topic in differing)}"


def _block(sides: tuple[_Side, ...], told: tuple[tuple[Item, ...], ...]) -> Iterator[str]:
    """What is only on each side, then what all have."""
    shared = [item for item in told[0] if all(item in items for items in told)]
    for side, items in zip(sides, told, strict=True):
        own = [item for item in items if item not in shared]
        yield f"▪ {side.name}" + ("：没有另外的" if not own else "")
        for item in own[:_MOST]:
            yield f"　{item[0]}"
        if len(own) > _MOST:
            yield f"　……还有 {len(own) - _MOST} 项，点下面看"
    if shared:
        yield f"▪ 都一样：{_cut('；'.join(item[0].removeprefix('· ').rstrip('。') for item in shared))}（{len(shared)} 项）"


def _first(items: tuple[Item, ...]) -> str:
    return _cut(items[0][0].removeprefix("· ")) if items else "都没写"


def _cut(text: str) -> str:
    return text if len(text) <= _SAME else f"{text[:_SAME]}……"


def _small_print(sides: tuple[_Side, ...], topics: list[Topic]) -> Iterator[str]:
    """The doubts about what differs, and the sources, each once."""
    lines: dict[str, None] = {}
    for side in sides:
        touched = frozenset(entry.id for topic in topics for entry in SECTIONS[topic](side.view).entries)
        lines |= dict.fromkeys(caveat_text(caveat) for caveat in side.view.policy.caveats_on(touched))
    lines |= dict.fromkeys(source_text(side.view.policy) for side in sides)
    yield from lines


def _keyboard(sides: tuple[_Side, ...], topics: tuple[Topic, ...], asked: tuple[Topic, ...]) -> Keyboard:
    """Each side by itself; where all are of one policy, what one thinks of the answer (else that is asked below each side's own)."""
    rows = column(*(Button(f"看{side.name}", _press(side.view, asked)) for side in sides))
    policies = {side.view.policy.id for side in sides}
    if len(policies) > 1:
        return rows
    return closed_by(rows, last_row(policies.pop(), None, letters_of(topics), sides[0].view.base.version))


def _press(view: View, asked: tuple[Topic, ...]) -> str:
    policy: Policy = view.policy
    return topic_press(policy, view.track, asked or ("overview",))
