"""The file of general facts: what no single notice says and everybody asks (what 12333 is, what 特级技师 means)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from knowledge.closed import Clause, Closed, Id, Text
from knowledge.entries import GateTopic, Topic

Line = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
"""One thing said, short enough for a phone."""


class Ground(Closed):
    """What a general fact rests on: a notice on file, or a published document that is not in hand."""

    policy: Id | None = Field(default=None, description="手上有的通知：政策编号")
    clause: Clause | None = Field(default=None, description="这份通知的条款号")
    document: Text | None = Field(default=None, description="手上没有的公开文件：名称")
    number: Text | None = Field(default=None, description="这份公开文件的文号")

    @model_validator(mode="after")
    def _names_one_paper(self) -> "Ground":
        if (self.policy is None) == (self.document is None):
            raise ValueError("policy 与 document 须且只能写一个")
        if (self.clause is None) != (self.policy is None):
            raise ValueError("clause 与 policy 要一起写")
        if self.number and not self.document:
            raise ValueError("number 只和 document 一起写")
        return self


class Beside(Closed):
    """How a general fact stands beside what a policy's notice says."""

    topics: tuple[Topic, ...] = Field(min_length=1, description="答政策的这些方面时带上一句")
    line: Line = Field(description="带上的那一句")
    silent: Line = Field(description="有人问某项政策这件事、通知却没写时，先说的话")
    gate: GateTopic = Field(description="通知写了的，写在政策文件 gates 的哪个 topic 里；有了就用通知的话，不带这一句")


class GeneralFact(Closed):
    """One thing to know, whichever the policy."""

    id: Id = Field(description="常识编号，定了不改")
    title: Text = Field(min_length=2, description="名称，例如 特级技师")
    aliases: tuple[Text, ...] = Field(default=(), description="其他叫法；问“某某是什么”时答这一条")
    asks: tuple[Text, ...] = Field(default=(), description="一看就是问这件事的说法；… 代表中间可有几个字，例如 申报…交钱")
    relates: tuple[Id, ...] = Field(default=(), description="两个事实编号：问这两类里的两样谁高、算不算、一样不一样时答这一条")
    answer: Line = Field(description="一句话回答，用自己的话写")
    lines: tuple[Line, ...] = Field(default=(), max_length=6, description="补充说明，每行一件事，短")
    grounds: tuple[Ground, ...] = Field(default=(), description="依据；全凭常识的不写，在 note 里说明")
    certainty: Literal["sure", "likely", "doubtful"] = Field(description="sure 确定 / likely 多半 / doubtful 拿不准")
    note: Text | None = Field(default=None, description="哪些话没有手上的文件可依，回答里会照着说")
    beside: Beside | None = Field(default=None, description="答政策时也要带上的才写")

    @model_validator(mode="after")
    def _relates_two(self) -> "GeneralFact":
        if len(self.relates) not in {0, 2}:
            raise ValueError("relates 须写两个事实编号，例如 [skill_level, professional_title]；同一类里比高低的，同一个写两遍")
        return self

    @model_validator(mode="after")
    def _tells_what_is_not_in_hand(self) -> "GeneralFact":
        if self.note is None and not any(ground.policy for ground in self.grounds):
            raise ValueError("依据里没有一份手上的通知，须写 note，说明凭什么这么答")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """All the ways to call it, the title first."""
        return (self.title, *self.aliases)


class GeneralFile(Closed):
    """The one file of general facts."""

    entries: tuple[GeneralFact, ...] = Field(min_length=1, description="全部常识")
