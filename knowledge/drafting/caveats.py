"""Everything that is not sure, as caveats to settle: years that are not printed, dates that clash, damaged places."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.drafting.dates import Window
from knowledge.drafting.draft import Draft
from knowledge.drafting.entries import Item, short
from knowledge.drafting.marks import OPEN
from knowledge.drafting.page import Place


def caveats(draft: Draft, entries: Mapping[str, Place]) -> Iterator[Item]:
    """``entries``: the places of the entries that a caveat can touch, by id."""
    said = [*_years(draft), *_clashes(draft), *_phones(draft), *_amounts(draft), *_damaged(draft), *_issuers(draft)]
    for at, (place, clause, reading, certainty) in enumerate(said, 1):
        touched = _touched(place, clause, draft, entries)
        data: dict[str, Any] = {"id": f"caveat-{at}", "clause": clause, "printed": short(draft.page.quote(place)) or "（空白）"}
        yield Item(data | {"reading": reading, "certainty": certainty, "ask": _whom(draft), "touches": touched}, place)


_Said = tuple[Place, str, str, str]


def _whom(draft: Draft) -> str:
    names = [issuer.name for issuer in draft.head.issuers]
    return names[0] if names else f"{OPEN}向谁核实"


def _touched(place: Place, clause: str, draft: Draft, entries: Mapping[str, Place]) -> list[str]:
    """The entries that stand at the place; else those of its line; else those of its clause."""
    meeting = [name for name, held in entries.items() if held.start < place.end and place.start < held.end]
    line = draft.page.line(place.start)
    beside = [name for name, held in entries.items() if draft.page.line(held.start) == line]
    within = [name for name, held in entries.items() if (part := draft.outline.at(held.start)) and part.clause == clause]
    return meeting or beside or within


def _years(draft: Draft) -> Iterator[_Said]:
    for window in draft.windows:
        if window.year_from == "start":
            yield window.place, window.clause, "后一个日期没印年份，按前一个日期推算", "likely"
        if window.year_from == "masthead":
            yield window.place, window.clause, f"没印年份，{_by_what(draft)}", "likely"
        if window.year_from == "none" and not window.damaged:
            yield window.place, window.clause, f"{OPEN}没印年份，原文里也没有可以依据的年份", "doubtful"
        if window.damaged:
            yield window.place, window.clause, f"{OPEN}日期残缺，{_shown(window)}", "doubtful"


def _by_what(draft: Draft) -> str:
    if draft.head.signed:
        return f"按落款是{draft.head.signed.day.year}年"
    if draft.head.published:
        return f"按发布日期是{draft.head.published.day.year}年"
    return f"按标题是{draft.head.year}年"


def _shown(window: Window) -> str:
    days = "至".join(f"{day.month}月{day.day}日" for day in (window.starts, window.ends) if day)
    return f"暂读作{days}，请核对" if days else "读不出哪一天，请核对"


def _clashes(draft: Draft) -> Iterator[_Said]:
    """A last day before the notice itself."""
    head = draft.head
    for window in draft.windows:
        for dated, name in ((head.signed, "落款日期"), (head.published, "发布日期")):
            if dated and window.ends and window.ends < dated.day and window.kind != "effective":
                yield window.place, window.clause, f"{OPEN}截止日期早于{name}{dated.day}，请核对", "doubtful"
                break
    if head.signed and head.published and head.published.day < head.signed.day:
        yield head.published.place, head.published.clause, f"{OPEN}发布日期早于落款日期，请核对", "doubtful"
    if head.signed and head.signed.doubt:
        yield head.signed.place, head.signed.clause, f"{OPEN}{head.signed.doubt}，暂读作{head.signed.day}", "likely"


def _phones(draft: Draft) -> Iterator[_Said]:
    for contact in draft.contacts:
        if contact.doubt:
            yield contact.place, contact.clause, f"{OPEN}{contact.doubt}", "doubtful"


def _amounts(draft: Draft) -> Iterator[_Said]:
    for amount in draft.amounts:
        if amount.doubt:
            yield amount.place, amount.clause, f"{OPEN}{amount.doubt}", "doubtful"


def _damaged(draft: Draft) -> Iterator[_Said]:
    told = [place for place, *_ in (*_years(draft), *_amounts(draft))]
    for damage in draft.damage:
        if not any(place.start < damage.place.end and damage.place.start < place.end for place in told):
            yield damage.place, damage.clause, f"{OPEN}{damage.note}", "doubtful"


def _issuers(draft: Draft) -> Iterator[_Said]:
    for issuer in draft.head.issuers:
        if issuer.basis in {"source_line", "body"} or issuer.name.startswith(("市", "省", "区", "县")):
            yield issuer.place, issuer.clause, f"{OPEN}没有落款，发文单位是从这里读的，请核对全称", "doubtful"


def entry_places(sections: Mapping[str, Sequence[Item]]) -> Mapping[str, Place]:
    """The places of entries by id."""
    return {item.data["id"]: item.place for items in sections.values() for item in items if item.place}
