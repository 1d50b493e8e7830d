"""The current base, swapped whole or not at all."""

from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.checks.examples import ExampleChecker
from knowledge.loader import load, load_files
from knowledge.reading.files import Files, stamps_of
from knowledge.reading.forms import forms_among, forms_of


class Library:
    """Holds the base that the bot answers from. Reading ``base`` needs no lock: a swap is one assignment."""

    def __init__(self, folder: Path, check_example: ExampleChecker, files: Files | None = None) -> None:
        """Load the first base from ``folder``, or from ``files`` in its place; KnowledgeError: there is nothing to answer from then."""
        self._folder = folder
        self._check_example = check_example
        self._seen = stamps_of(folder)
        self._base = load(folder, check_example) if files is None else self.checked(files)

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._folder

    @property
    def base(self) -> KnowledgeBase:
        """The last good base. Keep it for the length of one answer, so that the answer is of one version."""
        return self._base

    def checked(self, files: Files) -> KnowledgeBase:
        """The base that these files make, should they come to lie in the folder. Blocks, so call it in a thread.

        Raises:
            KnowledgeError: every mistake in them.
        """
        return load_files(files, self._check_example, {**forms_among(files, self._folder), **forms_of(self._folder)})

    def swap(self, base: KnowledgeBase) -> None:
        """Answer from another base from now on."""
        self._base = base

    def is_changed(self) -> bool:
        """Whether a file came, went or was written since the last loading, good or bad; costs a look at each file's date."""
        return stamps_of(self._folder) != self._seen

    def refresh(self) -> KnowledgeBase:
        """Load the files anew and return what is current then; blocks, so call it in a thread.

        Files of the same version leave the same base object. On KnowledgeError the last good base stays.
        """
        self._seen = stamps_of(self._folder)
        loaded = load(self._folder, self._check_example)
        if loaded.version != self._base.version:
            self._base = loaded
        return self._base
