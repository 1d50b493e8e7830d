"""A last day that moved, for each who hears of it: whether reminders of the new one come to them, too."""

from datetime import UTC, date, datetime

import pytest

from bot.usecases.moving import moved_for, moves
from bot.usecases.reminding import Listener, Target, target_of, target_of_stage, target_of_unit
from bot.usecases.rhythms import DEFAULT
from bot.usecases.units.watching import Watching
from bot.usecases.versions import Versions, noticed
from knowledge.base import KnowledgeBase
from storage.unit_records import UnitRecord
from tests.bot.test_reminding import claim_of
from tests.eligibility.strategies import base_of, policy_of

POLICY, STAGE = "small-2024", "report"
BEFORE, NOW = datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 2, 2, tzinfo=UTC)
WHOLE, ALONE, UNIT = target_of(POLICY, None), target_of_stage(POLICY, STAGE), target_of_unit(POLICY)
FILED = frozenset({(POLICY, STAGE)})


def base_with(ends: date) -> KnowledgeBase:
    step = {"id": STAGE, "clause": "三", "name": "报送", "actor": "unit", "action": "报送", "applying": True, "ends": ends}
    return base_of(policy_of(stages=[step]))


def unit_with(filed: frozenset[tuple[str, str]]) -> Watching:
    unit = UnitRecord(id=1, name="某厂", region="内蒙古自治区/包头市", kind="enterprise", affiliation="", since=BEFORE)
    return Watching(unit, frozenset({POLICY}), {}, filed)


@pytest.mark.parametrize(
    ("followed", "silent", "watching", "is_reminded"),
    [
        ((WHOLE,), (), (), True),
        ((WHOLE,), ((POLICY, ""),), (), False),
        ((WHOLE,), ((POLICY, STAGE),), (), False),
        ((WHOLE,), ((POLICY, "another"),), (), True),
        ((ALONE,), (), (), True),
        ((ALONE,), ((POLICY, STAGE),), (), False),
        ((UNIT,), (), (unit_with(frozenset()),), True),
        ((UNIT,), ((POLICY, ""),), (unit_with(frozenset()),), True),
        ((UNIT,), (), (unit_with(FILED),), False),
        ((UNIT, WHOLE), (), (unit_with(FILED),), True),
        ((UNIT, WHOLE), ((POLICY, ""),), (unit_with(FILED),), False),
    ],
)
def test_whoever_hears_of_a_new_day_is_promised_reminders_of_it_only_where_they_come(
    followed: tuple[Target, ...], silent: tuple[tuple[str, str], ...], watching: tuple[Watching, ...], *, is_reminded: bool
) -> None:
    first, base = noticed(base_with(date(2024, 3, 1)), Versions(()), BEFORE), base_with(date(2024, 3, 10))
    versions = Versions((*first, *noticed(base, Versions(first), NOW)))
    (occasion,) = moves(base, versions, NOW)
    moved = moved_for(
        base, versions, claim_of(occasion, kind=occasion.kind), Listener(DEFAULT, frozenset(followed), {}, frozenset(silent), watching)
    )
    assert moved is not None
    assert [one.new for one in moved.changes] == ["2024-03-10"]
    assert moved.is_reminded == is_reminded
