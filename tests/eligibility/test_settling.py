"""Who settles what is open, what hangs on a paper, and what is left to a jury."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, DoesNotKnow, Given
from eligibility.deciding import facts_of
from eligibility.settling import SETTLERS, hanging, unsettled
from eligibility.verdict import State, Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from knowledge.facts import Fact
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, FACTS, answers, policies, policy_of

UNITS = {"staff": "unit", "share": "unit", "founded": "authority", "insured": "unit"}
SETTLED: dict[str, Fact] = {fact.id: fact.model_copy(update={"settled_by": UNITS.get(fact.id, "person")}) for fact in FACTS.values()}
ANNEX = [{"id": "annex", "title": "申报表", "role": "annex"}]

papers = policies().map(lambda policy: policy.model_copy(update={"documents": policy_of(documents=ANNEX).documents}))
tracks = st.sampled_from([None, "one", "two"])


def base_of(policy: Policy) -> KnowledgeBase:
    return KnowledgeBase(version="0" * 12, facts=SETTLED, policies={policy.id: policy})


def check(policy: Policy, known: dict[str, Answer], track: str | None = None) -> Verdict:
    return judge(base_of(policy), policy, track, known, DAY)


@given(papers, tracks, answers())
def test_every_missing_fact_is_settled_by_one_and_only_what_is_open_is_told(
    policy: Policy, track: str | None, known: dict[str, Answer]
) -> None:
    verdict = check(policy, known, track)
    told = unsettled(base_of(policy), verdict)
    assert [one.by for one in told] == [who for who in SETTLERS if who in {one.by for one in told}]
    assert sorted(fact for one in told for fact in one.facts) == sorted(verdict.missing if verdict.name == "undetermined" else ())
    assert all(SETTLED[fact].settled_by == one.by for one in told for fact in one.facts)
    assert bool(told) == (verdict.name == "undetermined")


@given(papers, tracks, answers())
def test_what_hangs_on_a_paper_for_certain_keeps_everyone_from_being_eligible(
    policy: Policy, track: str | None, known: dict[str, Answer]
) -> None:
    before = hanging(base_of(policy), check(policy, {}, track))
    if any(one.always for one in before):
        assert check(policy, known, track).name != "eligible"
    if not before and check(policy, {}, track).name == "undetermined":
        assert not hanging(base_of(policy), check(policy, known, track))


@given(papers, tracks, answers())
def test_what_only_a_jury_judges_is_never_missing(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    verdict = check(policy, known, track)
    deciding = {fact for one in policy.conditions if one.kind != "preferred" and one.decided_by != "jury" for fact in facts_of(one)}
    assert set(verdict.missing) <= deciding
    assert all(reason.condition.decided_by == "jury" for reason in verdict.reasons if reason.state is State.JUDGED)


def condition(name: str, **more: Any) -> Condition:  # noqa: ANN401 - as the model takes it
    return Condition.model_validate({"id": name, "clause": "三", "text": name} | more)


def test_the_nearest_are_told_first_and_a_paper_last() -> None:
    policy = policy_of(
        condition("paper", decided_by="document", document="annex"),
        condition("since", rule={"fact": "founded", "at_least": "2024-12-10"}),
        condition("many", rule={"fact": "staff", "at_least": 3}),
        condition("job", rule={"fact": "employed", "is": True}),
        documents=ANNEX,
    )
    told = unsettled(base_of(policy), check(policy, {"employed": DoesNotKnow()}))
    assert [(one.by, one.facts, [document.title for document in one.documents]) for one in told] == [
        ("person", ("employed",), []),
        ("unit", ("staff",), []),
        ("authority", ("founded",), []),
        ("nobody", (), ["申报表"]),
    ]


def test_a_paper_that_may_not_concern_them_is_told_after_one_that_does() -> None:
    low = {"fact": "level", "less_than": "mid"}
    policy = policy_of(
        condition("some", decided_by="document", document="annex", when=low),
        condition("all", decided_by="document", document="annex"),
        documents=ANNEX,
    )
    assert [(one.condition.id, one.always) for one in hanging(base_of(policy), check(policy, {}))] == [("all", True), ("some", False)]
    assert [one.condition.id for one in hanging(base_of(policy), check(policy, {"level": Given("top")}))] == ["all"]
    assert unsettled(base_of(policy), check(policy, {"level": Given("top")}))[0].by == "nobody"


def test_a_preference_that_hangs_on_a_paper_decides_nothing() -> None:
    policy = policy_of(condition("nice", kind="preferred", decided_by="document", document="annex"), documents=ANNEX)
    assert hanging(base_of(policy), check(policy, {})) == ()
