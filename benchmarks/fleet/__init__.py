"""Several processes, one PostgreSQL, five hundred people, and somebody who kills: what comes out, and how fast.

- ``__main__``: the command line and its table;  ``run``: one run from its start to the checker's word
- ``people``: what is asked, by a seed;  ``workers``: the processes;  ``balancer``: what stands before them, with its mischief
- ``checker``: reads only what was asked and what the Bot API's stand-in saw
"""
