"""Many people at once: a table to fill in, the table filled in, and the table with the verdicts; .xlsx, made and read in memory.

- ``columns``: which column is which fact;  ``styles``: how a sheet looks
- ``template``: the table to fill in;  ``results``: the rows with their verdicts;  ``audited``: the audit
- ``opening``: what may be opened at all;  ``filled``: headers and rows, or why not;  ``values``: what a cell says
"""
