"""How Telegram reads text: marked-up text to plain text and entities.

- ``html``, ``markdown``: the parse modes;  ``plain``: what is found in any text: commands, links, mentions
- ``tidy``: control characters, blank ends, and entities that follow;  ``utf16``: lengths as Telegram counts offsets
- ``reading``: all of it in order, with the refusals
"""
