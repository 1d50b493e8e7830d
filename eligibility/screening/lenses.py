"""Facts through all comparisons that any target makes of them: each distinct comparison is made once for everybody."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from eligibility.answers import Answer
from eligibility.chances import chances, even
from eligibility.diagram import Row, certain
from eligibility.possible import Point, Predicate, Truths, points_of, predicate, unknown
from knowledge.conditions import Comparison
from knowledge.facts import Fact

Ways = tuple[Truths, ...]
"""The ways in which the comparisons that one target makes of a fact can come out together; sorted."""


class States:
    """Ways and how likely they are by number, so that what targets see of their facts is a tuple of small numbers."""

    def __init__(self) -> None:
        self.ways: list[Ways] = []
        self.chances: list[tuple[float, ...]] = []
        self.rows: list[Row] = []
        """What is certain in each of them."""
        self._numbers: dict[tuple[Ways, tuple[float, ...] | None], int] = {}

    def number(self, ways: Ways, likely: tuple[float, ...] | None = None) -> int:
        """The number of some ways; equal ways that are equally likely have the same. Where nothing is said none is likelier."""
        key = ways, None if likely == even(ways) else likely
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.ways)
            self.ways.append(ways)
            self.chances.append(likely or even(ways))
            self.rows.append(certain(ways))
        return found

    def narrower(self, new: int, old: int) -> bool:
        """Whether nothing can come out in the new ways that could not in the old ones."""
        return set(self.ways[new]).issubset(self.ways[old])


class Lens:
    """One fact, for ages and lengths on one day, and the looks that targets take at it: each a few of its comparisons."""

    def __init__(self, fact: Fact, day: date, states: States) -> None:
        self._fact = fact
        self._day = day
        self._states = states
        self._places: dict[Comparison, int] = {}
        self._predicates: list[Predicate] = []
        self._looks: dict[tuple[int, ...], int] = {}
        self._unknown: list[int] = []

    def look(self, comparisons: tuple[Comparison, ...], number: int) -> int:
        """The number of a look at these comparisons; ``number`` when nobody took that look before."""
        places = tuple(self._place(comparison) for comparison in comparisons)
        found = self._looks.setdefault(places, number)
        if found == number:
            ways = unknown(self._fact, comparisons)
            self._unknown.append(self._states.number(ways, chances(self._fact, comparisons, ways)))
        return found

    def states(self, answer: Answer | None) -> Iterable[tuple[int, int]]:
        """Every look with its state under an answer."""
        points = None if answer is None else points_of(self._fact, answer, self._day)
        return zip(self._looks.values(), self._unknown if points is None else self._seen(points), strict=True)

    @property
    def comparisons(self) -> Iterable[Comparison]:
        """All that anybody makes, each once."""
        return self._places

    def coming_out(self, truths: Mapping[Comparison, bool]) -> Iterator[tuple[int, int]]:
        """Every look with its state where the comparisons say this."""
        said = [truths[comparison] for comparison in self._places]
        for places, look in self._looks.items():
            yield look, self._states.number((tuple([said[place] for place in places]),))

    def _seen(self, points: tuple[Point, ...]) -> Iterator[int]:
        truths = [tuple(map(holds, points)) for holds in self._predicates]
        numbers: dict[tuple[Truths, ...], int] = {}
        for places in self._looks:
            columns = tuple([truths[place] for place in places])
            number = numbers.get(columns)
            if number is None:
                number = numbers[columns] = self._states.number(tuple(sorted(set(zip(*columns, strict=True)))))
            yield number

    def _place(self, comparison: Comparison) -> int:
        place = self._places.setdefault(comparison, len(self._predicates))
        if place == len(self._predicates):
            self._predicates.append(predicate(self._fact, comparison))
        return place
