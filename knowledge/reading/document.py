"""One file as read: its data, and a line and a readable name for every place in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.errors import Problem
from knowledge.reading.source import STRAY, Fault, faults_in, text_of
from knowledge.reading.tree import Path, Tree, read_tree


@dataclass(frozen=True)
class Document:
    """A file that was read, as far as it could be."""

    file: str
    """Relative to the folder, with forward slashes."""
    data: Any = None
    lines: Mapping[Path, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    complete: bool = False
    """Whether the data is all there; if not, only the faults are worth telling."""

    def line(self, path: Path) -> int | None:
        """The line of a place, or of the nearest thing around it that stands in the file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def place(self, path: Path) -> str:
        """A place as people read it: ``conditions[age].rule.all[2]``."""
        words: list[str] = []
        here: Any = self.data
        for step in path:
            here = _inside(here, step)
            if isinstance(step, int):
                name = here.get("id") if isinstance(here, dict) else None
                words[-1:] = [f"{words[-1] if words else ''}[{name if isinstance(name, str) else step + 1}]"]
            else:
                words.append(step)
        return ".".join(words)

    def problem(self, path: Path, message: str, allowed: tuple[str, ...] = (), nearest: str | None = None) -> Problem:
        """A problem at a place."""
        return Problem(self.file, self.line(path), self.place(path), message, allowed, nearest)

    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the file before anyone asked what it means."""
        return tuple(Problem(self.file, fault.line, "", fault.message) for fault in self.faults)


Reader = Callable[[str, bytes], Document]
"""From the name of a file and its bytes to what it says, as ``read_document``."""


def _inside(here: Any, step: str | int) -> Any:  # noqa: ANN401 - data of any shape
    if isinstance(here, dict) and isinstance(step, str):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def read_document(file: str, raw: bytes) -> Document:
    """Read a file's bytes; never raises. ``file`` is the name that problems show."""
    text = text_of(raw)
    if isinstance(text, Fault):
        return Document(file, faults=(text,))
    faults = tuple(faults_in(text))
    if any(fault.fatal for fault in faults):
        return Document(file, faults=faults)
    tree = read_tree(STRAY.sub("", text))
    return _checked(Document(file, tree.data, tree.lines, (*faults, *tree.faults), tree.complete), tree)


def _checked(document: Document, tree: Tree) -> Document:
    if tree.complete and not isinstance(tree.data, dict):
        said = "文件是空的" if tree.data is None else "文件最外层须是一组“键: 值”"
        return Document(document.file, faults=(*document.faults, Fault(1, said)))
    return document
