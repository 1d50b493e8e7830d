"""Where a file may lie in a knowledge folder, before anybody looks into it."""

import re
from collections.abc import Iterable, Iterator

from knowledge.checks.forms import is_within
from knowledge.errors import Problem
from knowledge.reading.files import CLAUSES, CONTRADICTIONS, FACTS, GENERAL, POLICIES, SHIPPED, WORDS
from knowledge.reading.forms import FORMS

LONGEST = 100
_FILE = re.compile(r"[a-z][a-z0-9_-]{0,79}\.yaml", re.ASCII)


def name_problems(names: Iterable[str]) -> Iterator[Problem]:
    """Of files that somebody wants to bring in: those that have no place, each with what to do."""
    for name in names:
        if not _has_place(name):
            shown = name if len(name) <= LONGEST and name.isprintable() else "（文件名太长，或者有看不见的字符）"
            allowed = (FACTS, GENERAL, CONTRADICTIONS, f"{POLICIES}/政策编号.yaml", f"{CLAUSES}/通知编号.yaml", f"{FORMS}/…")
            yield Problem(shown, None, "", "这个位置放不了文件：文件名只用小写字母、数字、- 和 _，不带路径", allowed)


def _has_place(name: str) -> bool:
    folder, _, file = name.partition("/")
    if len(name) > LONGEST or not name.isprintable():
        return False
    if not file:
        return name in {FACTS, GENERAL, CONTRADICTIONS}
    if folder == FORMS:
        return is_within(file) and not any(part.startswith(".") for part in file.split("/"))
    if folder in WORDS:  # others would be read by nobody
        return _FILE.fullmatch(file) is not None and (SHIPPED / name).is_file()
    return folder in {POLICIES, CLAUSES} and _FILE.fullmatch(file) is not None
