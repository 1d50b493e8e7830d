"""What a questionnaire is about, in rows and on buttons."""

import pytest

from bot.callbacks import CodeBook
from bot.usecases.scope import PolicyScope, Scope, Screening, find_scope, part_of, read_scope, scope_code, targets_of
from eligibility.questionnaire import questions_of
from knowledge.base import KnowledgeBase


def scopes_of(base: KnowledgeBase) -> list[Scope]:
    found: list[Scope] = [Screening("person"), Screening("unit")]
    for policy in base.policies.values():
        found += [PolicyScope(policy.id), *(PolicyScope(policy.id, track.id) for track in policy.tracks)]
    return found


def test_every_scope_comes_back_from_its_text_and_from_its_button(base: KnowledgeBase) -> None:
    codes = CodeBook(base)
    for scope in scopes_of(base):
        assert read_scope(base, str(scope)) == scope
        assert find_scope(codes, scope_code(scope)) == scope


@pytest.mark.parametrize("text", ["", "gone-2020", "nmg-tepei-2023/gone", "screening:", "screening:everybody", "person"])
def test_a_scope_that_this_knowledge_does_not_have_is_none(base: KnowledgeBase, text: str) -> None:
    assert read_scope(base, text) is None
    assert find_scope(CodeBook(base), text) is None


def test_the_two_screenings_hold_every_policy_that_takes_applications_once(base: KnowledgeBase) -> None:
    both = targets_of(base, Screening("person")) + targets_of(base, Screening("unit"))
    assert len(set(both)) == len(both)
    assert {target.policy for target in both} == {policy.id for policy in base.policies.values() if policy.applicant is not None}


def test_each_track_stands_on_the_side_that_applies_for_it(base: KnowledgeBase) -> None:
    policy = base.policies["ah-startup-training-2023"]
    person, unit = (targets_of(base, Screening(side)) for side in ("person", "unit"))
    assert (policy.id, "trainee") in person
    assert (policy.id, "institution") in unit
    assert not {target.track for target in unit if target.policy == policy.id} & {"trainee"}
    assert policy.applicants == ("unit", "person")
    assert part_of(base, policy.id, "person") == PolicyScope(policy.id, "trainee")
    assert part_of(base, "nmg-tepei-2023", "person") == PolicyScope("nmg-tepei-2023"), "all its tracks are a person's"


def test_a_unit_is_asked_nothing_that_only_a_person_can_answer(base: KnowledgeBase) -> None:
    asked = questions_of(base, targets_of(base, Screening("unit")))
    assert "startup_stage" not in {fact.id for fact in asked}
    assert "startup_stage" in {fact.id for fact in questions_of(base, targets_of(base, Screening("person")))}
