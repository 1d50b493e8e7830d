"""A whole run is traced as far as it tells something: what is held goes on with the next test, and everything runs to its end."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests import tracing
from tests.tracing import BUDGET, ROOMS, ROWS, Tracing, spent, traced

TRACED = """
def row(n):
    if n == 0:
        return 0
    if n == 1:
        return 1
    return 2


def after():
    return 3
"""
TESTS = """
import pytest
from traced import after, row


@pytest.mark.parametrize("n", [0, 1, 2])
def test_row(n):
    assert row(n) == n


def test_after():
    assert after() == 3
"""
ONE_ROOM = """
from tests import tracing

tracing.ROOMS = ("traced",)
"""


class Tracer:
    """Stands in for coverage, and keeps what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def stop(self) -> None:
        self.asked.append("stop")

    def start(self) -> None:
        self.asked.append("start")


@pytest.fixture
def tracer(monkeypatch: pytest.MonkeyPatch) -> Tracer:
    tracer = Tracer()

    class Here:
        @staticmethod
        def current() -> Tracer:
            return tracer

    monkeypatch.setattr(tracing, "Coverage", Here)
    return tracer


@pytest.mark.skipif(sys.platform == "win32", reason="counts no processor time")
def test_a_long_test_is_traced_for_its_first_stretch(tracer: Tracer) -> None:
    with Tracing().at_most(0.02):
        assert not tracer.asked
        while not tracer.asked:
            sum(range(1000))
    assert tracer.asked == ["stop", "start"]


def test_a_short_test_is_traced_in_full(tracer: Tracer) -> None:
    with Tracing().at_most(60):
        pass
    assert not tracer.asked


def test_what_is_not_wanted_is_held_and_let_go_even_where_it_fails(tracer: Tracer) -> None:
    with pytest.raises(RuntimeError), Tracing().at_most(0):
        raise RuntimeError(*tracer.asked)
    assert tracer.asked == ["stop", "start"]


@pytest.mark.skipif(sys.platform == "win32", reason="counts no processor time")
def test_a_file_is_traced_no_longer_than_its_budget(tracer: Tracer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spent, "test_some.py", BUDGET - 0.02)
    with traced("test_some.py", 60):
        while not tracer.asked:
            sum(range(1000))
    tracer.asked.clear()
    with traced("test_some.py", 60):
        assert tracer.asked == ["stop"]
    with traced("test_another.py", 60):
        assert tracer.asked == ["stop", "start"]


def test_what_is_imported_before_the_tests_is_what_is_measured() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(ROOMS) == set(settings["tool"]["coverage"]["run"]["source"])


def test_the_first_rows_count_and_every_row_runs(tmp_path: Path) -> None:
    (tmp_path / "traced.py").write_text(TRACED)
    (tmp_path / "test_rows.py").write_text(TESTS)
    (tmp_path / "conftest.py").write_text(ONE_ROOM)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.tracing", "-p", "no:randomly", "--cov=traced", "--cov-report=term-missing"],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT}{':' if sys.platform != 'win32' else ';'}{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "4 passed" in run.stdout, run.stdout + run.stderr
    (line,) = [line for line in run.stdout.splitlines() if line.startswith("traced.py")]
    assert line.split()[-1] == "7", f"of {ROWS} rows each line was seen, and what came after them"
