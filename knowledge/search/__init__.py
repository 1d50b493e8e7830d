"""People's words to policy, track and intent. Pure: a question and the base in, an understanding out.

- ``index``: all channels over one base, weighed into one decision;  ``understanding``: that decision
- ``names``, ``matching``: which policy;  ``rivals``: which of several;  ``intents``, ``guess``: what about it
- ``hearing``: all about a question that needs no policy;  ``regions``, ``years``: where and when;  ``gates``: policies by both
- ``lexicon``: the words, from ``knowledge/data/search``;  ``scanner``: known words in a text;  ``normal``: a text made plain
"""
