"""What is promised, held against what came of a run: whatever is beyond it is said, with the command that runs it again."""

from dataclasses import replace

import pytest

from benchmarks.fleet.__main__ import main
from benchmarks.fleet.checker import reconcile
from benchmarks.fleet.promise import broken
from benchmarks.fleet.run import Outcome, Plan

PLAN = Plan(2, 5, 10, messages_a_second=10, troubles=("kill", "refuse"), pushes=3, seed=7)
GOOD = Outcome(reconcile({}, []), seconds=1.0, happened=("refuse", "kill"), refused=2, errors=9)


def found(**changes: int) -> Outcome:
    return replace(GOOD, findings=replace(GOOD.findings, **changes))


def test_what_keeps_the_promise_is_not_spoken_of() -> None:
    assert broken(PLAN, GOOD) == []
    assert broken(PLAN, found(doubled=34, pushes_doubled=27, disordered=2, most_a_second=12)) == []


@pytest.mark.parametrize(
    "outcome",
    [
        *(found(**{name: 1}) for name in ("lost", "pushes_lost", "strange")),
        found(disordered=3),
        found(doubled=35),
        found(pushes_doubled=28),
        found(most_a_second=13),
        found(most_in_ten_seconds=103),
        found(most_in_a_chat_a_minute=68),
        replace(GOOD, happened=("refuse",)),
    ],
)
def test_whatever_is_beyond_it_is_said_with_the_command_that_runs_it_again(outcome: Outcome) -> None:
    told = broken(PLAN, outcome)
    assert len(told) == 2
    assert told[-1].endswith(PLAN.again)


def test_where_nothing_but_processes_died_nothing_is_logged_as_an_error() -> None:
    quiet = replace(PLAN, troubles=("kill",))
    assert broken(quiet, replace(GOOD, happened=("kill",), errors=0)) == []
    assert broken(quiet, replace(GOOD, happened=("kill",)))


def test_the_command_that_runs_it_again_is_one_that_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Plan] = []

    def note(plan: Plan, **_: bool) -> Outcome:
        ran.append(plan)
        return GOOD

    monkeypatch.setattr("benchmarks.fleet.__main__._run", note)
    monkeypatch.setattr("sys.argv", PLAN.again.split()[2:])
    main()
    assert ran == [PLAN]
