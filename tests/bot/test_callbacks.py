"""Button data: round trips, always short enough, the same in every process, and no two ids share a code."""

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.callbacks import LIMIT, CodeBook, code, press, read_press
from bot.handlers.table import PRESSES
from bot.settings import ROOT
from knowledge.base import KnowledgeBase
from knowledge.facts import option_ids

KINDS = ("policy", "track", "series", "fact", "option")
kinds = st.sampled_from(KINDS)
words = st.text(st.characters(exclude_characters=":", exclude_categories=["Cs"]), max_size=8)


@given(words, st.lists(words, max_size=4))
def test_what_is_pressed_is_what_the_button_says(verb: str, arguments: list[str]) -> None:
    assume(len(":".join((verb, *arguments)).encode()) <= LIMIT)
    read = read_press(press(verb, *arguments))
    assert (read.verb, list(read.arguments)) == (verb, arguments)


@given(st.text(max_size=64))
def test_any_data_can_be_read_and_says_the_same_again(data: str) -> None:
    assert str(read_press(data)) == data


@given(st.text(min_size=LIMIT + 1))
def test_data_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        press(text)


@given(kinds, st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_every_button_fits_however_long_its_ids(kind: str, text: str) -> None:
    coded = code(kind, text)
    assert len(coded) == 12
    assert coded.isascii()
    assert coded.isalnum()
    for verb in PRESSES:
        assert len(press(verb, coded, coded).encode()) <= LIMIT
    assert len(f"p{coded}") <= LIMIT


@given(st.lists(st.tuples(kinds, st.text(st.characters(exclude_categories=["Cs"]), max_size=30)), min_size=2, unique=True))
def test_different_ids_have_different_codes(ids: list[tuple[str, str]]) -> None:
    codes = [code(kind, text) for kind, text in ids]
    assert len(set(codes)) == len(codes)


def test_codes_are_the_same_in_another_process() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from bot.callbacks import code; print(code('policy', '特培'), code('option', 'age=1'))"],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == [code("policy", "特培"), code("option", "age=1")]


def test_a_code_that_people_have_buttons_of_stays() -> None:
    assert code("policy", "nmg-tepei-2023") == "fa7xr43ymwvq"


def test_every_id_of_the_base_is_found_by_its_code_and_only_under_its_kind(base: KnowledgeBase) -> None:
    book = CodeBook(base)
    for policy in base.policies.values():
        assert book.find("policy", code("policy", policy.id)) == policy.id
        assert book.find("series", code("series", policy.series.id)) == policy.series.id
        assert book.find("track", code("policy", policy.id)) is None
        for track in policy.tracks:
            assert book.find("track", code("track", f"{policy.id}/{track.id}")) == f"{policy.id}/{track.id}"
    for fact in base.facts.values():
        assert book.find("fact", code("fact", fact.id)) == fact.id
        for option in option_ids(fact):
            assert book.find("option", code("option", f"{fact.id}={option}")) == f"{fact.id}={option}"


def test_no_two_ids_of_the_base_collide(base: KnowledgeBase) -> None:
    ids = {("policy", policy) for policy in base.policies} | {("fact", fact) for fact in base.facts}
    ids |= {("series", series) for series in base.series}
    ids |= {("track", f"{policy.id}/{track.id}") for policy in base.policies.values() for track in policy.tracks}
    ids |= {("option", f"{fact.id}={option}") for fact in base.facts.values() for option in option_ids(fact)}
    assert all(code(*one) != code(*other) for one, other in combinations(sorted(ids), 2))


@given(st.text(max_size=20))
def test_a_code_that_is_none_finds_nothing(base: KnowledgeBase, coded: str) -> None:
    known = {code("policy", policy) for policy in base.policies}
    assume(coded not in known)
    assert CodeBook(base).find("policy", coded) is None
