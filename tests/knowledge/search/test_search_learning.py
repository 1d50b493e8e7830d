"""The weights that are learned offline: deterministic, kept as they are written, and weighed in beside the phrasings."""

import json
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entries import Topic
from knowledge.search import weights as stored
from knowledge.search.guess import Guesser
from knowledge.search.learning import learn
from knowledge.search.lexicon import Lexicon
from knowledge.search.weights import Weights, dumped

MONEY: tuple[Collection[str], Topic] = (("钱", "多少"), "benefit")
DAY: tuple[Collection[str], Topic] = (("几号", "多少"), "deadline")
ALONE: tuple[Collection[str], Topic] = (("孤",), "contact")
EXAMPLES = [*[MONEY] * 4, *[DAY] * 4, ALONE]


def test_what_is_learned_tells_intents_apart_and_is_the_same_every_time() -> None:
    weights = learn(EXAMPLES)
    assert weights == learn(EXAMPLES)
    assert max(shares := weights.shares(("钱", "多少")), key=lambda topic: shares[topic]) == "benefit"
    assert max(shares := weights.shares(("几号",)), key=lambda topic: shares[topic]) == "deadline"
    assert "孤" not in weights.features


@given(st.dictionaries(st.text(min_size=1), st.tuples(st.integers(-500, 500), st.integers(-500, 500))))
def test_weights_are_read_as_they_were_written(features: dict[str, tuple[int, int]]) -> None:
    told = json.loads(dumped(Weights(("benefit", "deadline"), (1, -2), features)))
    assert {feature: tuple(worth) for feature, worth in told["features"].items()} == features


@given(st.lists(st.sampled_from(["钱", "几号", "多少", "孤"])))
def test_shares_make_one(told: list[str]) -> None:
    assert sum(learn(EXAMPLES).shares(told).values()) == pytest.approx(1)


def test_without_weights_the_phrasings_tell_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stored, "FILE", tmp_path / "none.json")
    assert stored.shipped.__wrapped__() == Weights()
    phrasings: dict[str, Topic] = {"多少钱": "benefit", "几号完": "deadline"}
    alone = Guesser(phrasings, lambda _: ()).guess("多少钱")
    both = Guesser(phrasings, lambda _: (), Weights(("benefit", "deadline"), (0, 900))).guess("多少钱")
    assert alone[0].topic == "benefit"
    assert {one.topic: one.share for one in both}["deadline"] > {one.topic: one.share for one in alone}["deadline"]


def test_the_shipped_weights_know_all_that_can_be_asked(lexicon: Lexicon) -> None:
    assert set(lexicon.weights.topics) == set(lexicon.intents.by_topic())
    assert all(len(worth) == len(lexicon.weights.topics) for worth in lexicon.weights.features.values())
