"""What must hold between the parts of the files, beyond the shape of each.

Every check is pure and yields findings; none stops at the first.

- ``across``: between policies: series, names;  ``policies``: all checks of one policy
- ``clauses``: of the clause lists, and what policies cite from them
- ``forms``: of the form files that policies attach;  ``names``: where a file may lie
- ``general``: of the general facts, and what they point to;  ``contradictions``, ``situations``: of theirs
- ``openings``: what a draft left open
- ``references``, ``rules``, ``identity``, ``sense``, ``quotas``, ``examples``: of one policy;  ``facts``: of the facts
- ``values``: whether a value fits a fact;  ``headers``: what editors need, on files and schemas
- ``finding``: the ground
"""
