"""People's words to policy, track and intent. Pure: a question and the base in, an understanding out.

- ``index``: all channels over one base;  ``deciding``: weighed into one decision;  ``understanding``: that decision
- ``names``, ``matching``, ``tracks``: which policy;  ``nominations``, ``rivals``: which of several
- ``bodies``: what policies speak of beside their names;  ``topics``: what half a question leans on
- ``lookups``: whose a number, an address or a paper is;  ``situations``: in which somebody asks
- ``intents``, ``guess``: what about it;  ``slots``: what more narrowly
- ``hearing``: all about a question that needs no policy;  ``regions``, ``years``: where and when;  ``gates``: policies by both
- ``shortcuts``: money that is said to make it sure;  ``comparing``: two things side by side
- ``general``: which general fact;  ``talk``: who speaks, what there is for them, greetings and thanks
- ``spelling``, ``syllables``, ``vocabulary``: what was meant by its sound, in pinyin or with wrong characters
- ``tongues``: other scripts and languages than Chinese
- ``lexicon``: the words, from ``knowledge/data/search``;  ``phrases``, ``scanner``: known words in a text;  ``normal``: a text made plain
- ``scoring``: how well labelled questions are understood
"""
