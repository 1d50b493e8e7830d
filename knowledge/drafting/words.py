"""The words that drafting goes by, as admins write them in ``knowledge/data/drafting/words.yaml``: one closed file."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from knowledge.closed import Closed, Text
from knowledge.errors import KnowledgeError, Problem
from knowledge.reading.document import Reader, read_document
from knowledge.reading.files import DRAFTING, SHIPPED, head_of
from knowledge.reading.source import LARGEST
from knowledge.reading.translate import problems_of

Topic = Literal["conditions", "materials", "dates", "amounts", "quotas", "procedure", "contacts", "duties", "annex", "other"]
"""What a part of a notice is about."""

FILE = "words.yaml"

_NAMES_ALL = 4
"""Characters of a word that is a heading by itself (报名要求), before its tail is dropped."""
_SHORT_LINE = 80
_ONE_LINE = 240
"""Characters; a line that is longer holds the notice itself."""

WordList = Annotated[tuple[Text, ...], Field(min_length=1)]


class TopicWords(Closed):
    """How headings say what follows."""

    conditions: WordList
    materials: WordList
    dates: WordList
    amounts: WordList
    quotas: WordList
    procedure: WordList
    contacts: WordList
    duties: WordList


class Words(Closed):
    """All words of one file."""

    topics: TopicWords = Field(description="小标题末尾的词: 这一部分讲什么")
    cells: WordList = Field(description="表格里单独一格的词，不是小标题")
    heading_tails: WordList = Field(description="小标题后面的套话，先去掉")
    leads: dict[Literal["conditions", "materials", "dates", "amounts", "procedure"], WordList] = Field(
        description="冒号前的话里的词: 冒号后面讲什么"
    )
    questions: dict[Literal["conditions", "materials", "dates", "amounts", "procedure", "contacts"], WordList] = Field(
        default_factory=dict, description="问句里的词: 这一问讲什么"
    )
    chrome: WordList = Field(description="网页的导航、页脚里才有的词")
    title_ends: WordList = Field(description="标题末尾的词")
    offices: WordList = Field(description="机关名称末尾的词")
    material_ends: WordList = Field(description="材料名称里的词")
    hand_in: WordList = Field(description="交材料的动词")
    quota_verbs: WordList = Field(description="名额的动词")
    excluding: WordList = Field(description="排除的说法")
    preferring: WordList = Field(description="优先的说法")
    exempting: WordList = Field(description="不受限制、可以放宽的说法")
    unsure: WordList = Field(description="有这些话的条件不自动写成规则")
    stages: dict[Literal["apply", "submit", "review", "event", "result", "effective"], WordList] = Field(
        description="日期旁边的词: 哪一种日期"
    )

    def topic_of(self, heading: str) -> Topic | None:
        """What a heading says that follows, or None."""
        bare = heading.strip(" ?")
        if bare in self.cells:
            return None
        if said := next((topic for topic, ends in self._topics for end in ends if len(end) >= _NAMES_ALL and bare.endswith(end)), None):
            return said
        while tail := next((tail for tail in self.heading_tails if bare.endswith(tail) and len(bare) > len(tail)), None):
            bare = bare.removesuffix(tail)
        return next((topic for topic, ends in self._topics if bare.endswith(ends)), None)

    def asked(self, question: str) -> Topic | None:
        """What a short question asks for, or None."""
        return next((topic for topic, pattern in self._questions if pattern.search(question)), None)

    def is_chrome(self, text: str) -> bool:
        """Whether a line belongs to the page around the notice: one of its words on a short line, or two on any."""
        found = sum(word in text for word in self.chrome)
        return len(text.strip()) <= _ONE_LINE and (found > 1 or (found == 1 and len(text.strip()) <= _SHORT_LINE))

    def led(self, sentence: str) -> Topic | None:
        """What a sentence before a colon says that follows, or None."""
        return next((topic for topic, pattern in self._leads if pattern.search(sentence)), None)

    @cached_property
    def _topics(self) -> tuple[tuple[Topic, tuple[str, ...]], ...]:
        return tuple((topic, getattr(self.topics, topic)) for topic in TopicWords.model_fields)  # type: ignore[misc]

    @cached_property
    def _leads(self) -> tuple[tuple[Topic, re.Pattern[str]], ...]:
        return tuple((topic, one_of(words)) for topic, words in self.leads.items())

    @cached_property
    def _questions(self) -> tuple[tuple[Topic, re.Pattern[str]], ...]:
        return tuple((topic, one_of(words)) for topic, words in self.questions.items())


def one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words; … stands for up to six other characters."""
    return re.compile("|".join(re.escape(word).replace("…", "[^。;,]{0,6}") for word in sorted(words, key=len, reverse=True)))


def load_words(folder: Path) -> Words:
    """Read the words of a folder; KnowledgeError tells every mistake."""
    name = f"{folder.name}/{FILE}"
    try:
        return words_of(name, head_of(folder / FILE, LARGEST + 1))
    except OSError:
        raise KnowledgeError([Problem(name, None, "", "文件不存在或不能读")]) from None


def words_for(folder: Path) -> Words:
    """The words that a knowledge folder has of its own for drafting, else the program's; KnowledgeError tells every mistake."""
    own = folder / DRAFTING
    return load_words(own if own.is_dir() else SHIPPED / DRAFTING)


def words_of(name: str, raw: bytes, read: Reader = read_document) -> Words:
    """The words that the bytes of a file hold; KnowledgeError tells every mistake under its name."""
    document = read(name, raw)
    if document.faults:
        raise KnowledgeError(document.problems())
    try:
        return Words.model_validate(document.data)
    except ValidationError as error:
        raise KnowledgeError(problems_of(document, Words, error)) from None
