"""搬家码: however it is typed it is the same code, nothing else is taken for one, and what goes along is said of every push."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.outbox.keeping.broadcasting import broadcast_composers
from bot.outbox.pushes import Pushes
from bot.outbox.rectifying import Rectifying
from bot.usecases.differing import Differences
from bot.usecases.keeping.stewarding import OVERDUE
from bot.usecases.rectifying import RECTIFIED
from bot.usecases.reminding import UNIT_REMINDER, UNIT_SNOOZE
from bot.usecases.snapshot import Snapshots
from bot.usecases.transfer_code import LENGTH, SIGNS, is_about_moving, is_code, make_code, read_code, written
from bot.usecases.transferring import KINDS

LOOK_ALIKE = ("0OQD", "1IL7", "2Z", "5S", "6G", "8B", "UV")
OFFICES = {UNIT_REMINDER, UNIT_SNOOZE, OVERDUE, RECTIFIED, "broadcast_progress"}
"""Pushes of who speaks for a unit or keeps the knowledge: they end with it."""

codes = st.text(SIGNS, min_size=LENGTH, max_size=LENGTH)


def test_of_signs_that_look_alike_there_is_one() -> None:
    assert [alike for alike in LOOK_ALIKE if sum(one in SIGNS for one in alike) != 1] == []
    assert len(set(SIGNS)) == len(SIGNS)


@given(codes, st.lists(st.sampled_from([" ", "-", "－", "　", "—", ".", "\n", "·"]), min_size=LENGTH, max_size=LENGTH), st.data())
def test_it_is_read_however_it_is_typed(code: str, between: list[str], data: st.DataObject) -> None:
    typed = [data.draw(st.sampled_from([one for alike in LOOK_ALIKE if sign in alike for one in alike] or [sign])) for sign in code]
    wide = [chr(ord(one) + 0xFEE0) if data.draw(st.booleans()) else one.lower() for one in typed]
    assert read_code("".join(f"{gap}{one}" for gap, one in zip(between, wide, strict=True))) == code
    assert unicodedata.normalize("NFKC", read_code(written(code)) or "") == code


@given(st.text(max_size=30))
def test_what_is_read_is_a_code_and_nothing_else(text: str) -> None:
    found = read_code(text)
    assert found is None or (len(found) == LENGTH and set(found) <= set(SIGNS))


def test_what_is_made_is_known_for_a_code_unasked_and_words_are_not() -> None:
    made = [make_code() for _ in range(300)]
    assert len(set(made)) == len(made)
    assert all(is_code(written(one)) and is_code(written(one).lower()) and is_code(one) for one in made)
    for other in ("6222 0212 3456 7890", "nmgtepeioutside", "2024年11月28日到12月10日", "2345-6789-2345-6789", "a" * LENGTH, ""):
        assert not is_code(other)


def test_of_every_push_is_said_whether_it_goes_along(snapshots: Snapshots) -> None:
    made = {
        **Pushes(snapshots, SystemClock()).composers,
        **Rectifying(snapshots, SystemClock(), Differences()).composers,
        **broadcast_composers(snapshots, SystemClock()),
    }
    assert set(made) == set(KINDS) | OFFICES
    assert set(KINDS).isdisjoint(OFFICES)


def test_a_few_words_of_another_account_are_known_and_a_removal_firm_is_none() -> None:
    for said in (
        "搬家码",
        "搬家",
        "换手机了怎么办？",
        "我换号了",
        "换了个新手机号",
        "账号丢了咋办",
        "手机丢了。",
        "我要换账号",
        "我的搬家码丢了",
        "搬家码找不到了怎么办",
    ):
        assert is_about_moving(said), said
    for said in ("包头市搬家服务公司", "换证要什么材料", "手机号", "换岗位了还能报吗", "账号", "搬家补贴有多少", "银行账号填哪个"):
        assert not is_about_moving(said), said
