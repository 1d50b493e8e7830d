"""Whose link is mine: held to walking through every completion, one by one."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answers, DoesNotKnow, Given
from eligibility.crossing import MOST_CASES, buttons_of
from eligibility.evaluate import evaluate
from eligibility.route import ACTORS, Route, Way, route_of
from eligibility.truth import Truth
from knowledge.calendar import SHANGHAI, in_order
from knowledge.entries import Stage
from knowledge.facts import Subject
from knowledge.policy import Policy, holds_for
from tests.eligibility.strategies import DAY, FACTS, IDS, answers, base_of, completions, policy_of, rules

DAYS = st.dates(date(2024, 12, 1), date(2024, 12, 20))
WHO = st.sampled_from(["person", "unit", None])


def stage(name: str, actor: str = "applicant", **more: object) -> dict[str, Any]:
    return {"id": name, "clause": "四", "name": name, "actor": actor, "action": "交表", "applying": True} | more


@st.composite
def stages(draw: st.DrawFn, number: int, ids: tuple[str, ...]) -> dict[str, Any]:
    """A stage that may be dated, may follow an earlier one, may be for one track, and may hang on facts."""
    return stage(
        f"s{number}",
        draw(st.sampled_from(["applicant", "unit", "city", "department"])),
        applying=draw(st.booleans()),
        ends=draw(st.none() | DAYS),
        follows=draw(st.none() | st.sampled_from([f"s{earlier}" for earlier in range(number)])) if number else None,
        tracks=draw(st.sampled_from([(), (), ("one",), ("two",)])),
        when=draw(st.none() | rules(ids)),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    ids = draw(st.sampled_from(tuple(combinations(IDS, 2))[::3]))
    found = [draw(stages(number, ids)) for number in range(draw(st.integers(0, 4)))]
    return policy_of(stages=draw(st.permutations(found)), signed=DAY, applicant=draw(WHO))


def walked(policy: Policy, track: str | None, known: Answers) -> Iterator[tuple[str, Mapping[str, Given], tuple[Stage, ...]]]:
    """Every track and completion with the stages that it leads over, found the slow way."""
    used = tuple(fact for fact in FACTS if fact in policy.facts_used)
    for one, values in product([track] if track else ["one", "two"], completions(used, known)):
        taken = [
            stage
            for stage in in_order(policy)
            if holds_for(stage, one) and (stage.when is None or evaluate(stage.when, FACTS, values, DAY) is Truth.TRUE)
        ]
        yield one, values, tuple(taken)


@given(policies(), st.sampled_from([None, "one", "two"]), answers(), WHO)
def test_the_ways_are_those_that_some_completion_leads_over(policy: Policy, track: str | None, known: Answers, who: Subject | None) -> None:
    route = route_of(base_of(policy), policy, track, known, who)
    slow = list(walked(policy, track, known))
    assert {ids_of(way.stages) for way in route.ways} == {ids_of(taken) for *_, taken in slow}
    assert route.stages == tuple(one for one in in_order(policy) if holds_for(one, track))
    for one in route.stages:
        seen = {one in taken for *_, taken in slow}
        assert route.concerns[one.id] is (Truth.of(seen == {True}) if len(seen) == 1 else Truth.UNKNOWN)
    by_stages = {ids_of(way.stages): way for way in route.ways}
    for on, values, taken in slow:
        way = by_stages[ids_of(taken)]
        assert on in way.tracks
        assert all(values[fact] in choices for fact, choices in way.given.items())


@given(policies(), st.sampled_from([None, "one", "two"]), answers())
def test_missing_is_what_alone_can_lead_elsewhere(policy: Policy, track: str | None, known: Answers) -> None:
    slow = list(walked(policy, track, known))
    matters = {
        fact
        for (one, some, here), (other, others, there) in combinations(slow, 2)
        if one == other and here != there
        for fact in [differing(some, others)]
        if fact is not None
    }
    assert set(route_of(base_of(policy), policy, track, known).missing) == matters


@given(policies(), answers(), WHO)
def test_the_link_is_the_own_one_where_it_is_dated_else_the_next_dated_one(policy: Policy, known: Answers, who: Subject | None) -> None:
    route = route_of(base_of(policy), policy, None, known, who)
    actor = ACTORS[who or policy.applicant] if policy.applicant else None
    for way in route.ways:
        own = [place for place, link in enumerate(way.links) if link.actor == actor]
        dated = [way.links[place] for place in own if way.links[place].ends] or [
            link for link in way.links[own[0] if own else 0 :] if link.ends
        ]
        assert way.step == (way.links[own[0]] if own else None)
        assert way.link == (dated[0] if dated and actor else None)
    ends = [way.ends for way in route.ways if way.ends]
    assert [way.ends for way in route.ways] == sorted(ends) + [None] * (len(route.ways) - len(ends))
    assert route.link == route.ways[0].link
    assert [link.ends for link in route.dated] == sorted({link.id: link.ends for link in route.dated}.values())  # type: ignore[type-var]


@given(policies(), answers(), st.sampled_from(IDS), st.data())
def test_an_answer_never_opens_a_way(policy: Policy, known: Answers, fact: str, data: st.DataObject) -> None:
    before = route_of(base_of(policy), policy, None, {other: answer for other, answer in known.items() if other != fact})
    more = known | {fact: data.draw(st.sampled_from(buttons_of(FACTS[fact]) or (DoesNotKnow(),)))}  # type: ignore[operator]
    after = route_of(base_of(policy), policy, None, more)
    assert {ids_of(way.stages) for way in after.ways} <= {ids_of(way.stages) for way in before.ways}
    assert set(after.missing) <= set(before.missing)


BY_PLACE = policy_of(
    tracks=[],
    signed=date(2024, 12, 1),
    stages=[
        stage("apply"),
        stage("near", "city", follows="apply", ends="2024-12-10", when={"fact": "region", "one_of": ["low"]}),
        stage("far", "department", follows="apply", ends="2024-12-20", when={"fact": "region", "one_of": ["mid"]}),
        stage("nowhere", "unit", follows="apply", when={"fact": "region", "one_of": ["top"]}),
    ],
)


def ways_of(known: Answers) -> Route:
    return route_of(base_of(BY_PLACE), BY_PLACE, None, known)


def test_of_several_ways_the_first_to_end_is_kept_to() -> None:
    route = ways_of({})
    assert [way.link and way.link.id for way in route.ways] == ["near", "far", None]
    assert [dict(way.given) for way in route.ways] == [{"region": (Given(option),)} for option in ("low", "mid", "top")]
    assert [one.id for one in route.dated] == ["near", "far"]
    assert route.missing == ("region",)
    assert route.judging_day(date(2025, 1, 1)).day == date(2024, 12, 10)
    assert [route.concerns[one] for one in ("apply", "near")] == [Truth.TRUE, Truth.UNKNOWN]
    assert [one.id for one in route.links] == ["apply", "near", "far", "nowhere"]


@pytest.mark.parametrize(("day", "state", "link"), [(9, "open", "near"), (11, "open", "far"), (21, "closed", "far")])
def test_a_window_goes_by_the_first_link_that_is_not_over(day: int, state: str, link: str) -> None:
    found = ways_of({}).window(datetime(2024, 12, day, 12, tzinfo=SHANGHAI))
    assert (found.state, found.stage and found.stage.id) == (state, link)


def test_who_is_known_hears_of_their_own_way_alone() -> None:
    now = datetime(2024, 12, 11, tzinfo=SHANGHAI)
    near, far, nowhere = (ways_of({"region": Given(option)}) for option in ("low", "mid", "top"))
    assert (near.missing, len(near.ways), near.window(now).state) == ((), 1, "closed")
    assert (far.window(now).state, far.judging_day(DAY).day) == ("open", date(2024, 12, 20))
    assert (nowhere.window(now).state, nowhere.judging_day(DAY).day) == ("none", DAY)
    assert [one.id for one in near.possible] == ["apply", "near"]


def test_who_was_asked_and_does_not_know_keeps_every_way() -> None:
    assert ways_of({"region": DoesNotKnow()}).missing == ("region",)


def test_too_many_facts_leave_what_kleene_does_not_exclude() -> None:
    facts = {f"f{number}": FACTS["employed"].model_copy(update={"id": f"f{number}"}) for number in range(MOST_CASES.bit_length())}
    policy = policy_of(
        stages=[stage(f"s-{fact}", ends=DAY + timedelta(days=1), when={"fact": fact, "is": True}) for fact in facts], signed=DAY
    )
    base = base_of(policy)
    known: Answers = {"f0": Given(value=False)}
    route = route_of(type(base)(base.version, facts, base.policies), policy, "one", known)
    # One fact is answered, which leaves as many completions as are walked through.
    assert len(route.ways) == 2 ** (len(facts) - 1) == MOST_CASES
    wide = route_of(type(base)(base.version, facts, base.policies), policy, None, known)
    (way,) = wide.ways
    assert [one.id for one in way.stages] == [f"s-{fact}" for fact in facts if fact != "f0"]
    assert wide.missing == tuple(fact for fact in facts if fact != "f0")
    assert (way.tracks, dict(way.given)) == (("one", "two"), {})


def test_a_policy_without_applications_has_stages_and_nobodys_link() -> None:
    told = BY_PLACE.model_copy(update={"applicant": None})
    route = route_of(base_of(told), told)
    assert {way.step for way in route.ways} | {way.link for way in route.ways} == {None}
    assert route.window(datetime.combine(DAY, time(), SHANGHAI)).state == "none"


def ids_of(found: tuple[Stage, ...]) -> tuple[str, ...]:
    return tuple(one.id for one in found)


def differing(some: Mapping[str, Given], others: Mapping[str, Given]) -> str | None:
    """The fact in which two completions differ, if it is one alone."""
    facts = [fact for fact, value in some.items() if others[fact] != value]
    return facts[0] if len(facts) == 1 else None


def test_a_way_gives_its_links_and_its_last_day() -> None:
    way: Way = ways_of({"region": Given("low")}).ways[0]
    assert ids_of(way.links) == ("apply", "near")
    assert way.ends == date(2024, 12, 10)
