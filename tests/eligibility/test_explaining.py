"""An explanation holds together what each of its parts finds."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from eligibility.ahead import course, turns
from eligibility.answers import Answer
from eligibility.contradictions import contradictions
from eligibility.explaining import explain
from eligibility.nearmiss import near_miss
from eligibility.precision import dates_wanted
from eligibility.settling import hanging, unsettled
from eligibility.verdict import judge
from knowledge.conditions import Comparison
from knowledge.contradictions import Contradiction
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, answers, base_of, policies, policy_of

TODAY = date(2026, 11, 22)
JOBLESS = Contradiction(id="jobless", ask="哪一个要改？", rule=Comparison.model_validate({"fact": "employed", "is": False}))
papers = policies().map(
    lambda policy: policy.model_copy(
        update={"documents": policy_of(documents=[{"id": "annex", "title": "申报表", "role": "annex"}]).documents}
    )
)


@given(papers, st.sampled_from([None, "one", "two"]), answers())
def test_each_part_is_what_it_is_alone(policy: Policy, track: str | None, known: dict[str, Answer]) -> None:
    base = replace(base_of(policy), contradictions=(JOBLESS,))
    verdict = judge(base, policy, track, known, DAY)
    found = explain(base, verdict, known, TODAY)
    assert found.verdict == verdict
    assert found.near_miss == near_miss(base, verdict, known)
    assert tuple(found.turns.values()) == turns(course(base, verdict, known))
    assert (found.unsettled, found.hanging) == (unsettled(base, verdict), hanging(base, verdict))
    assert found.dates_wanted == dates_wanted(base, verdict, known, TODAY)
    looked_at = any("employed" in reason.facts for reason in verdict.reasons)
    assert found.clashes == (contradictions(base, known, DAY) if looked_at else ())
    assert found.gaps.keys() <= {reason.condition.id for reason in verdict.reasons if reason.state == "failed"}
