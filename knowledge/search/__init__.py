"""People's words to policy, track and intent. Pure: a question and the base in, an understanding out.

- ``index``: all channels over one base, weighed into one decision;  ``understanding``: that decision
- ``names``: which policy;  ``rivals``: which of several;  ``intents``, ``guess``: what about it;  ``regions``, ``years``: the gates
- ``hearing``: all about a question that needs no policy;  ``gates``: policies by place and year
- ``lexicon``: the words, from ``knowledge/data/search``;  ``scanner``: known words in a text;  ``normal``: a text made plain
"""
