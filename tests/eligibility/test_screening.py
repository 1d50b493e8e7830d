"""A screening is the verdicts, all of them at once: the same from scratch, answer by answer, and against the judge."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Given, Months, Since, Years
from eligibility.chances import chances
from eligibility.choosing import choose, left_of, together
from eligibility.days import Window
from eligibility.deciding import Ground, deciding, reading_order
from eligibility.diagram import TooWideError
from eligibility.examples import check_example
from eligibility.progress import GROUPS, SETTLED, Matter, Outset, open_concerns, outset_of, unknown_of
from eligibility.screening.catalogue import Catalogue
from eligibility.screening.screening import Screening, screen
from eligibility.targets import Target
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import AllOf, AnyOf, Comparison, Condition, NoneOf
from knowledge.facts import AgeFact, ChoicesFact, DateFact, DurationFact, Fact, Group, NumberFact, YesNoFact, option_ids
from knowledge.loader import load
from tests.eligibility.strategies import DAY, IDS, VALUES, answers, base_of, policies, policy_of, rough

DATA = Path(__file__).parents[2] / "knowledge" / "data"
ONE, TWO, OTHER = Target("small-2024", "one"), Target("small-2024", "two"), Target("other-2024")
LATER = date(2025, 5, 31)
DAYS: Mapping[Target, date] = {ONE: DAY, TWO: LATER, OTHER: DAY}

two_policies = st.tuples(policies(), policies("other-2024")).map(lambda found: base_of(*found))

Step = tuple[str, Answer | None]


def _step(fact: str) -> st.SearchStrategy[Step]:
    given_answers = [st.none(), st.sampled_from(VALUES[fact]), st.sampled_from([DoesNotKnow(), Declined()])]
    if fact in ("age", "tenure"):
        given_answers.append(rough(fact))
    return st.tuples(st.just(fact), st.one_of(given_answers))


steps = st.lists(st.sampled_from(IDS).flatmap(_step), max_size=8)


def seen(screening: Screening) -> list[object]:
    """All that can be told from a screening."""
    told = [(key, one.name, one.missing, one.exact, one.outset(screening.answers)) for key, one in screening.items()]
    return [*told, list(screening.answers.items()), screening.outset()]


def slow_outset(base: KnowledgeBase, target: Target, known: Mapping[str, Answer], day: date) -> Outset:
    """Where one target stands, without a catalogue."""
    policy = base.policies[target.policy]
    conditions = deciding(policy, target.track)
    ground = Ground(conditions, base.facts, known, day, reading_order(policy, target.track))
    whole = ground.outlook(conditions)
    asking = set(whole.missing) - known.keys()
    if not whole.prospect.exact:
        asking &= {fact for condition in conditions for fact in ground.open_in(condition)}
    looks = ground.frame.looks
    sights = [
        (base.facts[fact], ways, chances(base.facts[fact], looks[fact], ways)) for fact, ways in zip(looks, ground.branches, strict=True)
    ]
    concerns = open_concerns(map(ground.frame.concern, conditions), ground.rows)
    matter = Matter(ground.frame.whole(conditions).given(ground.rows), concerns, tuple(looks), tuple(unknown_of(*one) for one in sights))
    return outset_of(matter, frozenset(asking)) if asking else SETTLED


def judged(base: KnowledgeBase, screening: Screening, days: Mapping[Target, date]) -> None:
    for target, standing in screening.items():
        verdict = judge(base, base.policies[target.policy], target.track, screening.answers, days[target])
        assert (standing.name, standing.missing, standing.exact) == (verdict.name, verdict.missing, verdict.exact)


@given(two_policies, answers())
def test_every_target_stands_where_the_judge_puts_it(base: KnowledgeBase, known: dict[str, Answer]) -> None:
    judged(base, screen(Catalogue(base, DAYS), known), DAYS)


@given(two_policies, answers(), steps)
def test_answer_by_answer_comes_to_the_same_as_from_scratch(base: KnowledgeBase, known: dict[str, Answer], path: list[Step]) -> None:
    catalogue = Catalogue(base, DAYS)
    before = now = screen(catalogue, known)
    at_first = seen(before)
    for fact, answer in path:
        now = now.answer(fact, answer)
        assert seen(now) == seen(screen(Catalogue(base, DAYS), now.answers))
    assert seen(before) == at_first


@given(two_policies, answers(), st.sampled_from(IDS))
def test_only_what_looks_at_a_fact_is_touched_by_it(base: KnowledgeBase, known: dict[str, Answer], fact: str) -> None:
    screening = screen(Catalogue(base, DAYS), known)
    open_before = {key for key, standing in screening.items() if fact in standing.facts}
    now = screening.answer(fact, VALUES[fact][0])
    if fact not in known:
        assert now.touched <= len(open_before)
    assert now.touched <= sum(fact in base.policies[policy].facts_used for policy, _ in now.catalogue.targets)
    assert now.answer(fact, VALUES[fact][0]).touched == 0


@given(two_policies, answers(), st.lists(st.sampled_from(IDS), unique=True), st.data())
def test_a_further_answer_settles_and_never_opens_anything(
    base: KnowledgeBase, known: dict[str, Answer], more: list[str], data: st.DataObject
) -> None:
    screening = screen(Catalogue(base, DAYS), known)
    for fact in more:
        if fact not in known:
            further = screening.answer(fact, data.draw(st.sampled_from(VALUES[fact])))
            for (_, before), (_, after) in zip(screening.items(), further.items(), strict=True):
                assert set(after.missing) <= set(before.missing) - {fact}
                assert before.missing or after.name == before.name
            screening = further


@given(two_policies, answers())
def test_the_outset_is_that_of_the_targets_one_by_one(base: KnowledgeBase, known: dict[str, Answer]) -> None:
    screening = screen(Catalogue(base, DAYS), known)
    assert screening.outset() == together((standing.outset(known), 1) for _, standing in screening.items())
    for target, standing in screening.items():
        assert standing.outset(known) == slow_outset(base, target, known, DAYS[target])


@given(two_policies, st.sampled_from(IDS), st.data())
def test_every_answer_is_one_of_the_ways_that_are_looked_ahead_at(base: KnowledgeBase, fact: str, data: st.DataObject) -> None:
    catalogue = Catalogue(base, dict.fromkeys(DAYS, DAY))
    answer = data.draw(st.sampled_from(VALUES[fact]))
    seen = list(catalogue.looks(fact, answer))
    if seen:
        ways = catalogue.joint(fact)
        assert seen in [looks for _, looks in ways]
        assert sum(chance for chance, _ in ways) == pytest.approx(1)


@given(two_policies, answers(), st.sampled_from(GROUPS))
def test_targets_together_take_no_less_than_each_and_no_more_than_all_apart(
    base: KnowledgeBase, known: dict[str, Answer], subject: Group
) -> None:
    outsets = [standing.outset(known) for _, standing in screen(Catalogue(base, DAYS), known).items()]
    alone = [outset.left[subject] / 1_000_000 for outset in outsets]
    whole = left_of(base.facts, [(outset, 1) for outset in outsets], subject)
    assert max(alone) <= whole <= sum(alone) + 1e-5
    assert [left_of(base.facts, [(outset, 1)], subject) for outset in outsets] == pytest.approx(alone)
    assert left_of(base.facts, [(outset, 2) for outset in outsets], subject) >= whole - 1e-9


@given(two_policies, answers())
def test_looking_ahead_chooses_among_what_may_be_asked(base: KnowledgeBase, known: dict[str, Answer]) -> None:
    screening = screen(Catalogue(base, DAYS), known)
    facts, fact = screening.outset().facts, screening.next_fact(None)
    if fact is None:
        assert not facts
        return
    turns = {one: (base.facts[one].sensitive, not progress.ready) for one, progress in facts.items()}
    assert turns[fact] == min(turns.values())


def test_where_two_targets_pull_apart_the_question_that_may_settle_both_comes_first() -> None:
    """Whether employed or not, one of the two still hangs on the level; an answer to that may settle both."""
    level = Condition(id="level", clause="一", text="等级", rule=Comparison(fact="level", at_least="mid"))
    conditions = [
        Condition(id="work", clause="二", text="在职", rule=Comparison.model_validate({"fact": "employed", "is": value}))
        for value in (True, False)
    ]
    base = base_of(policy_of(level, conditions[0], tracks=()), policy_of(level, conditions[1], name="other-2024", tracks=()))
    screening = screen(Catalogue(base, {Target("small-2024"): DAY, OTHER: DAY}), {})
    assert choose(base.facts, screening.outset(), None) == "employed"
    assert screening.next_fact(None) == "level"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eligibility.screening.screening.MOST_AHEAD", 1)
        assert screening.next_fact(None) == "employed"


@given(two_policies, answers(), steps)
def test_what_was_kept_may_be_thrown_away_at_any_time(base: KnowledgeBase, known: dict[str, Answer], path: list[Step]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eligibility.screening.shapes.MOST_KEPT", 1)
        forgetful = screen(Catalogue(base, DAYS), known)
        for fact, answer in path:
            forgetful = forgetful.answer(fact, answer)
    assert seen(forgetful) == seen(screen(Catalogue(base, DAYS), forgetful.answers))


def test_an_answer_that_does_not_fit_its_fact_counts_as_not_asked() -> None:
    base = base_of(policy_of(_at_most(45)))
    screening = screen(Catalogue(base, {ONE: DAY}), {"age": Given(Years(45)), "gone": Given(value=True)})
    assert screening.answers == {"age": Given(Years(45))}
    for answer in (Given(Years(99)), Given(value=True), None):
        [(_, standing)] = screening.answer("age", answer).items()
        assert (standing.name, standing.missing, dict(screening.answer("age", answer).answers)) == ("undetermined", ("age",), {})
    assert screening.answer("gone", Given(value=True)).answers == screening.answers


def test_each_target_is_judged_on_its_own_day() -> None:
    half_a_year = Condition(id="tenure", clause="一", text="工龄", rule=Comparison(fact="tenure", at_least="6个月"))
    catalogue = Catalogue(base_of(policy_of(half_a_year)), {ONE: DAY, TWO: LATER})
    screening = screen(catalogue, {"tenure": Given(Since(Window(date(2024, 9, 1), date(2024, 9, 1))))})
    assert [standing.name for _, standing in screening.items()] == ["not_eligible", "eligible"]


def test_an_answer_that_moves_only_what_is_asked_first_is_noticed() -> None:
    """The second document hangs on nothing but the staff, who say whether it still has to be asked whether somebody is employed."""
    employed, staff = Comparison.model_validate({"fact": "employed", "is": True}), Comparison(fact="staff", at_least=Decimal(2))
    paper = {"clause": "一", "text": "材料", "decided_by": "document", "document": "annex"}
    conditions = (
        Condition.model_validate({"id": "first", **paper}),
        Condition.model_validate({"id": "second", "when": AnyOf(any=(staff, employed)), **paper}),
        Condition(id="level", clause="二", text="等级", when=Comparison(fact="level", at_least="top"), rule=employed),
    )
    catalogue = Catalogue(base_of(policy_of(*conditions)), {ONE: DAY})
    before = screen(catalogue, {})
    after = before.answer("staff", Given(Decimal(3)))
    assert [before.outset().facts[fact].ready for fact in ("level", "employed")] == [True, True]
    assert [after.outset().facts[fact].ready for fact in ("level", "employed")] == [True, False]


@given(two_policies, answers(), st.integers(0, 9))
def test_beyond_the_limit_a_screening_is_kleenes_as_well(base: KnowledgeBase, known: dict[str, Answer], limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eligibility.deciding.MOST_CASES", limit)
        screening = screen(Catalogue(base, DAYS), known)
        judged(base, screening, DAYS)
        for target, standing in screening.items():
            assert standing.outset(known) == slow_outset(base, target, known, DAYS[target])


def _too_wide(*_: object) -> NoReturn:
    raise TooWideError


def test_nothing_is_asked_that_changes_no_condition() -> None:
    """Whoever is asked for the region gets the same: alone that shows, together with the rest there is too much to look through."""
    employed, here = Comparison.model_validate({"fact": "employed", "is": True}), Comparison(fact="region", one_of=("low",))
    jobless, there = NoneOf(none=(employed,)), Comparison(fact="region", one_of=("mid", "top"))
    levels = [Comparison.model_validate({"fact": "staff", "at_least": Decimal(number)}) for number in (1, 2, 3)]
    shares = [Comparison.model_validate({"fact": "share", "more_than": Decimal(number)}) for number in (0, 1)]
    rules = (
        AnyOf(any=(AllOf(all=(here, employed)), AllOf(all=(there, employed)), jobless)),
        AnyOf(any=(AllOf(all=(employed, levels[0])), AllOf(all=(levels[1], shares[0])), AllOf(all=(levels[2], shares[1])))),
    )
    conditions = (Condition(id=f"c{number}", clause="一", text="条件", rule=rule) for number, rule in enumerate(rules))
    base = base_of(policy_of(*conditions))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eligibility.deciding.MOST_CASES", 5)
        patch.setattr("eligibility.progress.Plan.start", _too_wide)
        [(_, standing)] = screen(Catalogue(base, {ONE: DAY}), {}).items()
        asked = set(standing.outset({}).facts)
    assert not standing.exact
    assert "region" in standing.missing
    assert asked == {"employed", "staff", "share"}


def test_who_cannot_apply_anywhere_is_told_so() -> None:
    screening = screen(Catalogue(base_of(policy_of(applicant=None)), {ONE: DAY}), {})
    assert [standing.name for _, standing in screening.items()] == ["not_applicable"]
    assert not screening.outset().facts


def test_policies_that_differ_only_in_their_bounds_share_what_is_worked_out() -> None:
    base = base_of(*(policy_of(_at_most(44 + number % 3), _staff(1 + number % 4), name=f"p{number}") for number in range(40)))
    catalogue = Catalogue(base, {Target(policy): DAY for policy in base.policies})
    assert len({standing for _, standing in screen(catalogue, {}).items()}) == 1
    half = screen(catalogue, {"age": Given(Years(46))})
    assert len({standing for _, standing in half.items() if standing.missing}) == 1
    assert half.answer("staff", Given(Decimal(1))).touched == sum(bool(standing.missing) for _, standing in half.items())


def _at_most(years: int) -> Condition:
    return Condition(id="age", clause="一", text="年龄", rule=Comparison(fact="age", at_most=Decimal(years)))


def _staff(least: int) -> Condition:
    return Condition(id="staff", clause="二", text="人数", rule=Comparison(fact="staff", at_least=Decimal(least)))


@cache
def real_base() -> KnowledgeBase:
    return load(DATA, check_example)


@cache
def real_targets() -> dict[Target, date]:
    """Every policy and track on file, those too that take no applications."""
    every = real_base().policies.values()
    return {target: DAY for policy in every for target in [Target(policy.id, one.id) for one in policy.tracks] or [Target(policy.id)]}


@cache
def real_catalogue() -> Catalogue:
    return Catalogue(real_base(), real_targets())


def _real_answer(fact: Fact) -> st.SearchStrategy[Answer]:
    match fact:
        case YesNoFact():
            value: st.SearchStrategy[Answer] = st.booleans().map(Given)
        case ChoicesFact():
            value = st.frozensets(st.sampled_from(option_ids(fact)), max_size=3).map(Given)
        case NumberFact():
            usual = st.sampled_from([0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000]).map(Decimal)
            value = usual.filter(lambda number: fact.minimum <= number <= fact.maximum).map(Given)
        case AgeFact():
            value = st.one_of(
                st.integers(20, 60).map(lambda years: Given(Years(years))), _since(60 * 365).map(lambda one: Given(Born(one)))
            )
        case DurationFact():
            value = st.one_of(
                st.integers(0, 240).map(lambda months: Given(Months(months), LATER)), _since(9000).map(lambda one: Given(Since(one)))
            )
        case DateFact():
            value = st.just(Given(DAY))
        case _:
            value = st.sampled_from(option_ids(fact)).map(Given)
    return st.one_of(value, value, value, st.just(DoesNotKnow()))


@st.composite
def _since(draw: st.DrawFn, most: int) -> Window:
    start = DAY - timedelta(days=draw(st.integers(7000 if most > 9000 else 0, most)))
    return Window(start, start + timedelta(days=draw(st.integers(0, 40))))


@st.composite
def real_answers(draw: st.DrawFn) -> list[tuple[str, Answer]]:
    base = real_base()
    asked = draw(st.lists(st.sampled_from(sorted({fact for policy in base.policies.values() for fact in policy.facts_used})), unique=True))
    return [(fact, draw(_real_answer(base.facts[fact]))) for fact in asked]


@given(real_answers())
@settings(max_examples=40)
def test_the_real_policies_are_screened_as_they_are_judged(known: list[tuple[str, Answer]]) -> None:
    screening = screen(real_catalogue(), {})
    for fact, answer in known:
        screening = screening.answer(fact, answer)
    assert seen(screening) == seen(screen(real_catalogue(), dict(known)))
    judged(real_base(), screening, real_targets())
