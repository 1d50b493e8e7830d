"""A policy file to finish by hand, drafted from a notice's text. Deterministic rules, no model, nothing that the text does not hold.

From the door inwards:

- ``written``: the draft as a file, every open place marked;  ``marks``: how an open place is written, so that lint tells it
- ``entries``: what was read, as a policy's entries;  ``draft``: all that was read in one notice;  ``caveats``: what of it is not sure
- ``masthead``, ``dates``, ``amounts``, ``quotas``, ``materials``, ``conditions``, ``contacts``, ``damage``: one reader for each field
- ``titles``, ``issuers``: what a notice calls itself, and who published it;  ``opening``: where its text begins
- ``phrases``: the words of a text that ask for something;  ``scopes``: for whom they stand there;  ``mentions``: dates as printed
- ``rules``: the limits of a phrase as a rule, where there is one reading
- ``limits``: 45周岁以下, 8年以上, 不少于3名: what a phrase bounds, and by how much
- ``papers``: one thing to hand in;  ``rows``: those that stand in tables;  ``tables``: tables whose rows came in one line each
- ``outline``: the clauses of a text whatever its numbering, and what each is about
- ``formats``: the text of a file of any format;  ``page``: a text in one width
- ``lines``: its lines before a screen or a page broke them;  ``numbers``: its numerals
- ``words``: the words that readers go by, from ``knowledge/data/drafting``
"""
