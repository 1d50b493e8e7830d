"""Everything that talks: Telegram, the local chat page, pushes. Only this room sends.

From the door inwards:

- ``bootstrap``: the standard library's part: virtual environment and pinned packages
- ``cli``: the command line, where everything is built once
- ``app``: the wiring of one running bot
- ``handlers``, ``jobs``: an update or a tick in, one transaction, messages out;  ``menu``: what Telegram shows before anybody writes
- ``watching``: the knowledge files looked at, and admins told what is wrong with them
- ``operations``: health and figures for those who keep the machine
- ``intake``: updates in, each once;  ``outbox``: messages out, durable;  ``transport``: how they travel
- ``pictures``: values to pictures;  ``tables``: many people in and out as .xlsx;  ``views``: values to text and keyboards
- ``usecases``: what the bot can do, without a word of Telegram
- ``errors``: where bugs end up;  ``callbacks``, ``texts``, ``settings``, ``clock``, ``logs``,
  ``gathering`` (what costs as much for many as for one), ``vitals`` (what a process tells of itself): what all of them share
- ``sandbox``: a stand-in for the Bot API with a chat page; nothing else here imports it
"""
