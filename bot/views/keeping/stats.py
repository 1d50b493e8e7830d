"""/stats: a week beside the one before, in numbers; groups of fewer than five are not told apart."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from bot.callbacks import press
from bot.usecases.tallying import FEW, Week, parted, small
from bot.views.citing import name_of
from bot.views.many import NAMES
from bot.views.message import Attachment, Block, Button, Message
from bot.views.next_steps import LABELS
from knowledge.base import KnowledgeBase

FEW_TEXT: Final = f"不足{FEW}"
MOST: Final = 5
"""Policies and topics that are told."""


@dataclass(frozen=True)
class Pair:
    """A number of this week beside the one of the week before."""

    label: str
    now: int
    before: int


@dataclass(frozen=True)
class Group:
    """Numbers that are looked at together."""

    name: str
    pairs: tuple[Pair, ...]


def count_text(number: int) -> str:
    """A number; of fewer than five only that."""
    return FEW_TEXT if small(number) else str(number)


def title_of(week: Week, *, is_over: bool) -> str:
    """本周（11月25日到28日） or 上周, as it is told."""
    return f"{'上周' if is_over else '本周'}（{week.begins.month}月{week.begins.day}日到{week.ends.month}月{week.ends.day}日）"


def groups_of(base: KnowledgeBase, week: Week, before: Week) -> tuple[Group, ...]:
    """All that is counted."""
    people = (Pair("新来的人", week.came, before.came), Pair("来过的人", week.active, before.active))
    asked = (Pair("打字提问", week.typed, before.typed), Pair("没答上来", week.unanswered, before.unanswered))
    checks = (
        Pair("开始自测", sum(week.begun.values()), sum(before.begun.values())),
        Pair("测出结论", sum(week.judged.values()), sum(before.judged.values())),
        Pair("订提醒（人次）", sum(week.followed.values()), sum(before.followed.values())),
    )
    sent = (
        Pair("发出回答", week.outcome("sent", replies=True), before.outcome("sent", replies=True)),
        Pair("发出提醒、通知", week.outcome("sent", replies=False), before.outcome("sent", replies=False)),
        Pair("没发成", *(one.outcome("dead", replies=True) + one.outcome("dead", replies=False) for one in (week, before))),
    )
    return (
        Group("人", people),
        Group("提问", asked),
        Group("自测和提醒", checks),
        Group("消息", sent),
        Group("问得最多的项目", tuple(_ranked(week.asked_by(0), before.asked_by(0), lambda one: _policy(base, one)))),
        Group("问得最多的事", tuple(_ranked(week.asked_by(1), before.asked_by(1), lambda one: dict(LABELS).get(one, one)))),
    )


def stats_message(base: KnowledgeBase, week: Week, before: Week, *, weekly: bool, is_over: bool = False) -> Message:
    """The numbers; ``weekly``: whether the reader gets them each Monday; ``is_over``: it is that summary."""
    lead = f"📊 {title_of(week, is_over=is_over)}，括号里是{'再前' if is_over else '上'}一周"
    blocks = [Block((lead,), "lead")]
    for group in groups_of(base, week, before):
        lines = [f"· {one.label}：{count_text(one.now)}（{count_text(one.before)}）" for one in group.pairs]
        blocks += [Block((f"{group.name}：", *lines))] if lines else []
        if group.name == "提问" and week.typed >= FEW and not small(week.unanswered):
            blocks.append(Block((f"没答上来的占 {week.unanswered / week.typed:.0%}。",)))
    verdicts = tuple(_verdict_lines(base, week))
    if verdicts:
        blocks.append(Block(("自测的结论：", *verdicts)))
    blocks.append(Block((f"只有次数，没有名字；不足 {FEW} 的不细分。",), "small"))
    switch = Button("✖ 每周一不用发我" if weekly else "🔔 每周一发我上周的", press("vx", "0" if weekly else "1"))
    return Message(tuple(blocks), ((switch,),))


def weekly_message(*, wanted: bool) -> Message:
    """The switch was pressed."""
    lead = "☑ 好的，每周一上午 9 点发您上周的数字" if wanted else "好的，每周一不再发"
    return Message((Block((lead,), "lead"), Block(("想看随时发 /stats。",))), ((Button("改回来", press("vx", "0" if wanted else "1")),),))


def picture_message(week: Week, content: bytes, *, is_over: bool) -> Message:
    """The same as a picture."""
    file = Attachment(f"shenbao-{week.begins.isoformat()}.png", content)
    return Message((Block((f"📊 {title_of(week, is_over=is_over)}",), "lead"),), document=file)


def as_object(week: Week) -> dict[str, Any]:
    """The stable JSON object of a week; what is fewer than five is that in words."""
    policies = sorted({*week.asked_by(0), *week.begun, *(policy for policy, _ in week.judged)} - {""})
    return {
        "from": week.begins.isoformat(),
        "to": week.ends.isoformat(),
        "people": {"new": _plain(week.came), "active": _plain(week.active)},
        "questions": {"typed": _plain(week.typed), "unanswered": _plain(week.unanswered), "by_topic": _plains(week.asked_by(1))},
        "policies": {
            policy: {
                "asked": _plain(sum(number for (one, _), number in week.asked.items() if one == policy)),
                "by_topic": _parts({topic: number for (one, topic), number in week.asked.items() if one == policy}),
                "checks": _plain(week.begun.get(policy, 0)),
                "verdicts": _parts(week.verdicts(policy)),
            }
            for policy in policies
        },
        "screenings": _plain(week.begun.get("", 0)),
        "followed": _plains(week.followed),
        "messages": {
            kind: {outcome: _plain(week.settled.get((kind, outcome), 0)) for outcome in ("sent", "skipped", "dead")}
            for kind in sorted({kind for kind, _ in week.settled})
        },
    }


def _ranked(now: Mapping[str, int], before: Mapping[str, int], named: Any) -> Iterator[Pair]:  # noqa: ANN401 - from a name to its words
    for one, number in islice(now.items(), MOST):
        yield Pair(named(one), number, before.get(one, 0))


def _verdict_lines(base: KnowledgeBase, week: Week) -> Iterator[str]:
    policies = sorted({policy for policy, _ in week.judged}, key=lambda one: -sum(week.verdicts(one).values()))
    for policy in islice(policies, MOST):
        found = week.verdicts(policy)
        told = "、".join(_verdict_parts(found)) if parted(found) else "不细分"
        yield f"· {_policy(base, policy)}：{count_text(sum(found.values()))}（{told}）"


def _verdict_parts(found: Mapping[str, int]) -> Iterable[str]:
    return (f"{label} {found[name]}" for name, label in NAMES.items() if found.get(name))


def _policy(base: KnowledgeBase, policy: str) -> str:
    return name_of(base.policies[policy]) if policy in base.policies else policy


def _plain(number: int) -> int | str:
    return FEW_TEXT if small(number) else number


def _plains(found: Mapping[str, int]) -> dict[str, int | str]:
    return {name: _plain(number) for name, number in found.items()}


def _parts(found: Mapping[str, int]) -> dict[str, int | str] | str:
    return _plains(found) if parted(found) else FEW_TEXT
