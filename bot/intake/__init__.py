"""Updates in: written down before they are confirmed, handled once, in order for each person, by however many processes.

- ``poller``: asks Telegram (``asking``: as it came);  ``webhook``: is called by Telegram;  ``incoming``: what is kept of an update
- ``reception``: writes to the inbox, and goes on with what is this process's
- ``lanes``: one person's updates in order, different people side by side
"""
