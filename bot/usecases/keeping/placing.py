"""Where in the folder a file belongs that somebody sends, and from which version it was taken. Nothing in it is trusted."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.reading.document import Document, read_document
from knowledge.reading.files import CLAUSES, CONTRADICTIONS, FACTS, GENERAL, POLICIES, WORDS, with_shipped_words

_COPY = re.compile(r"[\s_-]*(?:[（(]\d{1,3}[)）]|副本|- ?副本|copy(?: ?\d+)?)$", re.IGNORECASE)
"""What phones and computers write behind the name of a file that they hold twice."""
_FOLDERS = (CLAUSES, *WORDS)
"""Stand behind the names of their files that are handed out (words.drafting): files of two folders often have the same name."""
_KEY = re.compile(rb"^[a-z_]+:", re.MULTILINE)
_TAKEN = re.compile(r"@(\d{1,9})$")


def name_of(path: str, version: int) -> str:
    """What a file is called that is handed out of a version, so that it is known when it comes back."""
    whole = PurePosixPath(path)
    folder = f".{whole.parent.name}" if whole.parent.name in _FOLDERS else ""
    return f"{whole.stem}{folder}@{version}{whole.suffix}"


def taken_from(name: str) -> int | None:
    """The version that a file was handed out of, by its name; None where that says nothing."""
    found = _TAKEN.search(_stem(name))
    return int(found[1]) if found else None


def place_of(name: str, raw: bytes, there: Collection[str]) -> str:
    """The file's place among those that are ``there``. Reads it whole, so call it in a thread.

    Raises:
        KnowledgeError: it cannot be read, or says that it is another file than its name says.
    """
    stem = _TAKEN.sub("", _stem(name))
    name_alone, _, folder = stem.rpartition(".")
    if folder in _FOLDERS:
        return f"{folder}/{name_alone}.yaml"
    file, shipped = f"{stem}.yaml", with_shipped_words({})
    if file in {FACTS, GENERAL, CONTRADICTIONS}:
        return file
    if words := [place for place in shipped if PurePosixPath(place).name == file]:
        keys = set(_KEY.findall(raw))
        return max(words, key=lambda place: len(keys.intersection(_KEY.findall(shipped[place]))))
    document = read_document(file, raw)
    if not document.complete or not isinstance(document.data, dict):
        raise KnowledgeError(document.problems())
    return _by_id(document, document.data, stem, there)


def _by_id(document: Document, data: dict[str, Any], stem: str, there: Collection[str]) -> str:
    """A policy or a list of clauses; one that is there already is changed only under its own name."""
    folder = CLAUSES if "clauses" in data and "series" not in data else POLICIES
    said = data.get("id")
    if isinstance(said, str) and said != stem and f"{folder}/{said}.yaml" in there:
        message = f"里面的编号是 {said}，这个已经有了，文件却叫 {stem}.yaml。要改它，把文件名改成 {said}.yaml；要新增，换一个编号"
        raise KnowledgeError([document.problem(("id",), message)])
    return f"{folder}/{stem}.yaml"


def _stem(name: str) -> str:
    """The name without its ending and without what marks a copy."""
    stem = re.sub(r"\.ya?ml$", "", name.strip(), flags=re.IGNORECASE)
    return _COPY.sub("", stem)
