"""What people say besides asking about a policy: greetings and thanks, and who they are and what is there for them."""

import re
from collections.abc import Callable, Iterable

from knowledge.search.hearing import Heard
from knowledge.search.lexicon import TalkWords
from knowledge.search.normal import normalise
from knowledge.search.phrases import Phrasebook
from knowledge.search.scanner import Scanner
from knowledge.search.understanding import SmallTalk, Speaker

_AGE = re.compile("(?<![0-9])(?:1[6-9]|[2-6][0-9])(?:周?岁)?(?![0-9个万年月号元人名])|(?<![0-9])(?:19)?[4-9][0-9]年(?:的|生|出生)?")
"""Somebody's age, or the year in which they were born."""
_INTRODUCED = 30
"""Characters in which somebody says who they are."""


class Talk:
    """The words of ``talk.yaml``."""

    def __init__(self, words: TalkWords, fillers: Iterable[str], clean: Callable[[str], str]) -> None:
        """``clean``: what is done to a question is done to what people say of themselves."""
        said: dict[str, SmallTalk | None] = dict.fromkeys(map(normalise, fillers))
        said |= dict.fromkeys(map(normalise, words.greeting), "greeting")
        said |= dict.fromkeys(map(normalise, words.thanks), "thanks")
        said |= dict.fromkeys(map(normalise, words.bye), "bye")
        self._small = Scanner(said)
        self._screening = Phrasebook(dict.fromkeys(words.screening, True), clean)
        self._selves = Scanner(dict.fromkeys(map(clean, words.selves), True))
        speakers: dict[str, Speaker] = dict.fromkeys(map(clean, words.persons), "person")
        self._speakers = Scanner(speakers | dict.fromkeys(map(clean, words.units), "unit"))

    def small(self, question: str) -> SmallTalk | None:
        """What the whole message is, where it is nothing but that: of several the last (谢谢，再见)."""
        text = normalise(question)
        hits = self._small.longest(text)
        if sum(hit.end - hit.start for hit in hits) < len(text.replace(" ", "")):
            return None
        return next((hit.value for hit in reversed(hits) if hit.value), None)

    def screens(self, heard: Heard) -> bool:
        """Whether a question asks what one can apply for at all; of other matters only who tells of oneself may speak beside it."""
        return bool(self._screening.every(heard.rest)) and not (heard.foreign and not self._selves.longest(heard.rest))

    def introduces(self, heard: Heard) -> bool:
        """Whether somebody only tells who they are, their age or year of birth and a trade or rank (我52，高级技师，包头)."""
        if not _AGE.search(heard.text) or self.speakers(_AGE.sub("", heard.text)) != {"person"}:
            return False
        told = heard.knowing(self._selves.longest(heard.text)).knowing(self._speakers.longest(heard.text))
        return len(heard.text) <= _INTRODUCED and told.mostly_known

    def of_self(self, heard: Heard) -> bool:
        """Whether somebody speaks of themselves, and hardly of anything that is not known."""
        return bool(self._selves.longest(heard.rest)) and heard.knowing(self._speakers.longest(heard.rest)).mostly_known

    def speakers(self, text: str) -> frozenset[Speaker]:
        """Who speaks in a clean text, as far as it is told."""
        return frozenset(hit.value for hit in self._speakers.longest(text))

    def is_speaker(self, word: str) -> bool:
        """Whether a clean word is what people say of themselves (高级技师, 学员), so that alone it names no track."""
        hits = self._speakers.longest(word)
        return len(hits) == 1 and hits[0].end - hits[0].start == len(word)
