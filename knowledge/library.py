"""A folder of files and the base that they make; what other files would make in their place."""

from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.checks.examples import ExampleChecker
from knowledge.loader import load, load_files
from knowledge.policy import Example, Policy
from knowledge.reading.files import Files, with_shipped_words
from knowledge.reading.forms import forms_among, forms_of
from knowledge.reading.shelf import Shelf
from knowledge.search.lexicon import Lexicon, lexicon_of


class Library:
    """A folder of files, how they are checked, and the first base that the bot answers from."""

    def __init__(
        self, folder: Path, check_example: ExampleChecker, files: Files | None = None, *, held: bool = False, shelf: Shelf | None = None
    ) -> None:
        """Load the first base from ``folder``, or from ``files`` in its place; KnowledgeError: there is nothing to answer from then.

        ``held``: the folder's examples are known to come out right, and are not run. ``shelf``: files that were read before.
        """
        self._folder = folder
        self._check_example = check_example
        self.shelf = shelf or Shelf()
        """What its files were read as."""
        checker = _unchecked if held else check_example
        self._base = self.shelf.serve(lambda read: load(folder, checker, read)) if files is None else self.checked(files)

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._folder

    @property
    def base(self) -> KnowledgeBase:
        """The base that was loaded first."""
        return self._base

    def checked(self, files: Files) -> KnowledgeBase:
        """The base that these files make, should they come to lie in the folder. Blocks, so call it in a thread.

        Raises:
            KnowledgeError: every mistake in them.
        """
        return self._loaded(files, self._check_example)

    def read(self, files: Files) -> KnowledgeBase:
        """The base that these files make, whatever their examples come out as. Blocks, so call it in a thread.

        Raises:
            KnowledgeError: every other mistake in them.
        """
        return self._loaded(files, _unchecked)

    def words(self, files: Files) -> Lexicon:
        """What questions are understood by: the words among these files, and the program's. From here on only what they hold is kept.

        Raises:
            KnowledgeError: every mistake in the words.
        """
        whole = with_shipped_words(files)
        lexicon = self.shelf.serve(lambda read: lexicon_of(whole, read))
        self.shelf.clear_but(whole)
        return lexicon

    def _loaded(self, files: Files, check_example: ExampleChecker) -> KnowledgeBase:
        forms = {**forms_among(files, self._folder), **forms_of(self._folder)}
        return self.shelf.serve(lambda read: load_files(files, check_example, forms, read=read))


def _unchecked(_: KnowledgeBase, __: Policy, ___: Example) -> None:
    """An example is not run."""
