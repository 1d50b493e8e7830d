"""How an open place of a draft is written, so that lint tells every one that is left."""

from typing import Literal

Mark = Literal["open", "to_encode", "touches"]
"""Kinds of places to be settled."""

OPEN = "待定："
"""Begins a text: what the notice does not say, or does not say for sure."""
TO_ENCODE = "待编码："
"""Begins a condition in the notice's words: to be said in words of one's own and encoded, or left to the jury."""
UNKNOWN = "待定"
"""Stands for a value that has to be chosen (who acts, who prepares): the model refuses it and says what may be chosen."""

MARKS = (OPEN, TO_ENCODE)


def is_open(text: str) -> bool:
    """Whether a text of a policy file still waits for somebody."""
    return text.startswith(MARKS)
