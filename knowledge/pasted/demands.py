"""Money that a text asks of those who apply: what no notice on file does."""

import re
from collections.abc import Collection, Iterator

from knowledge.pasted.differing import Difference
from knowledge.pasted.holding import Group
from knowledge.pasted.marks import Sheet, is_opening

_STOP = re.compile("[。;,!?\n]")
_REFUSED = re.compile("不|免|勿|无|严禁|禁止|杜绝|谨防|防止")
"""Before the word: a notice that says that nothing is to be paid."""
_LONGEST = 30
_NUMBER = re.compile("[0-9]{7,}")
"""Somebody's telephone, account or identity card."""


def demanded(sheet: Sheet, group: Group, words: Collection[str]) -> Iterator[Difference]:
    """Each demand once, in the words of the text; none for what the notice on file speaks of as well."""
    strange = [word for word in words if not any(word in text for text in group.texts)]
    if not strange:
        return
    pattern = re.compile("|".join(map(re.escape, sorted(strange, key=len, reverse=True))))
    told: set[str] = set()
    for part in sheet.outline.parts:
        for phrase in _STOP.split(sheet.page.plain[part.place.start : part.place.end]):
            word = pattern.search(phrase)
            if word is None or word[0] in told or _REFUSED.search(phrase[: word.start()]):
                continue
            told.add(word[0])
            clause = "" if is_opening(part.clause) else part.clause
            start = max(0, word.end() - _LONGEST // 2)
            yield Difference("fee", _NUMBER.sub("****", phrase.strip())[start : start + _LONGEST], clause, None)
