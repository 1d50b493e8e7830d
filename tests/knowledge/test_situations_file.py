"""Mistakes in a policy's situations are refused with their place."""

import pytest
from pydantic import ValidationError

from knowledge.checks.finding import Scope
from knowledge.checks.situations import situation_findings
from knowledge.entries import Situation
from knowledge.policy import Policy
from tests.eligibility.strategies import policy_of


def situation(**more: object) -> Situation:
    return Situation.model_validate({"about": "no_unit", "stance": "silent", "silent": "有没有别的渠道", "ask": "单位人事", **more})


def findings(policy: Policy, *situations: Situation) -> list[str]:
    changed = policy.model_copy(update={"situations": situations})
    return [finding.message for finding in situation_findings(Scope(policy=changed, facts=None))]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"silent": None}, "silent"),
        ({"stance": "cannot"}, "says"),
        ({"stance": "can", "says": "可以"}, "rests_on"),
        ({"about": "married"}, "about"),
    ],
)
def test_a_situation_says_what_it_stands_on(more: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        situation(**more)


def test_a_situation_points_to_what_is_there_and_stands_once() -> None:
    policy = policy_of()
    assert findings(policy, situation()) == []
    assert "已经写过" in findings(policy, situation(), situation())[0]
    assert "没有编号为 nothing" in findings(policy, situation(rests_on=["nothing"]))[0]
    nobody = policy.model_copy(update={"applicant": None, "conditions": ()})
    assert "不受理申报" in findings(nobody, situation())[0]
