"""Whether the policy files hold all that their notices say.

- ``report``: clause by clause, which entries cite it, and what nothing cites
- ``collation``: the clause lists and the entries held to the texts themselves, where these are at hand
- ``proposal``: a first clause list from a notice's text;  ``headings``: where its clauses begin
- ``citations``: what in a policy stands behind which clause
- ``figures``: the numbers of a text and of an entry, made comparable
"""
