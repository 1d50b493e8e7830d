"""Values to messages: text in blocks, buttons under it, and how they become Telegram's HTML or plain text.

- ``message``: what a message is;  ``render``: to HTML pieces within Telegram's limits, or to plain text
- ``topics``: one section for each thing that people ask about
- ``answer``: a whole answer to a question;  ``general``: what to know whichever the policy;  ``verdicts``, ``questions``: a self-check;  ``routes``: whose link is mine
- ``replying``: a number where one can be counted, else an answer;  ``figures``: what was counted, as a message;  ``sums``: sums of money and other figures in words
- ``reminders``: pushes and lists of what is followed;  ``dates``: days in words
"""
