"""A local stand-in for the Telegram Bot API, with a chat page: for tests, demonstrations and work without an account.

Nothing else in ``bot`` imports it, except the command line. From the outside inwards:

- ``sandbox``: the door: ``async with Sandbox(folder, clock=...) as sandbox``;  ``driver``: a client for tests
- ``server`` (Bot API and files), ``control`` and ``actions`` (what people do), ``pages`` and ``page/`` (the chat page): all of it HTTP
- ``webhook``: updates pushed out
- ``gateway``: calls in, answers out;  ``requests``, ``faults``: how a request is read, failures on demand
- ``methods``: the Bot API's methods, one small function each, by name
- ``people``, ``groups``, ``inline``: what people do: say, click, block, make a group, ask inline;  ``members``: who is what in a chat
- ``telegram``: the rooms, posts and ``files`` that both sides share;  ``signals``: waking those who wait
- ``updates``: what waits for the bot;  ``feed``: what watchers see
- ``rules``, ``keyboards``, ``formatting``, ``images``: what Telegram refuses and how it reads text, away from HTTP
- ``world`` (the frozen rows), ``store`` (rows on disk), ``wire`` (the Bot API's own objects), ``errors``, ``clock``
"""
