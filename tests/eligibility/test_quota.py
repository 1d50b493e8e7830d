"""Quotas by head count: exact, rounded down, both readings where brackets meet."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import DoesNotKnow, Given
from eligibility.quota import recommend, recommendations, share
from knowledge.entries import Bracket, Quota
from tests.eligibility.strategies import policy_of

SENIOR = Quota(
    id="recommend-senior",
    clause="三（一）1",
    text="按人数推荐",
    kind="recommended",
    of="seniors",
    brackets=(
        Bracket(at_least=100, percent=Decimal(5)),
        Bracket(at_least=10, at_most=100, percent=Decimal(10)),
        Bracket(less_than=10, unlimited=True, provided="成果突出"),
    ),
)
