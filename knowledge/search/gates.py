"""Which policies may answer for the places and years that a question names."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.hearing import Heard
from knowledge.search.regions import COUNTRY, Regions
from knowledge.search.understanding import Elsewhere, Speaker
from knowledge.search.years import Year

_MOST = 64
"""Policies of one name that are told apart one by one."""
_KEPT = 32
"""Answers that are kept: one question asks for the same several times, and thousands of policies may bear one name."""


class Gates:
    """The policies by place, and newest first."""

    def __init__(self, base: KnowledgeBase, regions: Regions) -> None:
        self._policies = base.policies
        self._regions = regions
        self._place = {policy.id: _answers_for(policy) for policy in base.policies.values()}
        self._course = {policy.id: _course(policy) for policy in base.policies.values()}
        self._by_place: dict[str, list[str]] = {}
        for policy in sorted(base.policies.values(), key=lambda policy: (-policy.year, policy.id)):
            self._by_place.setdefault(policy.region[-1], []).append(policy.id)
        self._fitting = lru_cache(_KEPT)(self._found)

    def admitted(self, policies: Iterable[str], heard: Heard) -> tuple[str, ...]:
        """Those that fit the places and years named, newest first, one edition of a series where no year is named."""
        if heard.strange_places and not heard.places:
            return ()
        return self._fitting(tuple(policies), heard.places, heard.years)

    def _found(self, policies: tuple[str, ...], places: tuple[str, ...], years: tuple[Year, ...]) -> tuple[str, ...]:
        fitting = self._regions.fitting(places) if places else None
        place = self._place
        fit = [one for one in policies if fitting is None or place[one] in fitting]
        fit = [one for one in fit if self._in_year(one, years)] if years else fit
        return self.newest(fit, every_edition=bool(years))

    def newest(self, policies: Iterable[str], *, every_edition: bool = False) -> tuple[str, ...]:
        """Newest first, at most 64; one edition of each series unless all are wanted."""
        found: dict[str, str] = {}
        for policy in sorted(policies, key=lambda policy: (-self._policies[policy].year, policy)):
            found.setdefault(policy if every_edition else self._policies[policy].series.id, policy)
            if len(found) == _MOST:
                break
        return tuple(found.values())

    def nationwide(self, policies: Iterable[str]) -> tuple[str, ...]:
        """Those of these policies that are for the whole country."""
        return tuple(policy for policy in policies if self._policies[policy].region[-1] == COUNTRY)

    def of_country(self, heard: Heard) -> tuple[str, ...]:
        """The policies for the whole country, newest first; years heeded."""
        return self.newest(one for one in self._by_place.get(COUNTRY, ()) if self._in_year(one, heard.years))

    def of_places(self, heard: Heard) -> tuple[str, ...]:
        """The policies of the places named or inside them, else of what contains them; years heeded, those first that take applications.

        What is for the whole country is no answer to what there is in a place.
        """
        nearby = [name for place in heard.places for name in self._regions.inside(place)]
        around = [name for place in heard.places for name in self._regions.lineage(place) if name != COUNTRY]
        for names in (nearby, around):
            found = self.admitted((policy for name in dict.fromkeys(names) for policy in self._by_place.get(name, ())), heard)
            if found:
                return tuple(sorted(found, key=lambda policy: self._policies[policy].applicant is None))
        return ()

    def open_to(self, speakers: Collection[Speaker], heard: Heard) -> tuple[str, ...]:
        """All that a person or a unit (nobody said: either) can apply for at the places named, newest first; years heeded.

        Where a place is named, what is for the whole country is left out.
        """
        kinds = speakers or ("person", "unit")
        open_ = (policy for policy in self._policies.values() if not set(policy.applicants).isdisjoint(kinds))
        return self.admitted((policy.id for policy in open_ if not heard.places or policy.region[-1] != COUNTRY), heard)

    def at_home(self, policy: str, heard: Heard) -> bool:
        """Whether a place named is the policy's own or contains it."""
        return self.within(policy, heard.places)

    def within(self, policy: str, places: Iterable[str]) -> bool:
        """Whether one of these places is the policy's own or contains it."""
        return any(self._policies[policy].region[-1] in self._regions.inside(place) for place in places)

    def elsewhere(self, policies: Iterable[str], heard: Heard) -> Elsewhere:
        """Which of the places and years named fit none of these policies."""
        policies = tuple(policies)
        places = tuple(
            place for place in heard.places if not self._regions.fitting((place,)).intersection(self._place[policy] for policy in policies)
        )
        years = tuple(year.value for year in heard.years if not any(self._in_year(policy, (year,)) for policy in policies))
        return Elsewhere((*places, *heard.strange_places), years)

    def _in_year(self, policy: str, years: tuple[Year, ...]) -> bool:
        return not years or any(
            year.value == self._policies[policy].year or (year.dated and year.value in self._course[policy]) for year in years
        )


def _answers_for(policy: Policy) -> str | None:
    """The place that a policy answers for; what the ministries tell their bureaus answers for no single one."""
    place = policy.region[-1]
    return place if place != COUNTRY or policy.applicant is not None else None


def _course(policy: Policy) -> frozenset[int]:
    """The years in which the policy's stages lie."""
    days = (day for stage in policy.stages for day in (stage.starts, stage.ends) if day)
    return frozenset(day.year for day in days)
