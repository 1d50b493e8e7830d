"""What is said of units.

- ``card``: a unit on one screen: each part of the work gives it lines and a row of buttons
- ``registering``: a request to be contact, for the person and for admins;  ``contacts``: colleagues, handing over, leaving
- ``groups``: a group that hears of the unit;  ``audit``: what was done
- ``inviting``, ``joining``, ``seen``, ``nudging``: employees who join, what they let contacts see
"""
