"""``run_bot.py`` on a machine whose clock is wrong: ``python -m benchmarks.fleet.skewed SECONDS serve --webhook``."""

import sys
from datetime import datetime, timedelta

from bot.cli import running
from bot.cli.main import main
from bot.clock import SystemClock

BY = timedelta(seconds=float(sys.argv.pop(1))) if __name__ == "__main__" else timedelta()


class WrongClock(SystemClock):
    """A machine's clock that was set wrong."""

    def now(self) -> datetime:
        """So much ahead, or behind."""
        return super().now() + BY


if __name__ == "__main__":
    setattr(running, SystemClock.__name__, WrongClock)  # as if the machine had it
    main()
