"""How near the chooser comes to the best order of questions, over whole interviews: ``python -m benchmarks.interviews``.

Prints one table: the effort that interviews are expected to take as we ask, divided by that of the best order there is under the
same rules; beside it two simpler ways to ask. What is expected of people stands in ``benchmarks.playing``.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count, islice
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import NamedTuple

from benchmarks.invented import invented
from benchmarks.optimum import optimum
from benchmarks.orders import as_written, by_groups, ours
from benchmarks.playing import Interview, TooLargeError, expected
from benchmarks.varying import tracks_of
from eligibility.examples import check_example
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.loader import load

DATA = Path(__file__).parents[1] / "knowledge" / "data"
SEED = 20241210
POINTS = 20_000
"""Points up to which the best order is looked for."""
SHARE, WORST = 1.05, 1.25
"""The aim: the mean and the worst of what we take, divided by the best."""
_NOTHING = 1e-9


class Ratios(NamedTuple):
    """What an interview is expected to take, divided by the best under the rules."""

    ours: float
    groups: float
    """Group by group, as it was chosen before."""
    written: float
    """In the notices' order."""
    unruled: float
    """At best without the rules; at most 1."""


@dataclass(frozen=True)
class Kind:
    """Interviews of one size."""

    name: str
    interviews: Sequence[Interview]


def compared(interview: Interview, points: int = POINTS) -> Ratios | None:
    """One interview in every way; None where it is too large for finding the best."""
    try:
        best = optimum(interview, ruled=True, most=points)
        ordered, groups, written = (expected(interview, order) / best for order in (ours, by_groups, as_written))
        return Ratios(ordered, groups, written, optimum(interview, ruled=False, most=points) / best)
    except TooLargeError:
        return None


def on_file(base: KnowledgeBase, together: int, most: int) -> list[Interview]:
    """Every track that takes applications, so many at once; of all such groups at most so many, drawn by lot."""
    groups = list(combinations([Target(policy.id, track) for policy, track in tracks_of(base)], together))
    return [Interview(base, group) for group in Random(SEED).sample(groups, min(most, len(groups)))]


def out_of_thin_air(number: int, facts: int, *, policies: int = 1, tracks: int = 0) -> list[Interview]:
    """So many interviews over invented policies, those left out in which nothing is asked."""
    every = (Interview(*invented(seed, facts, policies=policies, tracks=tracks)) for seed in count())
    return list(islice((interview for interview in every if interview.start), number))


def kinds(sample: int) -> Iterator[Kind]:
    """Everything that is measured; ``sample``: interviews of a kind, fewer where they are large."""
    base = load(DATA, check_example)
    yield Kind("on file, each track alone", on_file(base, 1, sample))
    yield Kind("on file, two tracks at once", on_file(base, 2, sample // 2))
    yield Kind("on file, three tracks at once", on_file(base, 3, sample // 10))
    for facts, share in ((4, 1), (6, 1), (8, 1), (10, 2), (12, 4)):
        yield Kind(f"random policy over {facts} facts", out_of_thin_air(sample // share, facts))
    yield Kind("three tracks of one random policy, 6 facts", out_of_thin_air(sample, 6, tracks=3))
    for policies, facts, share in ((2, 6, 1), (3, 6, 1), (5, 5, 2), (3, 8, 4), (5, 8, 8)):
        yield Kind(f"{policies} random policies over {facts} facts", out_of_thin_air(sample // share, facts, policies=policies))


def row(name: str, ratios: Sequence[Ratios], large: int) -> str:
    """One kind of interview as a line of the table."""
    found = [one.ours for one in ratios]
    others = ([one.groups for one in ratios], [one.written for one in ratios])
    return (
        f"| {name} | {len(ratios)} | {large} | {median(found):.3f} | {mean(found):.3f} | {max(found):.3f} "
        + "".join(f"| {mean(other):.2f} | {max(other):.2f} " for other in others)
        + f"| {mean(one.unruled for one in ratios):.3f} |"
    )


def report(kinds: Iterable[Kind], points: int) -> Iterator[str]:
    """The table, line by line."""
    yield "| | interviews | too large | median | mean | worst | by groups: mean | worst | as written: mean | worst | without the rules |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    every: list[Ratios] = []
    large = 0
    for kind in kinds:
        found = [compared(interview, points) for interview in kind.interviews]
        ratios = [one for one in found if one is not None]
        large += len(found) - len(ratios)
        every += ratios
        if ratios:
            yield row(kind.name, ratios, len(found) - len(ratios))
    yield row("all", every, large)
    yield ""
    beyond, best = sum(one.ours > WORST for one in every), sum(one.ours < 1 + _NOTHING for one in every)
    yield f"Aim: a mean of at most {SHARE} and none above {WORST}. Above it: {beyond} of {len(every)}. {best} are the best there is."


def main() -> None:
    """Print the table to the terminal."""
    parser = argparse.ArgumentParser(description="The chooser of questions beside the best order, group by group and the notices' order.")
    parser.add_argument(
        "--sample", type=int, default=200, metavar="N", help="interviews of each kind, fewer of the large ones (default 200)"
    )
    parser.add_argument("--points", type=int, default=POINTS, metavar="N", help=f"points to look at for the best order (default {POINTS})")
    args = parser.parse_args()
    for line in report(kinds(args.sample), args.points):
        print(line, flush=True)


if __name__ == "__main__":
    main()
