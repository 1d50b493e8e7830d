"""People as far as reminders are concerned, read from rows; and their deliveries of the coming day, planned anew when something changes."""

from datetime import datetime

from bot.usecases.answer_rows import answers_of
from bot.usecases.reminding import REMINDER, Listener, upcoming
from bot.usecases.versions import Versions
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.records import PersonRecord, SubscriptionRecord
from storage.schedule import delivery


async def listener_of(rows: Transaction, base: KnowledgeBase, person: PersonRecord) -> Listener:
    """Somebody's rhythm, what they follow, what they answered, and what they want to hear no more of."""
    followed = frozenset((one.kind, one.target) for one in await rows.subscriptions.of(person.id))
    silent = frozenset((one.policy, one.stage) for one in await rows.silences.of(person.id))
    return Listener(person.rhythm, followed, answers_of(base, await rows.answers.of(person.id)), silent)


async def plan(rows: Transaction, base: KnowledgeBase, person_id: int, now: datetime) -> None:
    """Put somebody's reminders of the coming day in the outbox as they are wanted now.

    For who begins to follow, comes back, or changes when they want to be reminded, after the fan-out. What was to come and is
    wanted no more is taken out; what should have come meanwhile comes at once, if it was still to come before.
    """
    person = await rows.people.get(person_id)
    followed = await rows.subscriptions.of(person_id)
    withdrawn = await rows.outbox.withdraw(person_id, REMINDER)
    policies = sorted({policy_of(one) for one in followed} & base.policies.keys())
    if person is None or not policies:
        return
    versions = Versions(await rows.deadlines.of(policies))
    reminders = tuple(upcoming(base, versions, now, [base.policies[policy] for policy in policies]))
    for one in followed:
        for reminder in reminders:
            moment = reminder.when(person.rhythm, now) if (one.kind, one.target) in reminder.occasion.targets else None
            if moment is None:
                continue
            message = delivery(reminder.occasion, person_id, one.chat_id, one.id, max(moment, now))
            if moment > now or message.dedupe_key in withdrawn:
                await rows.outbox.add(message, now)


def policy_of(subscription: SubscriptionRecord) -> str:
    """The policy that somebody follows, or of which they follow a part; for what is no policy's, whatever its name begins with."""
    return subscription.target.partition("/")[0]
