"""From the bytes of a file to checked data that knows its lines.

- ``translate``: what the models refuse, said in Chinese, at its line;  ``shape``: where in the models that is
- ``salvage``: the entries that stand when others do not, so that they too are checked
- ``shelf``: what files were read as, for the next time;  ``document``: bytes to data with a line per place
- ``tree``, ``scalars``: YAML without its traps;  ``syntax``: its parser's words in Chinese
- ``source``: bytes to clean text;  ``files``: the bytes;  ``forms``: the form files beside the policies
"""
