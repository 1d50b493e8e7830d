"""Numbers are compared by what they mean, whichever way they are written."""

from datetime import date, time
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coverage.figures import figures, offered
from tests.knowledge.coverage.made_up import policy

numbers = st.integers(min_value=2, max_value=9_999)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


def held(text: str, value: object) -> bool:
    """Whether every number of a text stands in a value; a text without numbers proves nothing."""
    found = list(figures(text))
    assert found
    return all(offered(value).intersection(figure.readings) for figure in found)


@given(numbers)
def test_a_number_is_itself_in_digits_and_in_words(number: int) -> None:
    for text in (f"共{number}名", f"共 {number} 名", f"共{cn2an.an2cn(number)}名"):
        assert held(text, {"amount": number})
        assert held(text, f"选{number}人")
        assert not held(text, {"amount": number + 1})


@given(numbers)
def test_ten_thousands_are_worked_out(number: int) -> None:
    assert held(f"{number}万元", {"amount": number * 10_000})
    assert held(f"{number / 10:.1f}万元", {"amount": number * 1_000})
    assert not held(f"{number}万元", {"amount": number})


@given(numbers.filter(lambda number: number <= 100))
def test_a_share_is_no_plain_number(number: int) -> None:
    for text in (f"按{number}%", f"按{number}％", f"按百分之{cn2an.an2cn(number)}"):
        assert held(text, {"percent": Decimal(number)})
        assert held(text, f"{number}%")
        assert not held(text, {"amount": number})


@given(days)
def test_a_day_is_held_by_the_same_day_only(day: date) -> None:
    whole = f"{day.year}年{day.month}月{day.day}日"
    in_words = f"{''.join('〇一二三四五六七八九'[int(digit)] for digit in str(day.year))}年{day.month}月{day.day}日"
    for text in (whole, in_words, day.isoformat(), f"{day.month}月{day.day}日", f"{day.day}日", f"{day.month}月初", f"{day.year}年"):
        assert held(text, {"ends": day}), text
        assert held(text, f"到{whole}止")
    assert not held(whole, {"ends": date(day.year + 1, day.month, min(day.day, 28))})
    assert not held(whole, f"{day.month}月{day.day}日"), "the year matters where it is printed"


@pytest.mark.parametrize(
    "text",
    [
        "一个单位",
        "一批人才",
        "一系列",
        "一、范围",
        "（一）条件",
        "第五条",
        "第一章",
        "1.单位推荐",
        "????2.身心健康",
        "见附件2、3",
        "十五末",
        "三和",
    ],
)
def test_articles_marks_and_labels_are_no_numbers(text: str) -> None:
    assert not list(figures(text))


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("满一年", {"1"}),
        ("一式两份", {"2"}),
        ("1.2022年度名册", {"2022"}),
        ("附件:1. 2023年度表", {"2023"}),
        ("5月17日至21日", {"05-17", "21日", "21"}),
        ("1210日前", {"1210日", "1210"}),
        ("(0472)1234567", {"0472", "1234567"}),
        ("16\ue0106万人", {"166000"}),
        ("师生比1:20", {"1", "20"}),
        ("2-3所", {"2", "3"}),
        ("五大任务，党的二十大", {"5", "20"}),
        ("第1名和一等奖", {"1"}),
        ("“十百千”人才千名", set()),
    ],
)
def test_what_is_printed_may_mean(text: str, readings: set[str]) -> None:
    assert {reading for figure in figures(text) for reading in figure.readings} == readings


def test_ids_clauses_and_labels_of_an_entry_offer_no_number() -> None:
    form = policy(
        "materials: [{id: form-7, clause: 三（一）3, name: 表, prepared_by: unit, form: annex-8}]\n"
        "documents: [{id: annex-8, title: 表, role: annex, label: 附件9}]\n"
    )
    assert offered(form.materials[0]) == frozenset()
    assert offered(form.documents[0]) == frozenset()
    assert offered({"stamped": True, "copies": None}) == frozenset()


def test_an_hour_is_a_number_too() -> None:
    assert held("5月30日17时前", {"ends": date(2026, 5, 30), "ends_at": time(17)})
    assert held("16时30分", {"ends_at": time(16, 30)})
    assert not held("17时", {"ends_at": time(18)})
