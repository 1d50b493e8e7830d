"""What stands in a policy file beside its conditions: stages, materials, quotas, benefits and the rest.

Every entry has an id that is unique in its policy (caveats point to it) and, where the notice gives it, its clause.
``tracks`` and ``when`` narrow an entry to some tracks or applicants; left out, it holds for all.
"""

from datetime import time
from decimal import Decimal
from typing import Literal

from pydantic import Field, computed_field, model_validator

from knowledge.amounts import Bracket, Course, Each, Instalment
from knowledge.closed import Clause, Closed, Day, Flag, Id, Text, Whole
from knowledge.conditions import Rule

Actor = Literal["applicant", "unit", "county", "city", "department", "province", "ministry", "jury"]
"""Links of the chain: 申报人, 申报单位, 旗县区, 盟市/地州市, 主管部门, 自治区/省, 部, 评审专家."""

Topic = Literal["deadline", "materials", "conditions", "how_to_apply", "contact", "benefit", "quota", "process", "scope", "overview"]
"""What people ask about; the ten intents of a question."""

SituationId = Literal["no_unit", "unit_refuses", "individual", "dispatched", "rehired", "tried_before"]
"""What people are in when they ask whether they may apply at all: 没有单位, 单位不推荐, 个人直接报, 劳务派遣, 退休返聘, 以前没评上."""

SlotId = Literal[
    "travel",
    "lodging",
    "tuition",
    "wage",
    "funding",
    "payment",
    "spending",
    "certificate",
    "title",
    "age",
    "education",
    "ethnicity",
    "years",
    "rank",
    "insurance",
    "leave",
    "withdrawal",
    "publicity",
    "result",
    "judges",
    "duration",
    "assessment",
]
"""What is asked more narrowly than a topic: 路费 of the benefits, 请假 of the process; their words stand in ``search/slots.yaml``."""

Stance = Literal["can", "cannot", "depends", "silent"]
"""What the notice says to somebody in a situation; silent: it does not say."""

GateTopic = Literal["channel", "conduct", "fee"]
"""What a rule on how one applies is about."""


class Entry(Closed):
    """One thing a notice says."""

    id: Id = Field(description="条目编号，本文件内唯一")
    clause: Clause | None = Field(default=None, description="条款号；落款、页头等没有编号处写 落款、页头、正文")
    tracks: tuple[Id, ...] = Field(default=(), description="适用的类别；不写为全部")
    when: Rule | None = Field(default=None, description="只在此规则成立时适用")


class Answering(Entry):
    """An entry that may be the whole answer to a narrow question."""

    slots: tuple[SlotId, ...] = Field(default=(), description="问得很细时先答这一条：travel 路费、leave 请假等，见 search/slots.yaml")


class Track(Closed):
    """A part of a policy with its own conditions, materials, stages or quota."""

    id: Id = Field(description="类别编号")
    name: Text = Field(description="类别名称，照通知写")
    aliases: tuple[Text, ...] = Field(default=(), description="人们对该类别的其他叫法")
    applicant: Literal["person", "unit"] | None = Field(default=None, description="这一类由谁来申报；与全文的 applicant 相同就不写")


class Series(Closed):
    """The editions of a policy over the years."""

    id: Id = Field(description="系列编号，历年相同")
    name: Text = Field(description="系列名称，历年相同")


class Source(Closed):
    """Where the notice was found and how far that place can be trusted."""

    publisher: Text = Field(description="在哪里发布或转载")
    title: Text | None = Field(default=None, description="通知的标题；一份通知含几个项目时各写同一标题")
    kind: Literal["official", "repost"] = Field(description="official 官网 / repost 转载")
    published: Day | None = Field(default=None, description="在该处发布的日期")
    note: Text | None = Field(default=None, description="可信程度与依据")


class FormFile(Closed):
    """A blank form as it was published; the file lies in the folder of forms beside the policies."""

    path: Text = Field(description="在 forms 文件夹里的位置，例如 yq-yunjiang-2026/shenbaobiao.docx")
    source: Text = Field(description="从哪里取得：网址，或者发给我们的单位")
    retrieved: Day = Field(description="哪天取得")


