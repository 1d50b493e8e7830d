"""A policy file to finish by hand out of a notice that somebody sends: what was read, what is open, and what it may be called."""

import re
from collections.abc import Collection, Mapping

from pydantic import BaseModel, ConfigDict

from knowledge.base import KnowledgeBase
from knowledge.drafting.marks import Mark
from knowledge.drafting.words import Words
from knowledge.facts import Fact

ID = re.compile("[a-z][a-z0-9_-]{2,79}")
"""What a policy may be called."""


class Drafted(BaseModel):
    """A drafted file. ``name``: the id that it has; ``read``: entries by section; ``open``: places to be settled by their mark."""

    model_config = ConfigDict(frozen=True)

    name: str
    content: str
    read: Mapping[str, int]
    rules: int
    """Of the conditions, those that were read as rules."""
    open: Mapping[Mark, int]
    has_mobile: bool
    """Whether a private number was left out."""
    title: str | None
    number: str | None


class Asked(BaseModel):
    """What a draft is made with beside the file. ``suffix``: of the file, as .pdf; ``wish``: what the policy may be called, or empty."""

    model_config = ConfigDict(frozen=True)

    suffix: str
    wish: str
    taken: frozenset[str]
    facts: Mapping[str, Fact]
    words: Words


def wish_of(caption: str, stem: str) -> str:
    """What a policy may be called by the words under its file, or by the file's name; empty where neither is fit to be an id."""
    return next((one for one in (caption.strip(), stem.strip().lower()) if ID.fullmatch(one)), "")


def free_name(wish: str, taken: Collection[str]) -> str:
    """The wish, or with a number behind it that is not taken."""
    names = (wish, *(f"{wish[:76]}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def same_as(base: KnowledgeBase, made: Drafted) -> str | None:
    """The policy on file that has the notice's number or title, so that it would be there twice."""

    def is_same(number: str | None, title: str) -> bool:
        return (number is not None and number == made.number) or title == made.title

    return next((one.id for one in base.policies.values() if is_same(one.document_number, one.title)), None)
