"""An update in, one transaction, messages out.

- ``table``: which handler takes which update, in order
- ``turn``: the frame around every handler;  ``visit``: what a handler gets and gives
- ``asking``, ``beginning`` and ``checking``, ``routing``, ``following``, ``privacy``, ``greeting``, ``membership``, ``strays``: the handlers
"""
