"""``python -m benchmarks.fleet``: the table."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.fleet.run import Outcome, Plan, run

HEAD = ("workers", "updates", "people", "killed", "answers/s", "lost", "doubled", "out of order", "strange", "fullest second", "errors")


def main() -> None:
    """Read the command line and run what it says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="one run with each number of processes")
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--kills", type=int, default=0, help="processes killed and started again in each run")
    parser.add_argument("--rate", type=int, default=1000, help="Telegram's limit of messages a second")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |")
    print("|---" * len(HEAD) + "|")
    for workers in chosen.workers:
        plan = Plan(workers, chosen.people, chosen.updates, chosen.kills, chosen.rate, chosen.seed)
        print(_row(plan, _run(plan)), flush=True)


def _run(plan: Plan) -> Outcome:
    from tests.storage.servers import postgres_server  # noqa: PLC0415 - starts a server of its own

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, postgres_server(Path(folder)) as server:
        return asyncio.run(run(plan, server.empty(), Path(folder)))


def _row(plan: Plan, outcome: Outcome) -> str:
    found = outcome.findings
    cells = (
        plan.workers,
        found.asked,
        plan.people,
        outcome.killed,
        f"{outcome.rate:.0f}",
        found.lost,
        found.doubled,
        found.disordered,
        found.strange,
        found.most_a_second,
        outcome.errors,
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
