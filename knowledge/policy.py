"""One policy file: one programme, competition or regulation as the bot knows it."""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from knowledge.closed import Closed, Day, Id, Text, Whole
from knowledge.conditions import Condition, facts_in
from knowledge.entries import (
    Absence,
    Benefit,
    Caveat,
    Contact,
    Document,
    Duty,
    Entry,
    Gate,
    Material,
    Quota,
    Series,
    Share,
    Situation,
    SituationId,
    Source,
    Stage,
    System,
    Track,
)

Value = bool | int | Decimal | str | tuple[str, ...]
"""A fact's value as written in a file, on the command line or in JSON; ``?`` does not know, ``-`` declined."""

SECTIONS = ("conditions", "gates", "stages", "materials", "quotas", "benefits", "shares", "duties", "contacts", "systems")
"""The lists of a policy file whose entries a clause stands behind and a caveat can touch."""

VerdictName = Literal["eligible", "not_eligible", "undetermined", "not_applicable"]


class Example(Closed):
    """A worked example: a person or unit, a day, the expected verdict and way. An official can read it; it runs as a test."""

    name: Text = Field(description="这是谁，例如 45周岁整、副高、区外")
    track: Id | None = Field(default=None, description="类别编号；政策分类别时必写")
    as_of: Day | None = Field(default=None, description="在哪一天自测；不写为判断日")
    facts: dict[Id, Value] = Field(description="事实编号: 值；? 不清楚，- 不愿说")
    expect: VerdictName = Field(
        description="应得的结论：eligible 符合 / not_eligible 不符合 / undetermined 尚不能判断 / not_applicable 不受理申报"
    )
    failed: tuple[Text, ...] = Field(default=(), description="应不符合的条款")
    missing: tuple[Id, ...] = Field(default=(), description="应仍缺的事实")
    route: tuple[Id, ...] | None = Field(
        default=None, description="应依次经过的申报环节（stages 里 applying: true 的编号）；[] 表示没有他的环节"
    )
    link: Id | None = Field(default=None, description="日期应算在谁头上：此人该看哪个环节的截止日（stages 里的编号）")


class JudgedOn(Closed):
    """The day on which ages and lengths are judged, where the notice names one."""

    day: Day = Field(description="通知写明的计算年龄和年限的日期")
    clause: Text = Field(description="条款号")


