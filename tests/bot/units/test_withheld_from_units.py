"""核实中, for units: no page, card or list of a unit holds a day or number that is being verified, and nobody is called fit by it."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.usecases.scope import PolicyScope
from bot.usecases.units.inner import public_day
from bot.usecases.units.seen import seen_of
from bot.usecases.units.watching import unit_route
from bot.views.dates import day_text
from bot.views.render import to_plain
from bot.views.units.policies import VERIFIED, Page, followed_message, next_text, policy_message, to_add_message
from bot.views.withheld import LEAD
from eligibility.examples import outcome_of
from knowledge.base import WHOLE, KnowledgeBase
from tests.bot.units.test_what_a_unit_is_reminded_of import NOBODY, watching

NOW = datetime(2024, 11, 30, 9, tzinfo=SHANGHAI)
BAOTOU = "bt-shibaiqian-2024"


@pytest.mark.parametrize("whole", [True, False])
def test_a_unit_is_told_no_day_that_is_being_verified(base: KnowledgeBase, *, whole: bool) -> None:
    for policy in (one for one in base.policies.values() if one.stages):
        these = frozenset({WHOLE} if whole else {policy.stages[0].id})
        held = replace(base, withdrawn={policy.id: these})
        unit = watching(held)
        page = Page(unit, policy, unit_route(held, policy, unit).dated, NOBODY)
        told = to_plain(policy_message(held, page, NOW))
        assert LEAD in told
        assert "12333" in told
        assert next_text(held, policy, unit, NOW) == VERIFIED
        assert VERIFIED in to_plain(followed_message(held, unit, NOW))
        assert public_day(held, policy, unit, NOW) is None
        adding = to_add_message(held, unit, [policy], 0, NOW, everywhere=True)
        assert [button.label.endswith(VERIFIED) for button in adding.keyboard[0]] == [True]
        for day in {stage.ends for stage in policy.stages if stage.ends}:
            assert day_text(day) not in told
    assert next_text(base, base.policies[BAOTOU], watching(base), NOW) == "2024年12月10日（周二），还有 10 天"


def test_a_number_that_is_being_verified_is_not_counted_with(base: KnowledgeBase) -> None:
    policy = base.policies[BAOTOU]
    held = replace(base, withdrawn={BAOTOU: frozenset({policy.quotas[0].id})})
    texts = [
        to_plain(policy_message(one, Page(watching(one), policy, unit_route(one, policy, watching(one)).dated, NOBODY), NOW))
        for one in (base, held)
    ]
    assert ["核实中，先不算" in text for text in texts] == [False, True]
    assert "2024年12月10日" in texts[1]


def test_nobody_is_called_fit_or_short_of_papers_by_what_is_being_verified(base: KnowledgeBase) -> None:
    policy = base.policies["nmg-tepei-2023"]
    fits = next(one for one in policy.examples if one.expect == "eligible" and one.track == "inside")
    answers, scope = outcome_of(base, policy, fits).answers, PolicyScope(policy.id, "inside")
    now = datetime(2023, 3, 1, 9, tzinfo=SHANGHAI)
    for withdrawn, word, is_listed in (
        (None, "interested", True),
        (policy.conditions[0].id, "unconfirmed", True),
        (WHOLE, "unconfirmed", False),
    ):
        held = replace(base, withdrawn={policy.id: frozenset({withdrawn})}) if withdrawn is not None else base
        seen = seen_of(held, scope, "张三", answers, (), now)
        assert (seen.word, bool(seen.papers), bool(seen.missing)) == (word, is_listed, is_listed)
