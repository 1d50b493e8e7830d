"""The unit's head counts: typed once, kept for all its contacts, and counted with wherever a notice sets a ratio for it."""

from typing import Final

from bot.clock import SHANGHAI
from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.units.policies import page_message
from bot.handlers.units.pressed import GONE, unit_of_contact
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.answer_rows import row_of
from bot.usecases.counting import head_counts
from bot.usecases.keeping.withdrawing import are_withdrawn
from bot.usecases.situating import is_question
from bot.usecases.units.authority import contact_of
from bot.usecases.units.watching import watching_of
from bot.views.units.counts import ask_counts_message, no_counts_message
from bot.views.withheld import withheld_message
from eligibility.quota import counted_quotas

DIALOG: Final = "head_counts"


async def on_ask(visit: Visit) -> Outcome:
    """How many people does the unit have? What is typed next are the head counts."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    if unit is None or policy is None or not counted_quotas(policy, None):
        return GONE
    if are_withdrawn(visit.snapshot.base, policy, ("quotas",)):
        return reply(withheld_message(visit.snapshot.base, policy, "名额"))
    await await_words(visit, DIALOG, {"unit": unit.id, "policy": policy.id})
    watching = await watching_of(visit.rows, visit.snapshot.base, unit)
    return reply(ask_counts_message(visit.snapshot.base, policy, watching))


async def on_typed(visit: Visit, held: Held) -> Outcome:
    """Head counts were typed: kept, and counted with at once."""
    unit = await contact_of(visit.rows, visit.person.id, held["unit"])
    policy = visit.snapshot.base.policies.get(held["policy"])
    if unit is None or policy is None:
        await let_go(visit)
        return GONE
    base = visit.snapshot.base
    today = visit.now.astimezone(SHANGHAI).date()
    counts = {} if is_question(visit.text) else head_counts(base, policy, visit.text, today)
    if not counts:
        return reply(no_counts_message(base, policy, unit.id))
    for fact, answer in counts.items():
        await visit.rows.unit_work.put_answer(unit.id, row_of(base, fact, answer), visit.now)
    await let_go(visit)
    return reply(await page_message(visit, unit, policy, "🧮 记下了，以后自动算"))
