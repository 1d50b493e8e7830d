"""Answers in rows come back as they went in; anything else is refused by name."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Given, Months, Since, Value, Years
from eligibility.days import Window
from eligibility.stored import UnreadableAnswerError, from_text, to_text

windows = st.tuples(st.dates(), st.dates()).map(lambda days: Window(min(days), max(days)))
values: st.SearchStrategy[Value] = st.one_of(
    st.booleans(),
    st.text(),
    st.frozensets(st.text()),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    st.integers(0, 150).map(Years),
    st.integers(0, 2000).map(Months),
    windows.map(Born),
    windows.map(Since),
    st.dates(),
)
answers: st.SearchStrategy[Answer] = st.builds(Given, values, st.none() | st.dates()) | st.sampled_from([DoesNotKnow(), Declined()])


@given(answers)
def test_an_answer_comes_back_as_it_went_in(answer: Answer) -> None:
    text = to_text(answer)
    assert from_text(text) == answer
    assert json.loads(text)["shape"]


def test_equal_answers_have_equal_texts() -> None:
    assert to_text(Given(Decimal("3.0"))) == to_text(Given(Decimal(3)))
    assert to_text(Given(frozenset({"b", "a"}))) == to_text(Given(frozenset({"a", "b"})))


FORMS: dict[str, Answer] = {
    '{"as_of":"2024-12-10","shape":"years","value":45}': Given(Years(45), date(2024, 12, 10)),
    '{"shape":"months","value":96}': Given(Months(96)),
    '{"earliest":"1980-05-01","latest":"1980-05-31","shape":"born"}': Given(Born(Window(date(1980, 5, 1), date(1980, 5, 31)))),
    '{"earliest":"2012-07-01","latest":"2012-07-31","shape":"since"}': Given(Since(Window(date(2012, 7, 1), date(2012, 7, 31)))),
    '{"shape":"yes_no","value":true}': Given(value=True),
    '{"shape":"option","value":"master"}': Given("master"),
    '{"shape":"options","value":["a","b"]}': Given(frozenset({"a", "b"})),
    '{"shape":"number","value":"12000"}': Given(Decimal(12000)),
    '{"shape":"day","value":"2024-05-01"}': Given(date(2024, 5, 1)),
    '{"shape":"does_not_know"}': DoesNotKnow(),
    '{"shape":"declined"}': Declined(),
}


@pytest.mark.parametrize("text", FORMS)
def test_the_forms_in_rows_never_change(text: str) -> None:
    assert from_text(text) == FORMS[text]
    assert to_text(FORMS[text]) == text


shapes = st.sampled_from(["yes_no", "option", "options", "number", "years", "months", "born", "since", "day", "new"])
junk = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)


@given(st.text() | st.dictionaries(st.sampled_from(["shape", "value", "earliest", "latest", "as_of"]), junk | shapes).map(json.dumps))
def test_nothing_else_is_read_and_nothing_else_is_raised(text: str) -> None:
    try:
        answer = from_text(text)
    except UnreadableAnswerError:
        return
    assert from_text(to_text(answer)) == answer
