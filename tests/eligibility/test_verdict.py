"""Verdicts against brute force over every completion of what is not known."""

from datetime import date
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.answers import Answer, DoesNotKnow, Given, Months, Since, Years
from eligibility.days import Window
from eligibility.deciding import facts_of
from eligibility.evaluate import evaluate
from eligibility.possible import measure
from eligibility.truth import Truth
from eligibility.verdict import State, Verdict, judge
from knowledge.conditions import Condition, Rule
from knowledge.policy import Policy
from tests.eligibility import oracle
from tests.eligibility.strategies import DAY, FACTS, IDS, VALUES, answers, base_of, completions, policies, policy_of, rules

tracks = st.sampled_from([None, "one", "two"])
three_facts = st.sampled_from(tuple(combinations(IDS, 3))[::7])


def check(policy: Policy, track: str | None, known: dict[str, Answer]) -> Verdict:
    return judge(base_of(policy), policy, track, known, DAY)


def used(policy: Policy) -> tuple[str, ...]:
    return tuple(sorted(policy.facts_used))


@given(three_facts.flatmap(rules), answers())
def test_a_rule_is_settled_only_as_every_completion_says(rule: Rule, known: dict[str, Answer]) -> None:
    policy = policy_of(Condition(id="c", clause="一", text="条件", rule=rule))
    results = {oracle.true_of(rule, values) for values in completions(used(policy), known)}
    truth = evaluate(rule, FACTS, known, DAY)
    assert truth is Truth.UNKNOWN or results == {truth is Truth.TRUE}


