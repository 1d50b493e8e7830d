"""Two edits that start from the same files, brought together file by file. Pure; files are told apart by their digests."""

from collections.abc import Mapping
from dataclasses import dataclass

Digests = Mapping[str, str]
"""The digest of each file by its path."""


@dataclass(frozen=True)
class Merged:
    """What comes of two edits."""

    files: Digests
    """With theirs where the two clash."""
    clashes: tuple[str, ...]
    """Files that both changed, and not alike."""


def merge(base: Digests, ours: Digests, theirs: Digests) -> Merged:
    """What ``ours`` changes of ``base``, upon what ``theirs`` made of it."""
    mine, other = changed(base, ours), changed(base, theirs)
    clashes = tuple(sorted(path for path in mine & other if ours.get(path) != theirs.get(path)))
    taken = mine - set(clashes)
    files = {path: digest for path, digest in theirs.items() if path not in taken} | {path: ours[path] for path in taken if path in ours}
    return Merged(files, clashes)


def changed(before: Digests, after: Digests) -> frozenset[str]:
    """The files that came, went or are others."""
    return frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
