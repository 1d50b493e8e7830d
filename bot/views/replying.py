"""What to say to a question: a number where one can be counted from it, else the answer in words."""

from datetime import datetime

from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.counting import head_counts
from bot.usecases.figuring import Asked, figures_asked
from bot.usecases.keeping.withdrawing import are_withdrawn, is_unjudged
from bot.usecases.units.inner import InnerDays
from bot.views.answer import answer_message, only_track
from bot.views.asking_back import asked_back
from bot.views.citing import name_of
from bot.views.comparing import comparison_message
from bot.views.counts import count_message
from bot.views.figures import figures_message
from bot.views.message import Button, Message, column
from bot.views.situations import situation_message, situations_message, view_of
from bot.views.warning import warning_message
from bot.views.withheld import withheld_message
from eligibility.answers import Answers
from eligibility.figures import KINDS, Kind
from eligibility.money import MOST, Wanted, units_of
from eligibility.quota import recommendations
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.understanding import Leaning, Understanding


def reply_message(  # noqa: PLR0913 - to what, when, and all that is known of who asks
    base: KnowledgeBase,
    understood: Understanding,
    now: datetime,
    answers: Answers | None = None,
    topic: Leaning | None = None,
    *,
    inner: InnerDays | None = None,
) -> Message:
    """The number asked for, or the answer; several policies that have such figures are asked back.

    ``topic``: what was told last, for where nothing is understood. ``inner``: by policy, the day by which the reader's unit wants it.
    """
    if (withheld := _withheld(base, understood)) is not None:
        return withheld
    if (special := _special(base, understood, now)) is not None:
        return special
    today = now.astimezone(SHANGHAI).date()
    policies = [base.policies[one] for one in understood.policies]
    asked = {policy.id: found for policy in policies if (found := figures_asked(base, policy, understood.question, today))}
    if understood.action == "clarify" and asked and len(asked) == len(policies):
        return _which(understood, policies, asked)
    if understood.action == "answer" and len(policies) == 1 and not are_withdrawn(base, policies[0], _COUNTED):
        (policy,) = policies
        counts = head_counts(base, policy, understood.question, today) if {"quota", "overview"}.issuperset(understood.intents) else {}
        if counts:
            heads = {quota.of for quota in policy.quotas}
            known = {fact: answer for fact, answer in (answers or {}).items() if fact not in heads} | dict(counts)
            return count_message(base, policy, recommendations(base.facts, policy, None, known), known)
        if policy.id in asked:
            found = asked[policy.id]
            return figures_message(base, found.of(policy, only_track(policy, understood.tracks)), found.kinds)
    return answer_message(base, understood, now, answers, topic, inner=inner)


def _withheld(base: KnowledgeBase, understood: Understanding) -> Message | None:
    """Instead of everything, where all that is asked about is being verified, or what a comparison or a situation stands on."""
    named = understood.policies if understood.action == "answer" else ()
    held = next((base.policies[one] for one in named if base.is_withdrawn(one)), None)
    if held is not None and (len(named) == 1 or understood.compared):
        return withheld_message(base, held)
    is_situation = understood.situation is not None and len(named) == 1
    return withheld_message(base, base.policies[named[0]], "这一问") if is_situation and is_unjudged(base, named[0]) else None


_COUNTED = ("quotas", "benefits", "shares", "stages")


def _special(base: KnowledgeBase, understood: Understanding, now: datetime) -> Message | None:
    """What goes before any topic: a warning, two things side by side, a situation."""
    if understood.shortcut is not None:
        return warning_message(base, understood.shortcut, base.policies[understood.policies[0]] if understood.policies else None, now)
    if understood.compared:
        return comparison_message(base, understood.compared, understood.intents, now)
    if understood.situation is None:
        return None
    if understood.action == "answer" and len(understood.policies) == 1:
        return situation_message(view_of(base, understood.policies[0], now), understood.situation)
    told = tuple(one for one in understood.policies if not is_unjudged(base, one))
    return situations_message(base, told, understood.situation)


def _which(understood: Understanding, policies: list[Policy], asked: dict[str, Asked]) -> Message:
    buttons = column(*(Button(f"🧮 {name_of(policy)}", figures_press(policy, asked[policy.id])) for policy in policies))
    return asked_back(understood, policies, buttons)


def figures_press(policy: Policy, asked: Asked) -> str:
    """The button data that counts figures of a policy; sums of money do not travel in it."""
    letters = "".join(kind[0] for kind in asked.kinds)
    unit = str(units_of(policy, None).index(asked.wanted.unit)) if asked.wanted.unit else ""
    return press("g", code("policy", policy.id), letters, str(asked.wanted.count), str(asked.wanted.years or ""), unit)


def figures_pressed(policy: Policy, letters: str, count: str, years: str, unit: str) -> Asked | None:
    """What such a button asks of a policy; None when it was not ours."""
    kinds: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind[0] in letters)
    units = dict(enumerate(units_of(policy, None)))
    numbers = [number for number in (count, years) if number]
    if not kinds or not count or not all(number.isdecimal() and 0 < int(number) <= MOST for number in numbers):
        return None
    if unit and not (unit.isdecimal() and int(unit) in units):
        return None
    return Asked(kinds, Wanted(int(count), int(years) if years else None, units[int(unit)] if unit else None), {})
