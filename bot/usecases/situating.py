"""Whether somebody may apply in a situation of theirs: no unit, a unit that refuses, sent by an agency, back after retiring."""

import re
from dataclasses import replace
from datetime import date

from bot.usecases import figuring
from bot.usecases.noticing import noticed
from bot.usecases.snapshot import Snapshot
from knowledge.base import KnowledgeBase
from knowledge.search.understanding import Leaning, Understanding

_WHICH = re.compile("什么|啥|哪")
_ASKING = re.compile(
    "[?？吗呢啥谁哪咋]|什么|怎么|怎样|如何|多少|多久|多大|多长|几时|几号|能不能|可不可以|要不要|是不是|发给?我|给我发"
    "|..(?<![还都也])[没不][。!！]?$|补贴|补助|津贴"
)
"""Said of something that is asked; 没 and 不 at the end of a sentence, and what is paid, by its name alone."""


def understand(snapshot: Snapshot, text: str, today: date, topic: Leaning | None = None) -> Understanding:
    """What was asked, and the situation told of beside it.

    Where no policy is named, the one that was told about is meant, or else all that one can apply for.
    """
    understood = figuring.understand(snapshot, text, today, topic)
    if answered := noticed(snapshot, understood, topic):
        return answered
    about = snapshot.situations.find(understood.read_as or text)
    if about is None or understood.small_talk or understood.elsewhere:
        return understood
    taking = taking_applications(snapshot.base)
    if topic is not None and topic.policy not in taking and understood.policies == (topic.policy,):
        understood = figuring.understand(snapshot, text, today)  # nobody applies there: a situation is no question about it
    if understood.action == "answer" and understood.policies:
        return replace(understood, situation=about, general=None) if set(taking).issuperset(understood.policies) else understood
    if understood.asks_screening and _WHICH.search(text):
        return understood  # what there is for them is asked, and asking them tells more
    named = understood.action == "clarify" and not (understood.only_intent or understood.asks_screening)
    meant = tuple(one for one in understood.policies if one in taking) if named else ()
    if not meant and topic is not None and topic.policy in taking:
        leaning = replace(understood, action="answer", policies=(topic.policy,), intents=("conditions",))
        return replace(leaning, general=None, only_intent=False, asks_screening=False, applicant=None, situation=about)
    return replace(
        understood,
        action="clarify",
        policies=meant or taking,
        intents=understood.intents or ("conditions",),
        general=None,
        only_intent=not meant,
        asks_screening=False,
        applicant=None,
        situation=about,
    )


def is_question(text: str) -> bool:
    """Whether a text asks by its words, whatever it is about."""
    return _ASKING.search(text) is not None


def heard(snapshot: Snapshot, text: str, today: date, topic: Leaning | None = None) -> tuple[Understanding, bool]:
    """What was asked, and whether it was asked at all: text that answers no question of ours may be a slip instead.

    A question by its words, by a situation that it tells of, or since it would be answered out of the blue.
    """
    understood = understand(snapshot, text, today, topic)
    if topic is not None and understood.elsewhere is not None and (alone := understand(snapshot, text, today)).asks_screening:
        understood = alone  # another place, but of all that there is for them, not of what they were told about
    if understood.asks_screening or understood.situation or understood.small_talk or understood.shortcut or understood.compared:
        return understood, True
    if understood.action == "none" and understood.elsewhere is None:
        return understood, _ASKING.search(text) is not None
    if _ASKING.search(text) or topic is None:
        return understood, _ASKING.search(text) is not None or understood.action == "answer"
    return understood, understand(snapshot, text, today).action == "answer"


def taking_applications(base: KnowledgeBase) -> tuple[str, ...]:
    """The policies that one can apply for: for persons first, newest first."""
    taking = (policy for policy in base.policies.values() if policy.applicants)
    return tuple(policy.id for policy in sorted(taking, key=lambda policy: ("person" not in policy.applicants, -policy.year, policy.id)))
