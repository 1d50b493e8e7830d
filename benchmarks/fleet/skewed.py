"""``run_bot.py`` on a machine whose clock jumps: ``python -m benchmarks.fleet.skewed SECONDS serve --webhook``."""

import sys
import time
from datetime import datetime, timedelta

from bot.cli import running
from bot.cli.main import main
from bot.clock import SystemClock

BY = timedelta(seconds=float(sys.argv.pop(1))) if __name__ == "__main__" else timedelta()
EVERY = 3.0
"""Seconds after which it jumps, there and back."""


class JumpingClock(SystemClock):
    """A machine's clock that is right and wrong by turns."""

    def now(self) -> datetime:
        """Now and then so much ahead, or behind."""
        return super().now() + (BY if int(time.monotonic() / EVERY) % 2 else timedelta())


if __name__ == "__main__":
    setattr(running, SystemClock.__name__, JumpingClock)  # as if the machine had it
    main()
