"""Lengths of time as the files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.bounds import duration_months


@given(st.integers(0, 99), st.integers(0, 99))
def test_years_and_months_add_up(years: int, months: int) -> None:
    assert duration_months(f"{years}年{months}个月") == years * 12 + months
    assert duration_months(f"{years}年") == duration_months(f"{years * 12}个月") == years * 12


@pytest.mark.parametrize("text", ["", "8", "八年", "8年半", "8 年", "年", "个月", "-1年", "1.5年", "6个月1年", "８年", "2024-01-01"])
def test_other_spellings_are_refused_with_the_right_ones(text: str) -> None:
    with pytest.raises(ValueError, match="8年、18个月"):
        duration_months(text)
