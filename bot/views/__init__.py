"""Values to messages: text in blocks, buttons under it, and how they become Telegram's HTML or plain text.

- ``cancelling``: the button that ends what is typed
- ``message``: what a message is;  ``render``: to HTML pieces within Telegram's limits, or to plain text;  ``folding``: no walls of text
- ``keeping``: for those who keep the knowledge;  ``units``: what is said of units;  ``many``: a table of people in words
- ``topics``: one section for each thing that people ask about;  ``dates``: days in words;  ``calendar``: calendar files
- ``answer``: a whole answer to a question;  ``unsure``: what was asked about it?;  ``unknown``: what is not known
- ``several``: one after the other
- ``general``: what to know whichever the policy;  ``asking_back``: which is meant?
- ``lookup``: what a number, an address or a paper is
- ``paper_steps``: what to do with materials;  ``checklists``: ticked off;  ``sheet_choices``, ``sheets``: for the unit;  ``forms``: sent
- ``forwarding``: what all that can be forwarded says
- ``next_steps``, ``last_row``: below every answer;  ``office``: whom to call
- ``citing``, ``doubts``: a notice and what is doubtful in it;  ``reporting``: what is wrong
- ``pasted``: a pasted notice beside ours;  ``warning``: against short cuts;  ``comparing``: side by side
- ``replying``: a number where one can be counted, else an answer;  ``counts``, ``figures``: numbers;  ``sums``: money in words
- ``verdict_details``: every condition;  ``explaining``, ``supposing``: why, and what if
- ``over``: the edition is over;  ``situations``: may they apply?;  ``misfits``: why not
- ``questions``, ``verdicts``: a self-check;  ``screening``: everything at once;  ``routes``: whose link is mine
- ``changing``: answers chosen, confirmed, at odds;  ``wondering``: what to suppose;  ``concluding``: what stands around a result
- ``tongues``: to those who write in another language;  ``transferring``: 搬家码
- ``publications``: what is wrong with the knowledge files
- ``withheld``: 核实中;  ``correcting``: 更正记录;  ``retelling``: 更正, to those who were told otherwise
- ``changes``: what differs between two versions of the knowledge;  ``preview``: all that is told of one policy
- ``paging``: long lists of buttons;  ``listing``: which programme?;  ``cards``: a programme in any chat
- ``reminders``, ``pushes``: what comes unasked;  ``preparing``: what is still lacking
- ``following``: what is followed;  ``rhythms``: when to be reminded;  ``notices``: 接收通知
- ``date_steps``: dates to take along;  ``calendar_words``: what goes with them;  ``undated``: whose date it is not
"""
