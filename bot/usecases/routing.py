"""What to ask somebody about their way through a policy. Pure."""

from bot.usecases.scope import PolicyScope
from eligibility.answers import Answers
from eligibility.crossing import buttons_of
from eligibility.route import route_of
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact


def asked_about(base: KnowledgeBase, scope: PolicyScope) -> tuple[str, ...]:
    """The facts on which somebody's way hangs and that one button answers; what is sensitive is left to the self-check."""
    route = route_of(base, base.policies[scope.policy], scope.track)
    return tuple(fact for fact in route.facts if buttons_of(base.facts[fact]) and not base.facts[fact].sensitive)


def open_question(base: KnowledgeBase, scope: PolicyScope, answers: Answers) -> Fact | None:
    """The first of them that was not asked yet and can still change the way."""
    missing = route_of(base, base.policies[scope.policy], scope.track, answers).missing
    return next((base.facts[fact] for fact in asked_about(base, scope) if fact in missing and fact not in answers), None)
