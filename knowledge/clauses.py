"""One clause file: all the clauses of one notice, by where they stand in its text. No sentence of a notice stands in it.

Offsets count characters (code points) of the whole text file, which may hold several notices; a clause that its sub-clauses interrupt
has several spans. Every character of a text belongs to one span (``knowledge.coverage.collation``).
"""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from knowledge.closed import Clause, Closed, Id, Text, Whole

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
"""The first twelve hex digits of the SHA-256 over a span in UTF-8."""


TextName = Annotated[str, StringConstraints(pattern=r"^[0-9a-z][0-9a-z_-]*$", min_length=3, max_length=80)]
"""The name of a notice's text file without ``.txt``, or the beginning of it."""


class Span(Closed):
    """Some characters of a text."""

    start: Whole = Field(ge=0, description="从第几个字开始（从 0 数起，含）")
    end: Whole = Field(ge=1, description="到第几个字为止（不含）")
    sha: Digest = Field(description="这段文字 SHA-256 的前 12 位，加引号")

    @model_validator(mode="after")
    def _holds_something(self) -> "Span":
        if self.end <= self.start:
            raise ValueError("end 须大于 start")
        return self


class ClauseSpan(Span):
    """A clause, or one part of a clause that others interrupt."""

    id: Clause = Field(description="条款号，与政策文件里写的一致；没有编号处写 页头、标题、抬头、前言、落款")
    nothing: Text | None = Field(default=None, description="这里没有可收录的内容时写原因，例如 标题、口号")
    excused: dict[Text, Text] = Field(default={}, description="不需要条目写出的数字（照原文写，加引号）: 原因")

    @model_validator(mode="after")
    def _excuses_only_what_is_asked_for(self) -> "ClauseSpan":
        if self.nothing and self.excused:
            raise ValueError("excused 与 nothing 不同时写：没有可收录的内容，数字也不用写出")
        return self


class Exclusion(Span):
    """A named part of a text file that belongs to no notice, or that we leave out."""

    reason: Text = Field(description="为什么不算条款，例如 网站页头、图片占位、私人手机号")


class Notice(Closed):
    """The clauses of one notice."""

    id: Id = Field(description="通知编号，与文件名相同")
    text: TextName = Field(description="原文文本文件的名字，不带 .txt，例如 yq-yunjiang-2026；名字长的只写开头一段也行")
    policies: tuple[Id, ...] = Field(min_length=1, description="这份通知含哪些政策")
    clauses: tuple[ClauseSpan, ...] = Field(min_length=1, description="全部条款，按出现的先后")
    excluded: tuple[Exclusion, ...] = Field(default=(), description="不算条款的文字，按出现的先后")

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span in the order of the text."""
        return tuple(sorted((*self.clauses, *self.excluded), key=lambda span: (span.start, span.end)))

    @property
    def clause_ids(self) -> tuple[str, ...]:
        """Every clause once, in the order of the text."""
        return tuple(dict.fromkeys(clause.id for clause in self.clauses))

    def parts(self, clause: str) -> tuple[ClauseSpan, ...]:
        """The spans of one clause; empty when there is no such clause."""
        return tuple(span for span in self.clauses if span.id == clause)
