"""What was read, as entries of a policy file: plain data in the files' form, with what is open marked and every id given."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.drafting.amounts import Amount
from knowledge.drafting.conditions import Requirement
from knowledge.drafting.contacts import Contact
from knowledge.drafting.dates import Window
from knowledge.drafting.draft import Draft
from knowledge.drafting.limits import Limit
from knowledge.drafting.marks import OPEN, TO_ENCODE, UNKNOWN
from knowledge.drafting.numbers import written
from knowledge.drafting.page import Place
from knowledge.drafting.papers import Paper
from knowledge.drafting.quotas import Places
from knowledge.facts import Fact, options_of
from knowledge.reading.source import STRAY

_SHORT = 24
"""Characters of the notice that a remark may hold."""
_SECRET = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9](?:[-－—–]?[0-9]{4}){2}(?![0-9A-Za-z])|(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_NAMES = {
    "apply": "申报",
    "submit": "报送材料",
    "review": "评审",
    "event": "活动",
    "result": "公布",
    "effective": "政策实施",
    "period": "时间段",
}
_SIGNS = {"=": "", "<=": "不超过", ">=": "不少于", "~": "约"}
_WORDS = {"at_least": "不少于", "at_most": "不超过", "more_than": "超过", "less_than": "不满"}
_ON_SCALE = {"at_least": "及以上", "at_most": "及以下", "more_than": "以上（不含）", "less_than": "以下（不含）"}


@dataclass
class Item:
    """One entry, and what to look at beside it."""

    data: dict[str, Any]
    place: Place | None = None
    remarks: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """Words of a notice as a file may hold them: on one line, without characters that nobody sees and without private numbers."""
    return _SECRET.sub("×××", re.sub(r"\s+", "", STRAY.sub("", text))).strip()


def short(text: str) -> str:
    """The first few characters of a notice's words."""
    plain = clean(text)
    return plain if len(plain) <= _SHORT else plain[: _SHORT - 1] + "…"


def stages(draft: Draft) -> Iterator[Item]:
    """Every window as a stage; who acts and what is to be done is for somebody to say."""
    for at, window in enumerate(draft.windows, 1):
        yield Item(_stage(at, window), window.place, _stage_remarks(draft, window))


def _stage(at: int, window: Window) -> dict[str, Any]:
    data: dict[str, Any] = {"id": f"stage-{at}", "clause": window.clause, "name": _NAMES[window.kind], "actor": UNKNOWN}
    data["action"] = f"{OPEN}谁在这一环做什么、交给谁"
    if window.grain == "day":
        data |= {"starts": window.starts} if window.starts else {}
        data |= {"ends": window.ends} if window.ends else {}
        data |= {"ends_at": window.hour} if window.hour and window.ends else {}
    elif window.grain == "month":
        data["about"] = clean(window.about or "")
    else:
        data["about"] = f"{OPEN}原文是“{short(window.about or '')}”，日期读不准"
    if window.kind in {"apply", "submit"}:
        data["applying"] = True
    return data


def _stage_remarks(draft: Draft, window: Window) -> list[str]:
    remarks = [f"原文“{short(draft.page.quote(window.place))}”"]
    if window.year_from in {"start", "masthead"}:
        remarks.append("没印年份，见 caveats")
    return remarks


def materials(draft: Draft, annexes: frozenset[str]) -> Iterator[Item]:
    """Every paper; who prepares it is for somebody to say."""
    for at, paper in enumerate(draft.papers, 1):
        yield Item(_material(at, paper, annexes), paper.place)


def _material(at: int, paper: Paper, annexes: frozenset[str]) -> dict[str, Any]:
    data: dict[str, Any] = {"id": f"material-{at}", "clause": paper.clause, "name": clean(paper.name)}
    data |= {"copies": paper.copies} if paper.copies else {}
    data |= {"form": annex_id(paper.form)} if paper.form in annexes and paper.form else {}
    data |= {"medium": list(paper.media)} if paper.media else {}
    data |= {"stamp": f"{OPEN}要盖章，盖谁的"} if paper.stamp else {}
    data["prepared_by"] = UNKNOWN
    return data | ({"photocopy": paper.photocopy} if paper.photocopy is not None else {})


