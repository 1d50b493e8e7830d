"""Answers that cannot stand together, as data: asked about kindly, and never decided by the program.

A contradiction is a rule that is true of them, or one of two comparisons that no rule can write: something began earlier than
another thing allows (an age and the years at work), or a part is more than its whole.
"""

from pydantic import Field, model_validator

from knowledge.closed import Closed, Id, Text
from knowledge.conditions import Rule, facts_in


class Begins(Closed):
    """Something that began before a time after something else began; a life begins at birth."""

    fact: Id = Field(description="哪件事开始得太早：时长、日期或年龄类事实编号")
    before: Id = Field(description="比哪件事早：年龄、时长或日期类事实编号")
    plus: Text | None = Field(default=None, description="后者开始后再加多久，例如 14年；不写为不加")


class Exceeds(Closed):
    """A number that is more than the one it is part of."""

    fact: Id = Field(description="部分：数字类事实编号")
    than: Id = Field(description="整体：数字类事实编号")


class Contradiction(Closed):
    """Answers that cannot all be right."""

    id: Id = Field(description="编号，本文件内唯一")
    ask: Text = Field(max_length=60, description="和气地问哪一个要改，一句话；不说谁错")
    rule: Rule | None = Field(default=None, description="这条规则成立就是矛盾；至少涉及两个事实")
    begins: Begins | None = Field(default=None, description="某件事开始得太早就是矛盾")
    exceeds: Exceeds | None = Field(default=None, description="部分大于整体就是矛盾")

    @model_validator(mode="after")
    def _contradicts_in_one_way(self) -> "Contradiction":
        if [self.rule, self.begins, self.exceeds].count(None) != 2:  # noqa: PLR2004 - one of three
            raise ValueError("rule、begins、exceeds 须且只能写一个")
        return self

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it is about, each once, in reading order."""
        if self.begins is not None:
            return self.begins.fact, self.begins.before
        if self.exceeds is not None:
            return self.exceeds.fact, self.exceeds.than
        return tuple(dict.fromkeys(facts_in(self.rule)))


class ContradictionFile(Closed):
    """The one file of contradictions."""

    contradictions: tuple[Contradiction, ...] = Field(min_length=1, description="全部矛盾")
