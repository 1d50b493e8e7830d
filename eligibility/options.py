"""Which of a fact's options people mean: only what names one exactly is taken; what is near is offered, never assumed."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from eligibility.numerals import arabic, plain
from knowledge.facts import ChoiceFact, ChoicesFact, Option, ScaleFact, YesNoFact, names_of

OptionFact = ChoiceFact | ScaleFact | ChoicesFact

_YES = re.compile("(?:是|有|对|能|好|行|可以|符合|满足|具备|没错)[的了啊呀]?|嗯+|yes|y|true|t|ok|1|[√✓✔✅]")
_NO = re.compile("否|(?:目前|暂时|还|暂)?(?:没有|没|无)[的了啊呢]?|不(?:是|对|能|行|可以|符合|满足|具备)?[的了啊]?|no|n|false|f|0|[×x✗✘❌]")
_LITERAL = {"true": True, "false": False}
_NEGATIVE = re.compile("[没无未不非]")
_NOTHING = re.compile("(?:以上)?都?(?:没有|没|不是)|无|[一]?[个项]?[也都]没有")
_EVERYTHING = re.compile("(?:以上)?(?:都有|全有|全都有|都是|全部)")
_AROUND = tuple(map(re.compile, (r"(?:的|吧|了|呀|啊|单位)$", r"^我们?", r"^(?:就是|是|属于|在|有|的)")))
_NEAR = 55
_MOST_OFFERED = 3


def yes_or_no(fact: YesNoFact, text: str) -> bool | None:
    """What a plain text says, by the buttons' words or those of people who tell of themselves.

    Words like 有 are taken only where the fact's own 'yes' is not a negation (没有违纪).
    """
    said = set(_cores(text))
    labels = {True: _pieces(fact.yes) | _plain(fact.told), False: _pieces(fact.no) | _plain(fact.told_no)}
    named = [value for value, names in labels.items() if not said.isdisjoint(names)]
    if len(named) == 1:
        return named[0]
    if text in _LITERAL:
        return _LITERAL[text]
    if _NEGATIVE.match(plain(fact.yes)) or _YES.fullmatch(plain(fact.no)):
        return None
    if _YES.fullmatch(text):
        return True
    return False if _NO.fullmatch(text) else None


def one_option(fact: OptionFact, text: str) -> str | None:
    """The id of the option that a plain text names by id, label or alias, perhaps within 我是…的; None for none or several.

    Several names of the same option in a row name it as well: 包头昆区.
    """
    for core in _cores(text):
        for names in (_full_names, _short_names):
            found = [option.id for option in fact.options if core in names(option)]
            if len(found) == 1:
                return found[0]
        in_a_row = [option.id for option in fact.options if _in_a_row(option).fullmatch(core)]
        if len(in_a_row) == 1:
            return in_a_row[0]
    return None


def several_options(fact: ChoicesFact, text: str) -> frozenset[str] | None:
    """The ids of the options that a plain text lists; None when a part names none."""
    if (whole := one_option(fact, text)) is not None:
        return frozenset({whole})
    if _NOTHING.fullmatch(text):
        return frozenset()
    if _EVERYTHING.fullmatch(text):
        return frozenset(option.id for option in fact.options)
    for separators in ("[、,;/|+]", "[、,;/|+和及与跟]"):
        found = [one_option(fact, part) for part in re.split(separators, text) if part]
        if found and None not in found:
            return frozenset(option for option in found if option)
    return None


def near_labels(fact: OptionFact, text: str) -> tuple[str, ...]:
    """The labels of the options most like a text, best first, at most three."""
    names = {name: option.label for option in fact.options for name in names_of(option)}
    found = process.extract(text, list(names), scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=None)
    return tuple(dict.fromkeys(names[name] for name, _, _ in found))[:_MOST_OFFERED]


def option_within(fact: OptionFact, text: str) -> Option | None:
    """The only option of which a plain text holds a name among other words; None for none, several, or a text that denies."""
    rest = arabic(text)
    found: dict[str, Option] = {}
    named = {name for option in fact.options for name in _full_names(option) | _short_names(option) if len(name) > 1}
    for name in sorted(named, key=len, reverse=True):  # 技师 within 高级技师 names nothing more
        if name in rest:
            rest = rest.replace(name, " ")
            found |= {option.id: option for option in fact.options if name in _full_names(option) | _short_names(option)}
    return next(iter(found.values())) if len(found) == 1 and not _NEGATIVE.search(rest) else None


def _full_names(option: Option) -> set[str]:
    return {_folded(name) for name in (option.id, *names_of(option))}


def _short_names(option: Option) -> set[str]:
    """Labels without their brackets: 技师（二级） is 技师 as well, where no other option is called so."""
    return {re.sub(r"\(.*\)", "", _folded(name)) for name in names_of(option)}


@lru_cache(maxsize=1_000)
def _in_a_row(option: Option) -> re.Pattern[str]:
    """Two or three of its names with nothing between them."""
    names = sorted((name for name in _full_names(option) if len(name) > 1), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, names))}){{2,3}}")


def _pieces(label: str) -> set[str]:
    """A label and the parts of it: 已退休或不在职 is also said as 不在职."""
    whole = _folded(label)
    return {whole, *(part for part in re.split("[、,/]|或者?", whole) if part)}


def _plain(words: Iterable[str]) -> set[str]:
    return {_folded(word) for word in words}


@lru_cache(maxsize=10_000)
def _folded(name: str) -> str:
    """As it is compared. Kept for what the files name, never for what people write: every answer is held to all names of a fact."""
    return arabic(plain(name))


def _cores(text: str) -> Iterable[str]:
    """A text and what is left of it without the words around an answer, the longest first; numerals in digits (二级, 2级)."""
    core = arabic(text)
    yield core
    for words in _AROUND:
        core = words.sub("", core)
        if core:
            yield core
