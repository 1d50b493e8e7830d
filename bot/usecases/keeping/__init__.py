"""Keeping the knowledge true from the chat, by people who hold a right to.

- ``proposing``: changes that wait to be published;  ``consenting``: who has to agree before they are
- ``orders``: what is worked out or published after the turn, outside of its transaction
- ``placing``: where in the folder a file belongs that somebody sends;  ``drafts``: what would come of changes
- ``drafting``: a file to finish out of a notice;  ``apart``: made in a process of its own, which may be stopped;  ``drafter``: that process
- ``granting``: rights given and taken;  ``noting``: the audit's lines;  ``auditing``: what they speak of
- ``stewarding``: who answers for a policy, and when it is to be checked
- ``likeness``: questions that nobody could answer, in groups;  ``broadcasting``: who may do what with words for many
- ``withdrawing``: what is being verified, and not told until it is told again
- ``places``: what can be put right without the file;  ``said``: values as people type them;  ``mending``: one value put in its place
"""
