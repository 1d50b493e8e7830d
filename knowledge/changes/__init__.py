"""What differs between two versions of the knowledge, as values. Nothing here puts it in words (``bot.views.changes``).

- ``comparing``: two models, or two bases, to changes;  ``pairing``: which entry of one list is which of another
- ``change``: one difference;  ``weighing``: which are differences of fact, and what people ask about that they touch
"""
