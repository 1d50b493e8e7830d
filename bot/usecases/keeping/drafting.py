"""A policy file to finish by hand out of a notice that somebody sends: what was read, what is open, and what it may be called."""

import re
from collections.abc import Collection, Mapping

from pydantic import BaseModel, ConfigDict

from knowledge.base import KnowledgeBase
from knowledge.drafting.draft import draft_of
from knowledge.drafting.entries import clean
from knowledge.drafting.formats import text_in
from knowledge.drafting.masthead import Masthead
from knowledge.drafting.words import Words
from knowledge.drafting.written import Mark, marks_in, sections_of, written
from knowledge.facts import Fact
from knowledge.search.syllables import readings

ID = re.compile("[a-z][a-z0-9_-]{2,79}")
"""What a policy may be called."""

_UNNAMED = "tongzhi"
_MOST_LETTERS = 8
_EMPTY_WORDS = re.compile(
    "关于|开展|组织|做好|实施|申报|推荐|选拔|印发|发布|年度|工作|通知|公告|通告|的|第?[0-9〇零一二三四五六七八九十]+[年届批]?"
)


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


def drafted(asked: Asked, raw: bytes) -> Drafted:
    """The draft of a notice. Takes as long as the notice is odd, so call it apart.

    Raises:
        UnreadableError: the file has no text to read; says why and what to do.
    """
    draft = draft_of(text_in(asked.suffix, raw), asked.facts, asked.words)
    name = free_name(asked.wish or _named(draft.head), asked.taken)
    made = written(draft, name, asked.facts)
    sections = sections_of(draft, asked.facts)
    return Drafted(
        name=name,
        content=made,
        read={section: len(items) for section, items in sections.items()},
        rules=sum("rule" in item.data for item in sections["conditions"]),
        open=marks_in(made),
        has_mobile=draft.has_mobile,
        title=clean(draft.head.title.text) if draft.head.title else None,
        number=clean(draft.head.number.text) if draft.head.number else None,
    )


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


def _named(head: Masthead) -> str:
    """The first letters of what a title is about, and its year."""
    title = _EMPTY_WORDS.sub("", clean(head.title.text)) if head.title else ""
    letters = "".join(read[0][0] for one in title if (read := readings(one)))[:_MOST_LETTERS]
    year = head.year or next((dated.day.year for dated in (head.signed, head.published) if dated), None)
    name = "-".join(filter(None, (letters if len(letters) > 1 else _UNNAMED, str(year or ""))))
    return name if ID.fullmatch(name) else _UNNAMED
