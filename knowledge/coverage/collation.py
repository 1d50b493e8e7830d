"""The clause lists and the entries held to the texts of the notices."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from knowledge.clauses import ClauseSpan, Notice, Span
from knowledge.coverage.citations import citations
from knowledge.coverage.figures import figures, offered
from knowledge.policy import Policy


def texts_in(folder: Path) -> dict[str, str]:
    """The texts of a folder's ``*.txt`` files by name, exactly as they stand in the files; OSError, UnicodeDecodeError."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))}


def text_of(notice: Notice, texts: Iterable[str]) -> str | None:
    """The name of a notice's text: its own, or the only one that begins so; None where there is none."""
    begun = [name for name in texts if name.startswith(notice.text)]
    return notice.text if notice.text in begun else begun[0] if len(begun) == 1 else None


def digest(text: str) -> str:
    """The first twelve hex digits of the SHA-256 over a text in UTF-8."""
    return sha256(text.encode()).hexdigest()[:12]


def discrepancies(texts: Mapping[str, str], notices: Iterable[Notice], policies: Mapping[str, Policy]) -> Iterator[str]:
    """Every place where lists, entries and texts disagree, in Chinese, without a word of the texts but their numbers."""
    by_text: dict[str, list[Notice]] = {name: [] for name in texts}
    for notice in notices:
        name = text_of(notice, texts)
        if name is None:
            yield f"{notice.id}：没有原文 {notice.text}"
        else:
            by_text[name].append(notice)
    for name, text in texts.items():
        here = by_text[name]
        if not here:
            yield f"{name}.txt：还没有条款清单，用 knowledge clauses {name}.txt 生成"
            continue
        yield from untiled(name, len(text), [span for notice in here for span in notice.spans])
        for notice in here:
            yield from _changed(notice, text)
            yield from _missing_figures(notice, text, policies)


def untiled(key: str, length: int, spans: Iterable[Span]) -> Iterator[str]:
    """Where a text's characters belong to no span or to two."""
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.start > at:
            yield f"{key}：第 {at}–{span.start} 字不属于任何条款"
        elif span.start < at:
            yield f"{key}：第 {span.start}–{min(at, span.end)} 字属于两处"
        at = max(at, span.end)
    if at != length:
        yield f"{key}：第 {at}–{length} 字不属于任何条款" if at < length else f"{key}：写到第 {at} 字，原文只有 {length} 字"


def _changed(notice: Notice, text: str) -> Iterator[str]:
    for span in notice.spans:
        if digest(text[span.start : span.end]) != span.sha:
            yield f"{notice.id} {_name(span)}：第 {span.start}–{span.end} 字与原文对不上"


def _missing_figures(notice: Notice, text: str, policies: Mapping[str, Policy]) -> Iterator[str]:
    """Numbers of a clause that no citing entry holds, and excuses for numbers that are not there."""
    held: dict[str, set[str]] = {}
    for name in notice.policies:
        for citation in citations(policies[name]) if name in policies else ():
            held.setdefault(citation.clause, set()).update(offered(citation.value))
    for part in notice.clauses:
        if part.nothing:
            continue
        printed = tuple(figures(text[part.start : part.end]))
        excused = {reading for number in part.excused for figure in figures(number) for reading in figure.readings}
        there = {reading for figure in printed for reading in figure.readings}
        for number in part.excused:
            if not any(there.intersection(figure.readings) for figure in figures(number)):
                yield f"{notice.id} {part.id}：excused 里的 {number} 原文没有"
        missing = (figure for figure in printed if not {*held.get(part.id, ()), *excused}.intersection(figure.readings))
        for figure in dict.fromkeys(figure.printed for figure in missing):
            yield f"{notice.id} {part.id}：引用它的条目里没有 {figure}"


def _name(span: Span) -> str:
    return span.id if isinstance(span, ClauseSpan) else "（排除的文字）"
