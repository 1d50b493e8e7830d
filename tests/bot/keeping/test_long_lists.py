"""Lists that are longer than a phone: pages, what is left out is said, and every button fits."""

from datetime import UTC, date, datetime

import pytest

from bot.callbacks import LIMIT
from bot.usecases.keeping.granting import Keeper
from bot.usecases.keeping.likeness import Group
from bot.views.keeping import stewarding, wondering
from bot.views.message import Message
from bot.views.paging import PAGE
from bot.views.render import to_plain
from knowledge.base import KnowledgeBase
from storage.feedback_records import QuestionRecord
from storage.keeping_records import StewardRecord

NOON = datetime(2024, 11, 28, 4, tzinfo=UTC)
TODAY = date(2024, 11, 28)


def group(number: int, ways: int = 1) -> Group:
    questions = (
        QuestionRecord(key=f"{number:016x}{way:016x}", text=f"事{number}怎么办{way}", nearest="", asked=1, first_at=NOON, last_at=NOON)
        for way in range(ways)
    )
    return Group(tuple(questions), f"事{number}")


def fits(message: Message) -> bool:
    return all(len((button.data or "").encode()) <= LIMIT for row in message.keyboard for button in row)


@pytest.mark.parametrize("count", [1, PAGE, PAGE + 1, 5 * PAGE])
def test_groups_are_shown_a_page_at_a_time_and_counted_in_all(base: KnowledgeBase, count: int) -> None:
    groups = [group(number) for number in range(count)]
    for page in range(count // PAGE + 2):
        message = wondering.list_message(base, groups, (), page, most=2000 if count > PAGE else None)
        text = to_plain(message)
        here = min(page, (count - 1) // PAGE)
        assert f"没答上来的：{count} 类，共 {count} 次" in text
        assert [f"{number + 1}. 事{number}怎么办0" in text for number in range(count)] == [
            number // PAGE == here for number in range(count)
        ]
        assert ("只看了问得最多的 2000 种问法" in text) == (count > PAGE)
        assert fits(message)


def test_a_group_with_many_ways_of_asking_says_how_many_are_left_out(base: KnowledgeBase) -> None:
    text = to_plain(wondering.group_message(base, group(1, wondering.MOST_SHOWN + 3), is_answered=True))
    assert "……还有 3 种" in text
    assert "现在答得上了" in text
    assert "还有" not in to_plain(wondering.group_message(base, group(1, wondering.MOST_SHOWN), is_answered=False))
    assert "已经不在了" in to_plain(wondering.shown_again_message(0))


def test_of_many_overdue_policies_some_are_shown_and_the_rest_counted(base: KnowledgeBase) -> None:
    late = [
        StewardRecord(policy=policy, person_id=number % 2 or None, checked_on="", next_on="2024-11-01", months=6)
        for number, policy in enumerate(base.policies)
    ]
    message = stewarding.overdue_message(base, late, {1: "小李"}, TODAY)
    assert f"该核对的有 {len(late)} 项" in to_plain(message)
    assert f"……还有 {len(late) - PAGE} 项" in to_plain(message)
    assert fits(message)
    assert "……" not in to_plain(stewarding.overdue_message(base, late[:PAGE], {}, TODAY))
    listed = stewarding.list_message(base, late, {1: "小李"}, 99, TODAY)
    assert f"该核对的 {len(late)} 项，没有负责人的 {len(late) // 2} 项" in to_plain(listed)


def test_who_answers_is_chosen_among_many_a_page_at_a_time(base: KnowledgeBase) -> None:
    policy = base.policies["bt-shibaiqian-2024"]
    keepers = [Keeper(number, "editor", NOON, f"{number} 号", is_named=False) for number in range(1, 2 * PAGE)]
    pages = [stewarding.choose_message(policy, keepers, page) for page in range(3)]
    labels = [button.label for page in pages[:2] for row in page.keyboard for button in row]
    assert {one.called for one in keepers} | {"先不定"} <= set(labels)
    assert pages[2].keyboard == pages[1].keyboard
    assert all(map(fits, pages))
