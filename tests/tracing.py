"""What of a whole run is traced for coverage: enough to see each line once, as all that is traced takes two to three times as long.

Traced are the first rows of each test, the making and clearing away of what the first tests of each file need, of every one of these
the first second of processor time, and of all tests of a file together the first six. Everything runs to its end all the same, and what
is left out can only make the figure smaller. Of what comes before the first test only the import of our own modules is traced: reading
and rewriting the tests takes longer than many of them.

A plugin of ``run_bot.py test`` alone (``-p tests.tracing``): runs of single files are traced in full.
"""

import pkgutil
import signal
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from time import process_time

import pytest
from coverage import Coverage

ROWS = 2
"""Of a test with many rows, how many are traced."""
FIXTURES = 2
"""Of a file's tests, for how many making and clearing away is traced."""
SECONDS = 1.0
"""Of processor time, how long one phase of a test is traced."""
BUDGET = 6.0
"""Of processor time, how long the tests of one file are traced in all: a file's later tests go the ways of its first ones."""
LEAST = 0.001
"""A stretch that is shorter is none."""
ROOMS = ("bot", "eligibility", "knowledge", "storage")
"""What coverage is measured of, as ``pyproject.toml`` has it."""


class Tracing:
    """Coverage's tracer, where there is one, held and let go."""

    def __init__(self) -> None:
        self._held: Coverage | None = None
        self._counting = False

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """Trace what happens inside for so long. Where the system counts no processor time, all or nothing is traced."""
        counted = hasattr(signal, "setitimer") and seconds > 0
        if counted:
            signal.signal(signal.SIGPROF, lambda *_: self._hold() if self._counting else None)
            self._counting = True
            signal.setitimer(signal.ITIMER_PROF, seconds)
        elif seconds <= 0:
            self._hold()
        try:
            yield
        finally:
            if counted:
                signal.setitimer(signal.ITIMER_PROF, 0)
                self._counting = False  # a signal that is on its way still is too late
            self._let_go()

    def _hold(self) -> None:
        self._held = Coverage.current()
        if self._held is not None:
            self._held.stop()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.start()
        self._held = None


tracing = Tracing()
seen: Counter[str] = Counter()
"""How many tests of each file were made ready."""
spent: defaultdict[str, float] = defaultdict(float)
"""How long the tests of each file were traced."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Trace how our modules are imported, not how the tests are read. Who only hands them out reads none."""
    if not session.config.pluginmanager.hasplugin("dsession"):
        for room in ROOMS:
            import_all(room)
    with tracing.at_most(0):
        return (yield)


def import_all(package: str) -> None:
    """Import a package and what lies in it, or a module; migrations are only ever run by alembic."""
    found = import_module(package)
    for module in pkgutil.iter_modules(getattr(found, "__path__", ()), f"{package}."):
        if not module.ispkg:
            import_module(module.name)
        elif not module.name.endswith(".migrations"):
            import_all(module.name)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Trace what the first tests of a file need."""
    seen[item.path.name] += 1
    with traced(item.path.name, _for_fixtures(item)):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Trace the first rows."""
    spec = getattr(item, "callspec", None)
    rows = spec.indices.values() if spec is not None else ()
    with traced(item.path.name, SECONDS if max(rows, default=0) < ROWS else 0):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """As for the setup."""
    with traced(item.path.name, _for_fixtures(item)):
        return (yield)


@contextmanager
def traced(file: str, seconds: float) -> Iterator[None]:
    """Trace what happens inside for so long, as far as the file's budget reaches."""
    left = BUDGET - spent[file]
    seconds = min(seconds, left) if left > LEAST else 0
    began = process_time()
    try:
        with tracing.at_most(seconds):
            yield
    finally:
        spent[file] += min(process_time() - began, seconds)


def _for_fixtures(item: pytest.Item) -> float:
    return SECONDS if seen[item.path.name] <= FIXTURES else 0
