"""The checker sees every way in which answers can go wrong, and nothing where they do not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fleet.checker import Seen, fullest, reconcile
from benchmarks.fleet.people import QUESTIONS, asked_by
from benchmarks.fleet.stalls import CATCHING_UP, Stall, spread

PEOPLE = st.builds(asked_by, st.integers(0, 99), st.integers(1, 5), st.integers(1, 40))


def answers(asked: dict[int, list[str]], dice: random.Random) -> list[Seen]:
    """All of them, each person's in order, between those of others."""
    seen = []
    for chat, questions in asked.items():
        times = sorted(dice.sample(range(100), len(questions)))
        seen += [Seen(at, chat, says) for at, says in zip(times, questions, strict=True)]
    return seen


def numbered(each: list[list[str]]) -> dict[int, list[str]]:
    return {chat: questions for chat, questions in enumerate(each) if questions}


@given(PEOPLE, st.randoms())
def test_what_is_as_it_should_be_is_found_so(each: list[list[str]], dice: random.Random) -> None:
    asked = numbered(each)
    found = reconcile(asked, answers(asked, dice))
    assert found.asked == sum(map(len, each))
    assert (found.lost, found.doubled, found.disordered, found.strange) == (0, 0, 0, 0)


@given(PEOPLE, st.randoms())
def test_a_lost_answer_a_doubled_one_and_a_strange_one_are_each_found(each: list[list[str]], dice: random.Random) -> None:
    asked = numbered(each)
    seen = answers(asked, dice)
    one = dice.choice(seen)
    lost = reconcile(asked, [other for other in seen if other is not one])
    assert lost.lost > 0
    doubled = reconcile(asked, [*seen, Seen(one.at + 0.5, one.chat, one.says)])
    assert (doubled.lost, doubled.doubled, doubled.disordered) == (0, 1, 0)
    for stranger in (Seen(1.0, one.chat, None), Seen(1.0, 10**6, one.says)):
        strange = reconcile(asked, [*seen, stranger])
        assert (strange.lost, strange.strange) == (0, 1)


def test_two_answers_that_changed_places_are_found() -> None:
    first, second, *_ = QUESTIONS
    found = reconcile({1: [first, second]}, [Seen(1.0, 1, second), Seen(2.0, 1, first)])
    assert found.disordered == 1
    with pytest.raises(ValueError, match="twice in a row"):
        reconcile({1: [first, first]}, [])


@given(st.lists(st.floats(0, 100)), st.floats(0.1, 10))
def test_the_fullest_stretch_is_what_counting_finds(times: list[float], seconds: float) -> None:
    ordered = sorted(times)
    assert fullest(ordered, seconds) == max((sum(start <= at < start + seconds for at in ordered) for start in ordered), default=0)


@given(st.integers(0, 99), st.integers(1, 9), st.integers(0, 60))
def test_everybody_asks_about_as_much_and_the_same_for_the_same_seed(seed: int, people: int, updates: int) -> None:
    each = asked_by(seed, people, updates)
    assert sum(map(len, each)) == updates
    assert max(map(len, each)) - min(map(len, each)) <= 1
    assert each == asked_by(seed, people, updates)


TIMES = st.lists(st.floats(0, 20), max_size=60)
STALLS = st.lists(st.builds(lambda since, took: Stall(since, since + took), st.floats(0, 20), st.floats(0.1, 2)), max_size=4)


@given(TIMES, STALLS)
def test_what_waited_while_the_stand_in_stood_still_is_moved_and_nothing_else(times: list[float], stalls: list[Stall]) -> None:
    moved = spread(times, stalls)
    assert len(moved) == len(times)
    assert moved == sorted(moved)
    assert spread(times, []) == sorted(times)

    def is_near(at: float) -> bool:
        return any(stall.since <= at < stall.until + CATCHING_UP for stall in stalls)

    assert [at for at in moved if not is_near(at)] == sorted(at for at in times if not is_near(at))


def test_what_was_sent_evenly_is_found_so_after_a_stall_and_too_much_is_still_too_much() -> None:
    stall = Stall(5.0, 6.0)
    even = [number / 28 for number in range(280)]
    noted = [6.0 if 5.0 <= at < 6.0 else at for at in even]
    assert fullest(sorted(noted), 1.0) > 50
    assert fullest(spread(noted, [stall]), 1.0) <= 30
    assert fullest(spread([*noted, *[6.0] * 20], [stall]), 1.0) > 40
