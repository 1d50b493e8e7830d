"""A draft as a policy file. It does not load: lint tells every open place, and nothing else, until somebody has settled them all."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from knowledge.drafting import entries
from knowledge.drafting.caveats import caveats, entry_places
from knowledge.drafting.draft import Draft
from knowledge.drafting.entries import Item, clean
from knowledge.drafting.marks import OPEN, TO_ENCODE, UNKNOWN, Mark, is_open
from knowledge.drafting.titles import Title
from knowledge.facts import Fact
from knowledge.schema import HEADER, POLICY_SCHEMA

_REMARKS = """\
# 草稿：knowledge draft 从原文读出来的，还没有人看过，不能直接用。
# 写着“待定”的，看原文定下来；写着“待编码”的是原文的话，请用自己的话写，能写成规则的写 rule，由评审把握的留 decided_by: jury。
# 谁来申报（applicant）：person 个人、unit 单位。哪里的原文（kind）：official 政府网站、repost 转载。
# 谁来做、谁准备（actor、prepared_by）：applicant 申报人、unit 单位、county 旗县区、city 市、
#   department 主管部门、province 省或自治区、ministry 部、jury 评审专家。
# lint 会把没定的一处一处列出来，全定了才能载入。“第N行”是原文的行号，连同这些说明最后都可以删。"""

_ABSENT = {
    "stages": ("deadline", "没有读到申报日期"),
    "materials": ("materials", "没有读到要交的材料"),
    "benefits": ("benefit", "没有读到金额"),
    "quotas": ("quota", "没有读到名额"),
    "contacts": ("contact", "没有读到联系方式"),
}
_SECTIONS = ("conditions", "stages", "materials", "quotas", "benefits", "contacts", "systems")
_YEARLESS = re.compile(r"-(?:19|20)[0-9]{2}$")


def written(draft: Draft, name: str, facts: Mapping[str, Fact]) -> str:
    """The file of a draft. ``name``: the policy's id."""
    sections = sections_of(draft, facts)
    documents = list(entries.documents(draft))
    doubts = list(caveats(draft, entry_places(sections)))
    lines = [HEADER.format(f"../schema/{POLICY_SCHEMA}"), _REMARKS, *_head(draft, name)]
    for section in _SECTIONS:
        lines += _listed(draft, section, sections[section])
    lines += _listed(draft, "documents", documents)
    lines += _absences(draft, sections)
    lines += _listed(draft, "caveats", doubts)
    return "\n".join(lines) + "\n"


def sections_of(draft: Draft, facts: Mapping[str, Fact]) -> Mapping[str, Sequence[Item]]:
    """The entries of a draft by section."""
    annexes = frozenset(item.data["label"] for item in entries.documents(draft))
    return {
        "conditions": list(entries.conditions(draft, facts)),
        "stages": list(entries.stages(draft)),
        "materials": list(entries.materials(draft, annexes)),
        "quotas": list(entries.quotas(draft)),
        "benefits": list(entries.benefits(draft)),
        "contacts": list(entries.contacts(draft)),
        "systems": list(entries.systems(draft)),
    }


def open_places(text: str) -> int:
    """How many places of a drafted file are open."""
    return marks_in(text).total()


def marks_in(text: str) -> Counter[Mark]:
    """The open places of a drafted file: marked texts and values to be chosen, words to be encoded, caveats that touch nothing yet."""
    return Counter(_marks(yaml.safe_load(text)))


def _marks(value: Any) -> Iterator[Mark]:  # noqa: ANN401 - a file's data of any shape
    match value:
        case dict():
            for key, held in value.items():
                if key == "touches" and not held:
                    yield "touches"
                yield from _marks(held)
        case list():
            for held in value:
                yield from _marks(held)
        case str() if value.startswith(TO_ENCODE):
            yield "to_encode"
        case str() if value == UNKNOWN or is_open(value):
            yield "open"


def _head(draft: Draft, name: str) -> Iterator[str]:
    head = draft.head
    title = clean(head.title.text) if head.title and not head.title.likely else None
    years = {dated.day.year for dated in (head.signed, head.published) if dated} | ({head.year} if head.year else set())
    published = head.published if head.published and not (head.signed and head.published.day < head.signed.day) else None
    data: dict[str, Any] = {
        "id": name,
        "title": _titled(head.title),
        "short_title": f"{OPEN}简称，用在按钮上",
        "series": {"id": _YEARLESS.sub("", name), "name": f"{OPEN}历年不变的名称"},
        "year": head.year or (years.pop() if len(years) == 1 else UNKNOWN),
        "region": [f"{OPEN}地区，由大到小"],
        "applicant": UNKNOWN,
        "issuers": [clean(issuer.name) for issuer in head.issuers] or [f"{OPEN}原文里没有发文单位"],
        "document_number": clean(head.number.text) if head.number else None,
        "signed": head.signed.day if head.signed else None,
        "published": published.day if published else None,
        "sources": [{"publisher": f"{OPEN}在哪里发布", **({"title": title} if title else {}), "kind": UNKNOWN}],
        "summary": f"{OPEN}一两句话：这是什么、给谁、有什么",
        "audience": f"{OPEN}适用谁、哪些单位",
    }
    yield from (_pair(key, value) for key, value in data.items())


def _titled(title: Title | None) -> str:
    if title is None:
        return f"{OPEN}原文里没有标题"
    return f"{OPEN}像是标题，请核对：{clean(title.text)}" if title.likely else clean(title.text)


def _listed(draft: Draft, section: str, items: Sequence[Item]) -> Iterator[str]:
    if not items:
        return
    yield f"\n{section}:"
    for item in items:
        line = f"第{draft.page.line(item.place.start)}行" if item.place else ""
        remarks = "；".join(clean(one) for one in (line, *item.remarks) if one)
        first = True
        for key, value in item.data.items():
            yield f"  {'- ' if first else '  '}{_pair(key, value)}" + (f"  # {remarks}" if first and remarks else "")
            first = False


def _absences(draft: Draft, sections: Mapping[str, Sequence[Item]]) -> Iterator[str]:
    missing = [(topic, said) for section, (topic, said) in _ABSENT.items() if not sections[section]]
    if not missing and not draft.has_mobile:
        return
    yield "\nabsences:"
    for topic, said in missing:
        yield f"  - {{topic: {topic}, why: not_stated, text: {_plain(f'{OPEN}{said}，请看原文有没有，没有就写明去哪里问')}}}"
    if draft.has_mobile:
        yield f"  - {{topic: contact, why: left_out, text: {_plain(f'{OPEN}原文里的手机号没有收录，请写明该打哪个办公电话')}}}"


def _pair(key: str, value: Any) -> str:  # noqa: ANN401 - data of any shape
    return f"{key}: {_plain(value)}"


def _plain(value: Any) -> str:  # noqa: ANN401 - data of any shape
    """A value on one line."""
    if isinstance(value, date):
        return value.isoformat()
    dumped: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000, sort_keys=False)
    return dumped.removesuffix("\n").removesuffix("\n...").removesuffix("...").strip()
