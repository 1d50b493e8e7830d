"""What is remembered of an answer."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.leaning import leaning_of, read, written
from knowledge.entries import Topic
from knowledge.search.understanding import Leaning, Understanding

TOPICS = st.lists(st.sampled_from(get_args(Topic)), unique=True).map(lambda found: tuple(t for t in get_args(Topic) if t in found))


@given(policy=st.text(), track=st.none() | st.text(), topics=TOPICS)
def test_what_is_stored_is_read_again(policy: str, track: str | None, topics: tuple[Topic, ...]) -> None:
    leaning = Leaning(policy, track, topics)
    assert read(written(leaning)) == leaning


def test_what_is_not_ours_is_nothing() -> None:
    assert read('{"policy": "x"}') is None
    assert read('["p", null, ["gone"]]') == Leaning("p")


def test_only_an_answer_about_one_policy_is_leant_on() -> None:
    assert leaning_of(Understanding("q", "answer", ("a",), ("a/t",), ("quota",))) == Leaning("a", "t", ("quota",))
    assert leaning_of(Understanding("q", "answer", ("a",), ("a/t", "a/u"), ("quota",))) == Leaning("a", None, ("quota",))
    assert leaning_of(Understanding("q", "answer", ("a", "b"))) is None
    assert leaning_of(Understanding("q", "clarify", ("a",))) is None
