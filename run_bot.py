"""The door of 申报助手: makes sure the environment stands, then hands over to the command line."""

import gc
import sys

from bot.bootstrap import enter_environment

if __name__ == "__main__":
    enter_environment(sys.argv[1:])
    if sys.argv[1:2] == ["health"]:  # asked every few seconds: not to cost what the whole command line does
        from bot.cli.health import main as health

        health(sys.argv[2:])
    gc.disable()  # nothing is thrown away while everything is imported
    from bot.cli.main import main

    main()
