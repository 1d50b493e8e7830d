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
    Source,
    Stage,
    System,
    Track,
)

Value = bool | int | Decimal | str | tuple[str, ...]
"""A fact's value as written in a file, on the command line or in JSON; ``?`` does not know, ``-`` declined."""

VerdictName = Literal["eligible", "not_eligible", "undetermined", "not_applicable"]


class Example(Closed):
    """A worked example: a person or unit, a day, the expected verdict. An official can read it; it runs as a test."""

    name: Text = Field(description="这是谁，例如 45周岁整、副高、区外")
    track: Id | None = None
    as_of: Day | None = Field(default=None, description="在哪一天自测；不写为判断日")
    facts: dict[Id, Value] = Field(description="事实编号: 值；? 不清楚，- 不愿说")
    expect: VerdictName
    failed: tuple[Text, ...] = Field(default=(), description="应不符合的条款")
    missing: tuple[Id, ...] = Field(default=(), description="应仍缺的事实")


class JudgedOn(Closed):
    """The day on which ages and lengths are judged, where the notice names one."""

    day: Day
    clause: Text


class Policy(Closed):
    """One programme, competition or regulation: everything that its notice says, in words of our own."""

    id: Id = Field(description="政策编号，与文件名相同")
    title: Text = Field(description="通知里的正式名称")
    short_title: Text = Field(description="简称，用在按钮和列表里")
    aliases: tuple[Text, ...] = Field(default=(), description="人们的其他叫法；错别字不用写")
    series: Series
    year: Whole = Field(ge=1990, le=2100, description="年度")
    region: tuple[Text, ...] = Field(min_length=1, description="地区，由大到小，例如 [内蒙古自治区, 包头市]；全国性写 [全国]")
    genre: Literal["programme", "result", "plan", "guidance", "opinion", "public_notice"] = "programme"
    applicant: Literal["person", "unit"] | None = Field(description="谁来申报；不受理申报的写 null")
    issuers: tuple[Text, ...] = Field(min_length=1)
    document_number: Text | None = Field(default=None, description="文号；通知没有就写 null")
    signed: Day | None = None
    published: Day | None = None
    sources: tuple[Source, ...] = Field(min_length=1)
    summary: Text = Field(description="一两句话：这是什么、给谁、有什么")
    audience: Text = Field(description="适用谁、哪些单位")
    scope_clause: Text | None = Field(default=None, description="范围所在条款")
    judged_on: JudgedOn | None = None
    tracks: tuple[Track, ...] = ()
    conditions: tuple[Condition, ...] = ()
    gates: tuple[Gate, ...] = ()
    stages: tuple[Stage, ...] = ()
    materials: tuple[Material, ...] = ()
    quotas: tuple[Quota, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    duties: tuple[Duty, ...] = ()
    contacts: tuple[Contact, ...] = ()
    systems: tuple[System, ...] = ()
    documents: tuple[Document, ...] = ()
    absences: tuple[Absence, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _applicable_when_it_has_conditions(self) -> "Policy":
        if self.applicant is None and self.conditions:
            raise ValueError("不受理申报（applicant: null）的文件不写 conditions")
        return self

    @property
    def entries(self) -> tuple[Condition | Entry, ...]:
        """Everything that a clause stands behind and a caveat can touch."""
        return (
            *self.conditions,
            *self.gates,
            *self.stages,
            *self.materials,
            *self.quotas,
            *self.benefits,
            *self.duties,
            *self.contacts,
            *self.systems,
        )

    @property
    def facts_used(self) -> frozenset[str]:
        """The ids of all facts that this policy's rules and quotas refer to."""
        rules = [entry.when for entry in self.entries] + [condition.rule for condition in self.conditions]
        return frozenset(fact for rule in rules for fact in facts_in(rule)) | {quota.of for quota in self.quotas if quota.of}

    def track(self, track_id: str) -> Track:
        """The track of that id; KeyError when there is none."""
        for track in self.tracks:
            if track.id == track_id:
                return track
        raise KeyError(track_id)

    def caveats_on(self, entry_ids: frozenset[str]) -> tuple[Caveat, ...]:
        """The caveats that touch any of these entries."""
        return tuple(caveat for caveat in self.caveats if entry_ids.intersection(caveat.touches))


def holds_for(entry: Condition | Entry, track: str | None) -> bool:
    """Whether an entry concerns a track; with no track asked for, every entry does."""
    return track is None or not entry.tracks or track in entry.tracks
