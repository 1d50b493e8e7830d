"""Whose link is mine: the stages that certainly, possibly or certainly not concern somebody, and the link whose date is theirs.

Stages carry tracks and ``when`` (affiliation, kind of unit). Every completion of the facts that are not known is walked
through; those that lead over the same stages are one way. What all ways share is certain, what some hold is possible.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from eligibility.answers import Answers, Given
from eligibility.crossing import Case, Crossing, buttons_of
from eligibility.truth import Truth
from knowledge.base import KnowledgeBase
from knowledge.calendar import JudgingDay, Window, in_order, judging_day, window_of
from knowledge.entries import Actor, Stage
from knowledge.facts import Subject
from knowledge.policy import Policy, holds_for

ACTORS: Mapping[Subject, Actor] = {"person": "applicant", "unit": "unit"}


@dataclass(frozen=True)
class Way:
    """One route that is still possible."""

    stages: tuple[Stage, ...]
    """All stages on it, each after the one it follows."""
    step: Stage | None
    """The first link at which the person, or the unit, acts; often undated."""
    link: Stage | None
    """The link whose date is theirs: their own where it is dated, else the next dated one after it."""
    tracks: tuple[str, ...]
    """The tracks that go this way; empty where the policy has none."""
    given: Mapping[str, tuple[Given, ...]]
    """By missing fact the answers with which one comes here; facts that take no button, or lead here anyhow, are left out."""

    @property
    def links(self) -> tuple[Stage, ...]:
        """The stages in which something is handed in."""
        return tuple(stage for stage in self.stages if stage.applying)

    @property
    def ends(self) -> date | None:
        """The last day of the link; None where nothing on the way is dated."""
        return self.link.ends if self.link else None


@dataclass(frozen=True)
class Route:
    """What is known of somebody's way through a policy's stages."""

    policy: Policy
    stages: tuple[Stage, ...]
    """All stages of the track, or of all tracks where none was named, each after the one it follows."""
    ways: tuple[Way, ...]
    """The possible ways, the one whose link ends first at the head, undated ones last; of equals as the notice tells them."""
    facts: tuple[str, ...]
    """The facts on which any of the stages hangs, in reading order."""
    missing: tuple[str, ...]
    """Those of them, not known or not exactly enough, that can still change which stages concern somebody."""

    @cached_property
    def concerns(self) -> Mapping[str, Truth]:
        """Whether each stage, by id, concerns them."""
        held = Counter(stage.id for way in self.ways for stage in way.stages)
        said = {0: Truth.FALSE, len(self.ways): Truth.TRUE}
        return {stage.id: said.get(held[stage.id], Truth.UNKNOWN) for stage in self.stages}

    @property
    def possible(self) -> tuple[Stage, ...]:
        """The stages that are not excluded."""
        return tuple(stage for stage in self.stages if self.concerns[stage.id] is not Truth.FALSE)

    @property
    def links(self) -> tuple[Stage, ...]:
        """The stages that are not excluded and in which something is handed in."""
        return tuple(stage for stage in self.possible if stage.applying)

    @property
    def dated(self) -> tuple[Stage, ...]:
        """The links whose date can be theirs, the first to end before the others."""
        return tuple({way.link.id: way.link for way in self.ways if way.link is not None}.values())

    @property
    def link(self) -> Stage | None:
        """The link whose date to keep to: of several possible ones the first to end, which holds whichever way is theirs."""
        return self.ways[0].link

    def window(self, now: datetime) -> Window:
        """Whether one can apply at ``now``: by the first possible link that is not over, else by the last that was."""
        stands = [window_of(self.policy, stage, now) for stage in self.dated]
        return next((one for one in stands if one.state != "closed"), stands[-1] if stands else Window("none"))

    def judging_day(self, today: date) -> JudgingDay:
        """The day on which ages and lengths are judged."""
        return judging_day(self.policy, self.link, today)


def route_of(
    base: KnowledgeBase, policy: Policy, track: str | None = None, answers: Answers | None = None, who: Subject | None = None
) -> Route:
    """The route through a policy, or one of its tracks, as far as the answers tell.

    ``who`` is whose links are looked for; without it whoever applies. A policy that takes no applications has stages, but
    nobody's link. Where a stage hangs on an age or a length, it counts on the day of the notice.
    """
    stages = tuple(stage for stage in in_order(policy) if holds_for(stage, track))
    tracks = (track,) if track is not None or not policy.tracks else tuple(one.id for one in policy.tracks)
    day = policy.signed or policy.published or date(policy.year, 1, 1)
    crossing = Crossing(base.facts, stages, answers or {}, day)
    cases = crossing.cases(tracks)
    missing = crossing.missing(cases)
    found: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        found.setdefault(case.ids, []).append(case)
    side = policy.applicant_of(track)
    actor = ACTORS[who or side] if side is not None else None
    told = {place: _seen(cases, place) for place, fact in enumerate(crossing.facts) if fact in missing}
    ways = [_way(same, actor, _given(crossing, same, told)) for same in found.values()]
    place = {stage.id: index for index, stage in enumerate(stages)}
    ways.sort(key=lambda way: (way.ends or date.max, [place[stage.id] for stage in way.stages]))
    return Route(policy, stages, tuple(ways), crossing.facts, missing)


def _way(cases: Sequence[Case], actor: Actor | None, given: Mapping[str, tuple[Given, ...]]) -> Way:
    stages = cases[0].stages
    step, link = _own(tuple(stage for stage in stages if stage.applying), actor)
    return Way(stages, step, link, tuple(dict.fromkeys(case.track for case in cases if case.track is not None)), given)


def _own(links: Sequence[Stage], actor: Actor | None) -> tuple[Stage | None, Stage | None]:
    """The own step and the link whose date counts, among links in order; nobody's where nobody applies."""
    if actor is None:
        return None, None
    own = [place for place, stage in enumerate(links) if stage.actor == actor]
    dated = next((links[place] for place in own if links[place].ends), None)
    after = (stage for stage in links[own[0] if own else 0 :] if stage.ends)
    return links[own[0]] if own else None, dated or next(after, None)


def _given(crossing: Crossing, same: Sequence[Case], told: Mapping[int, set[Given]]) -> dict[str, tuple[Given, ...]]:
    found = {}
    for place, every in told.items():
        fact, mine = crossing.facts[place], _seen(same, place)
        if mine != every:
            found[fact] = tuple(answer for answer in buttons_of(crossing.known[fact]) if answer in mine)
    return found


def _seen(cases: Sequence[Case], place: int) -> set[Given]:
    return {answer for case in cases if case.branches for answer in case.branches[place].answers}
