"""One difference between two versions of a knowledge file."""

from dataclasses import dataclass, replace
from typing import Literal

from knowledge.closed import Closed

What = Literal["added", "removed", "changed", "moved"]
"""``moved``: the same entries in another order."""

Place = tuple[str, ...]
"""Such as ``("stages", "hand-in", "ends")``: fields by name, entries of a list by what they are called (``pairing.key_of``)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value, an entry or an order that is another than before."""

    path: Place
    what: What
    old: object
    """None where it was added. Of ``moved`` the entries' keys in their order, or the entries where they have none."""
    new: object
    """None where it was removed."""
    entries: tuple[Closed | None, Closed | None] = (None, None)
    """The smallest entry of a list around it, before and after, else the file: itself, where it was added or removed."""
    within: Place = ()
    """Where that entry stands; the path goes on from there."""

    @property
    def clause(self) -> str | None:
        """The clause that stands behind it now; behind what is gone, the one it had."""
        old, new = (getattr(entry, "clause", None) for entry in self.entries)
        return new or old

    @property
    def field(self) -> str | None:
        """Which field of the entry it is about; None where the entry itself came or went."""
        return self.path[len(self.within)] if len(self.path) > len(self.within) else None

    def below(self, depth: int) -> "Change":
        """The same as seen from inside, with so many steps of its path left out."""
        return replace(self, path=self.path[depth:], within=self.within[depth:])
