"""What is measured beside others, in one run each, so that the ratios hold on any machine.

- ``engine``: one profile against ten thousand policies, beside rule-engine, json-logic and a naive tree walk
- ``varying``: ten thousand policies out of the real ones, and people who answer
- ``rivals``: other engines over the same policies;  ``dialects``: how they write conditions
- ``search``: which policy a question means, beside rapidfuzz, BM25, tantivy and SQLite at sixteen and ten thousand policies
"""
