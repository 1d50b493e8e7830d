"""Whether somebody may apply in a situation of theirs: no unit, a unit that refuses, sent by an agency, back after retiring."""

import re
from dataclasses import replace
from datetime import date

from bot.usecases import figuring
from bot.usecases.snapshot import Snapshot
from knowledge.base import KnowledgeBase
from knowledge.search.understanding import Leaning, Understanding

_WHICH = re.compile("什么|啥|哪")


def understand(snapshot: Snapshot, text: str, today: date, topic: Leaning | None = None) -> Understanding:
    """What was asked, and the situation told of beside it; where no policy is named, all that one can apply for are meant."""
    understood = figuring.understand(snapshot, text, today, topic)
    about = snapshot.situations.find(understood.read_as or text)
    if about is None or understood.small_talk or understood.elsewhere:
        return understood
    taking = taking_applications(snapshot.base)
    if understood.action == "answer" and understood.policies:
        return replace(understood, situation=about, general=None) if set(taking).issuperset(understood.policies) else understood
    if understood.asks_screening and _WHICH.search(text):
        return understood  # what there is for them is asked, and asking them tells more
    named = understood.action == "clarify" and not (understood.only_intent or understood.asks_screening)
    meant = tuple(one for one in understood.policies if one in taking) if named else ()
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


def taking_applications(base: KnowledgeBase) -> tuple[str, ...]:
    """The policies that one can apply for: for persons first, newest first."""
    taking = (policy for policy in base.policies.values() if policy.applicant)
    return tuple(policy.id for policy in sorted(taking, key=lambda policy: (policy.applicant == "unit", -policy.year, policy.id)))
