"""What was learned offline: how much each feature of a text speaks for each intent. A softmax regression, kept as whole numbers."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import exp, sqrt
from pathlib import Path

from knowledge.entries import Topic

FILE = Path(__file__).with_name("weights.json")
"""Written by ``benchmarks/learning.py``."""
SCALE = 100
"""Weights are kept as whole hundredths."""


@dataclass(frozen=True)
class Weights:
    """The hundredths of every feature, one for each topic in their order; without any, every intent is as likely as another."""

    topics: tuple[Topic, ...] = ()
    bias: tuple[int, ...] = ()
    features: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def shares(self, features: Collection[str]) -> dict[Topic, float]:
        """How likely each intent is by the features of a text, together 1; empty where nothing was learned."""
        worth = [float(one) for one in self.bias]
        size = sqrt(max(1, len(features)))
        for told in filter(None, map(self.features.get, features)):
            for at, one in enumerate(told):
                worth[at] += one / size
        odds = [exp((one - max(worth)) / SCALE) for one in worth]
        return {topic: one / sum(odds) for topic, one in zip(self.topics, odds, strict=True)}


@cache
def shipped() -> Weights:
    """The weights that come with the program; none where nothing was learned yet."""
    if not FILE.exists():
        return Weights()
    told = json.loads(FILE.read_text("utf-8"))
    return Weights(tuple(told["topics"]), tuple(told["bias"]), {feature: tuple(worth) for feature, worth in told["features"].items()})


def dumped(weights: Weights) -> str:
    """As a file, a feature a line, so that two versions can be laid side by side."""
    lines = (
        f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(worth, separators=(',', ':'))}"
        for feature, worth in weights.features.items()
    )
    head = f'{{"topics":{json.dumps(weights.topics)},"bias":{json.dumps(weights.bias)},"features":{{\n'
    return head + ",\n".join(lines) + "\n}}\n"
