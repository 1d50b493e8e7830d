"""What keeping the knowledge takes longer over than a turn may: made when it is sent, outside of any transaction.

- ``files``: a file that was sent becomes a proposal;  ``cards``: what would come of one
- ``drafting``: a notice that was sent becomes a file to finish;  ``fetching``: what Telegram holds
- ``versions``: what a version changed, and the way back to one;  ``makers``: which order is whose
- ``publishing``: a proposal is published, and what came of it is told;  ``fading``: what nobody finished
- ``overdue``: what is to be checked;  ``stats``: a week in numbers and as a picture;  ``auditing``: what was done, as a file
- ``aside``: updates that could not be handled
- ``broadcasting``: words for many, fed a little ahead of what is sent, and counted
"""