class Document(Closed):
    """A paper that the notice names: what it rests on, an annex, a guide; most are not in hand."""

    id: Id = Field(description="文件编号，条件、材料里引用它")
    title: Text = Field(description="文件或附件的名称")
    number: Text | None = Field(default=None, description="文号")
    role: Literal["basis", "annex", "guide"] = Field(description="basis 依据 / annex 附件 / guide 指南")
    label: Text | None = Field(default=None, description="附件编号，例如 附件1")
    clause: Clause | None = Field(default=None, description="哪一条提到它；不写时依据在前言、附件在附件清单")
    in_hand: Flag = Field(default=False, description="我们手里有没有这份文件")
    file_type: Text | None = Field(default=None, description="文件格式，例如 docx")
    file: FormFile | None = Field(default=None, description="空白表格的文件；写了它，机器人就能把表格发给人")


class Gate(Entry):
    """A rule on how one applies, apart from eligibility."""

    clause: Clause = Field(description="条款号，例如 四（一）")
    text: Text = Field(description="用自己的话写，不照抄原文")
    topic: GateTopic = Field(default="channel", description="channel 申报渠道 / conduct 申报纪律 / fee 申报要不要交钱")


class Length(Closed):
    """How long something takes."""

    amount: Whole = Field(ge=1, description="多少")
    unit: Literal["working_days", "days", "months", "years"] = Field(description="working_days 工作日 / days 天 / months 月 / years 年")
    bound: Literal["exactly", "at_least", "at_most", "about"] = Field(
        default="exactly", description="exactly 恰好 / at_least 不少于 / at_most 不超过 / about 大约"
    )


class Stage(Answering):
    """A step: who acts, what, to whom and when. A deadline without an hour ends with its day, Asia/Shanghai."""

    clause: Clause = Field(description="条款号，例如 四（一）")
    name: Text = Field(description="短名，例如 单位报送")
    actor: Actor = Field(description="谁来做")
    actor_name: Text | None = Field(default=None, description="通知里的称呼")
    receiver: Text | None = Field(default=None, description="交给谁、交到哪里")
    action: Text = Field(description="做什么")
    starts: Day | None = Field(default=None, description="第一天，例如 2024-11-28；通知没写就不写")
    ends: Day | None = Field(default=None, description="最后一天（含当天），例如 2024-12-10；通知没写就不写")
    ends_at: time | None = Field(default=None, description="截止钟点；通知没写就不写")
    about: Text | None = Field(default=None, description="只有大致时间时的说法，例如 2023年7月初")
    lasts: Length | None = Field(default=None, description="持续多久（只有相对时长时）")
    course: Course | None = Field(default=None, description="这一环是上课时：多少课时、每班多少人")
    follows: Id | None = Field(default=None, description="接在哪个环节之后")
    applying: Flag = Field(default=False, description="是否属于申报链条（有人须在此交材料）")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Stage":
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(f"ends {self.ends} 早于 starts {self.starts}，请核对两个日期")
        if self.ends_at and not self.ends:
            raise ValueError("有 ends_at 须有 ends")
        return self


class Material(Entry):
    """One thing to hand in."""

    clause: Clause = Field(description="条款号，例如 五（二）")
    name: Text = Field(description="材料名称")
    copies: Whole | None = Field(default=None, ge=1, description="份数；通知没写就不写")
    form: Id | None = Field(default=None, description="表格所在附件（documents 里的编号）")
    medium: tuple[Literal["paper", "electronic"], ...] = Field(default=(), description="paper 纸质 / electronic 电子；可都写")
    stamp: Text | None = Field(default=None, description="盖什么章、谁盖")
    prepared_by: Actor = Field(description="谁来准备")
    contents: tuple[Text, ...] = Field(default=(), description="应包含的内容")
    photocopy: Flag | None = Field(default=None, description="true 复印件 / false 原件；通知没写就不写")
    stage: Id | None = Field(default=None, description="在哪个环节交")
    note: Text | None = Field(default=None, description="补充说明")


