"""How the weights are learned: softmax regression over labelled texts by adaptive steps, the same every time. A minute, never in a chat."""

from collections import Counter
from collections.abc import Collection
from math import exp, sqrt
from random import Random
from typing import NamedTuple

from knowledge.entries import Topic
from knowledge.search.weights import SCALE, Weights

_ROUNDS = 14
_STEP, _BIAS = 2.0, 0.01
_DECAY = 2e-5
"""How much of a weight is lost whenever its feature is met; keeps rare features modest."""
_SELDOM = 2
"""Texts that a feature must stand in."""
_SMALLEST = 8
"""Hundredths that at least one intent must have, or the feature is left out."""


class Example(NamedTuple):
    """A text to learn from."""

    features: tuple[str, ...]
    size: float
    """The root of how many features it has, seldom ones included."""
    topic: int
    worth: float
    """More where few texts ask the same."""


def learn(examples: Collection[tuple[Collection[str], Topic]], seed: int = 1) -> Weights:
    """The weights that tell these intents apart; each example: the features of a text and what it asks."""
    topics = tuple(sorted({topic for _, topic in examples}))
    counts = Counter(feature for features, _ in examples for feature in features)
    often = Counter(topic for _, topic in examples)
    learner = _Learner([feature for feature, count in sorted(counts.items()) if count >= _SELDOM], len(topics))
    rows = [
        Example(
            tuple(feature for feature in features if feature in learner.weights),
            sqrt(max(1, len(features))),
            topics.index(topic),
            len(examples) / len(topics) / often[topic],
        )
        for features, topic in examples
    ]
    random = Random(seed)  # noqa: S311 - an order, no secret
    for _ in range(_ROUNDS):
        random.shuffle(rows)
        for row in rows:
            learner.step(row)
    whole = {feature: tuple(round(SCALE * one) for one in row) for feature, row in learner.weights.items()}
    features = {feature: row for feature, row in whole.items() if max(map(abs, row)) >= _SMALLEST}
    return Weights(topics, tuple(round(SCALE * one) for one in learner.bias), features)


class _Learner:
    """Weights on their way."""

    def __init__(self, features: Collection[str], topics: int) -> None:
        self.weights = {feature: [0.0] * topics for feature in features}
        self.bias = [0.0] * topics
        self._gone = dict.fromkeys(features, 1.0)
        """How far each feature has come: what is met often is moved less."""

    def step(self, example: Example) -> None:
        """Learn one example."""
        told = [self.weights[feature] for feature in example.features]
        scores = [one + sum(row[at] for row in told) / example.size for at, one in enumerate(self.bias)]
        odds = [exp(one - max(scores)) for one in scores]
        every = sum(odds)
        off = [example.worth * ((at == example.topic) - one / every) for at, one in enumerate(odds)]
        moved = sum(one * one for one in off) / example.size
        for feature, row in zip(example.features, told, strict=True):
            self._gone[feature] += moved
            step = _STEP / sqrt(self._gone[feature]) / example.size
            row[:] = [one * (1 - _DECAY) + step * miss for one, miss in zip(row, off, strict=True)]
        self.bias = [one + _BIAS * miss for one, miss in zip(self.bias, off, strict=True)]
