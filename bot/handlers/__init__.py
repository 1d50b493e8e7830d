"""An update in, one transaction, messages out.

- ``table``: which handler takes which update, in order
- ``turn``: the frame around every handler;  ``visit``: what a handler gets and gives
- ``addressing``: what is said to the bot;  ``public``: what others read along;  ``braking``: who writes too fast
- ``commands``, ``typed``, ``dialogs``: commands, words of buttons, words that are awaited;  ``memory``: what was told last
- ``inline``: in any chat;  ``keeping``: the knowledge kept from the chat;  ``units``: contacts and members
- ``asking``: questions;  ``parts``: several of them at once
- ``beginning``, ``checking``: a self-check;  ``screening``: everything at once;  ``routing``: whose link is mine
- ``sitting``: where somebody sits;  ``changing``, ``supposing``: answers changed later, or only looked at otherwise
- ``many``: a table of people at once;  ``ticking``: materials ticked off;  ``showing``: a sheet for the unit;  ``forms``: blank forms
- ``withheld``: buttons that speak of what is being verified;  ``correcting``: what was put right
- ``doubting``: what becomes of what was asked back;  ``feedback``: what people say of an answer;  ``pasting``: a long text
- ``following``: subscriptions;  ``reminded``: the buttons of a reminder;  ``rhythms``: when to be reminded, ``notices``: 接收通知
- ``dates``: dates to take along
- ``transferring``: 搬家码, everything taken along to another account
- ``explaining``: a result in full;  ``privacy``, ``greeting``, ``membership``, ``strays``: the others
"""