class Quota(Entry):
    """How many may be recommended or chosen."""

    clause: Clause = Field(description="条款号，例如 三（二）")
    text: Text = Field(description="用自己的话写，不照抄原文")
    kind: Literal["chosen", "recommended", "forwarded", "class"] = Field(
        description="chosen 最终名额 / recommended 单位可推荐 / forwarded 上级初评后上报 / class 每班人数"
    )
    amount: Whole | None = Field(default=None, description="固定名额")
    lowest: Whole | None = Field(default=None, description="最少名额")
    highest: Whole | None = Field(default=None, description="最多名额")
    unit: Text = Field(default="人", description="名额的单位，例如 人、个")
    each: Each | None = Field(default=None, description="名额是按“每个…”给的时：每个什么、共有几个")
    percent: Decimal | None = Field(default=None, gt=0, le=100, description="占人数的百分比，0.5 表示 0.5%")
    of: Id | None = Field(default=None, description="按哪个人数事实计算")
    brackets: tuple[Bracket, ...] = Field(default=(), description="按人数分档")


_EVERY = {"month": "每月", "year": "每年", None: ""}


class Benefit(Answering):
    """Money or treatment. Amounts are whole yuan."""

    clause: Clause = Field(description="条款号，例如 六")
    text: Text = Field(description="用自己的话写，不照抄原文")
    kind: Literal["money", "honour", "priority", "service"] = Field(
        default="money", description="money 资金 / honour 荣誉 / priority 优先 / service 服务"
    )
    amount: Whole | None = Field(default=None, ge=0, description="金额，元")
    unit: Text | None = Field(default=None, description="每什么给一份，接在“每”后面，例如 人、个工作站；没写金额、但本人或单位要出的钱也写")
    period: Literal["month", "year"] | None = Field(default=None, description="month 每月 / year 每年；只给一次就不写")
    during: Id | None = Field(default=None, description="在哪个环节里给，例如 培养（有 lasts 的环节编号），总额按它的时长算")
    payer: Text | None = Field(default=None, description="谁出钱")
    receiver: Text | None = Field(default=None, description="发给谁")
    timing: Text | None = Field(default=None, description="何时给")
    instalments: tuple[Instalment, ...] = Field(default=(), description="分几次给")

    @computed_field(description="计算口径，例如 每人每年、每个工作站")  # type: ignore[prop-decorator]
    @property
    def per(self) -> str | None:
        """What the amount is for, in words: 每人每年, 每个工作站; None where it is one sum."""
        return f"每{self.unit}{_EVERY[self.period]}" if self.unit else None

    @model_validator(mode="after")
    def _instalments_add_up(self) -> "Benefit":
        split = sum(one.percent for one in self.instalments)
        if self.instalments and split != Decimal(100):
            raise ValueError(f"instalments 的百分比之和须为 100，现在是 {split:f}")
        return self

    @model_validator(mode="after")
    def _is_counted_by_something(self) -> "Benefit":
        if self.period and not self.unit:
            raise ValueError("有 period 须有 unit：每什么给一份，例如 unit: 人")
        if self.unit and self.kind != "money":
            raise ValueError("unit 只用于 kind: money，别的待遇请删去")
        return self


class Share(Entry):
    """A part of some money that has to be set aside or spent, in per cent of a number fact or of another share."""

    clause: Clause = Field(description="条款号，例如 六（十六）")
    name: Text = Field(description="这笔钱叫什么，例如 教育培训经费")
    text: Text = Field(description="用自己的话写，不照抄原文")
    percent: Decimal = Field(gt=0, le=100, description="百分比，1.5 表示 1.5%")
    bound: Literal["exactly", "at_least", "at_most"] = Field(
        default="exactly", description="exactly 恰好 / at_least 不少于 / at_most 不超过"
    )
    of: Id | None = Field(default=None, description="按哪个数字类事实算（单位为元）")
    within: Id | None = Field(default=None, description="或在哪一项比例之内（shares 里的编号）")
    provided: Text | None = Field(default=None, description="前提")

    @model_validator(mode="after")
    def _has_one_base(self) -> "Share":
        if (self.of is None) == (self.within is None):
            raise ValueError("of（按哪个数字事实）与 within（在哪一项比例之内）须且只能写一个")
        return self


