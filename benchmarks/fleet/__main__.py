"""``python -m benchmarks.fleet``: the table."""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from benchmarks.fleet.promise import broken
from benchmarks.fleet.run import Outcome, Plan, run
from benchmarks.fleet.stores import Postgres, SqliteFile
from benchmarks.fleet.troubles import TROUBLES

HEAD = (
    "workers",
    "questions",
    "people",
    "what went wrong",
    "answers/s",
    "lost",
    "doubled",
    "out of order",
    "pushes",
    "lost",
    "doubled",
    "strange",
    "fullest second",
    "errors logged",
)


def main() -> None:
    """Read the command line and run what it says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="one run with each number of processes")
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--kills", type=int, default=0, help="processes killed and started again in each run")
    parser.add_argument("--troubles", nargs="*", default=[], choices=[*TROUBLES], help="what else goes wrong, each as often as named")
    parser.add_argument("--pushes", type=int, default=0, help="messages that go out beside the answers")
    parser.add_argument(
        "--skew", type=float, default=0.0, help="seconds by which the first process's clock jumps, there and back, all the time"
    )
    parser.add_argument("--sqlite", action="store_true", help="one process on a SQLite file")
    parser.add_argument("--rate", type=int, default=1000, help="Telegram's limit of messages a second")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |")
    print("|---" * len(HEAD) + "|")
    wrong: list[str] = []
    for workers in chosen.workers:
        troubles = (*["kill"] * chosen.kills, *chosen.troubles)
        plan = Plan(workers, chosen.people, chosen.updates, chosen.rate, troubles, chosen.pushes, chosen.skew, chosen.seed)
        outcome = _run(plan, is_file=chosen.sqlite)
        print(_row(plan, outcome), flush=True)
        wrong += broken(plan, outcome)
    if wrong:
        sys.exit("\n".join(wrong))


def _run(plan: Plan, *, is_file: bool) -> Outcome:
    from tests.storage.servers import SqliteFolder, postgres_server, put_key  # noqa: PLC0415 - starts a server of its own

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        if is_file:
            return asyncio.run(run(plan, SqliteFile(SqliteFolder(folder).put(folder / "bot.db", folder / "answers.key")), folder))
        server = stack.enter_context(postgres_server(folder))
        address = server.fresh()
        put_key(folder / "answers.key")
        return asyncio.run(run(plan, Postgres(address, server.restart), folder))


def _row(plan: Plan, outcome: Outcome) -> str:
    found = outcome.findings
    cells = (
        plan.workers,
        found.asked,
        plan.people,
        ", ".join(f"{number} {name}" for name, number in sorted(Counter(outcome.happened).items())),
        f"{outcome.rate:.0f}",
        found.lost,
        found.doubled,
        found.disordered,
        found.pushed,
        found.pushes_lost,
        found.pushes_doubled,
        found.strange,
        found.most_a_second,
        outcome.errors,
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
