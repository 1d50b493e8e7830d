"""What a questionnaire is about, in rows and on buttons."""

import pytest

from bot.callbacks import CodeBook
from bot.usecases.scope import PolicyScope, Scope, Screening, find_scope, read_scope, scope_code, targets_of
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
