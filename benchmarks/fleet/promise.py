"""What the README promises, held against what came of a run. Pure."""

from collections import Counter

from benchmarks.fleet.run import Outcome, Plan
from bot.app import SLOTS
from bot.outbox.courier import BATCH

DEATHS = frozenset({"kill", "stop", "restart", "lock", "fill"})
"""After each of these what was in flight may come once more: a process, or its database, was gone."""
LATE = 2
"""So many messages may be on their way for so long that they arrive with those of the next second."""
MINUTE = 60
BURST = 5


def broken(plan: Plan, outcome: Outcome) -> list[str]:
    """Which of the promises did not hold, in words; none when all did."""
    found = outcome.findings
    deaths = sum(name in DEATHS for name in outcome.happened)
    most = {
        "questions without an answer": (found.lost, 0),
        "pushes lost": (found.pushes_lost, 0),
        "messages that answer nothing": (found.strange, 0),
        "answers out of order": (found.disordered, outcome.refused),
        "answers doubled": (found.doubled, deaths * SLOTS + outcome.refused),
        "pushes doubled": (found.pushes_doubled, deaths * BATCH + outcome.refused),
        "messages in the fullest second": (found.most_a_second, plan.messages_a_second + LATE),
        "messages in the fullest ten seconds": (found.most_in_ten_seconds, 10 * plan.messages_a_second + LATE),
        "messages in the fullest minute of a chat": (found.most_in_a_chat_a_minute, MINUTE + BURST + LATE),
    }
    wrong = [f"{what}: {number}, at most {allowed}" for what, (number, allowed) in most.items() if number > allowed]
    if Counter(outcome.happened) != Counter(plan.troubles):
        wrong.append(f"of {plan.troubles} came about {outcome.happened}")
    if set(plan.troubles) <= {"kill"} and outcome.errors:
        wrong.append(f"errors logged: {outcome.errors}")
    return [*wrong, f"again: {plan.again}"] if wrong else []
