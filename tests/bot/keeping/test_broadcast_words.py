"""What a broadcast's card says of the words, and of how far it is."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.letter import letters_of
from bot.usecases.keeping.broadcasting import LONGEST, days_in, numbers_in, to_all, to_contacts, to_followers, to_groups
from bot.views.keeping.broadcasting import (
    broadcast_message,
    ended_message,
    nobody_message,
    progress_message,
    stop_message,
    sure_message,
    whom_message,
)
from bot.views.render import to_plain
from knowledge.base import KnowledgeBase
from storage.broadcast_records import BroadcastRecord, BroadcastState, Reach, Whom

NOON = datetime(2024, 11, 28, 4, tzinfo=UTC)
RECORD = BroadcastRecord(
    id=1,
    person_id=1,
    whom=to_contacts(),
    text="请看",
    state="running",
    again=False,
    made_at=NOON,
    begun_at=NOON,
    fed_at=None,
    ended_at=None,
    total=0,
    sent=0,
    failed=0,
    skipped=0,
    card=None,
)


@pytest.mark.parametrize(
    ("text", "days", "numbers"),
    [
        ("12月10日前交，2024-12-16也行", ("12月10日", "2024-12-16"), ()),
        ("下周三，或者16号", ("周三", "16号"), ()),
        ("打0472-5618123或12333，手机13912345678", (), ("0472-5618123", "12333", "13912345678")),
        ("金额3.5万元，名额5人，第12条", (), ()),
        ("客服400-123-4567", (), ("400-123-4567",)),
    ],
)
def test_days_and_numbers_are_pointed_out(text: str, days: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    assert days_in(text) == days
    assert numbers_in(text) == numbers


@given(total=st.integers(0, 1_000_000), data=st.data())
def test_a_bar_is_never_longer_than_it_is(total: int, data: st.DataObject, base: KnowledgeBase) -> None:
    sent = data.draw(st.integers(0, total + 5))
    failed = data.draw(st.integers(0, 5))
    record = replace(RECORD, total=total, sent=sent, failed=failed)
    bar, told, *_ = progress_message(base, record).blocks[1].lines
    assert len(bar.partition(" ")[0]) == 12
    assert told.endswith(f"还剩 {max(total - sent - failed, 0)}")


def test_the_longest_words_are_one_message_and_say_who_and_how_to_stop(base: KnowledgeBase) -> None:
    (group,) = letters_of(broadcast_message(base, to_groups(), "<&>字" * (LONGEST // 4)))
    assert group.keyboard == (), "nobody of a group decides for all of it"
    assert "由本单位联系人断开" in group.html
    for whom in (to_contacts(), Whom(audience="everyone"), to_followers(base.policies["bt-shibaiqian-2024"])):
        message = broadcast_message(base, whom, "<&>字" * (LONGEST // 4))
        (letter,) = letters_of(message)
        assert "申报助手" in letter.html
        assert [key.text for row in letter.keyboard for key in row] == ["🔕 不再收这类通知"]
    assert "关注“包头" in letter.html
    assert "gone" in "".join(broadcast_message(base, Whom(audience="followers", policy="gone"), "字").blocks[-1].lines)


def test_what_cannot_be_sent_has_no_button_and_what_can_has(base: KnowledgeBase) -> None:
    def labels(reach: Reach) -> list[str]:
        return [button.label for row in sure_message(base, RECORD, reach).keyboard for button in row]

    assert labels(Reach(people=0, lately=0)) == ["改文字", "不发了"]
    assert labels(Reach(people=3, lately=3)) == ["连收到过的一起发（3 位）", "改文字", "不发了"]
    assert labels(Reach(people=3, lately=1))[:2] == ["发给 2 位", "连收到过的一起发（3 位）"]
    assert "正在发：第 1 条" in whom_message([RECORD]).keyboard[0][0].label
    assert progress_message(base, replace(RECORD, state="stopped", ended_at=NOON)).keyboard == ()


@given(data=st.data(), ended=st.sampled_from(["done", "stopped"]))
def test_the_last_numbers_add_up_to_those_to_whom_it_was_confirmed(base: KnowledgeBase, data: st.DataObject, ended: BroadcastState) -> None:
    total, sent, failed, skipped = (data.draw(st.integers(0, 50)) for _ in range(4))
    record = replace(RECORD, state=ended, ended_at=NOON, total=total, sent=sent, failed=failed, skipped=skipped)
    told = to_plain(ended_message(base, record))
    numbers = re.search(r"确认时 (\d+) 位。\n发到 (\d+)，没发成 (\d+)，(?:跳过|停下没发) (\d+)。", told)
    assert numbers
    confirmed, *parts = map(int, numbers.groups())
    came = re.search(r"多出的 (\d+) 位", told)
    assert sum(parts) == confirmed + (int(came[1]) if came else 0)
    assert record.left == 0
    assert f"没发成 {failed}" in to_plain(progress_message(base, record))


@pytest.mark.parametrize("whom", [to_contacts(), to_groups(3), to_all(), Whom(audience="followers", policy="gone")])
def test_where_nobody_would_hear_it_is_said_why_and_what_to_do(base: KnowledgeBase, whom: Whom) -> None:
    each = "个群" if whom.audience == "groups" else "位"
    assert f"还一{each}都没有" in to_plain(nobody_message(base, whom, Reach(people=0, lately=0)))
    assert f"已经发到 0 {each}" in to_plain(stop_message(replace(RECORD, whom=whom)))
    left_out = to_plain(nobody_message(base, whom, Reach(people=0, lately=0, refused=2, away=3), "北方机械厂"))
    assert "2 位点了“不再收”、3 位联系不上" in left_out
    assert ("“北方机械厂”" in left_out) == (whom.audience in {"contacts", "groups"})
    assert "请" in left_out
