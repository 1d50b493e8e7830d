"""Which entry of one list is which of another: by what they are called, the same ones first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.closed import Closed

_KEYS = ("id", "about", "name", "publisher", "topic")
"""What an entry is called by, the first that it has; a step of a quota or an instalment is called nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry on both sides, or on one; where it stands in each list."""

    key: str
    old: int | None
    new: int | None


def key_of(entry: Closed) -> str:
    """What an entry is called in its list; empty where it is called nothing."""
    return next((str(getattr(entry, name)) for name in _KEYS if name in type(entry).model_fields), "")


def pairs_of(old: tuple[Closed, ...], new: tuple[Closed, ...]) -> tuple[Pair, ...]:
    """Every entry once, in the order of the new list; what is gone comes last."""
    found = [pair for key in dict.fromkeys(key_of(entry) for entry in (*new, *old)) for pair in _alike(key, old, new)]
    return tuple(sorted(found, key=lambda pair: (pair.new is None, pair.new if pair.new is not None else pair.old)))


def _alike(key: str, old: tuple[Closed, ...], new: tuple[Closed, ...]) -> Iterator[Pair]:
    """Those of one name: what is the same on both sides, then the rest by turns."""
    before, after = _places(key, old), _places(key, new)
    for place in tuple(before):
        same = next((other for other in after if new[other] == old[place]), None)
        if same is not None:
            before.remove(place)
            after.remove(same)
            yield Pair(key, place, same)
    common = min(len(before), len(after))
    yield from (Pair(key, place, other) for place, other in zip(before, after, strict=False))
    yield from (Pair(key, place, None) for place in before[common:])
    yield from (Pair(key, None, place) for place in after[common:])


def _places(key: str, entries: tuple[Closed, ...]) -> list[int]:
    return [place for place, entry in enumerate(entries) if key_of(entry) == key]


def is_rearranged(pairs: Iterable[Pair]) -> bool:
    """Whether what stands on both sides stands in another order."""
    places = [pair.old for pair in pairs if pair.old is not None and pair.new is not None]
    return places != sorted(places)
