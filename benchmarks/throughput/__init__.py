"""Complete answers a second by one process, beside bare echo bots, all against the same stand-in for Telegram in a process of its own.

- ``__main__``: the command line and its table;  ``run``: one bot beside one stand-in, from the start to its figures
- ``standin``: the stand-in's process, in which the people write;  ``crowd``: who writes what, and how long each waits
- ``echoes``: the rivals: a client that only shows what the stand-in can do, and echo bots on python-telegram-bot and on aiogram
"""
