"""What those are told who keep the knowledge, where it is long."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.keeping.auditing import Known
from bot.views.keeping.proposals import LONGEST, MOST_LINES, SHOWN, SHOWN_LINES, mistakes_message, shortened, shown_name
from bot.views.message import Block, Message
from bot.views.render import to_plain
from bot.views.units.audit import line_of
from storage.keeping_records import AuditRecord

NOON = datetime(2024, 11, 28, 12, tzinfo=UTC)
LINES = st.lists(st.text("改了一处", min_size=1, max_size=8), min_size=1, max_size=MOST_LINES)


@given(parts=st.lists(LINES, min_size=1, max_size=3))
def test_a_long_difference_goes_whole_as_a_file_and_its_beginning_is_shown(parts: list[list[str]]) -> None:
    told = Message(tuple(Block(tuple(lines)) for lines in parts))
    lines = [line for part in parts for line in part]
    short = shortened(told, "改动1.txt")
    if len(lines) <= MOST_LINES:
        assert short == told
        return
    assert short.document is not None
    assert short.document.content.decode() == to_plain(told)
    assert [line for block in short.blocks[:-1] for line in block.lines] == lines[:SHOWN_LINES]


@pytest.mark.parametrize("count", [1, SHOWN, SHOWN + 1])
def test_many_mistakes_go_with_the_message_as_a_file(count: int) -> None:
    told = mistakes_message("a.yaml", tuple("错" * (LONGEST + 1) for _ in range(count)))
    assert (told.document is not None) is (count > SHOWN)
    assert all(len(line) <= LONGEST + 1 for line in told.blocks[1].lines)
    assert f"有 {count} 处要改" in told.blocks[0].lines[0]


@pytest.mark.parametrize(("name", "shown"), [("a.yaml", "a.yaml"), ("", "这份文件"), ("a" * 99, "这份文件"), ("a\u202eb\n", "ab")])
def test_a_files_name_is_said_only_where_it_can_be(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    ("act", "about", "by"),
    [
        ("knowledge.faded", {"proposal": 3}, "改动放久了，收起来（改动 3，自动）"),
        ("knowledge.joined", {"proposal": 3, "into": 1}, "并到另一个改动（改动 3，改动 1，办的人已离开）"),
        ("policy.next_check", {"policy": "p", "months": 3}, "定下次核对（p，每 3 个月，办的人已离开）"),
        ("knowledge.published", {"version": 2}, "发布资料（第 2 版，不是在聊天里）"),
    ],
)
def test_a_line_of_the_log_says_what_the_bot_did_of_itself(act: str, about: dict[str, object], by: str) -> None:
    line = AuditRecord(id=1, at=NOON, actor_id=None, act=act, about=json.dumps(about), person_id=None, said=None)
    assert line_of(line, Known()) == f"2024-11-28 20:00 {by}"
