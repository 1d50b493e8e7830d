"""What differs between two versions of the knowledge, in words for an official who knows the files and no Python.

- ``told``: the whole, as a message;  ``sections``: what belongs together, in the order in which it matters
- ``lines``: one entry's changes;  ``turned``: the verdicts that flip
- ``values``: what a field holds;  ``rules``: what a rule asks;  ``labels``: what fields and their options are called
"""
