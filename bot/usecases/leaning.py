"""What half a question leans on: the last answer to the same person in the same chat, for half an hour."""

import json
from datetime import timedelta
from typing import get_args

from knowledge.entries import Topic
from knowledge.search.understanding import Leaning, Understanding

FADES = timedelta(minutes=30)


def leaning_of(understood: Understanding) -> Leaning | None:
    """What the next question may lean on; None where not one policy alone was answered."""
    if understood.action != "answer" or len(understood.policies) != 1:
        return None
    tracks = [track.partition("/")[2] for track in understood.tracks]
    return Leaning(understood.policies[0], tracks[0] if len(tracks) == 1 else None, understood.intents)


def written(leaning: Leaning) -> str:
    """As it is stored."""
    return json.dumps(leaning)


def read(text: str) -> Leaning | None:
    """As it was stored; topics that are no more are left out. None for what is not ours."""
    match json.loads(text):
        case [str(policy), str() | None as track, list(intents)]:
            return Leaning(policy, track, tuple(topic for topic in get_args(Topic) if topic in intents))
    return None
