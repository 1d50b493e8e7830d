"""The command line: everything is built here, once, and passed on.

- ``main``: the commands, and ``elsewhere`` those whose modules wait until they are asked for
- ``wiring``: settings to knowledge, database and a running bot
- ``running``: Telegram;  ``sandboxing``: the sandbox
- ``knowledge``: its commands; in rooms of their own ``linting``, ``diffing`` (with ``change_rows``), ``publications``, ``owners``,
  ``previewing``, ``deadlines``, ``founding``; of notices ``drafting``, ``clauses`` (both with ``notice_files``), ``coverage``
- ``asking`` (with ``scoring``), ``checks`` (with ``explaining``), ``screening``, ``routing``, ``quotas``, ``figures``, ``pictures``,
  ``tables``: without a chat;  ``databases``, ``auditing``, ``stats``, ``unanswered``: for admins
- ``health``: how a process that serves is, asked from beside it;  ``developing``: tests and linters
"""
