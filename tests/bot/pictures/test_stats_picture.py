"""Bars of a week beside the one before: all fits, and below five nobody can tell which number it is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.stats import stats_scene
from bot.views.keeping.stats import Group, Pair
from tests.bot.pictures.looking import look_at, said

NUMBERS = st.integers(0, 6) | st.integers(0, 1_000_000)
PAIRS = st.lists(st.builds(Pair, st.text("包头金蓝领（2024）", min_size=1, max_size=40), NUMBERS, NUMBERS), max_size=4).map(tuple)
GROUPS = st.lists(st.builds(Group, st.just("提问"), PAIRS), max_size=4).map(tuple)


@given(groups=GROUPS)
def test_everything_fits_and_says_its_number(groups: tuple[Group, ...]) -> None:
    scene = stats_scene("📊 本周（11月25日到28日）", "前一周", groups)
    look_at(scene)
    numbers = [number for group in groups for pair in group.pairs for number in (pair.now, pair.before)]
    words = said(scene)
    assert words.count("不足5") == sum(0 < number < 5 for number in numbers)
    assert all(words.count(str(number)) for number in numbers if not 0 < number < 5)


@given(one=st.integers(1, 4), other=st.integers(1, 4), most=NUMBERS)
def test_fewer_than_five_all_look_alike(one: int, other: int, most: int) -> None:
    first, second = (stats_scene("t", "b", (Group("人", (Pair("a", number, max(most, 5)),)),)) for number in (one, other))
    assert first == second
