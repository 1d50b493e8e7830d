"""All words that a question to this base may hold, for reading it by its sound; with how much each is preferred among equals."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from knowledge.base import KnowledgeBase
from knowledge.search.lexicon import Lexicon
from knowledge.search.normal import normalise
from knowledge.search.scanner import GAP, Scanner

_NAME = 0.3
_ASKED = 0.2
_HINT = 0.1
_LONGEST = 12
"""Characters; nobody types a whole title by its sound, and its parts are words of their own."""


def vocabulary(base: KnowledgeBase, lexicon: Lexicon, names: Iterable[str], clean: Callable[[str], str]) -> dict[str, float]:
    """Words by their worth; ``names``: of policies, plain, their places masked."""
    words: dict[str, float] = {}
    for worth, found in _by_worth(base, lexicon, names, clean):
        for word in found:
            if word and len(word) <= _LONGEST and not word.isascii():
                words.setdefault(word, worth)
    return words


def _by_worth(
    base: KnowledgeBase, lexicon: Lexicon, names: Iterable[str], clean: Callable[[str], str]
) -> Iterator[tuple[float, Iterable[str]]]:
    heads = Scanner(dict.fromkeys(map(clean, (*lexicon.words.heads, *lexicon.words.boilerplate)), True))
    parts = {part for name in names for part in name.split(GAP)}
    tracks = (word for policy in base.policies.values() for track in policy.tracks for word in (track.name, *track.aliases))
    intents = lexicon.intents.by_topic().values()
    yield _NAME, (*map(clean, tracks), *(piece for part in parts for piece in _pieces(part, heads) if len(piece) > 1))
    asked = [part for phrases in intents for phrase in phrases.says for part in phrase.split("…")]
    yield _ASKED, (*map(clean, asked), *map(normalise, asked))
    yield _HINT, (clean(phrase) for phrases in intents for phrase in phrases.hints)
    words, talk = lexicon.words, lexicon.talk
    yield 0.0, (clean(part) for phrase in (*lexicon.intents.comparison.says, *talk.screening) for part in phrase.split("…"))
    yield 0.0, map(clean, (*words.heads, *words.boilerplate, *words.elsewhere, *talk.selves, *talk.persons, *talk.units))
    general = base.general.values()
    yield 0.0, map(clean, (name for entry in general for name in (*entry.names, *entry.asks)))
    yield 0.0, map(clean, words.neutral)
    yield 0.0, (*words.fillers, *talk.greeting, *talk.thanks, *talk.bye)


def _pieces(name: str, heads: Scanner[bool]) -> Iterator[str]:
    """Parts of a name that people may shorten it to: from any to any end of the words that many names share."""
    cuts = sorted({0, len(name), *(end for hit in heads.longest(name) for end in (hit.start, hit.end))})
    return (name[start:end] for start, end in combinations(cuts, 2))
