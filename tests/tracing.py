"""What of a whole run is traced for coverage: enough to see each line once, as all that is traced takes two to three times as long.

Traced are the first rows of each test, the making and clearing away of what the first tests of each file need, and of every one of these
the first second of processor time. Everything runs to its end all the same, and what is left out can only make the figure smaller.

A plugin of ``run_bot.py test`` alone (``-p tests.tracing``): runs of single files are traced in full.
"""

import signal
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from coverage import Coverage

ROWS = 2
"""Of a test with many rows, how many are traced."""
FIXTURES = 2
"""Of a file's tests, for how many making and clearing away is traced."""
SECONDS = 1.0
"""Of processor time, how long one phase of a test is traced."""


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


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Trace what the first tests of a file need."""
    seen[item.path.name] += 1
    with tracing.at_most(_for_fixtures(item)):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Trace the first rows."""
    spec = getattr(item, "callspec", None)
    rows = spec.indices.values() if spec is not None else ()
    with tracing.at_most(SECONDS if max(rows, default=0) < ROWS else 0):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """As for the setup."""
    with tracing.at_most(_for_fixtures(item)):
        return (yield)


def _for_fixtures(item: pytest.Item) -> float:
    return SECONDS if seen[item.path.name] <= FIXTURES else 0
