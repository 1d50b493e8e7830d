"""Parts of entries that hold figures to count with: steps, factors, instalments, teaching hours. Whole numbers and exact decimals."""

from decimal import Decimal

from pydantic import Field, model_validator

from knowledge.closed import Clause, Closed, Flag, Id, Text, Whole


class Bracket(Closed):
    """One step of a quota by head count; bounds as in rules."""

    at_least: Whole | None = Field(default=None, description="人数以上（含本数）")
    at_most: Whole | None = Field(default=None, description="人数以下（含本数）")
    more_than: Whole | None = Field(default=None, description="人数超过（不含本数）")
    less_than: Whole | None = Field(default=None, description="人数不足（不含本数）")
    percent: Decimal | None = Field(default=None, gt=0, le=100, description="百分比，0.5 表示 0.5%")
    unlimited: Flag = Field(default=False, description="true 表示不设上限")
    provided: Text | None = Field(default=None, description="前提")

    @model_validator(mode="after")
    def _gives_one_answer(self) -> "Bracket":
        if (self.percent is None) == (not self.unlimited):
            raise ValueError("percent 与 unlimited 须且只能写一个")
        return self


class Each(Closed):
    """What a quota is given for, and how many of those there are: two for each of ten events make twenty."""

    of: Text = Field(description="每一个什么，例如 比赛项目")
    count: Whole = Field(ge=2, description="这样的一共有几个")
    clause: Clause = Field(description="共有几个写在哪一条")


class Instalment(Closed):
    """One part of a payment."""

    percent: Decimal = Field(gt=0, le=100, description="占总额的百分比；各笔相加须为 100")
    due: Text = Field(description="何时支付、附什么条件")


class Course(Closed):
    """How much teaching a stage is; its days are the stage's ``lasts``."""

    hours: Whole = Field(ge=1, description="一共多少课时")
    class_size: Id | None = Field(default=None, description="每班人数写在哪个名额里（quotas 中 kind: class 的编号）；没写上限就不写")
