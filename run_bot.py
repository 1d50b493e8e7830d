"""The door of 申报助手: makes sure the environment stands, then hands over to the command line."""

import sys

from bot.bootstrap import enter_environment

if __name__ == "__main__":
    enter_environment(sys.argv[1:])
    from bot.cli.main import main

    main()
