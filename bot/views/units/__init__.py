"""What is said of units.

- ``card``: a unit on one screen: each part of the work gives it lines and a row of buttons
- ``door``: what somebody has to do with units, before one is chosen
- ``registering``, ``deciding``: a request to be contact, for the person and for admins;  ``contacts``: colleagues, handing over, leaving
- ``groups``: a group that hears of the unit;  ``audit``: what was done
- ``policies``, ``ending``: what a unit follows, and follows no more;  ``counts``: its head counts
- ``reminders``: what it is reminded of, and its group;  ``inner``: its own last day
- ``inviting``, ``joining``, ``seen``, ``nudging``: employees who join, what they let contacts see
"""
