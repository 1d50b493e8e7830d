"""Updates in: written down before they are confirmed, handled once, in order for each person.

- ``poller``: asks Telegram and writes to the inbox;  ``lanes``: one person's updates in order, different people side by side
"""
