"""What if: the other verdict is the one of the other answers, and the answers stay."""

from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Given, Years
from eligibility.supposing import what_if
from eligibility.verdict import State, judge
from knowledge.conditions import Condition
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, IDS, VALUES, answers, base_of, policies, policy_of

cases = st.sampled_from(IDS).flatmap(lambda fact: st.tuples(st.just(fact), st.none() | st.sampled_from(VALUES[fact])))


@given(policies(), answers(), cases)
def test_it_is_the_verdict_of_the_answers_with_one_otherwise(
    policy: Policy, known: dict[str, Answer], case: tuple[str, Answer | None]
) -> None:
    fact, answer = case
    kept = dict(known)
    base = base_of(policy)
    verdicts = [judge(base, policy, track, known, DAY) for track in ("one", "two")]
    found = what_if(base, verdicts, known, fact, answer)
    assert known == kept
    assert [one.before for one in found] == verdicts
    others = {one: given_ for one, given_ in known.items() if one != fact} | ({fact: answer} if answer else {})
    assert [one.after for one in found] == [judge(base, policy, track, others, DAY) for track in ("one", "two")]
    for one in found:
        assert {turned.condition.id for turned in one.turned} == {
            before.condition.id for before, after in zip(one.before.reasons, one.after.reasons, strict=True) if before.state != after.state
        }


def test_what_turns_is_told_with_both_sides() -> None:
    policy = policy_of(Condition.model_validate({"id": "young", "clause": "一", "text": "年轻", "rule": {"fact": "age", "at_most": 45}}))
    known: dict[str, Answer] = {"age": Given(Years(46))}
    (one,) = what_if(base_of(policy), [judge(base_of(policy), policy, None, known, DAY)], known, "age", Given(Years(45)))
    assert (one.before.name, one.after.name) == ("not_eligible", "eligible")
    assert [(turned.condition.id, turned.before, turned.after) for turned in one.turned] == [("young", State.FAILED, State.MET)]
