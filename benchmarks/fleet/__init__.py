"""Several processes, one PostgreSQL or one on a SQLite file, hundreds of people, and all that goes wrong: what comes out, and how fast.

- ``__main__``: the command line and its table;  ``run``: one run from its start to the checker's word
- ``people``: what is asked, by a seed;  ``workers``: the processes;  ``balancer``: what stands before them, with its mischief
- ``troubles``: what happens to them in the middle;  ``stores``: their databases, to be broken;  ``skewed``: a process whose clock jumps
- ``checker``: reads only what was asked and what the Bot API's stand-in saw;  ``promise``: what of it was promised;  ``stalls``: when the
  stand-in itself stood still
"""
