"""Programmes that come to somebody who once told about themselves: a new one that fits, and one that fits from a certain day."""

import json
from collections.abc import Iterator
from datetime import datetime

from bot.usecases.answer_rows import answers_of
from bot.usecases.reminding import PUBLISHED
from bot.usecases.rhythms import DEFAULT, at_their_hour
from bot.usecases.scope import PolicyScope, Screening, part_of, read_scope, targets_of
from bot.usecases.screening import Standing, standing_of
from eligibility.answers import Given
from eligibility.questionnaire import questions_of
from knowledge.base import KnowledgeBase
from knowledge.facts import Subject
from storage.database import Transaction
from storage.queue_records import Message, Occasion, OutboxRecord
from storage.records import SubscriptionKind

MATCH = "match"
RIPE = "ripe"
FITTING = {"eligible", "undetermined"}


def target_of_screening(scope: Screening) -> tuple[SubscriptionKind, Subject]:
    """What one follows to be told of new programmes that fit."""
    return "screening", scope.subject


def target_of_ripening(about: PolicyScope) -> tuple[SubscriptionKind, str]:
    """What one follows to be told on the day from which time no longer stands against a policy, or one of its tracks."""
    return "ripening", str(about)


def target_to_remind(standing: Standing) -> tuple[SubscriptionKind, str]:
    """What one follows to miss nothing of a policy: its deadline where that is to come, else its next edition."""
    policy = standing.policy
    return ("series", policy.series.id) if standing.window.state in {"closed", "none"} else ("policy", policy.id)


def new_matches(base: KnowledgeBase, known: frozenset[str], now: datetime) -> Iterator[Occasion]:
    """For each policy that was not known before, takes applications and is the newest of its series: whoever wanted to hear of such."""
    for editions in base.editions.values():
        policy = editions[0]
        if policy.id not in known and policy.applicants:
            yield Occasion(
                kind=MATCH,
                policy=policy.id,
                stage=PUBLISHED,
                offset_days=0,
                deadline=PUBLISHED,
                due_at=now,
                targets=tuple(target_of_screening(Screening(side)) for side in policy.applicants),
            )


async def matching(rows: Transaction, base: KnowledgeBase, claim: OutboxRecord, now: datetime) -> Standing | None:
    """How a new policy fits the person of a delivery; None when it does not, or when nothing that it asks about is known of them."""
    policy = base.policies.get(json.loads(claim.reference)["policy"])
    for side in policy.applicants if policy is not None else ():
        if policy is not None and await _follows(rows, claim, target_of_screening(Screening(side))):
            standing = await standing_now(rows, base, claim.person_id, part_of(base, policy.id, side), now)
            if standing is not None and standing.name in FITTING:
                return standing
    return None


async def standing_now(rows: Transaction, base: KnowledgeBase, person_id: int | None, about: PolicyScope, now: datetime) -> Standing | None:
    """How a person stands with a policy, or one of its tracks, by their stored answers; None when they gave none that it asks for."""
    answers = answers_of(base, await rows.answers.of(person_id)) if person_id is not None else {}
    asked = questions_of(base, targets_of(base, about))
    if not any(isinstance(answers.get(fact.id), Given) for fact in asked):
        return None
    return standing_of(base, about, answers, now)


async def wait_for(rows: Transaction, person_id: int, chat_id: int, standing: Standing, now: datetime) -> None:
    """Note that somebody wants to be told on the day from which time no longer stands against a policy; once for each day.

    ValueError when there is no such day.
    """
    if standing.ripe_on is None:
        raise ValueError(f"{standing.policy.id} does not ripen")
    target = target_of_ripening(standing.scope)
    person = await rows.people.get(person_id)
    subscription = await rows.subscriptions.follow(person_id, chat_id, target, now)
    message = Message(
        kind=RIPE,
        chat_id=chat_id,
        person_id=person_id,
        subscription_id=subscription.id,
        due_at=at_their_hour(person.rhythm if person else DEFAULT, standing.ripe_on),
        dedupe_key=f"{RIPE}:{subscription.id}:{standing.scope}:{standing.ripe_on.isoformat()}",
        reference=json.dumps({"policy": str(standing.scope)}),
    )
    await rows.outbox.add(message, now)


async def ripening(rows: Transaction, base: KnowledgeBase, claim: OutboxRecord, now: datetime) -> Standing | None:
    """How the policy that was waited for stands on its day; None when it is waited for no more, or does not fit after all.

    Where an answer was changed meanwhile so that it fits later, that day is waited for instead.
    """
    about = read_scope(base, json.loads(claim.reference)["policy"])
    if not isinstance(about, PolicyScope) or claim.person_id is None or not await _follows(rows, claim, target_of_ripening(about)):
        return None
    standing = await standing_now(rows, base, claim.person_id, about, now)
    if standing is not None and standing.ripe_on is not None:
        await wait_for(rows, claim.person_id, claim.chat_id, standing, now)
        return None
    if claim.subscription_id is not None:
        await rows.subscriptions.end(claim.subscription_id, claim.person_id, now)
    return standing if standing is not None and standing.name in FITTING else None


async def _follows(rows: Transaction, claim: OutboxRecord, target: tuple[SubscriptionKind, str]) -> bool:
    return bool(await rows.subscriptions.still_following([claim.chat_id], [target]))
