"""What of a policy can be put right without its file: where each value stands, and what may be written there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.closed import Closed
from knowledge.editing import Value
from knowledge.policy import Policy
from knowledge.reading.tree import Path

Kind = Literal["date", "money", "contact", "form", "alias"]
Reading = Literal["day", "hour", "figure", "percent", "phone", "mail", "address", "words", "name"]
"""How typed words become a value: ``address`` is a web address, ``name`` another way to call something."""

KINDS: Final[Mapping[Kind, Mapping[str, Mapping[str, Reading]]]] = {
    "date": {
        "stages": {"ends": "day", "starts": "day", "ends_at": "hour", "about": "words"},
        "": {"signed": "day", "published": "day"},
        "judged_on": {"day": "day"},
    },
    "money": {
        "benefits": {"amount": "figure"},
        "quotas": {"amount": "figure", "lowest": "figure", "highest": "figure", "percent": "percent"},
        "shares": {"percent": "percent"},
    },
    "contact": {
        "contacts": {"phones": "phone", "office": "words", "address": "words", "mails": "mail", "faxes": "phone", "purpose": "words"},
        "systems": {"url": "address", "name": "words"},
    },
    "form": {
        "documents": {"title": "words", "label": "words", "number": "words"},
        "materials": {"name": "words", "copies": "figure", "stamp": "words", "note": "words"},
    },
    "alias": {"": {"aliases": "name"}, "tracks": {"aliases": "name"}},
}
"""By kind: of which section (none: the file itself) which fields, what is asked for most often first."""


@dataclass(frozen=True)
class Field:
    """One value that can be put right, or one that can be added to a list."""

    entry: Closed
    """What it belongs to; the policy itself for what holds for the whole."""
    name: str
    place: Path
    """Where it stands in the file; of what is added, its list."""
    reading: Reading
    old: Value | None
    """None where nothing stands there yet."""
    is_added: bool = False


@dataclass(frozen=True)
class Spot:
    """An entry as applicants know it, with what of it can be put right."""

    key: str
    """Its id in the policy; empty for the policy itself."""
    entry: Closed
    fields: tuple[Field, ...]


def spots_of(policy: Policy, kind: Kind) -> tuple[Spot, ...]:
    """Where a policy has something of this kind, in the order of the file."""
    found = (spot for section, fields in KINDS[kind].items() for spot in _spots(policy, section, fields))
    return tuple(spot for spot in found if spot.fields)


def kinds_of(policy: Policy) -> tuple[Kind, ...]:
    """The kinds that a policy has something of."""
    return tuple(kind for kind in KINDS if spots_of(policy, kind))


def _spots(policy: Policy, section: str, fields: Mapping[str, Reading]) -> Iterator[Spot]:
    if not section:
        yield Spot("", policy, tuple(_fields(policy, (), fields)))
        return
    held = getattr(policy, section)
    if isinstance(held, tuple):
        for index, entry in enumerate(held):
            yield Spot(entry.id, entry, tuple(_fields(entry, (section, index), fields)))
    elif held is not None:
        yield Spot(section, held, tuple(_fields(held, (section,), fields)))


def _fields(entry: Closed, at: Path, fields: Mapping[str, Reading]) -> Iterator[Field]:
    for name, reading in fields.items():
        held = getattr(entry, name)
        place = (*at, name)
        if not isinstance(held, tuple):
            if held is not None or _may_come(entry, name):
                yield Field(entry, name, place, reading, held)
            continue
        if name != "aliases":  # an old way to call something is never wrong
            yield from (Field(entry, name, (*place, index), reading, item) for index, item in enumerate(held))
        yield Field(entry, name, place, reading, None, is_added=True)


def _may_come(entry: Closed, name: str) -> bool:
    """Whether a value that the notice did not give may be given now: a figure has words around it, which would have to come, too."""
    if name == "ends_at":
        return getattr(entry, "ends", None) is not None
    return name not in {"amount", "lowest", "highest", "percent", "label", "number"}
