"""A notice that somebody pastes: which one on file it is, and where it says something else. Deterministic; nothing of it is kept.

From the door inwards:

- ``notices``: all that is on file, ready to be compared with a text
- ``differing``: the marks of a text that we hold otherwise or not at all;  ``recognising``: whose text it is
- ``demands``: money that it asks for
- ``holding``: what a policy file holds of dates, money and telephones
- ``marks``: dates, money and telephones of a text
"""
