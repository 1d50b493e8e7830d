"""The weights for what people ask, learned anew: ``python -m benchmarks.learning [--without NAME] [--dry]``.

They are learned from the phrases and phrasings of ``knowledge/data/search`` and from the labelled questions that everybody has seen, their
names masked. To be run when many phrasings were added; ``--without`` leaves a set out, ``--dry`` writes nothing and tells how many single
intents of every set are then told right, without any name or rule: what was left out tells what to expect of new questions.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from eligibility.examples import check_example
from knowledge.entries import Topic
from knowledge.loader import load
from knowledge.search.index import Index
from knowledge.search.learning import learn
from knowledge.search.lexicon import load_lexicon
from knowledge.search.scanner import GAP
from knowledge.search.scoring import Labelled
from knowledge.search.weights import FILE, Weights, dumped

ROOT = Path(__file__).parents[1]
SEEN = ("tune", "held", "unseen", "sixteen", "fresh16", "sealed", "spoken", "sealed2")

Told = tuple[list[str], frozenset[Topic]]
"""The features of a question and what it may ask."""


def questions(index: Index, name: str) -> Iterator[Told]:
    """The questions of a set that ask one thing about a policy."""
    for line in (ROOT / f"tests/data/questions/{name}.jsonl").read_text("utf-8").splitlines():
        row = Labelled.model_validate_json(line)
        if row.policy is None or row.intent is None or row.kind == "several":
            continue
        understood = index.understand(row.q, topic=row.topic.leaning if row.topic else None)
        asked = next((seen.saw for seen in understood.explain if seen.channel == "asked"), "").replace("…", GAP)
        if asked.strip(GAP):
            yield index.intents.features(asked), frozenset((row.intent,) if isinstance(row.intent, str) else row.intent)


def report(weights: Weights, sets: dict[str, list[Told]]) -> Iterator[str]:
    """How many of each set are told right by the weights alone, in per cent."""
    for name, rows in sets.items():
        right = sum(max(shares, key=lambda topic: shares[topic]) in wanted for told, wanted in rows if (shares := weights.shares(told)))
        yield f"{name:<9}{len(rows):>5}{100 * right / len(rows):>7.1f}"


def main() -> None:
    """Learn, and write or tell."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--without", choices=SEEN, action="append", default=[])
    options.add_argument("--dry", action="store_true")
    chosen = options.parse_args()
    data = ROOT / "knowledge/data"
    index = Index(load(data, check_example), load_lexicon(data / "search"))
    sets = {name: list(questions(index, name)) for name in SEEN}
    told = [row for name, rows in sets.items() if name not in chosen.without for row in rows]
    single = [(features, min(wanted)) for features, wanted in told if len(wanted) == 1]
    weights = learn([(index.intents.features(text), topic) for text, topic in index.intents.learned.items()] + single)
    if not chosen.dry:
        FILE.write_text(dumped(weights), "utf-8")
    print("\n".join(report(weights, sets)))


if __name__ == "__main__":
    main()
