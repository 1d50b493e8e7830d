"""The words that understanding rests on, as admins write them in ``knowledge/data/search``: closed files."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar, get_args

from pydantic import BaseModel, Field, ValidationError, model_validator

from knowledge.closed import Closed, Text
from knowledge.drafting.words import FILE, words_of
from knowledge.drafting.words import Words as NoticeWords
from knowledge.entries import SituationId, SlotId, Topic
from knowledge.errors import KnowledgeError, Problem
from knowledge.reading.document import Reader, read_document
from knowledge.reading.files import DRAFTING, SEARCH, Files, head_of
from knowledge.reading.source import LARGEST
from knowledge.reading.translate import problems_of
from knowledge.search.tongues import TongueWords

WordList = Annotated[tuple[Text, ...], Field(min_length=1)]

M = TypeVar("M", bound=BaseModel)

NOTICE_WORDS = f"{DRAFTING}/{FILE}"
GONE = "文件不存在或不能读"


class Province(Closed):
    """A province with its prefecture-level places."""

    name: Text
    places: tuple[Text, ...] = Field(default=(), description="地级市、盟、州、地区；直辖市写区")
    short: dict[Text, WordList] = Field(default={}, description="全名: 其他叫法；去掉“市”字的叫法不用写")
    within: dict[Text, WordList] = Field(default={}, description="地级市全名: 下辖的县、区、旗")


class RegionWords(Closed):
    """All places that can be told from ours."""

    provinces: tuple[Province, ...] = Field(min_length=1)
    not_short: tuple[Text, ...] = Field(default=(), description="去掉“市”字后是日常用语的，只认全名")
    not_followed_by: tuple[Text, ...] = Field(default=(), description="后面接这些字就不是地名，例如 北京大学")
    inner_suffixes: tuple[Text, ...] = Field(default=(), description="“市”字属于后面的词，例如 晋城市级")


class Words(Closed):
    """What single words mean for finding a policy."""

    fillers: WordList = Field(description="语气词、客套话：最先去掉")
    heads: WordList = Field(description="很多名称里都有的词：分量轻")
    boilerplate: WordList = Field(description="标题里的套话：不算名称")
    neutral: WordList = Field(description="普通词：既不是名称也不说明问的是别的事")
    common: tuple[Text, ...] = Field(default=(), description="常用的单字，写在一起：打出来就是它，不当作别的字打错了")
    elsewhere: WordList = Field(description="别的事：没有点名政策时不回答")
    sound_alikes: WordList = Field(description="拼音输入法容易打错的同音字，每组写在一起")

    @model_validator(mode="after")
    def _one_group_each(self) -> "Words":
        letters = "".join(self.sound_alikes)
        twice = sorted({letter for letter in letters if letters.count(letter) > 1})
        if twice:
            raise ValueError(f"sound_alikes 里每个字只能出现一次：{''.join(twice)}")
        return self


class Phrases(Closed):
    """How people ask about one thing."""

    says: WordList = Field(description="一看就知道问什么的说法；… 代表中间可有几个字")
    hints: tuple[Text, ...] = Field(default=(), description="没有别的线索时才算数的说法")


class Comparison(Closed):
    """How people ask what tells two things apart."""

    means: Annotated[tuple[Topic, ...], Field(min_length=1, description="没说比什么时，就比这些")]
    says: WordList
    equates: tuple[Text, ...] = Field(default=(), description="问两样算不算一回事、谁高谁低的词；只在问常识时用")


class Beside(Closed):
    """Words behind which one intent is heard and another meant as often."""

    topic: Topic = Field(description="听出来的意图")
    also: Topic = Field(description="一并回答的意图")
    first: bool = Field(default=False, description="先答一并回答的")
    says: WordList = Field(description="这些说法，人们两样都可能问；… 代表中间可有几个字")
    unless: tuple[Text, ...] = Field(default=(), description="同时有这些词，就只问听出来的那样")


class IntentWords(Closed):
    """How people ask, for each of the ten intents."""

    deadline: Phrases
    materials: Phrases
    conditions: Phrases
    how_to_apply: Phrases
    contact: Phrases
    benefit: Phrases
    quota: Phrases
    process: Phrases
    scope: Phrases
    overview: Phrases
    comparison: Comparison
    beside: tuple[Beside, ...] = Field(default=(), description="一个说法问的可能是两样，就两样都答")
    asking: WordList = Field(description="疑问词：两个说法各带一个，就是问了两件事")
    joining: WordList = Field(description="连词：在两个说法中间，就是问了两件事")

    def by_topic(self) -> dict[Topic, Phrases]:
        """The phrases of every intent."""
        return {
            "deadline": self.deadline,
            "materials": self.materials,
            "conditions": self.conditions,
            "how_to_apply": self.how_to_apply,
            "contact": self.contact,
            "benefit": self.benefit,
            "quota": self.quota,
            "process": self.process,
            "scope": self.scope,
            "overview": self.overview,
        }


class Phrasings(Closed):
    """Whole questions as people type them, by what they ask; … stands for the name of a policy."""

    deadline: WordList
    materials: WordList
    conditions: WordList
    how_to_apply: WordList
    contact: WordList
    benefit: WordList
    quota: WordList
    process: WordList
    scope: WordList
    overview: WordList

    @model_validator(mode="after")
    def _one_intent_each(self) -> "Phrasings":
        counts = Counter(text for texts in self.by_topic().values() for text in texts)
        if twice := [text for text, count in counts.items() if count > 1]:
            raise ValueError(f"每句话只能写一次：{'、'.join(twice)}")
        return self

    def by_topic(self) -> dict[Topic, tuple[str, ...]]:
        """The phrasings of every intent."""
        return {topic: getattr(self, topic) for topic in get_args(Topic)}


class Slot(Closed):
    """Something asked more narrowly than a topic; … stands for up to six other characters."""

    name: Text = Field(description="怎么叫它，接在“通知没写”后面")
    topic: Topic = Field(description="属于哪个意图")
    says: WordList = Field(description="人们的说法")
    facts: tuple[Text, ...] = Field(default=(), description="规则里用到这些事实的条件，就是问的那一条")


class SlotWords(Closed):
    """How people ask more narrowly than for a topic."""

    travel: Slot
    lodging: Slot
    tuition: Slot
    wage: Slot
    funding: Slot
    payment: Slot
    spending: Slot
    certificate: Slot
    title: Slot
    age: Slot
    education: Slot
    ethnicity: Slot
    years: Slot
    rank: Slot
    insurance: Slot
    leave: Slot
    withdrawal: Slot
    publicity: Slot
    result: Slot
    judges: Slot
    duration: Slot
    assessment: Slot

    def by_slot(self) -> dict[SlotId, Slot]:
        """The words of every slot."""
        return {slot: getattr(self, slot) for slot in get_args(SlotId)}


class TalkWords(Closed):
    """What people say besides asking about a policy."""

    greeting: WordList = Field(description="打招呼")
    thanks: WordList = Field(description="道谢、表示知道了")
    bye: WordList = Field(description="告别")
    screening: WordList = Field(description="问自己能报哪个；… 代表中间可有几个字")
    selves: WordList = Field(description="说的是自己")
    persons: WordList = Field(description="个人说自己是谁；单独出现时不当作政策的类别")
    units: WordList = Field(description="单位说自己是谁；单独出现时不当作政策的类别")


class SituationWords(Closed):
    """How people say in which situation they are when they ask whether they may apply; … stands for up to six other characters."""

    no_unit: WordList = Field(description="没有单位")
    unit_refuses: WordList = Field(description="单位不推荐")
    individual: WordList = Field(description="个人直接报")
    dispatched: WordList = Field(description="劳务派遣")
    rehired: WordList = Field(description="退休返聘")
    tried_before: WordList = Field(description="以前没评上")

    def by_situation(self) -> dict[SituationId, tuple[str, ...]]:
        """The phrases of every situation."""
        return {about: getattr(self, about) for about in get_args(SituationId)}


class ShortcutWords(Closed):
    """How people speak of short cuts, and what they are told; … stands for up to six other characters."""

    fact: Text = Field(description="先说哪一条常识（general.yaml 里的编号）")
    lead: Text = Field(description="第一句话")
    lines: WordList = Field(description="别做什么，每行一件")
    paid: Text = Field(description="已经付了钱的怎么办")
    demands: WordList = Field(description="贴来的通知里要钱的说法")
    says: WordList = Field(description="一看就是说走捷径的说法")


class ComparingWords(Closed):
    """How people put two things side by side; … stands for up to six other characters."""

    says: WordList = Field(description="比较的说法")
    joins: WordList = Field(description="两样之间的词")
    all_tracks: WordList = Field(description="一个项目的全部类别")


@dataclass(frozen=True)
class Lexicon:
    """All words, checked."""

    regions: RegionWords
    words: Words
    intents: IntentWords
    phrasings: Phrasings
    talk: TalkWords
    slots: SlotWords
    situations: SituationWords
    shortcuts: ShortcutWords
    comparing: ComparingWords
    notices: NoticeWords
    """By these a notice that somebody pastes is read, as drafting reads one."""
    tongues: TongueWords


def load_lexicon(folder: Path) -> Lexicon:
    """Read all the words, each kind from its file (regions.yaml …); KnowledgeError tells every mistake of them all."""
    files: dict[str, bytes] = {}
    for path in (*folder.glob("*.yaml"), folder.parent / NOTICE_WORDS):
        with suppress(OSError):  # missed below
            files[f"{path.parent.name}/{path.name}"] = head_of(path, LARGEST + 1)
    return lexicon_of(files)


def lexicon_of(files: Files, read: Reader = read_document) -> Lexicon:
    """The words that the bytes of files hold (``search/regions.yaml`` …); KnowledgeError as for ``load_lexicon``."""
    problems: list[Problem] = []
    regions = _read(files, "regions", RegionWords, problems, read)
    words = _read(files, "words", Words, problems, read)
    intents = _read(files, "intents", IntentWords, problems, read)
    phrasings = _read(files, "phrasings", Phrasings, problems, read)
    talk = _read(files, "talk", TalkWords, problems, read)
    slots = _read(files, "slots", SlotWords, problems, read)
    situations = _read(files, "situations", SituationWords, problems, read)
    shortcuts = _read(files, "shortcuts", ShortcutWords, problems, read)
    comparing = _read(files, "comparing", ComparingWords, problems, read)
    tongues = _read(files, "tongues", TongueWords, problems, read)
    if regions is None or words is None or intents is None or phrasings is None or talk is None:
        raise KnowledgeError(problems)
    notices = _notice_words(files, problems, read)
    if slots is None or situations is None or shortcuts is None or comparing is None or notices is None or tongues is None:
        raise KnowledgeError(problems)
    return Lexicon(regions, words, intents, phrasings, talk, slots, situations, shortcuts, comparing, notices, tongues)


def _notice_words(files: Files, problems: list[Problem], read: Reader) -> NoticeWords | None:
    if NOTICE_WORDS not in files:
        problems.append(Problem(NOTICE_WORDS, None, "", GONE))
        return None
    try:
        return words_of(NOTICE_WORDS, files[NOTICE_WORDS], read)
    except KnowledgeError as error:
        problems.extend(error.problems)
        return None


def _read(files: Files, kind: str, model: type[M], problems: list[Problem], read: Reader) -> M | None:
    """One file as its model, or None with its problems told."""
    name = f"{SEARCH}/{kind}.yaml"
    if name not in files:
        problems.append(Problem(name, None, "", GONE))
        return None
    document = read(name, files[name])
    problems.extend(document.problems())
    if document.faults:
        return None
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        problems.extend(problems_of(document, model, error))
        return None
