"""Keeping the knowledge true from the chat; in private only, and each act asks for its right in its own transaction.

- ``table``: which button and command leads where;  ``allowed``: who may, and what becomes of others
- ``card``: /admin;  ``files``: a file that was sent;  ``drafting``: a notice that was
- ``proposals``: a change that waits;  ``history``: /history and /rollback
- ``handing``: files handed out, to be sent back
- ``granting``: rights given and taken;  ``editing``: 改一处, value by value
- ``withdrawing``: 暂停 and 恢复;  ``stewarding``: 负责人 and 核对;  ``reported``: 写错了, looked into
- ``wondering``: what was asked in vain;  ``stats``: how the bot is used
- ``auditing``: what was done;  ``broadcasting``: the same words to many
"""
