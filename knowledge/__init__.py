"""What the notices say: data files, their models, loading, searching. This room knows no person.

From the door inwards:

- ``library``: a folder, the base that it makes, and what other files would make in its place
- ``loader``: files to a checked base;  ``search``: people's words to policy, track and intent;  ``schema``: the models for editors
- ``pasted``: a notice that somebody pastes, held against the one on file
- ``changes``: what differs between two versions
- ``writing``: files put into a folder all at once or not at all
- ``checks``: what must hold between the parts;  ``reading``: bytes to data that knows its lines
- ``drafting``: a policy file to finish by hand, drafted from a notice
- ``base``: all knowledge of one version, immutable and indexed
- ``calendar``: windows, judging days, working days
- ``editing``: one value of a file put in its place
- ``policy``: one policy file;  ``entries``: what stands in it;  ``amounts``: its parts to count with
- ``general``: what to know whichever the policy;  ``contradictions``: answers that cannot stand together
- ``clauses``: the clauses of one notice;  ``coverage``: whether the policies hold all of them
- ``conditions``: requirements and their rules;  ``facts``: what rules ask about
- ``bounds``, ``closed``, ``errors``, ``numerals``: the ground
- ``data``: the files themselves
"""
