"""What files were read as, kept by the digest of their bytes: a file that did not change is not parsed again.

Only what was read without a fault is kept, as JSON and without its lines: whatever turns out to be wrong is read anew from its bytes.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeVar

from knowledge.errors import KnowledgeError
from knowledge.reading.document import Document, Reader, read_document
from knowledge.reading.files import Files

T = TypeVar("T")

_DECIMAL = ""
"""The key of a mapping that stands for a decimal; a file with a key like that is not kept."""


class Shelf:
    """Documents of any folder. May be used by several threads at once: what two put there of the same bytes is the same."""

    def __init__(self, kept: Mapping[str, bytes] | None = None) -> None:
        """``kept``: JSON by the digest of the bytes that it was read from."""
        self._kept = dict(kept or {})
        self._first = frozenset(self._kept)

    @property
    def is_changed(self) -> bool:
        """Whether it holds anything else than it was made with."""
        return self._kept.keys() != self._first

    def serve(self, make: Callable[[Reader], T]) -> T:
        """What ``make`` makes of documents. Where that has mistakes it is made again from the bytes, for the lines to be told.

        Raises:
            KnowledgeError: it has mistakes.
        """
        try:
            return make(self._read)
        except KnowledgeError:
            return make(read_document)

    def _read(self, file: str, raw: bytes) -> Document:
        digest = _digest(raw)
        kept = self._kept.get(digest)
        if kept is not None:
            return Document(file, json.loads(kept, object_hook=_read_back), complete=True)
        document = read_document(file, raw)
        if document.complete and not document.faults and not any(_DECIMAL in path for path in document.lines):
            self._kept[digest] = json.dumps(document.data, ensure_ascii=False, separators=(",", ":"), default=_decimal).encode()
        return document

    def clear_but(self, files: Files) -> None:
        """Keep only what these files hold."""
        digests = {_digest(raw) for raw in files.values()}
        self._kept = {digest: kept for digest, kept in self._kept.items() if digest in digests}

    def packed(self, program: str) -> str:
        """All of it as one text, for the same ``program`` to take up."""
        lines = "\n".join(f"{digest} {kept.decode()}" for digest, kept in sorted(self._kept.items()))
        return f"{_seal(program, lines)}\n{lines}"


def unpacked(text: str | None, program: str) -> Shelf:
    """The shelf that a text holds; an empty one where it was cut short or changed, or is another program's."""
    seal, _, lines = (text or "").partition("\n")
    if seal != _seal(program, lines):
        return Shelf()
    parts = (line.partition(" ") for line in lines.split("\n") if line)
    return Shelf({digest: kept.encode() for digest, _, kept in parts})


def _seal(program: str, lines: str) -> str:
    return _digest(f"{program}\n{lines}".encode())


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()


def _decimal(value: Decimal) -> dict[str, str]:
    return {_DECIMAL: str(value)}


def _read_back(mapping: dict[str, Any]) -> dict[str, Any] | Decimal:
    return Decimal(mapping[_DECIMAL]) if _DECIMAL in mapping else mapping
