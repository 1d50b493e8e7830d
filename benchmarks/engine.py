"""One profile against ten thousand policies: every verdict, the next question, and all again after one more answer.

``python -m benchmarks.engine`` prints one table. All engines judge the same policies for the same people in turn, in one run;
figures are medians over the people, of whom every one is new to every engine.
"""

import argparse
import gc
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import mean, median
from time import perf_counter
from typing import ParamSpec, TypeVar

from benchmarks.rivals import Rival, plain, rivals
from benchmarks.varying import person, varied
from eligibility.answers import Answers
from eligibility.choosing import subject_of
from eligibility.examples import check_example
from eligibility.progress import outset_of
from eligibility.screening.catalogue import Catalogue
from eligibility.screening.screening import Screening, screen
from eligibility.targets import Target
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.loader import load

DATA = Path(__file__).parents[1] / "knowledge" / "data"
SEED = 20241210
JUDGED = 100
"""Targets that are judged one by one, with all reasons; ten thousand take too long to wait for."""

_MEGA = 2**20

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Step:
    """One answer of an interview, in milliseconds, and the share of targets that it touched."""

    choosing: float
    answering: float
    touched: float


@dataclass(frozen=True)
class Run:
    """What one person took, in milliseconds."""

    full: float
    half: float
    judging: float
    rivals: Mapping[str, float]
    interview: tuple[Step, ...]
    last_question: float


def timed(work: Callable[P, T], *args: P.args, **more: P.kwargs) -> tuple[float, T]:
    """Milliseconds, and what came of it."""
    start = perf_counter()
    result = work(*args, **more)
    return (perf_counter() - start) * 1000, result


def run(base: KnowledgeBase, catalogue: Catalogue, others: Mapping[str, Rival], days: Mapping[Target, date], random: Random) -> Run:
    """One person, asked by every engine; the verdicts have to be the same."""
    answers = person(base, random)
    some = {fact: answer for fact, answer in answers.items() if random.random() < 1 / 2}
    full, screening = timed(screen, catalogue, answers)
    half, _ = timed(screen, catalogue, some)
    names = [standing.name for _, standing in screening.items()]
    values = plain(base.facts, answers)
    spent: dict[str, float] = {}
    for name, rival in others.items():
        spent[name], found = timed(rival.screen, values)
        if found != names:
            raise ValueError(f"{name} judges otherwise")
    sample = random.sample(catalogue.targets, min(JUDGED, len(names)))
    judging, _ = timed(_judged, base, [(target, days[target]) for target in sample], some)
    steps, last = interview(screen(catalogue, {}), answers)
    return Run(full, half, judging / len(sample) * len(names), spent, steps, last)


def interview(screening: Screening, answers: Answers) -> tuple[tuple[Step, ...], float]:
    """From no answer to the last: the chosen questions, answered as this person does."""
    steps: list[Step] = []
    while True:
        choosing, fact = timed(_next, screening)
        if fact is None:
            return tuple(steps), choosing
        answering, screening = timed(screening.answer, fact, answers[fact])
        steps.append(Step(choosing, answering, screening.touched / len(screening.catalogue.targets)))


def _judged(base: KnowledgeBase, targets: list[tuple[Target, date]], answers: Answers) -> list[Verdict]:
    return [judge(base, base.policies[policy], track, answers, day) for (policy, track), day in targets]


def _next(screening: Screening) -> str | None:
    return screening.next_fact(subject_of(screening.catalogue.facts, screening.answers))


def table(runs: list[Run]) -> Iterator[str]:
    """Medians over the people, and how many times as long the others take for all verdicts with every fact answered."""
    names = list(runs[0].rivals)
    yield "| | ms | " + " | ".join(f"{name} ÷ this" for name in names) + " |"
    yield "|---|---:|" + "---:|" * len(names)
    ours: dict[str, Callable[[Run], float]] = {
        "all verdicts, every fact answered": lambda one: one.full,
        "all verdicts, half of the facts answered": lambda one: one.half,
        "all verdicts after one more answer": lambda one: mean(step.answering for step in one.interview),
        "the next question": lambda one: mean(step.choosing for step in one.interview),
        "one more answer and the next question": lambda one: mean(step.choosing + step.answering for step in one.interview),
    }
    for what, figure in ours.items():
        ratios = [f"{median(one.rivals[name] / figure(one) for one in runs):.1f}" for name in names]
        yield f"| {what} | {median(map(figure, runs)):.1f} | {' | '.join(ratios)} |"
    for name in names:
        yield f"| {name}: all verdicts, every fact answered | {median(one.rivals[name] for one in runs):.0f} |{' |' * len(names)}"
    judging = median(one.judging for one in runs)
    yield f"| `judge`: all verdicts with all reasons, one by one ({JUDGED} timed) | {judging:.0f} |{' |' * len(names)}"


def touched(runs: list[Run]) -> str:
    """How much of the whole an answer has to look at again."""
    shares = [step.touched for one in runs for step in one.interview]
    asked = median(len(one.interview) for one in runs)
    return (
        f"Touched by an answer: {mean(shares):.1%} of the targets on average, {median(shares):.1%} in the median, "
        f"{max(shares):.1%} at most; {asked:.0f} questions in the median interview. The slowest answer took "
        f"{max(step.answering for one in runs for step in one.interview):.0f} ms, the slowest question "
        f"{max(step.choosing for one in runs for step in one.interview):.0f} ms."
    )


def memory(base: KnowledgeBase, days: Mapping[Target, date], people: Iterable[Answers]) -> str:
    """What stays allocated, as Python counts it."""
    outset_of.cache_clear()
    tracemalloc.start()
    catalogue = Catalogue(base, days)
    compiled = tracemalloc.get_traced_memory()[0]
    first = screen(catalogue, {})
    first.outset()
    begun = tracemalloc.get_traced_memory()[0]
    several = [screen(catalogue, answers) for answers in people]
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del first
    return (
        f"Memory: {compiled / _MEGA:.0f} MB compiled, {begun / _MEGA:.0f} MB with the first screening and its question worked out, "
        f"{grown / _MEGA:.0f} MB with {len(several)} people's screenings kept."
    )


def report(policies: int, people: int) -> Iterator[str]:
    """What is printed, line by line."""
    random = Random(SEED)
    real = load(DATA, check_example)
    base, days = varied(real, policies, random)
    compiling, catalogue = timed(Catalogue, base, days)
    others = rivals(base, catalogue.targets)
    first, begun = timed(screen, catalogue, {})
    asking, _ = timed(_next, begun)
    gc.collect()
    gc.freeze()  # ten thousand policies are not to be looked through for rubbish while anybody is timed
    runs = [run(base, catalogue, others, days, random) for _ in range(people)]
    gc.unfreeze()
    yield f"{policies} policies from {len(real.policies)} real ones, {people} people, knowledge {real.version}, seed {SEED}\n"
    yield from table(runs)
    once = f"{compiling:.0f} ms to compile, {first:.0f} ms for the first screening, {asking:.0f} ms for its question"
    yield f"\nOnce for each knowledge version: {once}."
    yield touched(runs)
    yield memory(base, days, [person(base, random) for _ in range(people)])


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--policies", type=int, default=10_000)
    options.add_argument("--people", type=int, default=9)
    chosen = options.parse_args()
    for line in report(chosen.policies, chosen.people):
        print(line)


if __name__ == "__main__":
    main()
