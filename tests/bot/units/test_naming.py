"""Names by which people are known in units: what anybody would call a colleague is taken, a number of theirs never."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.usecases.units.naming import LONGEST, name_in

NAMES = ["张建国", "二车间老张", "人事科 小张", "办公室　老李", "七二一厂 王工", "三班 0417", "Anna Li", "孟根花", "一车间二班张三四"]


@pytest.mark.parametrize("name", NAMES)
def test_what_one_is_called_is_a_name(name: str) -> None:
    assert name_in(f" {name} ") == " ".join(name.split())


NUMBERS = st.text("0123456789", min_size=7, max_size=18) | st.text("０１２３４５６７８９", min_size=7, max_size=18)
SPOKEN = st.text("零一二三四五六七八九幺", min_size=7, max_size=11)


@given(number=NUMBERS | SPOKEN, name=st.sampled_from([*NAMES, ""]), gap=st.sampled_from(["", " ", "，"]), first=st.booleans())
@example(number="13800000000", name="张建国", gap=" ", first=True)
@example(number="138 0000 0000", name="小张", gap="", first=False)
@example(number="15020219800101123X", name="张", gap="", first=False)
def test_no_telephone_and_no_card_stands_in_a_name(number: str, name: str, gap: str, *, first: bool) -> None:
    assert name_in(f"{number}{gap}{name}" if first else f"{name}{gap}{number}") is None


@pytest.mark.parametrize("text", ["", "   ", "……", "张\n建国", "/start", "怎么报", "在哪交？", "@somebody", "你好吗", "长" * (LONGEST + 1)])
def test_a_question_a_command_and_a_long_text_are_none(text: str) -> None:
    assert name_in(text) is None
