"""Units, their contacts and members. Telegram-free; rows are read and written in the caller's transaction.

- ``authority``: who may act for a unit: every act asks it
- ``registering``: asking to be contact, evidence, approval, refusal;  ``parting``: leaving, handing over, being cut off
- ``auditing``: what is written down of it;  ``fading``: what does not stay
- ``inviting``, ``sharing``, ``seen``, ``nudging``: employees who join, what they let contacts see
- ``watching``, ``audience``, ``reminding``, ``inner``: what a unit follows and is reminded of, its own last days and who hears of them
"""
