"""Near misses against brute force over every smaller or equal set of changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligibility import ahead, nearmiss
from eligibility.ahead import tied, turning_days
from eligibility.answers import Answer, Born, Given, Months, Since, Years
from eligibility.contradictions import contradictions
from eligibility.days import Window
from eligibility.nearmiss import NearMiss, near_miss
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import AllOf, AnyOf, Comparison, Condition
from knowledge.contradictions import Begins, Contradiction, Exceeds
from knowledge.facts import Changes, Fact, option_ids
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, FACTS, IDS, VALUES, answers, comparisons, policies, policy_of, rules

WAIT = "wait"


@st.composite
def changing(draw: st.DrawFn) -> dict[str, Fact]:
    """The facts, each changing in one of the ways that its kind allows."""
    once: tuple[Changes, ...] = ("any", "any", "never")
    ways: dict[str, tuple[Changes, ...]] = {"choice": once, "date": once, "age": ("grows",), "duration": ("grows",)}
    drawn = {fact.id: draw(st.sampled_from(ways.get(fact.kind, (*once, "rises")))) for fact in FACTS.values()}
    return {fact.id: fact.model_copy(update={"changes": drawn[fact.id]}) for fact in FACTS.values()}


def base_of(facts: dict[str, Fact], policy: Policy) -> KnowledgeBase:
    return KnowledgeBase(version="0" * 12, facts=facts, policies={policy.id: policy})


def missed(base: KnowledgeBase, policy: Policy, known: dict[str, Answer]) -> NearMiss:
    return near_miss(base, judge(base, policy, None, known, DAY), known)


def is_rise(fact: Fact, old: Given, new: Given) -> bool:
    if fact.kind == "scale":
        return option_ids(fact).index(str(new.value)) > option_ids(fact).index(str(old.value))
    return bool(new.value > old.value)  # type: ignore[operator] # sets, numbers, yes and no


def others(fact: Fact, answer: Answer | None) -> tuple[Given, ...]:
    """Everything that an answer could be changed to."""
    if not isinstance(answer, Given) or fact.changes not in {"any", "rises"}:
        return ()
    return tuple(new for new in VALUES[fact.id] if new != answer and (fact.changes == "any" or is_rise(fact, answer, new)))


def flips(start: str, name: str) -> bool:
    return name == "eligible" if start == "undetermined" else name != "not_eligible"


def clashes(base: KnowledgeBase, known: dict[str, Answer], day: date) -> set[str]:
    return {clash.id for clash in contradictions(base, known, day)}


def slow_sets(base: KnowledgeBase, policy: Policy, known: dict[str, Answer]) -> set[frozenset[str]]:
    """The smallest sets of at most three facts (and the wait) that some values flip the verdict with, contradicting nothing anew."""
    grown = tied(known, DAY)
    days = turning_days(policy.conditions, {fact: grown[fact] for fact in grown if fact in policy.facts_used}, DAY)
    choices: dict[str, tuple[Any, ...]] = {fact: others(base.facts[fact], known.get(fact)) for fact in policy.facts_used} | {WAIT: days}
    start, had = judge(base, policy, None, grown, DAY).name, clashes(base, grown, DAY)
    found: set[frozenset[str]] = set()
    for many in range(1, 4):
        for chosen in combinations(sorted(choices), many):
            if any(smaller <= set(chosen) for smaller in found):
                continue
            for values in product(*(choices[fact] for fact in chosen)):
                changed = dict(zip(chosen, values, strict=True))
                day = changed.pop(WAIT, DAY)
                if flips(start, judge(base, policy, None, grown | changed, day).name) and clashes(base, grown | changed, day) <= had:
                    found.add(frozenset(chosen))
                    break
    return found


def sets_of(found: NearMiss) -> list[frozenset[str]]:
    return [frozenset(change.fact for change in way.changes) | ({WAIT} if way.wait_until else set()) for way in found.ways]


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """All ways are told, and only a year and a half is looked ahead."""
    monkeypatch.setattr(nearmiss, "MOST_WAYS", 99)
    monkeypatch.setattr(ahead, "FARTHEST", 18)


@st.composite
def hard(draw: st.DrawFn) -> Policy:
    """Several conditions at once over a few facts, so that one change is seldom enough."""
    ids = draw(st.permutations(IDS))[:3]
    made = []
    for at, fact in enumerate((*ids, *ids)[: draw(st.integers(2, 5))]):
        rule, more = draw(comparisons((fact,))), draw(rules(tuple(ids)))
        kind = draw(st.sampled_from(["required", "required", "excluding"]))
        when = draw(rules(tuple(ids))) if at == 0 and draw(st.booleans()) else None
        joined = draw(st.sampled_from([rule, AllOf(all=(rule, more)), AnyOf(any=(rule, more))]))
        made.append(Condition.model_validate({"id": f"c{at}", "clause": "一", "text": "条件", "kind": kind, "rule": joined, "when": when}))
    return policy_of(*made)


everything = st.fixed_dictionaries({fact: st.sampled_from(VALUES[fact]) for fact in IDS})
mostly = st.one_of(everything, everything, answers(exact=True))


@pytest.mark.usefixtures("wide")
@given(changing(), st.one_of(hard(), policies()), mostly)
@settings(max_examples=150)
def test_the_ways_are_exactly_the_smallest_sets_that_flip_the_verdict(
    facts: dict[str, Fact], policy: Policy, known: dict[str, Answer]
) -> None:
    base = base_of(facts, policy)
    start = judge(base, policy, None, known, DAY)
    found = missed(base, policy, known)
    assert found.exact
    if start.name == "eligible":
        assert found.ways == ()
        return
    assert sorted(map(sorted, sets_of(found))) == sorted(map(sorted, slow_sets(base, policy, known)))


rule_clashes = rules().map(lambda rule: Contradiction(id="rule", ask="哪一个要改？", rule=rule))
part = Contradiction(id="part", ask="哪一个要改？", exceeds=Exceeds(fact="share", than="staff"))
work = Contradiction(id="work", ask="哪一个要改？", begins=Begins(fact="tenure", before="age", plus="45年"))
founded = Contradiction(id="founded", ask="哪一个要改？", begins=Begins(fact="founded", before="tenure"))


@pytest.mark.usefixtures("wide")
@given(changing(), st.one_of(hard(), policies()), mostly, st.one_of(rule_clashes, st.just(part)))
@settings(max_examples=150)
def test_with_a_contradiction_the_ways_are_exactly_the_smallest_that_do_not_bring_it_in(
    facts: dict[str, Fact], policy: Policy, known: dict[str, Answer], contradiction: Contradiction
) -> None:
    base = replace(base_of(facts, policy), contradictions=(contradiction,))
    found = missed(base, policy, known)
    assume(found.exact)
    if judge(base, policy, None, known, DAY).name != "eligible":
        assert sorted(map(sorted, sets_of(found))) == sorted(map(sorted, slow_sets(base, policy, known)))


@given(
    changing(),
    st.one_of(hard(), policies()),
    st.one_of(everything, answers()),
    rule_clashes,
    st.sets(st.sampled_from([part, work, founded])),
)
@settings(max_examples=150)
def test_no_way_contradicts_what_was_answered(
    facts: dict[str, Fact], policy: Policy, known: dict[str, Answer], rule: Contradiction, some: set[Contradiction]
) -> None:
    base = replace(base_of(facts, policy), contradictions=(rule, *some))
    had = clashes(base, tied(known, DAY), DAY)
    for way in missed(base, policy, known).ways:
        for values in product(*(change.values for change in way.changes)):
            changed = {change.fact: Given(value) for change, value in zip(way.changes, values, strict=True)}
            assert clashes(base, tied(known, DAY) | changed, way.wait_until or DAY) <= had


def test_what_would_contradict_is_told_with_what_goes_along_or_not_at_all() -> None:
    """Nobody is told to work at the front without a job; where the job is no part of it, nothing is told."""
    jobless = Contradiction.model_validate(
        {"id": "jobless", "ask": "哪一个要改？", "rule": {"all": [{"fact": "employed", "is": False}, {"fact": "level", "at_least": "top"}]}}
    )
    known: dict[str, Answer] = {"employed": Given(value=False), "level": Given("low")}
    top = Condition.model_validate({"id": "c0", "clause": "一", "text": "条件", "rule": {"fact": "level", "at_least": "mid"}})
    policy = policy_of(top)
    base = replace(base_of(ANY, policy), contradictions=(jobless,))
    (way,) = missed(base, policy, known).ways
    assert [(change.fact, change.values) for change in way.changes] == [("level", ("mid",))]
    policy = policy_of(top.model_copy(update={"rule": Comparison(fact="level", at_least="top")}))
    base = replace(base_of(ANY, policy), contradictions=(jobless,))
    assert missed(base, policy, known).ways == ()
    wish = Condition.model_validate(
        {"id": "c1", "clause": "二", "text": "条件", "rule": {"fact": "employed", "is": False}, "kind": "excluding"}
    )
    policy = policy_of(*policy.conditions, wish.model_copy(update={"when": Comparison(fact="level", at_least="top")}))
    base = replace(base_of(ANY, policy), contradictions=(jobless,))
    (way,) = missed(base, policy, known).ways
    assert {change.fact for change in way.changes} == {"level", "employed"}


def test_values_that_only_a_contradiction_tells_apart_are_told_together() -> None:
    either = Contradiction.model_validate(
        {"id": "x", "ask": "哪一个要改？", "rule": {"all": [{"fact": "region", "one_of": ["top"]}, {"fact": "employed", "is": False}]}}
    )
    wanted = Condition.model_validate({"id": "c0", "clause": "一", "text": "条件", "rule": {"fact": "region", "one_of": ["mid", "top"]}})
    policy = policy_of(wanted)
    base = replace(base_of(ANY, policy), contradictions=(either,))
    (way,) = missed(base, policy, {"region": Given("low"), "employed": Given(value=True)}).ways
    assert [(change.fact, set(change.values)) for change in way.changes] == [("region", {"mid", "top"})]
    (way,) = missed(base, policy, {"region": Given("low"), "employed": Given(value=False)}).ways
    assert [(change.fact, change.values) for change in way.changes] == [("region", ("mid",))]


@given(changing(), st.one_of(hard(), policies()), st.one_of(everything, answers()))
@settings(max_examples=100)
def test_each_way_flips_the_verdict_with_any_of_its_values_and_none_of_its_changes_is_idle(
    facts: dict[str, Fact], policy: Policy, known: dict[str, Answer]
) -> None:
    base = base_of(facts, policy)
    start = judge(base, policy, None, known, DAY).name
    found = missed(base, policy, known)
    assert len(found.ways) <= nearmiss.MOST_WAYS
    for way in found.ways:
        for values in product(*(change.values for change in way.changes)):
            changed = {change.fact: Given(value) for change, value in zip(way.changes, values, strict=True)}
            after = judge(base, policy, None, tied(known, DAY) | changed, way.wait_until or DAY)
            assert flips(start, after.name)
            assert after.name == way.verdict.name
            for smaller in _less(changed, way.wait_until):
                assert not flips(start, judge(base, policy, None, tied(known, DAY) | smaller[0], smaller[1]).name)


def _less(changed: dict[str, Given], until: date | None) -> Iterator[tuple[dict[str, Given], date]]:
    """Every proper part of a way."""
    for many in range(len(changed) + 1):
        for kept in combinations(changed, many):
            part = {fact: changed[fact] for fact in kept}
            if many < len(changed):
                yield part, until or DAY
            if until or many < len(changed):
                yield part, DAY


@given(changing(), policies(), answers(), st.randoms())
def test_the_order_of_answers_does_not_matter(facts: dict[str, Fact], policy: Policy, known: dict[str, Answer], random: Any) -> None:  # noqa: ANN401 - hypothesis' own
    shuffled = list(known.items())
    random.shuffle(shuffled)
    base = base_of(facts, policy)
    assert missed(base, policy, known) == missed(base, policy, dict(shuffled))


@given(policies(), answers())
def test_what_never_changes_is_not_told(policy: Policy, known: dict[str, Answer]) -> None:
    base = base_of(FACTS, policy)
    assume(judge(base, policy, None, known, DAY).name != "eligible")
    assert all(not way.changes for way in missed(base, policy, known).ways)


ANY = {fact.id: fact.model_copy(update={"changes": "any"}) if fact.changes == "never" else fact for fact in FACTS.values()}


def ways(rules: list[dict[str, Any]], known: dict[str, Answer], facts: dict[str, Fact] = ANY) -> list[tuple[list[Any], date | None, str]]:
    policy = policy_of(
        *(
            Condition.model_validate(
                {"id": f"c{at}", "clause": "一", "text": "条件", "rule": rule}
                if "rule" not in rule
                else {"id": f"c{at}", "clause": "一", "text": "条件"} | rule
            )
            for at, rule in enumerate(rules)
        )
    )
    found = missed(base_of(facts, policy), policy, known)
    return [([(change.fact, change.values) for change in way.changes], way.wait_until, way.verdict.name) for way in found.ways]


def test_the_nearest_value_is_told() -> None:
    assert ways([{"fact": "staff", "at_least": 2}], {"staff": Given(Decimal(0))}) == [([("staff", (Decimal(2),))], None, "eligible")]
    assert ways([{"fact": "staff", "more_than": Decimal("1.5")}], {"staff": Given(Decimal(0))}) == [
        ([("staff", (Decimal(2),))], None, "eligible")
    ]
    assert ways([{"fact": "share", "more_than": 1}], {"share": Given(Decimal(0))}) == [([("share", (Decimal("1.1"),))], None, "eligible")]
    assert ways([{"fact": "share", "at_most": 1}], {"share": Given(Decimal(2))}) == [([("share", (Decimal(1),))], None, "eligible")]
    assert ways([{"fact": "level", "at_least": "mid"}], {"level": Given("low")}) == [([("level", ("mid",))], None, "eligible")]


def test_values_that_do_equally_well_are_told_together() -> None:
    told = ways([{"fact": "honours", "includes_any": ["mid", "top"]}], {"honours": Given(frozenset({"low"}))})
    assert told == [([("honours", (frozenset({"low", "mid"}), frozenset({"low", "top"})))], None, "eligible")]
    told = ways([{"fact": "region", "one_of": ["mid", "top"]}], {"region": Given("low")})
    assert told == [([("region", ("mid", "top"))], None, "eligible")]


def test_fewer_changes_come_first_and_waiting_is_one() -> None:
    """A year and three months too short, a title that would do instead: the title is one step, the wait is two."""
    either = {"any": [{"fact": "tenure", "at_least": "1年"}, {"fact": "level", "at_least": "mid"}]}
    begun = Given(Since(Window(date(2025, 3, 1), date(2025, 3, 1))))
    told = ways([either, {"fact": "employed", "is": True}], {"tenure": begun, "level": Given("low"), "employed": Given(value=False)})
    assert told == [
        ([("level", ("mid",)), ("employed", (True,))], None, "eligible"),
        ([("employed", (True,))], date(2026, 3, 1), "eligible"),
    ]


def test_who_grows_too_old_while_the_time_fills_has_no_day_to_wait_for() -> None:
    old = Given(Born(Window(date(1979, 3, 1), date(1979, 3, 1))))
    known: dict[str, Answer] = {"age": old, "tenure": Given(Months(6))}
    assert ways([{"fact": "age", "at_most": 45}, {"fact": "tenure", "at_least": "1年"}], known) == []
    assert ways([{"fact": "age", "at_most": 46}, {"fact": "tenure", "at_least": "1年"}], known) == [([], date(2025, 6, 10), "eligible")]


def test_either_of_two_that_clash_over_what_nobody_knows_may_give_way() -> None:
    """Three at least or a better level, fewer than three or a job: while nobody knows the number, only both together fail for certain."""
    many = {"any": [{"fact": "staff", "at_least": 3}, {"fact": "level", "at_least": "mid"}]}
    few = {"any": [{"fact": "staff", "less_than": 3}, {"fact": "employed", "is": True}]}
    assert ways([many, few], {"level": Given("low"), "employed": Given(value=False)}) == [
        ([("level", ("mid",))], None, "undetermined"),
        ([("employed", (True,))], None, "undetermined"),
    ]


def test_an_open_question_may_be_made_idle() -> None:
    """Nobody knows the share; with a higher level it no longer matters."""
    either = {"any": [{"fact": "share", "at_least": 1}, {"fact": "level", "at_least": "mid"}]}
    assert ways([either], {"level": Given("low")}) == [([("level", ("mid",))], None, "eligible")]


def test_a_document_may_be_made_idle() -> None:
    hangs = {"rule": None, "when": {"fact": "level", "less_than": "mid"}, "decided_by": "document", "document": "annex"}
    assert ways([hangs], {"level": Given("low")}) == [([("level", ("mid",))], None, "eligible")]


def test_an_age_already_passed_is_no_near_miss() -> None:
    assert ways([{"fact": "age", "at_most": 45}], {"age": Given(Years(46))}) == []


def test_a_search_that_grows_too_wide_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearmiss, "MOST_TRIED", 1)
    policy = policy_of(Condition.model_validate({"id": "c", "clause": "一", "text": "条件", "rule": {"fact": "region", "one_of": ["top"]}}))
    assert missed(base_of(ANY, policy), policy, {"region": Given("low")}) == NearMiss((), exact=False)


def test_who_cannot_apply_anywhere_misses_nothing() -> None:
    policy = policy_of(applicant=None)
    assert missed(base_of(ANY, policy), policy, {}) == NearMiss()
