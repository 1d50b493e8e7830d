"""Rows: who chats, what they answered, what is due. This room knows no policy: ids of policies, tracks, stages and facts are opaque.

From the door inwards:

- ``database``: the engine and the unit of work: ``async with database.transaction() as tx: await tx.people.ensure(...)``
- ``backup``: copies of a SQLite database, made while the bot runs, looked through and put back
- one repository per aggregate, each an attribute of the unit of work: ``people``, ``chats``, ``answers``, ``interviews``,
  ``subscriptions``, ``schedule``, ``deadlines``, ``silences``, ``inbox``, ``outbox``, ``roles``, ``topics``, ``brakes``, ``checklists``,
  ``questions``, ``ratings``, ``reports``, ``marks``, ``dialogs``, ``audit``, ``publications`` (versions of files), ``proposals``
  (for the next one), ``withdrawals``, ``stewards`` (who answers for what), ``ties`` (how much hangs on what),
  ``tellings`` (who was told what), ``corrections`` (what is to be told otherwise),
  ``broadcasts`` (words for many; ``audiences``: to whom), ``wishes`` (to hear something), ``tallies`` (counts without people);
  of units: ``units`` (with their contacts), ``members`` (with what they share), ``invitations``, ``unit_work``;
  of moving an account: ``transfer_codes``, ``transfers`` (the rows themselves; ``merging``: two that are about the same thing);
  across all of them: ``privacy``, ``endings`` (what is over), ``queues`` (what waits, counted)
- ``records``, with ``queue_records``, ``keeping_records``, ``feedback_records``, ``correction_records``, ``unit_records``,
  ``broadcast_records``, ``transfer_records``: the frozen values that cross the border;  ``errors``: what someone can repair
- ``presence``: which processes are at work, and what they hold;  ``budgets``: when Telegram takes the next message, for all of them
- ``patience``: a connection to SQLite that is left in order;  ``together``: many short units of work in one commit on
  it;  ``quick``: statements on their shortest way
- ``codec``: the cipher that personal text passes on its way to and from a row; ``keyring`` (which keys a database needs), ``seals`` (what
  is under which) and ``rekeying`` (all of it sealed anew)
- ``engine``, ``schema``: how SQLite and PostgreSQL are opened and brought up to date (``migrations``)
- ``tables``, with ``queue_tables``, ``keeping_tables``, ``feedback_tables``, ``correction_tables``, ``unit_tables``, ``broadcast_tables``,
  ``transfer_tables``, and ``columns``, ``statements``: the tables and the few SQL turns that they share
"""
