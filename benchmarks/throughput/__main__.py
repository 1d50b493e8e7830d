"""``python -m benchmarks.throughput``: the table."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.throughput.run import Case, Figures, Load, measure

NAMES = {
    "dumb": "the stand-in's own ceiling",
    "ptb": "bare echo, python-telegram-bot's defaults",
    "aiogram": "bare echo, aiogram",
    "ours": "our complete answers",
}
HEAD = (
    "bot",
    "rows in",
    "updates by",
    "latency, ms",
    "answers/s",
    "of aiogram's",
    "p50, ms",
    "p99, ms",
    "CPU ms/answer",
    "stand-in's",
    "lost",
)


def cases(bots: Sequence[str], latencies: Sequence[float], ways: Sequence[str], postgres: Callable[[], str] | None) -> Iterator[Case]:
    """Every line of the table: what is compared takes its turn side by side. ``postgres`` makes a database and gives its address."""
    for latency in latencies:
        for way in ways:
            for bot in NAMES:
                if bot in bots and not (bot == "ptb" and way == "webhook"):  # that needs tornado
                    yield Case(bot, latency, way == "webhook")
        if postgres is not None and "ours" in bots:
            yield Case("ours", latency, by_webhook=False, database=postgres())


def main() -> None:
    """Read the command line and run what it says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("--bots", nargs="+", default=[*NAMES], choices=[*NAMES])
    parser.add_argument("--latency", type=float, nargs="+", default=[0.0, 50.0], help="milliseconds of each call of the Bot API")
    parser.add_argument("--ways", nargs="+", default=["polling", "webhook"], choices=["polling", "webhook"])
    parser.add_argument("--postgres", action="store_true", help="ours on a PostgreSQL of its own as well")
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--waiting", type=int, default=64, help="how many of them wait for an answer at any moment")
    parser.add_argument("--warm-up", type=float, default=3.0)
    parser.add_argument("--seconds", type=float, default=8.0, help="that count, in each line")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    load = Load(given.people, given.waiting, given.warm_up, given.seconds, given.seed)
    print(f"| {' | '.join(HEAD)} |")
    print("|---" * len(HEAD) + "|", flush=True)
    echoes: dict[tuple[float, bool], float] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as stack:
        postgres = _postgres(Path(name), stack) if given.postgres else None
        for case in cases(given.bots, [one / 1000 for one in given.latency], given.ways, postgres):
            try:
                figures = asyncio.run(measure(case, load))
            except RuntimeError as error:
                print(f"{NAMES[case.bot]}: {error}", file=sys.stderr)
                continue
            if case.bot == "aiogram":
                echoes[case.latency, case.by_webhook] = figures.rate
            print(_row(case, figures, echoes.get((case.latency, case.by_webhook))), flush=True)


def _postgres(folder: Path, stack: ExitStack) -> Callable[[], str]:
    from tests.storage.servers import postgres_server  # noqa: PLC0415 - starts a server of its own

    return stack.enter_context(postgres_server(folder)).empty


def _row(case: Case, figures: Figures, echoes: float | None) -> str:
    cells = (
        NAMES[case.bot],
        case.store,
        "webhook" if case.by_webhook else "polling",
        f"{1000 * case.latency:.0f}",
        f"{figures.rate:.0f}",
        "–" if echoes is None else f"{figures.rate / echoes:.2f}",
        f"{figures.p50:.0f}",
        f"{figures.p99:.0f}",
        f"{figures.cpu:.1f}",
        f"{figures.cpu_standin:.1f}",
        figures.lost,
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
