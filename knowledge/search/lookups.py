"""Look-ups backwards: a telephone number, an address on the web, a paper's name or a document number finds the policies that bear it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.policy import Policy
from knowledge.search.normal import normalise
from knowledge.search.understanding import Bearer, LookedUp, LookedUpKind

ABOUT: dict[LookedUpKind, Topic] = {
    "phone": "contact",
    "mail": "contact",
    "web": "how_to_apply",
    "paper": "materials",
    "number": "overview",
}
"""What somebody wants to know who looks such a thing up."""

_LONGEST = 400
"""Characters of a question that are searched."""
_PHONE = re.compile(r"(?<![0-9a-z])[0-9(+][0-9()+ \-‐-―]{5,}[0-9](?![0-9a-z])")
_LOCAL = range(7, 9)
"""Digits of a number without its area code."""
_WEB = re.compile(r"(?<![a-z0-9_.+\-])[a-z0-9_.+\-]*@?[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")
_NUMBER = re.compile("([\u4e00-\u9fff]{2,10})[\\[(〔【（]?((?:19|20)[0-9]{2})[])〕】）]?(?:年|第| )*([0-9]{1,4})(?![0-9])")
_STRANGE = re.compile(
    "(?<![0-9])1?[0-9]{10}(?![0-9])|(?<![0-9])0[0-9]{2,3}-?[0-9]{7,8}(?![0-9])"
    "|[0-9]{4}[])〕】）]? *年? *第?[0-9]{1,4}号(?!前|之前|截|报|交|结|开)"
)
"""A telephone number, or the number of a document."""
_ENDS = (5, 6, 8, 10, 13)
"""People leave out how a paper's name begins; so many characters of its end will do."""
_TITLE_ENDS = (13,)
"""What a notice rests on is named by more of its title."""


class Hit(NamedTuple):
    """What was looked up, and how many characters of the question it is."""

    looked_up: LookedUp
    size: int


@dataclass
class _Shelf:
    """Keys of one kind: what is published under them, and who bears it."""

    kind: LookedUpKind
    shown: dict[str, str]
    bearers: dict[str, dict[Bearer, None]]

    def put(self, key: str, shown: str, bearer: Bearer) -> None:
        """A key that ends several papers' names is shown as it is."""
        if self.kind == "paper" and self.shown.get(key, shown) != shown:
            shown = self.shown[key] = key
        self.shown.setdefault(key, shown)
        self.bearers.setdefault(key, {})[bearer] = None

    def find(self, key: str) -> LookedUp | None:
        return LookedUp(self.kind, self.shown[key], tuple(self.bearers[key])) if key in self.bearers else None


class Lookups:
    """Everything in the files that people may hold in their hand and ask what it is."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._phones, self._mails, self._web, self._papers, self._numbers = (
            _Shelf(kind, {}, {}) for kind in ("phone", "mail", "web", "paper", "number")
        )
        for policy in base.policies.values():
            self._put_offices(policy)
            self._put_papers(policy)
        self._lengths = tuple(sorted({len(key) for key in self._papers.bearers}, reverse=True))

    def _put_offices(self, policy: Policy) -> None:
        for contact in policy.contacts:
            bearer = Bearer(policy.id, contact.id)
            for phone in (*contact.phones, *contact.faxes):
                area, _, local = phone.rpartition("-")
                for key in {_digits(phone), _digits(local)} if area else {_digits(phone)}:
                    self._phones.put(key, phone, bearer)
            for mail in contact.mails:
                self._mails.put(mail.casefold(), mail, bearer)
        for system in policy.systems:
            for host in _hosts(urlsplit(system.url).hostname or ""):
                self._web.put(host, system.url, Bearer(policy.id, system.id))

    def _put_papers(self, policy: Policy) -> None:
        if policy.document_number and (key := next(_numbers(policy.document_number), None)):
            self._numbers.put(key, policy.document_number, Bearer(policy.id))
        for paper in policy.documents:
            bearer = Bearer(policy.id, paper.id)
            if paper.number and (key := next(_numbers(paper.number), None)):
                self._numbers.put(key, paper.number, bearer)
            title = normalise(paper.title)
            for size in {*(_TITLE_ENDS if paper.role == "basis" else _ENDS), len(title)}:
                if _ENDS[0] <= size <= len(title):
                    self._papers.put(title[-size:], paper.title, bearer)
        for material in policy.materials:
            title = normalise(material.name)
            if len(title) >= _ENDS[0] and material.form is None:
                self._papers.put(title, material.name, Bearer(policy.id, material.id))

    def find(self, question: str) -> Hit | None:
        """What a question looks up, the surest kind first; of papers the one that is named by most of its name."""
        text = unicodedata.normalize("NFKC", question[:_LONGEST]).casefold()[:_LONGEST]
        for match in _PHONE.finditer(text):
            if found := self._phone(_digits(match[0])):
                return Hit(found, len(match[0]))
        for match in _WEB.finditer(text):
            if found := self._mails.find(match[0]) or self._web.find(match[0].removeprefix("www.")):
                return Hit(found, len(match[0]))
        for key in _numbers(question[:_LONGEST]):
            for start in range(len(key)):
                if found := self._numbers.find(key[start:]):
                    return Hit(found, len(key) - start)
        return self._paper(normalise(question[:_LONGEST]).replace(" ", ""))

    @staticmethod
    def looks_up(question: str) -> bool:
        """Whether a question holds a number that somebody looks up, known or not."""
        return _STRANGE.search(unicodedata.normalize("NFKC", question[:_LONGEST])) is not None

    def _phone(self, digits: str) -> LookedUp | None:
        with_area = digits.removeprefix("86") if len(digits) > max(_LOCAL) else digits
        for key in (digits, with_area, "0" + with_area):
            if found := self._phones.find(key):
                return found
        return None

    def _paper(self, text: str) -> Hit | None:
        for size in self._lengths:
            for start in range(len(text) - size + 1):
                if found := self._papers.find(text[start : start + size]):
                    return Hit(found, size)
        return None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if "0" <= letter <= "9")


def _hosts(host: str) -> Iterator[str]:
    """A host and the domain that it is of."""
    labels = host.split(".")
    for start in range(max(1, len(labels) - 1)):
        yield ".".join(labels[start:])


def _numbers(text: str) -> Iterator[str]:
    """The document numbers in a text, each as issuer, year and number without brackets."""
    for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text)):
        yield f"{match[1]}{match[2]}/{match[3]}"
