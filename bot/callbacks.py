"""Button data: a verb and short codes that survive a restart and a change of the knowledge.

Telegram allows 64 bytes; ids can be longer. A code is the first 56 bits of the BLAKE2s hash of an id's kind and text, in
base 32: the same in every process and every version, so that an old button either still finds its id or is known to be stale.
A deep link (``?start=``) carries the same data with dashes for colons.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from knowledge.base import KnowledgeBase
from knowledge.facts import Subject, option_ids

Kind = Literal["policy", "track", "series", "fact", "option", "screening", "clash", "entry", "request"]

LIMIT = 64
_PAYLOAD = re.compile("[A-Za-z0-9_-]{1,64}")


@cache
def code(kind: Kind, text: str) -> str:
    """The twelve characters that stand for an id."""
    digest = hashlib.blake2s(f"{kind}:{text}".encode(), digest_size=7).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def target_code(policy: str, track: str | None) -> str:
    """The code of a policy, or of one of its tracks."""
    return code("policy", policy) if track is None else code("track", f"{policy}/{track}")


@dataclass(frozen=True)
class Press:
    """A button's data: what it does and to what."""

    verb: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As Telegram carries it."""
        return ":".join((self.verb, *self.arguments))


def press(verb: str, *arguments: str) -> str:
    """The data of a button; ValueError when it would not fit."""
    data = str(Press(verb, arguments))
    if len(data.encode()) > LIMIT:
        raise ValueError(f"callback data over {LIMIT} bytes: {data}")
    return data


def read_press(data: str) -> Press:
    """What a pressed button says; it carries no trust and may be anything."""
    verb, *arguments = data.split(":")
    return Press(verb, tuple(arguments))


def start_payload(data: str) -> str | None:
    """A button's data as a deep link carries it (``t:CODE:1`` → ``t-CODE-1``); None where Telegram does not let it through."""
    payload = data.replace(":", "-")
    return payload if "-" not in data and _PAYLOAD.fullmatch(payload) else None


def read_start(payload: str) -> Press:
    """What a deep link says; it carries no trust either, since anybody may write one."""
    return read_press(payload.replace("-", ":"))


def start_link(username: str, payload: str) -> str:
    """The address that opens the bot's private chat there."""
    return f"https://t.me/{username}?start={payload}"


class CodeBook:
    """From codes back to the ids of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        """Index every id that a button can name."""
        self._ids = {(kind, code(kind, text)): text for kind, text in _coded(base)}

    def find(self, kind: Kind, coded: str) -> str | None:
        """The id behind a code; None when this knowledge has none such."""
        return self._ids.get((kind, coded))

    def find_target(self, coded: str) -> tuple[str, str | None] | None:
        """The policy and track behind a code; the track is None for a whole policy."""
        track = self.find("track", coded)
        if track is not None:
            policy, _, track_id = track.partition("/")
            return policy, track_id
        policy_id = self.find("policy", coded)
        return (policy_id, None) if policy_id is not None else None


def _coded(base: KnowledgeBase) -> Iterator[tuple[Kind, str]]:
    for subject in get_args(Subject):
        yield "screening", subject
    for policy in base.policies.values():
        yield "policy", policy.id
        yield "series", policy.series.id
        for track in policy.tracks:
            yield "track", f"{policy.id}/{track.id}"
    for fact in base.facts.values():
        yield "fact", fact.id
        for option in option_ids(fact):
            yield "option", f"{fact.id}={option}"
    for clash in base.contradictions:
        yield "clash", clash.id
