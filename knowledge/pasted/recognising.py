"""Whose text it is: by its title and number, and by strings that few notices hold (annexes, telephones, days, sums)."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from urllib.parse import urlsplit

from knowledge.pasted.holding import Group
from knowledge.pasted.marks import Kind, Mark, Sheet, local, plain
from knowledge.policy import Policy
from knowledge.search.normal import normalise
from knowledge.search.scanner import Scanner

_TITLE, _NUMBER, _NAME, _PAPER, _REACH = 3.0, 3.0, 1.0, 1.0, 1.0
_NAMED = 1.0
"""What calls itself by a name, that name is more than a hint."""
_BASIS = 0.5
"""What a notice rests on, many others rest on as well."""
_WEIGHTS: dict[Kind, float] = {"date": 0.6, "money": 0.3, "phone": 1.0}
_MOST = 2.0
"""What days and sums can speak for a notice, at most; the same ones stand in many."""
_SHORTEST = 5
_ENOUGH = 2.0
_LEANING = 1.0
"""What was told about a moment ago speaks for its notice this much: a long text comes in several messages."""
_LEAD = 1.4

_Figure = tuple[Kind, str]


class Recogniser:
    """The strings of all notices on file."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._groups = tuple(groups)
        weights: dict[str, dict[int, float]] = {}
        names: dict[str, set[int]] = {}
        figures: dict[_Figure, set[int]] = {}
        for number, group in enumerate(self._groups):
            for text, weight in (pair for policy in group.policies for pair in _strings(policy)):
                if len(key := _key(text)) >= _SHORTEST:
                    of_group = weights.setdefault(key, {})
                    of_group[number] = max(weight, of_group.get(number, 0.0))
            for name in (one for policy in group.policies for one in (policy.series.name, *policy.aliases)):
                if len(key := _key(name)) >= _SHORTEST:
                    names.setdefault(key, set()).add(number)
            for figure in (one for policy in group.policies for one in _figures(policy)):
                figures.setdefault(figure, set()).add(number)
        self._strings: Scanner[Mapping[int, float]] = Scanner(weights)
        self._names = Scanner(names)
        self._figures = figures

    def find(self, sheet: Sheet, title: str | None, leaning: str | None) -> Group | None:
        """The notice that a text is, or is a part of; None where none or several may be. ``leaning``: a policy just told about."""
        scores = self._scores(sheet)
        for number in {number for hit in self._names.longest(_key(title or "")) for number in hit.value}:
            scores[number] += _NAMED
        for number, group in enumerate(self._groups):
            if scores.get(number, 0.0) and any(policy.id == leaning for policy in group.policies):
                scores[number] += _LEANING
        ranked = sorted(scores, key=lambda number: -scores[number])
        if not ranked or scores[ranked[0]] < _ENOUGH:
            return None
        alone = len(ranked) == 1 or scores[ranked[0]] >= _LEAD * scores[ranked[1]]
        return self._groups[ranked[0]] if alone else None

    def of(self, policy: str | None) -> Group | None:
        """The notice of a policy."""
        return next((group for group in self._groups if any(one.id == policy for one in group.policies)), None)

    def _scores(self, sheet: Sheet) -> dict[int, float]:
        text = _key(sheet.page.raw)
        # Notices speak of other programmes: a name, however often and in whatever form, is one hint and no more.
        scores = {number: _NAME for hit in self._names.longest(text) for number in hit.value}
        for bearers in {id(hit.value): hit.value for hit in self._strings.longest(text)}.values():
            for number, weight in bearers.items():
                scores[number] = scores.get(number, 0.0) + weight / len(bearers)
        for number, weight in self._by_figures(sheet.marks).items():
            scores[number] = scores.get(number, 0.0) + min(weight, _MOST)
        return scores

    def _by_figures(self, marks: Iterable[Mark]) -> Mapping[int, float]:
        found: dict[int, float] = {}
        for kind, reading in {(mark.kind, reading) for mark in marks for reading in mark.readings}:
            bearers = self._figures.get((kind, reading), set())
            for number in bearers:
                found[number] = found.get(number, 0.0) + _WEIGHTS[kind] / len(bearers)
        return found


def _key(text: str) -> str:
    return normalise(text).replace(" ", "")


def _figures(policy: Policy) -> Iterator[_Figure]:
    """The days, sums and telephones by which a policy is told from others."""
    days = [day for stage in policy.stages for day in (stage.starts, stage.ends)]
    yield from (("date", day.isoformat()) for day in (*days, policy.signed, policy.published) if day)
    yield from (("money", plain(Decimal(benefit.amount))) for benefit in policy.benefits if benefit.amount)
    yield from (("phone", local(phone)) for contact in policy.contacts for phone in (*contact.phones, *contact.faxes))


def _strings(policy: Policy) -> Iterator[tuple[str, float]]:
    """What a text may hold that speaks for a policy, and how loudly."""
    for title in (policy.title, *(source.title for source in policy.sources if source.title)):
        yield title, _TITLE
    if policy.document_number:
        yield policy.document_number, _NUMBER
    for paper in policy.documents:
        weight = _BASIS if paper.role == "basis" else _PAPER
        yield paper.title, weight
        if paper.number:
            yield paper.number, weight
    yield from ((material.name, _PAPER) for material in policy.materials)
    for contact in policy.contacts:
        yield from ((mail, _REACH) for mail in contact.mails)
        yield from ((local(phone), _REACH) for phone in contact.phones)
    yield from ((urlsplit(system.url).hostname or "", _REACH) for system in policy.systems)