def annex_id(label: str) -> str:
    """附件1 as an id."""
    number = label.removeprefix("附件")
    return f"annex-{number}" if number.isdecimal() else "annex"


def benefits(draft: Draft) -> Iterator[Item]:
    """Every amount as a benefit: whole yuan as an amount, the rest in words."""
    for at, amount in enumerate(draft.amounts, 1):
        yield Item(_benefit(at, amount), amount.place)


def _benefit(at: int, amount: Amount) -> dict[str, Any]:
    said = f"{clean(amount.what) or '金额'}：{_SIGNS[amount.sign]}{clean(amount.stated)}"
    per = [one for one in amount.per if one not in {"年", "月"}]
    data: dict[str, Any] = {
        "id": f"benefit-{at}",
        "clause": amount.clause,
        "text": f"{OPEN}{amount.doubt}；{said}" if amount.doubt else said,
    }
    whole = amount.unit == "元" and amount.low is None and not amount.doubt and amount.sign in {"=", "<="}
    if whole and amount.value is not None and amount.value == amount.value.to_integral_value():
        data["amount"] = int(amount.value)
        data |= {"unit": per[0]} if len(per) == 1 else {}
        period = "month" if "月" in amount.per else "year" if "年" in amount.per else None
        data |= {"period": period} if period and len(per) == 1 else {}
    if amount.per and "period" not in data and not amount.stated.count("/"):
        data["text"] += f"（每{'每'.join(amount.per)}）"
    return data


def quotas(draft: Draft) -> Iterator[Item]:
    """Every number of places."""
    for at, places in enumerate(draft.quotas, 1):
        yield Item(_quota(at, places), places.place)


def _quota(at: int, places: Places) -> dict[str, Any]:
    number = f"{written(places.low)}—{written(places.value)}" if places.low is not None else written(places.value)
    said = f"{clean(places.what)}：{'每' + places.each if places.each else ''}{_SIGNS[places.sign]}{number}{places.unit}"
    data: dict[str, Any] = {"id": f"quota-{at}", "clause": places.clause, "text": said, "kind": places.kind or UNKNOWN}
    if places.value == places.value.to_integral_value():
        if places.low is not None:
            data |= {"lowest": int(places.low), "highest": int(places.value)}
        else:
            data[{"=": "amount", "<=": "highest", ">=": "lowest", "~": "amount"}[places.sign]] = int(places.value)
    return data | ({"unit": places.unit} if places.unit != "人" else {})


def conditions(draft: Draft, facts: Mapping[str, Fact]) -> Iterator[Item]:
    """Every requirement: a sure rule in words of its own; all else in the notice's words, marked."""
    for at, requirement in enumerate(draft.requirements, 1):
        yield Item(_condition(at, requirement, facts), requirement.place, _condition_remarks(requirement))


def _condition(at: int, requirement: Requirement, facts: Mapping[str, Fact]) -> dict[str, Any]:
    data: dict[str, Any] = {"id": f"condition-{at}", "clause": requirement.clause}
    if requirement.role in {"excluding", "preferred"}:
        data["kind"] = requirement.role
    if requirement.rule is not None:
        said = in_words(requirement.rule, facts)
        data["text"] = f"{OPEN}{requirement.unsure}；读到的是{said}" if requirement.unsure else said
        return data | {"rule": dict(requirement.rule)}
    return data | {"text": f"{TO_ENCODE}{clean(requirement.text)}", "decided_by": "jury"}


def _condition_remarks(requirement: Requirement) -> list[str]:
    remarks = [requirement.unsure] if requirement.unsure and not requirement.rule else []
    loose = [limit for limit in requirement.limits if not limit.fact or requirement.rule is None]
    return [*remarks, *(f"读到：{_in_figures(limit)}" for limit in loose)]


