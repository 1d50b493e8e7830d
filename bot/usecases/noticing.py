"""What changes the answer whichever policy is asked about: a short cut that somebody speaks of, two things to put side by side."""

from dataclasses import replace

from bot.usecases.snapshot import Snapshot
from knowledge.search.understanding import Leaning, Understanding


def noticed(snapshot: Snapshot, understood: Understanding, topic: Leaning | None) -> Understanding | None:
    """The question as it is to be answered then; None where there is nothing of the kind."""
    heard = filter(None, (understood.question, understood.read_as))
    if (warned := next(filter(None, map(snapshot.shortcuts.find, heard)), None)) is not None:
        named = understood.policies if understood.action == "answer" and len(understood.policies) == 1 else ()
        return replace(_plain(understood), policies=named, tracks=understood.tracks if named else (), shortcut=warned)
    compared = snapshot.comparisons.find(understood, topic)
    if compared:
        policies = tuple(dict.fromkeys(one.partition("/")[0] for one in compared))
        tracks = tuple(one for one in compared if "/" in one)
        asked = snapshot.comparisons.topics(understood.intents)
        return replace(_plain(understood), policies=policies, tracks=tracks, intents=asked, compared=compared)
    if (lacking := snapshot.comparisons.lacking(understood)) is not None:
        strange, ours = lacking
        return replace(_plain(understood), action="none", policies=(), tracks=(), elsewhere=strange, related=ours)
    return None


def _plain(understood: Understanding) -> Understanding:
    """Answered, without what else it might have been."""
    return replace(
        understood,
        action="answer",
        intents=understood.intents or ("overview",),
        elsewhere=None,
        related=(),
        only_intent=False,
        asks_screening=False,
        applicant=None,
        general=None,
        looked_up=None,
    )