class Policy(Closed):
    """One programme, competition or regulation: everything that its notice says, in words of our own."""

    id: Id = Field(description="政策编号，与文件名相同")
    title: Text = Field(description="通知里的正式名称")
    short_title: Text = Field(description="简称，用在按钮和列表里")
    aliases: tuple[Text, ...] = Field(default=(), description="人们的其他叫法；错别字不用写")
    units: tuple[Text, ...] = Field(default=(), description="通知点名的企业、学校：问话里提到它，同名的项目里就是指这一个")
    series: Series = Field(description="所属系列（同一项目的历年各届）")
    year: Whole = Field(ge=1990, le=2100, description="年度")
    region: tuple[Text, ...] = Field(min_length=1, description="地区，由大到小，例如 [内蒙古自治区, 包头市]；全国性写 [全国]")
    genre: Literal["programme", "result", "plan", "guidance", "opinion", "public_notice"] = Field(
        default="programme", description="programme 项目 / result 结果公布 / plan 计划 / guidance 指导 / opinion 意见 / public_notice 公示"
    )
    applicant: Literal["person", "unit"] | None = Field(description="谁来申报；不受理申报的写 null")
    issuers: tuple[Text, ...] = Field(min_length=1, description="发文单位")
    document_number: Text | None = Field(default=None, description="文号；通知没有就写 null")
    signed: Day | None = Field(default=None, description="落款日期")
    published: Day | None = Field(default=None, description="发布日期")
    sources: tuple[Source, ...] = Field(min_length=1, description="通知在哪里发布、转载")
    summary: Text = Field(description="一两句话：这是什么、给谁、有什么")
    audience: Text = Field(description="适用谁、哪些单位")
    scope_clause: Text | None = Field(default=None, description="范围所在条款")
    judged_on: JudgedOn | None = Field(default=None, description="通知写明按哪天计算年龄和年限时才写")
    tracks: tuple[Track, ...] = Field(default=(), description="类别")
    conditions: tuple[Condition, ...] = Field(default=(), description="条件")
    gates: tuple[Gate, ...] = Field(default=(), description="程序门槛")
    stages: tuple[Stage, ...] = Field(default=(), description="环节")
    materials: tuple[Material, ...] = Field(default=(), description="材料")
    quotas: tuple[Quota, ...] = Field(default=(), description="名额")
    benefits: tuple[Benefit, ...] = Field(default=(), description="待遇")
    shares: tuple[Share, ...] = Field(default=(), description="按比例提取、使用的钱")
    duties: tuple[Duty, ...] = Field(default=(), description="义务")
    contacts: tuple[Contact, ...] = Field(default=(), description="联系方式")
    systems: tuple[System, ...] = Field(default=(), description="网上系统")
    documents: tuple[Document, ...] = Field(default=(), description="通知提到的文件和附件")
    absences: tuple[Absence, ...] = Field(default=(), description="人们会问、但这里没有的内容")
    situations: tuple[Situation, ...] = Field(default=(), description="特殊情况能不能报：没有单位、单位不推荐、劳务派遣等，每种至多写一条")
    caveats: tuple[Caveat, ...] = Field(default=(), description="存疑之处")
    examples: tuple[Example, ...] = Field(default=(), description="例子：某人在某天应得什么结论")

    @model_validator(mode="after")
    def _applicable_when_it_has_conditions(self) -> "Policy":
        if self.applicant is None and self.conditions:
            raise ValueError("不受理申报（applicant: null）的文件不写 conditions")
        return self

    @property
    def entries(self) -> tuple[Condition | Entry, ...]:
        """Everything that a clause stands behind and a caveat can touch."""
        return tuple(entry for section in SECTIONS for entry in getattr(self, section))

    @property
    def facts_used(self) -> frozenset[str]:
        """The ids of all facts that this policy's rules, quotas and shares refer to."""
        rules = [entry.when for entry in self.entries] + [condition.rule for condition in self.conditions]
        counted = [quota.of for quota in self.quotas] + [share.of for share in self.shares]
        return frozenset(fact for rule in rules for fact in facts_in(rule)) | {fact for fact in counted if fact}

    def applicant_of(self, track_id: str | None) -> Literal["person", "unit"] | None:
        """Who applies for a track, which may be another than for the rest (机构 and 学员 in one notice); without one, the policy's own."""
        own = self.track(track_id).applicant if track_id is not None and self.applicant is not None else None
        return own or self.applicant

    @property
    def applicants(self) -> tuple[Literal["person", "unit"], ...]:
        """All who apply for some part of it, the policy's own first; empty where nobody does."""
        found = (self.applicant_of(track.id) for track in self.tracks)
        every = {one for one in found if one} or ({self.applicant} if self.applicant else set())
        return tuple(sorted(every, key=lambda one: one != self.applicant))

    def track(self, track_id: str) -> Track:
        """The track of that id; KeyError when there is none."""
        for track in self.tracks:
            if track.id == track_id:
                return track
        raise KeyError(track_id)

    @property
    def footings(self) -> tuple[Condition | Gate | Duty, ...]:
        """What a situation can rest on: rules on who may apply and how."""
        return (*self.conditions, *self.gates, *self.duties)

    def situation(self, about: SituationId) -> Situation | None:
        """What the notice says to somebody in a situation; None where this file holds nothing on it."""
        return next((one for one in self.situations if one.about == about), None)

    def caveats_on(self, entry_ids: frozenset[str]) -> tuple[Caveat, ...]:
        """The caveats that touch any of these entries."""
        return tuple(caveat for caveat in self.caveats if entry_ids.intersection(caveat.touches))


def holds_for(entry: Condition | Entry, track: str | None) -> bool:
    """Whether an entry concerns a track; with no track asked for, every entry does."""
    return track is None or not entry.tracks or track in entry.tracks