def _in_figures(limit: Limit) -> str:
    if limit.damaged:
        return "、".join(f"{_WORDS[operator]}{value}（丢了量词）" for operator, value in limit.bounds)
    unit = "个月" if limit.kind == "years" else limit.unit
    return "、".join(f"{_WORDS[operator]}{value}{unit}" for operator, value in limit.bounds)


def in_words(rule: Mapping[str, Any], facts: Mapping[str, Fact]) -> str:
    """A drafted rule in words of our own."""
    for joined, word in (("all", "，并且"), ("any", "，或者")):
        if joined in rule:
            return word.join(in_words(part, facts) for part in rule[joined])
    fact = facts[rule["fact"]]
    named = {option.id: option.label for option in options_of(fact)}
    if "includes_any" in rule:
        return f"{fact.name}有{'、'.join(named[option] for option in rule['includes_any'])}"
    said = []
    for operator, bound in rule.items():
        if operator != "fact":
            scale = bound in named
            said.append(
                f"{named[bound]}{_ON_SCALE[operator]}" if scale else f"{_WORDS[operator]}{bound}{'周岁' if fact.kind == 'age' else ''}"
            )
    return fact.name + "、".join(said)


def contacts(draft: Draft) -> Iterator[Item]:
    """Phones, fax, mail and address of one office together, by clause; links are ``systems``."""
    grouped: dict[tuple[str, str | None], list[Contact]] = {}
    for contact in draft.contacts:
        if contact.kind != "url":
            grouped.setdefault((contact.clause, contact.office), []).append(contact)
    for at, ((clause, office), held) in enumerate(grouped.items(), 1):
        data: dict[str, Any] = {"id": f"contact-{at}", "clause": clause, "office": clean(office) if office else f"{OPEN}这是哪个科室的"}
        for key, kind in (("phones", "phone"), ("faxes", "fax"), ("mails", "mail")):
            values = [clean(one.value) for one in held if one.kind == kind]
            data |= {key: values} if values else {}
        addresses = [clean(one.value) for one in held if one.kind == "address"]
        data |= {"address": addresses[0]} if addresses else {}
        yield Item(data, held[0].place, [f"{one.value}：{one.doubt}" for one in held if one.doubt])


def systems(draft: Draft) -> Iterator[Item]:
    """Every link."""
    for at, contact in enumerate((one for one in draft.contacts if one.kind == "url"), 1):
        url = contact.value if contact.value.startswith("http") else f"http://{contact.value}"
        host = re.sub(r"^https?://", "", url).split("/")[0].split(":")[0]
        government = host == "gov.cn" or host.endswith(".gov.cn")
        named: dict[str, Any] = {"name": f"{OPEN}这是什么系统", "url": url, "government": government, "purpose": f"{OPEN}用来做什么"}
        yield Item({"id": f"system-{at}", "clause": contact.clause, **named}, contact.place)


def documents(draft: Draft) -> Iterator[Item]:
    """The annexes of the list, each once."""
    seen: set[str] = set()
    for part in draft.outline.parts:
        label = re.fullmatch("附件[0-9]*", part.clause)
        if not label or part.clause in seen or not part.begins:
            continue
        text = draft.page.plain[part.place.start : part.place.end]
        named = re.sub(r"^\s*附\s*件\s*[0-9]*\s*[:.、]?\s*(?:[0-9]{1,2}\s*[.、]?)?|^\s*[0-9]{1,2}\s*[.、]?\s*", "", text)
        kind = re.search(r"\.(docx?|xlsx?|pdf|rar|zip|wps)$", named.strip())
        title = clean(named.strip()[: -len(kind[0])] if kind else named).strip("《》")
        if not title or len(title) > 80:  # noqa: PLR2004 - a name, not a page
            continue
        seen.add(part.clause)
        data: dict[str, Any] = {"id": annex_id(part.clause), "title": title, "role": "annex", "label": part.clause}
        yield Item(data | ({"file_type": kind[1]} if kind else {}), part.place)
