"""One profile against thousands of policies at once, exactly, and again at little cost after each answer.

- ``screening``: one person's: where every target stands, what to ask next, and the same after one more answer
- ``catalogue``: the targets of one knowledge version, made ready once for everybody
- ``shapes``: what targets have in common: equal conditions over comparisons that differ only in their bounds
- ``lenses``: facts through all comparisons that any target makes of them
"""
