"""Units, their contacts and members. Telegram-free; rows are read and written in the caller's transaction.

- ``authority``: who may act for a unit: every act asks it
- ``registering``: asking to be contact, evidence, approval, refusal;  ``meeting``: one real unit that two people write differently
- ``naming``: by which name somebody is known;  ``parting``: leaving, handing over, being cut off
- ``auditing``: what is written down of it;  ``fading``: what does not stay
- ``inviting``, ``sharing``, ``seen``, ``nudging``: employees who join, what they let contacts see
- ``watching``: a unit with what it follows;  ``attending``: who hears of that;  ``standing``: where it stands with a policy
- ``reminding``: reminders of its own links;  ``inner``, ``audience``: its own last days, and the members who hear of them
"""
