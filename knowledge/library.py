"""A folder of files and the base that they make; what other files would make in their place."""

from hashlib import sha256
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.checks.examples import ExampleChecker
from knowledge.loader import load, load_files
from knowledge.policy import Example, Policy
from knowledge.reading.files import FACTS, POLICIES, Files, bytes_of, version_of, with_shipped_words
from knowledge.reading.forms import forms_among, forms_of
from knowledge.reading.shelf import Shelf
from knowledge.search.lexicon import Lexicon, lexicon_of

_Ground = tuple[bytes, str, bytes]
"""Digests of the facts and of a policy's file, and its name: nothing else has a part in what its examples come out as."""


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
        self._came_out: frozenset[_Ground] = frozenset()
        checker = _unchecked if held else check_example
        self._base = self.shelf.serve(lambda read: load(folder, checker, read)) if files is None else self.checked(files)
        if files is None and not held:
            self._note(bytes_of(folder)[0], self._base)

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

        Examples are run of every policy that is not as it was, facts and all, when they were last run here and came out right.

        Raises:
            KnowledgeError: every mistake in them.
        """
        came_out = self._came_out
        same = {name for name, ground in _grounds(files).items() if ground in came_out}

        def check(base: KnowledgeBase, policy: Policy, example: Example) -> str | None:
            return None if f"{POLICIES}/{policy.id}.yaml" in same else self._check_example(base, policy, example)

        base = self._loaded(files, check)
        self._note(files, base)
        return base

    def _note(self, files: Files, base: KnowledgeBase) -> None:
        """All examples of these files came out right, if it was them that the base was made of."""
        if version_of(files) == base.version:
            self._came_out = frozenset(_grounds(files).values())

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


def _grounds(files: Files) -> dict[str, _Ground]:
    """By policy file, what the outcome of its examples hangs on."""
    facts = sha256(files.get(FACTS, b"")).digest()
    return {name: (facts, name, sha256(raw).digest()) for name, raw in files.items() if name.startswith(f"{POLICIES}/")}


def _unchecked(_: KnowledgeBase, __: Policy, ___: Example) -> None:
    """An example is not run."""
