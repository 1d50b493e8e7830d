"""What people tell of themselves in one sentence: “我52岁，高级技师，在包头一家国企” to answers, for them to confirm.

Only what a fact's own names and ``told`` words say is taken, never a sensitive fact, never what is denied or only wished
for (想考技师), and nothing that could mean two facts or two values: what is left out is asked as usual.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from eligibility.answers import Answer, Given
from eligibility.numerals import arabic, plain
from eligibility.reading import LONGEST, read_answer
from knowledge.facts import AgeFact, ChoiceFact, DurationFact, Fact, ScaleFact, YesNoFact, names_of

_CLAUSES = re.compile(r"[\s,，。.;；:：!！?？、~…]+")
_AGE = re.compile(r"(?<!\d)\d{2}(?:周岁|岁)")
_BORN = re.compile(r"(?<!\d)(?:19|20)?\d{2}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?=出?生)")
_NEARLY = re.compile("(?:快|近|不到|没到|未满|不满|差|奔)[到满要]?$")
"""快46岁 is 45 still."""
_BARE_AGE = re.compile(r"(?:我是?|俺|本人|今年|现年|刚|已经|都|满)+(?P<age>\d{2})了?")
"""我52: the whole of a clause, so that no other number is taken for it."""
_BORN_BARE = re.compile(r"(?:我是?|俺是?|本人是?|是)*(?P<year>(?:19|20)?\d{2}年)(?:的|生的?|生人)")
"""86年的, said of a person where it is all that a clause says; what is too young for a person may be an edition."""
_LENGTH = re.compile(r"(?<![\d.])(?:\d{1,2}(?:\.\d)?年半?(?:[零又]?\d{1,2}个月)?|\d{1,3}个月)")
_SINCE = re.compile(r"(?<!\d)(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?")
_DENIED = re.compile("(?:没有?|不是|不算|还?未|无|想|准备|打算|要|正在|考|评|够|离|差)[^\\d]{0,2}$")
_COUNTED = re.compile(r"[^\d]{0,2}\d+[人名位个]")
"""高级技师20人 tells of a unit's people."""
_SHORTEST = 2
"""Characters of a name that is found inside a sentence; shorter ones occur in other words."""


class _Name(NamedTuple):
    fact: Fact
    value: str


def introduced(facts: Mapping[str, Fact], text: str, today: date) -> dict[str, Answer]:
    """The answers that a sentence gives, by fact, in the order told; empty for one that is too long to be an introduction."""
    if len(text) > LONGEST:
        return {}
    open_facts = [fact for fact in facts.values() if not fact.sensitive]
    names = _names(open_facts)
    found: dict[str, set[Answer]] = {}
    for clause in _clauses(text):
        for fact, said in (*_named(names, clause), *_measured(open_facts, clause)):
            answer = read_answer(fact, said, today=today, as_of=today)
            if isinstance(answer, Given):
                found.setdefault(fact.id, set()).add(answer)
    return {fact: answers.pop() for fact, answers in found.items() if len(answers) == 1}


def _clauses(text: str) -> Iterator[str]:
    """The parts of a sentence, each in one width with its numerals in digits."""
    return (arabic(plain(part), years=True) for part in _CLAUSES.split(text) if part)


def _names(facts: Iterable[Fact]) -> dict[str, list[_Name]]:
    """Every name that an answer can be told by, the longest first: 高级技师 is found before 技师."""
    found: dict[str, list[_Name]] = {}
    for fact in facts:
        for name, value in _said(fact):
            if len(name) >= _SHORTEST:
                found.setdefault(name, []).append(_Name(fact, value))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _said(fact: Fact) -> Iterator[tuple[str, str]]:
    match fact:
        case ChoiceFact() | ScaleFact():
            for option in fact.options:
                for name in {re.sub(r"\(.*\)", "", arabic(plain(name))) for name in names_of(option)}:
                    yield name, option.id
        case YesNoFact():
            yield from ((arabic(plain(word)), "true") for word in fact.told)
            yield from ((arabic(plain(word)), "false") for word in fact.told_no)


def _named(names: Mapping[str, list[_Name]], clause: str) -> Iterator[tuple[Fact, str]]:
    rest = clause
    for name, owners in names.items():
        at = rest.find(name)
        if at < 0:
            continue
        meant = _meant(owners, clause)
        around = rest[:at], rest[at + len(name) :]
        if meant is not None and not _DENIED.search(around[0]) and not _COUNTED.match(around[1]):
            yield meant.fact, meant.value
        rest = rest.replace(name, "|" * len(name))


def _meant(owners: list[_Name], clause: str) -> _Name | None:
    """Whose name it is here: the fact's whose ``told`` words stand beside it, else the one that needs none."""
    hinted = [owner for owner in owners if _is_hinted(owner.fact, clause)]
    meant = hinted or [owner for owner in owners if isinstance(owner.fact, YesNoFact) or not owner.fact.told]
    return meant[0] if len(meant) == 1 else None


def _is_hinted(fact: Fact, clause: str) -> bool:
    return any(plain(word) in clause for word in fact.told)


def _measured(facts: Iterable[Fact], clause: str) -> Iterator[tuple[Fact, str]]:
    """Ages by their own words (岁, 出生); a length of time only beside a word that says of what."""
    for fact in facts:
        match fact:
            case AgeFact() if "虚" not in clause and (age := _age(clause)):
                yield fact, age
            case DurationFact() if _is_hinted(fact, clause) and (length := _length(clause)):
                yield fact, length


def _age(clause: str) -> str | None:
    if said := _BORN.search(clause) or _AGE.search(clause):
        return None if _is_nearly(clause, said) else said[0]
    if bare := _BARE_AGE.fullmatch(clause):
        return bare["age"]
    born = _BORN_BARE.fullmatch(clause)
    return f"{born['year']}出生" if born else None


def _length(clause: str) -> str | None:
    """How long, or since when."""
    if since := _SINCE.search(clause):
        return f"{since[0]}起"
    length = _LENGTH.search(clause)
    return length[0] if length else None


def _is_nearly(clause: str, found: re.Match[str]) -> bool:
    return _NEARLY.search(clause[: found.start()]) is not None
