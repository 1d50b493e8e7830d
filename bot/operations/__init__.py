"""What the machine's keepers see of a running process: whether it lives, whether it serves, and its figures.

- ``listener``: a small server of its own for them;  ``inspection``: a look at the database every few seconds, whoever asks how often
- ``metrics``: all figures in the form of Prometheus
"""
