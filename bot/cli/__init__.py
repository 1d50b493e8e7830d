"""The command line: everything is built here, once, and passed on.

- ``main``: the commands;  ``wiring``: settings to knowledge, database and a running bot
- ``running``: Telegram or the sandbox;  ``asking``, ``checks``, ``routing``, ``knowledge``, ``pictures``: the commands without a chat
- ``developing``: tests and linters
"""