class Duty(Answering):
    """What someone must do, and what follows when they do not."""

    clause: Clause = Field(description="条款号，例如 七（一）")
    who: Text = Field(description="谁的义务")
    text: Text = Field(description="用自己的话写，不照抄原文")
    breach: Text | None = Field(default=None, description="违反的后果")


class Contact(Entry):
    """An office as published; names of officials and private numbers stay out."""

    office: Text = Field(description="科室或单位名称")
    purpose: Text | None = Field(default=None, description="管什么事")
    phones: tuple[Text, ...] = Field(default=(), description='办公电话，加引号，例如 "0472-1234567"')
    faxes: tuple[Text, ...] = Field(default=(), description="传真，加引号；电话兼传真的两处都写")
    mails: tuple[Text, ...] = Field(default=(), description="办公邮箱")
    address: Text | None = Field(default=None, description="地址")
    left_out: Text | None = Field(default=None, description="故意没有收录什么，例如 联系人姓名、私人手机号")


class System(Entry):
    """A web system to apply in."""

    name: Text = Field(description="系统名称")
    url: Text = Field(pattern=r"^https?://\S+$", description="网址")
    government: Flag = Field(description="是否政府网址（.gov.cn）")
    purpose: Text = Field(description="用来做什么")


class Absence(Closed):
    """Something people ask for that this file does not hold, and why: three different things."""

    topic: Topic = Field(description="人们问的是什么")
    why: Literal["not_stated", "in_document", "left_out"] = Field(
        description="not_stated 通知没写 / in_document 写在未在手的附件或文件里 / left_out 我们没有收录"
    )
    text: Text = Field(description="怎么回答，写明去哪里问")
    document: Id | None = Field(default=None, description="写在哪份文件里（documents 里的编号）")
    tracks: tuple[Id, ...] = Field(default=(), description="适用的类别；不写为全部")
    slots: tuple[SlotId, ...] = Field(default=(), description="问得很细时先答这一条，见 search/slots.yaml")


class Situation(Closed):
    """Whether somebody in a situation may apply: what the notice says and on which entries that rests, what it does not, whom to ask."""

    about: SituationId = Field(
        description="no_unit 没有单位 / unit_refuses 单位不推荐 / individual 个人直接报 / dispatched 劳务派遣 / rehired 退休返聘 / "
        "tried_before 以前没评上"
    )
    stance: Stance = Field(description="can 可以 / cannot 不行 / depends 看情况 / silent 通知没写")
    says: Text | None = Field(default=None, description="通知怎么说，用自己的话写，不照抄原文")
    rests_on: tuple[Id, ...] = Field(default=(), description="根据哪些条目（conditions、gates、duties 里的编号），条款号从那里取")
    silent: Text | None = Field(default=None, description="通知没写的是什么，接在“通知没写：”后面")
    ask: Text = Field(description="该问谁，接在“请问”后面")

    @model_validator(mode="after")
    def _says_what_it_stands_on(self) -> "Situation":
        if self.stance == "silent" and self.silent is None:
            raise ValueError("stance: silent 须写 silent：通知没写的是什么")
        if self.stance != "silent" and self.says is None:
            raise ValueError("stance 不是 silent 的须写 says：通知怎么说")
        if self.says is not None and not self.rests_on:
            raise ValueError("有 says 须有 rests_on：根据哪些条目")
        return self


class Caveat(Closed):
    """A place where the published text is damaged, ambiguous or doubtful."""

    id: Id = Field(description="存疑编号")
    clause: Clause = Field(description="条款号，例如 三（二）")
    printed: Text = Field(description="原文印成什么样（短引）")
    reading: Text = Field(description="我们的理解")
    certainty: Literal["sure", "likely", "doubtful"] = Field(description="sure 确定 / likely 多半 / doubtful 拿不准")
    ask: Text = Field(description="向谁核实")
    touches: tuple[Id, ...] = Field(min_length=1, description="影响哪些条目")
