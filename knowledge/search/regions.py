"""Places in a question, and whether a policy of one place can answer for another."""

from collections.abc import Iterable
from itertools import pairwise

from knowledge.search.lexicon import RegionWords
from knowledge.search.scanner import Hit, Scanner

COUNTRY = "全国"

_DROPPED = ("特别行政区", "自治区", "地区", "省", "市", "盟", "县", "旗")


class Regions:
    """All provinces and prefecture-level places with their parents, and the places that the policies themselves name."""

    def __init__(self, words: RegionWords, chains: Iterable[tuple[str, ...]]) -> None:
        self._parent: dict[str, str] = {}
        names: dict[str, set[str]] = {}
        for chain in (*_chains(words), *chains):
            self._add((COUNTRY, *(name for name in chain if name != COUNTRY)))
        for name in self._parent:
            for word in (name, _without_suffix(name, words)):
                names.setdefault(word, set()).add(name)
        for province in words.provinces:
            for name, shorts in province.short.items():
                for word in shorts:
                    names.setdefault(word, set()).add(name)
        self._children: dict[str, list[str]] = {}
        for name, parent in self._parent.items():
            self._children.setdefault(parent, []).append(name)
        self.words = frozenset(names)
        """All that places are called."""
        self._scanner = Scanner({word: tuple(sorted(found)) for word, found in names.items()})
        self._words = words

    def _add(self, chain: tuple[str, ...]) -> None:
        for parent, name in pairwise(chain):
            self._parent.setdefault(name, parent)

    def find(self, text: str) -> tuple[Hit[tuple[str, ...]], ...]:
        """The places named, each with the full names it may mean (吉林: the province or the city)."""
        found: list[Hit[tuple[str, ...]]] = []
        for hit in self._scanner.every(text):
            if (found and hit.start < found[-1].end) or text.startswith(self._words.not_followed_by, hit.end):
                continue
            inner = text[hit.end - 1] == "市" and text.startswith(self._words.inner_suffixes, hit.end)
            found.append(Hit(hit.start, hit.end - 1, hit.value) if inner and hit.end - hit.start > 2 else hit)  # noqa: PLR2004 - a name has two
        return tuple(found)

    def lineage(self, name: str) -> tuple[str, ...]:
        """The place and what contains it, up to the country."""
        found = [name]
        while (parent := self._parent.get(found[-1])) is not None:
            found.append(parent)
        return tuple(found)

    def inside(self, name: str) -> tuple[str, ...]:
        """The place and all that it contains."""
        found = [name]
        for place in found:
            found.extend(self._children.get(place, ()))
        return tuple(found)

    def fitting(self, names: Iterable[str]) -> frozenset[str]:
        """The places whose policies can be meant where any of these is named: what contains it and what it contains."""
        return frozenset(place for name in names for place in (*self.lineage(name), *self.inside(name)))


def _chains(words: RegionWords) -> Iterable[tuple[str, ...]]:
    for province in words.provinces:
        yield (province.name,)
        for place in province.places:
            yield (province.name, place)
        for place, inner in province.within.items():
            for name in inner:
                yield (province.name, place, name)


def _without_suffix(name: str, words: RegionWords) -> str:
    """晋城市 is also called 晋城; a district (青山区) is not called 青山."""
    for suffix in _DROPPED:
        short = name.removesuffix(suffix)
        if short != name and len(short) > 1 and short not in words.not_short:
            return short
    return name
