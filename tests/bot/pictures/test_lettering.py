"""Text measured and wrapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.lettering import legible, shortened, width_of, wrapped

WORDS = st.text(st.sampled_from("国家级技师满8年3000人次（〔《“，。；：！”》〕）ab AB12.5%<&>\"'😀\u200d\n\t\x00\ufe0f"), max_size=80)


@given(WORDS | st.text(max_size=40), st.sampled_from([13, 15, 21]), st.integers(20, 360))
def test_lines_fit_and_hold_the_whole_text(text: str, size: int, width: int) -> None:
    lines = wrapped(text, size, width)
    assert "".join(lines).replace(" ", "") == legible(text).replace(" ", "")
    assert all(len(line) == 1 or width_of(line, size) <= width for line in lines)
    assert all(line == line.strip() != "" for line in lines)


@given(st.text())
def test_what_is_legible_is_one_line_of_meant_characters(text: str) -> None:
    clean = legible(text)
    assert legible(clean) == clean
    assert clean.isprintable()
    assert {one for one in text if one.isprintable() and one.isalnum()} <= set(clean)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("从事本专业满八年。", ("从事本专业满八", "年。")),
        ("从事本专业工作，（含）", ("从事本专业工", "作，（含）")),
        ("从事本专业工（含）作", ("从事本专业工", "（含）作")),
        ("一年培训人次3000人次", ("一年培训人次", "3000人次")),
        ("一年《培训》", ("一年《培训》",)),
        ("截至本月十（周一）", ("截至本月十", "（周一）")),
    ],
)
def test_no_stop_opens_a_line_and_no_number_is_torn(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 15, 15 * 7) == lines


def test_a_word_longer_than_the_line_falls_apart() -> None:
    assert len(wrapped("https://www.example.gov.cn/apply/2024/form", 15, 100)) > 1


def test_a_short_text_stays_as_it_is_and_a_long_one_ends_in_dots() -> None:
    assert shortened("满八年", 3) == "满八年"
    assert shortened("学历，或职称", 4) == "学历…"


def test_a_han_character_is_as_wide_as_it_is_tall() -> None:
    assert width_of("国", 15) == 15
