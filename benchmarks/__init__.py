"""What is measured beside others, in one run each, so that the ratios hold on any machine.

- ``engine``: one profile against ten thousand policies, beside rule-engine, json-logic and a naive tree walk
- ``varying``: ten thousand policies out of the real ones, and people who answer
- ``rivals``: other engines over the same policies;  ``dialects``: how they write conditions
- ``interviews``: how near the chooser comes to the best order of questions;  ``invented``: random policies
- ``playing``: what whole interviews take;  ``orders``: ways to choose the next question;  ``optimum``: the best of all
- ``search``: which policy a question means, beside rapidfuzz, BM25, tantivy and SQLite at sixteen and ten thousand policies
- ``reminders``: a million subscriptions and one last day, beside APScheduler with one job for each reminder
- ``drafting``: how much of a notice a draft holds;  ``matching``: the rules of the score
- ``finished``: drafts beside our own files;  ``styles``: notices that we invented, to be drafted
- ``startup``: whole processes from the command to the first answer, and what they hold in memory
- ``broadcasts``, ``corrections``: words for a million, and one correction for very many;  ``sizes``: how much room a person takes
- ``throughput``: complete answers a second, beside bare echo bots
- ``fuzzing``: bent updates through the whole application, and spoilt files;  ``any_update``: updates of every kind
- ``fleet``: several processes on one PostgreSQL, or one on a file, and all that goes wrong, judged by what was asked and what came out
"""
