"""One section for each thing that people ask about, from the entries of a policy.

- ``section``: what a section is, and which writer has which topic
- ``routes``: whose link is mine, in words;  ``absences``: what is not on file, and why
- ``narrow``: a narrow question first, 路费 of the benefits
- ``deadlines``, ``papers``, ``requirements``, ``money``, ``people``: the writers
"""