@given(policies(), tracks, answers())
@settings(max_examples=300)
def test_a_verdict_is_settled_exactly_when_every_completion_agrees(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    results = {oracle.verdict_of(policy, track, values) for values in completions(used(policy), known)}
    verdict = check(policy, track, known)
    assert verdict.exact
    assert verdict.name == (results.pop() if len(results) == 1 else "undetermined")


@given(policies(), tracks, answers(exact=True))
@settings(max_examples=300)
def test_missing_facts_are_exactly_those_that_can_change_the_verdict(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    facts = used(policy)
    results = {tuple(values.items()): oracle.verdict_of(policy, track, values) for values in completions(facts, known)}
    swings = {
        fact
        for fact in facts
        for values, result in results.items()
        if not isinstance(known.get(fact), Given)
        and any(results[tuple((dict(values) | {fact: other}).items())] != result for other in VALUES[fact])
    }
    assert set(check(policy, track, known).missing) == swings


@given(policies(), tracks, answers(), answers())
def test_a_further_answer_never_flips_a_settled_verdict(
    policy: Policy, track: str | None, known: dict[str, Answer], more: dict[str, Answer]
) -> None:
    before, after = check(policy, track, known), check(policy, track, more | known)
    assert before.missing or (before.name, after.missing) == (after.name, ())


@given(policies(), tracks, answers(), st.randoms())
def test_the_order_of_answers_does_not_matter(policy: Policy, track: str | None, known: dict[str, Answer], random: Random) -> None:
    shuffled = list(known.items())
    random.shuffle(shuffled)
    assert check(policy, track, known) == check(policy, track, dict(shuffled))


@given(policies(), tracks, answers())
def test_every_condition_has_one_reason_and_every_reason_a_clause(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    verdict = check(policy, track, known)
    assert [reason.condition for reason in verdict.reasons] == [
        c for c in policy.conditions if not track or not c.tracks or track in c.tracks
    ]
    assert all(reason.clause for reason in verdict.reasons)
    assert all(set(reason.missing) <= set(reason.facts) for reason in verdict.reasons)
    assert len(set(verdict.failed)) == len(verdict.failed)


@given(policies(), tracks, answers())
def test_reasons_bear_the_verdict_out(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    verdict = check(policy, track, known)
    states = {reason.state for reason in verdict.reasons if reason.kind != "preferred"}
    assert (verdict.name == "not_eligible") == bool(verdict.failed)
    if verdict.name == "eligible":
        assert states <= {State.MET, State.JUDGED, State.NOT_CONCERNED}
    if verdict.name == "undetermined":
        assert verdict.missing or State.DOCUMENT in states


@given(policies(), tracks, st.fixed_dictionaries({fact: st.sampled_from(VALUES[fact]) for fact in IDS}))
def test_with_everything_given_only_a_document_leaves_it_open(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    verdict = check(policy, track, known)
    assert not verdict.missing
    assert verdict.name != "undetermined" or any(reason.state is State.DOCUMENT for reason in verdict.reasons)


@given(policies(), tracks, answers())
def test_neither_preferences_nor_juries_decide(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    plain = policy.model_copy(update={"conditions": oracle.deciding(policy, None)})
    a, b = check(policy, track, known), check(plain, track, known)
    assert (a.name, set(a.missing), a.failed) == (b.name, set(b.missing), b.failed)


def condition(rule: dict[str, Any] | None = None, clause: str = "三（一）1", **more: object) -> Condition:
    return Condition.model_validate({"id": f"c{ord(clause[-1])}", "clause": clause, "text": "条件", "rule": rule} | more)


@pytest.mark.parametrize(("years", "name"), [(45, "eligible"), (46, "not_eligible")])
def test_45_and_under_admits_45(years: int, name: str) -> None:
    assert check(policy_of(condition({"fact": "age", "at_most": 45})), None, {"age": Given(Years(years))}).name == name


def test_an_age_of_another_day_may_be_too_rough() -> None:
    policy = policy_of(condition({"fact": "age", "at_most": 45}))
    later = date(2025, 6, 1)
    assert check(policy, None, {"age": Given(Years(45), later)}).name == "eligible"
    verdict = check(policy, None, {"age": Given(Years(46), later)})
    assert (verdict.name, verdict.missing, verdict.imprecise) == ("undetermined", ("age",), ("age",))
    assert check(policy, None, {"age": Given(Years(47), later)}).name == "not_eligible"


@pytest.mark.parametrize(("months", "name"), [(6, "not_eligible"), (7, "undetermined"), (8, "eligible"), (12, "eligible")])
def test_a_length_of_another_day_is_moved_to_the_day_that_counts(months: int, name: str) -> None:
    policy = policy_of(condition({"fact": "tenure", "at_least": "7个月"}))
    assert check(policy, None, {"tenure": Given(Months(months), date(2024, 12, 20))}).name == name


def test_who_says_a_round_number_of_years_may_mean_some_months_more() -> None:
    policy = policy_of(condition({"fact": "tenure", "at_least": "7个月"}))
    assert check(policy, None, {"tenure": Given(Months(12), date(2025, 8, 10))}).name == "undetermined"


def test_what_has_not_begun_yet_has_lasted_no_time() -> None:
    policy = policy_of(condition({"fact": "tenure", "at_least": "0个月", "at_most": "0个月"}))
    assert check(policy, None, {"tenure": Given(Since(Window(date(2025, 5, 1), date(2025, 5, 31))))}).name == "eligible"


def test_between_two_bounds_there_is_always_another_fraction() -> None:
    assert check(policy_of(condition({"fact": "share", "more_than": 1, "less_than": Decimal("1.5")})), None, {}).missing == ("share",)
    assert check(policy_of(condition({"fact": "staff", "more_than": 1, "less_than": 2})), None, {}).name == "not_eligible"


def test_a_bar_shuts_out_those_of_whom_it_is_true() -> None:
    policy = policy_of(condition({"fact": "punished", "is": True}, kind="excluding"))
    verdict = check(policy, None, {"punished": Given(value=True), "age": DoesNotKnow()})
    assert (verdict.name, verdict.failed) == ("not_eligible", ("三（一）1",))
    assert check(policy, None, {"punished": Given(value=False)}).name == "eligible"


def test_a_jury_is_named_and_a_document_leaves_it_open_unless_it_fails_anyway() -> None:
    jury, document = condition(clause="二", decided_by="jury"), condition(clause="三", decided_by="document", document="annex")
    needs_job = condition({"fact": "employed", "is": True})
    with_jury = check(policy_of(needs_job, jury), None, {"employed": Given(value=True)})
    assert (with_jury.name, with_jury.judged) == ("eligible", ("二",))
    policy = policy_of(needs_job, document)
    assert check(policy, None, {"employed": Given(value=True)}).name == "undetermined"
    assert check(policy, None, {"employed": Given(value=False)}).name == "not_eligible"


def test_a_preference_held_is_named() -> None:
    policy = policy_of(condition({"fact": "level", "at_least": "mid"}, kind="preferred"))
    assert check(policy, None, {"level": Given("top")}).preferred == ("三（一）1",)
    low = check(policy, None, {"level": Given("low")})
    assert (low.name, low.preferred, low.failed) == ("eligible", (), ())


def test_conditions_that_cannot_hold_together_are_cited() -> None:
    policy = policy_of(
        condition({"fact": "staff", "at_least": 3}, clause="一"),
        condition({"fact": "employed", "is": True}, clause="二"),
        condition({"fact": "staff", "less_than": 3}, clause="三"),
    )
    verdict = check(policy, None, {})
    assert (verdict.name, verdict.failed, verdict.missing) == ("not_eligible", ("一", "三"), ())


def test_who_cannot_apply_anywhere_is_told_so() -> None:
    assert check(policy_of(applicant=None), None, {}).name == "not_applicable"


def test_gates_that_do_not_concern_the_applicant_are_left_out() -> None:
    gates = [
        {"id": "always", "clause": "四", "text": "由单位推荐"},
        {"id": "jobless", "clause": "五", "text": "由社区推荐", "when": {"fact": "employed", "is": False}},
        {"id": "two", "clause": "六", "text": "乙类直报", "tracks": ["two"]},
    ]
    verdict = check(policy_of(gates=gates), "one", {"employed": Given(value=True)})
    assert [gate.id for gate in verdict.gates] == ["always"]


def test_an_answer_that_no_longer_fits_its_fact_counts_as_not_asked() -> None:
    policy = policy_of(condition({"fact": "level", "at_least": "mid"}))
    verdict = check(policy, None, {"level": Given("abolished"), "gone": Given(value=True)})
    assert (verdict.name, verdict.missing, verdict.imprecise) == ("undetermined", ("level",), ())


def test_beyond_the_limit_the_verdict_says_that_it_is_kleenes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligibility.deciding.MOST_CASES", 0)
    either = {"any": [{"fact": "staff", "at_least": 2}, {"fact": "staff", "less_than": 2}, {"fact": "share", "at_least": 1}]}
    policy = policy_of(condition({"all": [either, {"fact": "employed", "is": True}]}))
    verdict = check(policy, None, {})
    assert (verdict.name, verdict.exact, verdict.missing) == ("undetermined", False, ("staff", "share", "employed"))


def test_bounds_on_what_has_no_order_are_a_mistake_of_the_knowledge() -> None:
    with pytest.raises(ValueError, match="takes no bounds"):
        measure(FACTS["region"], "low")


def test_facts_of_a_condition_come_once_and_its_when_first() -> None:
    found = condition(
        {"any": [{"fact": "age", "at_most": 45}, {"fact": "age", "at_least": Decimal(47)}]}, when={"fact": "employed", "is": True}
    )
    assert facts_of(found) == ("employed", "age")
