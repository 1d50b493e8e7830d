"""A notice made of what a policy file holds, for tests that may not have the real one: title, clauses, dates, sums, telephones."""

from datetime import date

from knowledge.policy import Policy


def notice_of(policy: Policy) -> str:
    """Clause by clause in the order of the numbers, as far as there are any; then the signature."""
    title = next((source.title for source in policy.sources if source.title), policy.title)
    lines = [title, policy.document_number or "", "各单位："]
    entries = [
        *((stage.clause, f"{stage.name}：{stage.action}{_until(stage.starts, stage.ends)}。") for stage in policy.stages),
        *((quota.clause, f"{quota.text}。") for quota in policy.quotas),
        *((benefit.clause, f"{benefit.text}。") for benefit in policy.benefits),
        *((condition.clause, f"{condition.text}。") for condition in policy.conditions),
        *((material.clause, f"{material.name}。") for material in policy.materials),
    ]
    for number, clause in enumerate(dict.fromkeys(clause for clause, _ in entries), 1):
        lines.append(f"{_heading(clause, number)}{''.join(text for one, text in entries if one == clause)}")
    for contact in policy.contacts:
        lines += [f"联系单位：{contact.office}，联系电话：{phone}" for phone in contact.phones]
    lines += [*policy.issuers, _day(policy.signed) if policy.signed else ""]
    return "\n".join(line for line in lines if line) + "\n"


def _heading(clause: str, number: int) -> str:
    """Top-level numbers as printed; what lies deeper gets a number of its own."""
    return f"{clause}、" if clause in set("一二三四五六七八九十") else f"（{number}）"


def _until(starts: date | None, ends: date | None) -> str:
    if ends is None:
        return ""
    return f"，{_day(starts)}至{_day(ends)}" if starts else f"，{_day(ends)}前"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
