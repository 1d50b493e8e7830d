"""What keeping the knowledge takes longer over than a turn may: made when it is sent, outside of any transaction.

- ``files``: a file that was sent becomes a proposal;  ``cards``: what would come of one, and what a version changed
- ``publishing``: a proposal is published, and what came of it is told
"""
