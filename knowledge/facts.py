"""Facts: the things about an applicant or a unit that conditions refer to, each declared once with its wording."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from knowledge.closed import Closed, Flag, Id, Text, Whole

Subject = Literal["person", "unit"]
Group = Literal["me", "certificate", "work", "unit"]
"""Natural groups of questions: about me, my certificates, my work, my unit."""
Settler = Literal["person", "unit", "authority"]
"""Who can tell what the applicant does not know."""
Changes = Literal["grows", "rises", "any", "never"]
"""How a fact can change: by itself with time, upwards by effort, either way, or not at all (nor should anybody be told to change it)."""

_LIKELY = "多数人（约九成）的回答，只用来排提问的先后"
_CHANGES = "会怎么变：grows 随时间增长 / rises 可以争取提高 / any 两边都可能变 / never 不会变，或不该劝人去变"


class Option(Closed):
    """One answer that can be chosen."""

    id: Id = Field(description="选项编号，条件里引用它")
    label: Text = Field(description="选项文字，照证书或日常说法写")
    aliases: tuple[Text, ...] = Field(default=(), description="人们对该选项的其他叫法")


class FactBase(Closed):
    """What every fact declares, whatever its kind."""

    id: Id = Field(description="事实编号，全库唯一")
    name: Text = Field(description="短名，用在清单里，例如：年龄")
    subject: Subject = Field(description="关于谁：person 个人 / unit 单位")
    group: Group = Field(description="提问分组：me 本人 / certificate 证书 / work 工作 / unit 单位")
    ask: Text = Field(description="提问用语；{day} 处填入判断日期")
    help: Text | None = Field(default=None, description="怎么回答、在哪里查")
    told: tuple[Text, ...] = Field(
        default=(), description="人们自我介绍时带出这件事的词，例如 社保、户口；是或否的写说“是”的词（在职），靠它从一句话里认出回答"
    )
    effort: Whole = Field(default=2, ge=1, le=9, description="回答有多费事或多为难，1 最轻")
    sensitive: Flag = Field(default=False, description="民族、健康等敏感信息，需单独同意")
    presumes: tuple[Id, ...] = Field(default=(), description="问它时以哪些事实已有回答为前提：其中一个答了不清楚，就不再问它")
    settled_by: Settler = Field(default="person", description="不清楚时由谁能说清")
    changes: Changes = Field(default="never", description=_CHANGES)


class YesNoFact(FactBase):
    """True or false."""

    kind: Literal["yes_no"] = Field(description="事实的种类：是或否")
    yes: Text = Field(default="是", description="肯定按钮的文字")
    no: Text = Field(default="否", description="否定按钮的文字")
    told_no: tuple[Text, ...] = Field(default=(), description="人们自我介绍时说“否”的词，例如 退休")
    likely: Flag | None = Field(default=None, description=_LIKELY + "；true 是 / false 否")


class ChoiceFact(FactBase):
    """One of some options that have no order."""

    kind: Literal["choice"] = Field(description="事实的种类：单选，选项没有高低")
    options: tuple[Option, ...] = Field(min_length=2, description="选项")
    likely: tuple[Id, ...] = Field(default=(), description=_LIKELY)


class ScaleFact(FactBase):
    """One of some options in rising order, such as 学历 or 技能等级."""

    kind: Literal["scale"] = Field(description="事实的种类：单选，选项由低到高")
    options: tuple[Option, ...] = Field(min_length=2, description="由低到高")
    likely: tuple[Id, ...] = Field(default=(), description=_LIKELY)


class ChoicesFact(FactBase):
    """Any number of the options."""

    kind: Literal["choices"] = Field(description="事实的种类：多选")
    options: tuple[Option, ...] = Field(min_length=2, description="选项")


class NumberFact(FactBase):
    """An exact number with its unit; never a float."""

    kind: Literal["number"] = Field(description="事实的种类：数字")
    unit: Text = Field(description="单位，例如 人、家、个")
    minimum: Decimal = Field(default=Decimal(0), description="最小值")
    maximum: Decimal = Field(default=Decimal(1_000_000), description="最大值")
    whole: Flag = Field(default=True, description="是否只接受整数")
    ratio: Flag = Field(default=False, description="是否也可按比例回答：1:18 读作 18")


class AgeFact(FactBase):
    """An age in 周岁, answered as whole years on a day or as a date of birth."""

    kind: Literal["age"] = Field(description="事实的种类：年龄（周岁）")
    minimum: Whole = Field(default=14, description="最小周岁")
    maximum: Whole = Field(default=100, description="最大周岁")
    changes: Changes = Field(default="grows", description=_CHANGES)


class DurationFact(FactBase):
    """A length of time, answered as years and months on a day or as the date on which it began."""

    kind: Literal["duration"] = Field(description="事实的种类：时长")
    maximum_years: Whole = Field(default=70, description="最长多少年")
    changes: Changes = Field(default="grows", description=_CHANGES)


class DateFact(FactBase):
    """A day."""

    kind: Literal["date"] = Field(description="事实的种类：日期")


Fact = Annotated[
    YesNoFact | ChoiceFact | ScaleFact | ChoicesFact | NumberFact | AgeFact | DurationFact | DateFact,
    Field(discriminator="kind"),
]


class FactFile(Closed):
    """The one file of facts."""

    facts: tuple[Fact, ...] = Field(description="全部事实")


def option_ids(fact: Fact) -> tuple[str, ...]:
    """The ids of a fact's options in order; empty for kinds without options."""
    return tuple(option.id for option in options_of(fact))


def options_of(fact: Fact) -> tuple[Option, ...]:
    """A fact's options in order; empty for kinds without options."""
    return fact.options if isinstance(fact, ChoiceFact | ScaleFact | ChoicesFact) else ()


def names_of(option: Option) -> Iterator[str]:
    """All the ways to name an option."""
    yield option.label
    yield from option.aliases
