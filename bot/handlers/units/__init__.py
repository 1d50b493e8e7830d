"""Units: their contacts, their members, and what they do together.

- ``table``: verbs of buttons and kinds of dialogs of all the rooms below;  ``pressed``: what a button names, for those alone who may
- ``mine``: the door, and a unit's card;  ``registering``, ``deciding``: asking to be contact, and the admin's side of it
- ``telling``: messages to others about it;  ``parting``: a contact who goes, and what who stays is told
- ``contacts``: colleagues, handing over, leaving;  ``groups``: a group that hears of the unit
- ``inviting``, ``joining``, ``sharing``, ``seeing``: employees who join, what they let contacts see
- ``policies``, ``ending``: what the unit follows, and follows no more;  ``filing``: handed in, or again;  ``counting``: head counts
- ``inner``: the unit's own day, set by contacts;  ``reminded``: the buttons under a member's reminder of it
"""
