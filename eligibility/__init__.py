"""Pure rules: answers in, a verdict or the next question out. This room knows no clock, no rows and no chat.

From the door inwards:

- ``questionnaire``: the next question;  ``examples``: worked examples held to the engine;  ``flips``: those that turn with a new version
- ``introduction``: what people tell of themselves in one sentence
- ``explaining``: all that explains one verdict;  ``gaps``: by how much a condition fails
- ``nearmiss``: the smallest changes that would flip a verdict;  ``alternatives``: what a fact could become instead
- ``ahead``: what time alone brings;  ``supposing``: what one answer otherwise would turn
- ``contradictions``: answers that cannot stand together
- ``settling``: who can settle what is open;  ``precision``: which day is wanted
- ``route``: whose link is mine;  ``crossing``: every way that missing facts leave open
- ``verdict``: a verdict with its reasons;  ``quota``: how many a unit may recommend
- ``figures``: what else can be counted;  ``money``: what a policy costs each payer;  ``exact``: arithmetic without rounding
- ``screening``: one profile against thousands of policies, and again after each answer
- ``choosing``: the fact to ask next, over all targets;  ``progress``: what asking a fact does for one target
- ``plans``: what settling a decision is expected to take;  ``reduced``: decisions as nodes;  ``chances``: how likely each way is
- ``reading``: people's words to answers;  ``describing``: answers back to words;  ``wording``: rules in words
- ``deciding``: what a policy's conditions still depend on;  ``diagram``: a decision drawn over all completions
- ``expressions``: rules in one normal form, over what is open;  ``evaluate``: one rule, three-valued
- ``possible``: what a fact can still be;  ``numerals``, ``spans``, ``options``: how people write
- ``answers``: what a person gave;  ``stored``: the same as text for a row
- ``targets``, ``truth``, ``days``: the ground
"""
