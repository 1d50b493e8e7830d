"""Side by side, warnings, whom to call: what stands in them whatever the policy."""

import re
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import read_press
from bot.usecases.situating import understand
from bot.usecases.snapshot import Snapshots
from bot.views.comparing import OVERVIEW, comparison_message
from bot.views.last_row import MOST_ROWS, closed_by, last_row, with_button
from bot.views.message import Button, Message, column
from bot.views.office import landlines, office_message
from bot.views.render import LIMIT, to_html, to_plain, units
from bot.views.replying import reply_message
from bot.views.topics.section import View
from bot.views.warning import warning_message
from knowledge.base import KnowledgeBase
from knowledge.entries import Contact

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)


def pressed(message: Message) -> list[str]:
    return [button.data for row in message.keyboard for button in row if button.data]


def is_sound(message: Message) -> str:
    """Nothing of the machine shows, and it fits; the text."""
    text = to_plain(message)
    assert all(units(re.sub("<[^>]*>", "", piece)) <= LIMIT for piece in to_html(message))
    assert len(message.keyboard) <= 6
    for bad in ("None", "Decimal", "{", "[]", "()", "（）", "：。", "，。", "；；"):
        assert bad not in text, bad
    return text


@given(count=st.integers(0, 20), is_answer=st.booleans())
def test_one_more_button_never_makes_more_rows_than_fit_nor_takes_a_choice_away(count: int, *, is_answer: bool) -> None:
    choice = column(*(Button(f"{at}", f"t:{at}") for at in range(count)))
    last = last_row("nmg-tepei-2023", None, "0", "v")
    rows = closed_by(choice, last) if is_answer else choice
    going = Button("接着自测", "q:x")
    told = with_button(rows, going)
    assert len(told) <= MOST_ROWS
    assert told[-1] == (going,)
    assert [one for row in told[:-1] for one in row] == [one for row in rows for one in row] or (is_answer and told[-2] == last)


def test_any_two_policies_stand_side_by_side_each_named_with_its_source(base: KnowledgeBase) -> None:
    for one, other in combinations(sorted(base.policies), 2):
        text = is_sound(comparison_message(base, (one, other), ("overview",), NOW))
        assert base.policies[one].short_title in text.splitlines()[0]
        assert base.policies[other].short_title in text.splitlines()[0]
        assert text.count("出处：") == len({policy_source(base, one), policy_source(base, other)})


def policy_source(base: KnowledgeBase, policy: str) -> tuple[object, ...]:
    one = base.policies[policy]
    return next((source.title for source in one.sources if source.title), one.title), one.issuers, one.document_number


def test_all_tracks_of_a_policy_stand_side_by_side_with_a_button_each(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        if len(policy.tracks) > 1:
            sides = tuple(f"{policy.id}/{track.id}" for track in policy.tracks)
            message = comparison_message(base, sides, OVERVIEW, NOW)
            text = is_sound(message)
            assert all(track.name in text for track in policy.tracks)
            *each, last = message.keyboard
            assert len({button.data for row in each for button in row}) == len(each) == min(len(sides), MOST_ROWS - 1)
            assert [button.label for button in last] == ["有用", "没帮助", "写错了", "转人工"]


def test_what_differs_is_on_its_side_and_what_is_the_same_in_one_line(base: KnowledgeBase) -> None:
    message = comparison_message(base, ("nmg-tepei-2023/inside", "nmg-tepei-2023/outside"), ("overview",), NOW)
    text = to_plain(message)
    assert text.startswith("区内培养和区外培养，不一样的是：")
    inside, outside = text.index("每人每年1.6万元"), text.index("每人每年3万元")
    assert text.index("▪ 区内培养") < inside < text.index("▪ 区外培养") < outside
    assert "▪ 都一样：全区共选派80名" in text
    assert re.search(r"一样的：\n· .*什么时候截止", text, re.DOTALL)


def test_where_nothing_differs_that_is_the_first_line(base: KnowledgeBase) -> None:
    message = comparison_message(base, ("nmg-tepei-2023/inside", "nmg-tepei-2023/outside"), ("contact",), NOW)
    assert to_plain(message).startswith("区内培养和区外培养：问的这些都一样")


def test_only_what_was_asked_is_compared(base: KnowledgeBase) -> None:
    text = to_plain(comparison_message(base, ("jc-technician-station-2022", "jc-talent-base-2022"), ("benefit",), NOW))
    assert "30万元" in text
    assert "20万元" in text
    assert "要什么条件" not in text


def test_a_question_that_compares_is_answered_so(snapshots: Snapshots) -> None:
    understood = understand(snapshots.current, "晋城两个项目哪个钱多", NOW.date())
    text = to_plain(reply_message(snapshots.current.base, understood, NOW))
    assert text.startswith("晋城技能人才培养基地（2022）和晋城技师工作站（2022），不一样的是：有什么好处")


@pytest.mark.parametrize("question", ["交2000包过", "特培计划交2000包过", "包头金蓝领有内部名额吗"])
def test_a_warning_says_where_to_verify_and_what_not_to_give(snapshots: Snapshots, question: str) -> None:
    understood = understand(snapshots.current, question, NOW.date())
    assert understood.shortcut is not None
    text = is_sound(reply_message(snapshots.current.base, understood, NOW))
    for word in ("先别付钱", "不收申报费", "12333", "身份证照片", "验证码", "110"):
        assert word in text
    if understood.policies:
        policy = snapshots.current.base.policies[understood.policies[0]]
        assert all(phone in text for one in policy.contacts for phone in landlines(one)) or policy.issuers[0] in text


def test_every_policy_can_be_verified_somewhere(base: KnowledgeBase, snapshots: Snapshots) -> None:
    warned = snapshots.current.shortcuts.find("包过")
    assert warned is not None
    for policy in base.policies.values():
        message = warning_message(base, warned, policy, NOW)
        is_sound(message)
        assert {read_press(data).verb for data in pressed(message)} == {"t", "zo"}
    assert warned.fact in base.general


def test_every_office_is_told_with_its_year_and_landlines_only(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for track in (None, *(track.id for track in policy.tracks)):
            view = View(base, policy, track, NOW)
            text = is_sound(office_message(view))
            day = policy.signed or policy.published
            contacts = view.keep(policy.contacts)
            assert all(phone in text for one in contacts for phone in landlines(one))
            assert "12333" in text
            assert f"我想问{policy.year}年{policy.short_title}" in text or f"我想报{policy.short_title}（{policy.year}年）" in text
            if any(landlines(one) for one in contacts):
                assert f"{day.year if day else policy.year}年通知里公布" in text
            else:
                assert policy.issuers[0] in text.splitlines()[0]


@pytest.mark.parametrize(
    ("day", "reminder", "said"),
    [(NOW, "🔔 提醒我", "我想报包头十百千（金蓝领）（2024年）"), (datetime(2026, 5, 1, tzinfo=UTC), "🔔 下一期提醒我", "现在归谁管")],
)
def test_what_to_say_and_what_to_be_reminded_of_follow_whether_it_still_runs(
    base: KnowledgeBase, day: datetime, reminder: str, said: str
) -> None:
    message = office_message(View(base, base.policies["bt-shibaiqian-2024"], None, day))
    text = to_plain(message)
    assert said in text
    assert ("归谁管？" in text) == ("归谁管" in said)
    assert reminder in [button.label for row in message.keyboard for button in row]


def test_private_numbers_are_no_landlines() -> None:
    office = Contact(id="office", office="某科", phones=("0472-5618170", "13912345678", "139 1234 5678", "+8613912345678", "2199488"))
    assert landlines(office) == ("0472-5618170", "2199488")
