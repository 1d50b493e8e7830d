"""Messages out: written in the transaction of what they tell, sent after its commit, repeated until they are through.

- ``letter``: a message as it is stored;  ``post``: one Bot API call for it;  ``courier``: claims, sends and marks
- ``limits``: how much Telegram takes;  ``book``: from when on it takes more;  ``budget``: when a message may go out
- ``pushes``: what is worded only when it is sent;  ``pushing``: for whom;  ``unit_pushes``: those of units
- ``timelines``: drawn when it is sent
- ``rectifying``: corrections, to those who were told otherwise
- ``reports``: what people say is wrong, for the admins, and ``requests`` to be contact;  ``keeping``: what keepers order
- ``papers``: pictures and forms that are ordered
- ``tables``: what is made only when it is sent, and kept nowhere
"""
