"""What members and contacts read of days: whose day it is, how late, what was before, and what is theirs to do about it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.usecases.lacking import Lacks
from bot.usecases.units.inner import InnerDue, InnerMoved
from bot.usecases.units.watching import Watching
from bot.views.message import Message
from bot.views.preparing import lacking_view
from bot.views.render import to_plain
from bot.views.units.inner import THE_UNITS_OWN, inner_moved_message, inner_reminder_message, overtaken_message
from bot.views.units.reminders import moved_rows
from knowledge.base import KnowledgeBase
from storage.unit_records import UnitRecord

BAOTOU = "bt-shibaiqian-2024"
NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
OLD, NEW = date(2024, 12, 2), date(2024, 12, 7)


def watching(name: str, *followed: str) -> Watching:
    unit = UnitRecord(id=len(name), name=name, region="内蒙古自治区", kind="", affiliation="", since=NOW)
    return Watching(unit, frozenset(followed), {})


def labels(message: Message) -> list[str]:
    return [button.label for row in message.keyboard for button in row]


@pytest.mark.parametrize(
    ("left", "late", "said", "unsaid"),
    [(3, False, "还有 3 天", "晚到了"), (0, True, "晚到了", "还有")],
)
def test_a_member_reads_whose_day_it_is(base: KnowledgeBase, left: int, *, late: bool, said: str, unsaid: str) -> None:
    policy, ends = base.policies[BAOTOU], date(2024, 12, 7)
    due = InnerDue(1, "某厂", policy, ends, left, NOW if late else None)
    told = inner_reminder_message(lacking_view(base, policy, Lacks(), NOW, {}), due, Lacks())
    text = to_plain(told)
    assert f"交到单位（某厂）：{ends.year}年12月7日" in text
    assert THE_UNITS_OWN in text
    assert said in text
    assert unsaid not in text
    assert ("⏰ 明天再提醒" in labels(told)) == (left > 0)
    assert "🔕 不再提醒这一天" in labels(told)


@pytest.mark.parametrize(
    ("old", "new", "over", "said"),
    [
        (None, NEW, False, ("定了内部截止", THE_UNITS_OWN)),
        (OLD, NEW, False, ("内部截止改了", "原来：2024年12月2日（周一） → 现在：2024年12月7日（周六）")),
        (OLD, NEW, True, ("已经过了，请马上问单位还收不收",)),
        (OLD, None, False, ("不定内部截止了", "没有定，请问单位")),
    ],
)
def test_a_change_is_told_old_and_new(
    base: KnowledgeBase, old: date | None, new: date | None, *, over: bool, said: tuple[str, ...]
) -> None:
    text = to_plain(inner_moved_message(InnerMoved("某厂", base.policies[BAOTOU], old, new, over=over), Lacks()))
    assert not [words for words in said if words not in text]


def test_contacts_are_led_to_the_page_of_each_unit_that_follows_it(base: KnowledgeBase) -> None:
    policy = base.policies[BAOTOU]
    told = overtaken_message(watching("某厂", BAOTOU), policy, NEW, NEW - timedelta(days=1))
    assert "请把内部截止改早" in to_plain(told)
    assert labels(told) == ["📅 改内部截止"]
    assert labels(Message((), moved_rows(None, ()))) == ["我的单位"]
    assert labels(Message((), moved_rows(policy, (watching("某厂", BAOTOU), watching("别的厂"))))) == ["什么时候截止", "这个项目的安排"]
    both = moved_rows(policy, (watching("某厂", BAOTOU), watching("别的厂", BAOTOU)))
    assert labels(Message((), both)) == ["什么时候截止", "安排：某厂", "安排：别的厂"]
