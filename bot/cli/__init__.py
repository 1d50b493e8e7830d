"""The command line: everything is built here, once, and passed on.

- ``main``: the commands, and ``elsewhere`` those whose modules wait until they are asked for
- ``wiring``: settings to knowledge, database and a running bot
- ``running``: Telegram;  ``sandboxing``: the sandbox;  ``asking``, ``checks``, ``routing``, ``knowledge``, ``pictures``: the
  commands without a chat
- ``health``: how a process that serves is, asked from beside it;  ``developing``: tests and linters
"""
