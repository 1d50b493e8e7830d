"""Where a notice's clauses begin: where a line begins with 第一条, 一、, （一）, 1., （1）, 附件1; title and signature by their looks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.numerals import read_numeral

_ONE = "[一二三四五六七八九]"
_CHINESE = f"(?:一百(?:零{_ONE}|{_ONE}十{_ONE}?)?|{_ONE}?十{_ONE}?|{_ONE})"
_LEVELS: tuple[tuple[int, re.Pattern[str], str], ...] = (
    (0, re.compile(f"第({_CHINESE}|[0-9]{{1,2}})[章编]"), "第{}章"),
    (1, re.compile(f"第({_CHINESE}|[0-9]{{1,3}})条"), "第{}条"),
    (1, re.compile(f"({_CHINESE})[、.．]"), "{}"),
    (2, re.compile(f"[(（]({_CHINESE})[)）]"), "（{}）"),
    (3, re.compile(r"([0-9]{1,2})(?:[.．](?![0-9])|、)"), "{}"),
    (4, re.compile("[(（]([0-9]{1,2})[)）]"), "（{}）"),
    (5, re.compile("([①-⑳])"), "{}"),
)
"""From the outside in: how a line of that level begins, and how its number stands in a clause's id."""

_ANNEX = re.compile(r"附\s*件\s*[:：]?\s*")
_LISTED = re.compile(r"([0-9]{1,2})(?![0-9年月日])")
_DATE = re.compile(r"[0-9〇零○一二三四五六七八九]{4}\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日$")
_CONTACT = re.compile(r"(?:联\s*系|咨\s*询)\s*(?:人|电\s*话|方\s*式|单\s*位)|电\s*话\s*[:：]|地\s*址\s*[:：]|邮\s*箱\s*[:：]")
_OFFICE = re.compile(r"[^，。；、:：《]{2,60}(?:局|厅|部|委员会|办公室|政府|中心|协会|委)")
_TITLE_END = re.compile("(?:通知|公告|通告|意见|方案|办法|公示|决定|细则|规定|指南|函|条例|启事)[)）》〉]?$")
_DOCUMENT = re.compile(r".{1,20}[〔\[﹝【（(][0-9]{4}[〕\]﹞】）)].{0,6}号")
_PUBLISHED = re.compile("发布(?:时间|日期)|来源|阅读|浏览|字体|作者|时间[:：]|首页|当前位置")
_SENTENCE = re.compile("[，。；！？,;!?]")
_MOST_TITLE_LINES = 4
_INSIDE = re.compile(f"[。；：:;?？\\s](?:第{_CHINESE}条|{_CHINESE}、|[(（]{_CHINESE}[)）]|[0-9]{{1,2}}[.．、](?![0-9]))")
_SEVERAL = 3


@dataclass(frozen=True)
class Line:
    """A line of a text."""

    number: int
    """From 1."""
    start: int
    text: str
    """Without spaces at its ends and the question marks that copying leaves before numbers."""


@dataclass(frozen=True)
class Heading:
    """What begins at a line."""

    id: str
    nothing: str | None = None
    doubt: str | None = None


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines as an editor counts them."""
    lines: list[Line] = []
    start = 0
    for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+$", text), 1):
        lines.append(Line(number, start, line.strip().lstrip("\ufeff?？ \u3000").rstrip()))
        start += len(line)
    return tuple(lines)


def several_in(line: Line) -> int:
    """How many clauses seem to stand inside one line, where that are suspiciously many; else 0."""
    found = len(_INSIDE.findall(line.text))
    return found if found >= _SEVERAL else 0


def headings(lines: Sequence[Line]) -> dict[int, Heading]:
    """What begins at which line; the other lines belong to what began before them."""
    found = dict(_numbered(lines))
    first = min(found, default=len(lines) + 1)
    found |= dict(_opening(lines[: first - 1], numbered=bool(found)))
    found |= {number: heading for number, heading in _closing(lines, found) if number not in found}
    return found


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[int, Heading]]:
    """Numbered clauses by their path, and annexes; what stands inside an annex is not taken apart."""
    path: dict[int, str] = {}
    counts: dict[tuple[int, str], int] = {}
    annexes: set[str] = set()
    for line in lines:
        annex = _annex(line.text, listed=bool(annexes))
        if annex is not None:
            inside = annex in annexes and annex != "附件"
            annexes.add(annex)
            if inside and (rest := lines[line.number :]):
                yield line.number, Heading(annex, doubt="附件的正文，里面没有再分")
                yield from _annex_bodies(rest)
                return
            yield line.number, Heading(annex, "标题" if line.text.strip("：: ") == annex == "附件" else None)
        elif found := _marker(line.text):
            level, mark, count = found
            path = {outer: mark_ for outer, mark_ in path.items() if 0 < outer < level} | {level: mark}
            name = "".join(path[one] for one in sorted(path))
            place = (level, name.removesuffix(mark))
            yield line.number, Heading(name, doubt=_gap(counts.get(place, 0), count))
            counts[place] = count


def _annex_bodies(lines: Sequence[Line]) -> Iterator[tuple[int, Heading]]:
    for line in lines:
        annex = _annex(line.text, listed=False)
        if annex is not None and annex != "附件":
            yield line.number, Heading(annex, doubt="附件的正文，里面没有再分")


def _annex(text: str, *, listed: bool) -> str | None:
    """附件1, or 附件 where it has no number; in a list of annexes a bare number is one too."""
    found = _ANNEX.match(text)
    number = _LISTED.match(text[found.end() :] if found else text if listed else "")
    if number and (found or re.match(r"[0-9]{1,2}[.．、]", text)):
        return f"附件{int(number[1])}"
    return "附件" if found else None


def _marker(text: str) -> tuple[int, str, int] | None:
    """The level of a line's number, the number as an id writes it, and its value."""
    for level, pattern, written in _LEVELS:
        if found := pattern.match(text):
            figure = found[1] if not found[1].isdecimal() else str(int(found[1]))
            return level, written.format(figure), _value(figure)
    return None


def _value(figure: str) -> int:
    return ord(figure) - ord("①") + 1 if "①" <= figure <= "⑳" else int(read_numeral(figure, "smart"))


def _gap(before: int, count: int) -> str | None:
    if count == before + 1:
        return None
    return f"编号不连着：前面是第 {before} 个" if before else f"编号从第 {count} 个开始，前面的没找到"


def _opening(lines: Sequence[Line], *, numbered: bool) -> Iterator[tuple[int, Heading]]:
    """Page head, title, number, addressees and opening, each at its first line."""
    written = [line for line in lines if line.text]
    title = _title(written) if written else range(0)
    if title.start:
        yield written[0].number, Heading("页头")
    before = ""
    for index, line in enumerate(written[title.start :], title.start):
        name = "标题" if index in title else _name_in_opening(line.text, before, "前言" if numbered else "正文")
        if name != before:
            yield line.number, Heading(name, "收文单位" if name == "抬头" else None)
        before = name


def _title(written: Sequence[Line]) -> range:
    """The lines of the title: down to the first that ends as titles do, up to where 关于 stands, or to a gap."""
    last = next((index for index, line in enumerate(written) if _TITLE_END.search(line.text) and _may_be_title(line.text)), 0)
    while last + 1 < len(written) and written[last + 1].text.startswith("的") and _TITLE_END.search(written[last + 1].text):
        last += 1
    near = range(max(0, last - _MOST_TITLE_LINES + 1), last + 1)
    begun = next((index for index in near if "关于" in written[index].text and _may_be_title(written[index].text)), None)
    if begun is not None:
        return range(begun, last + 1)
    first = last
    while first > near.start and written[first - 1].number == written[first].number - 1 and _may_be_title(written[first - 1].text):
        first -= 1
    return range(first, last + 1)


def _may_be_title(text: str) -> bool:
    return not (_SENTENCE.search(text) or _PUBLISHED.search(text) or ">" in text or text.endswith(("：", ":")))


def _name_in_opening(text: str, before: str, body: str) -> str:
    if before == body:
        return body
    if _PUBLISHED.search(text):
        return "页头"
    if _DOCUMENT.fullmatch(text):
        return "文号"
    return "抬头" if before != "抬头" and text.endswith(("：", ":")) else body


def _closing(lines: Sequence[Line], found: dict[int, Heading]) -> Iterator[tuple[int, Heading]]:
    """Signature, date and contacts after the last numbered clause, before and behind the annexes."""
    last = max((number for number, heading in found.items() if not heading.id.startswith("附件")), default=0)
    around = {number for number, heading in found.items() if last and found[last].id.startswith(heading.id)}
    contacts = not any(re.search("联系|咨询", lines[number - 1].text) for number in around)
    signed = False
    for line in lines[last:]:
        if line.number in found:
            signed = False
        elif not signed and line.text and _is_signature(line.text, contacts=contacts):
            signed = True
            yield line.number, Heading("落款")


def _is_signature(text: str, *, contacts: bool) -> bool:
    if len(text) < 120 and _DATE.search(text):  # noqa: PLR2004 - longer lines are sentences
        return True
    return bool(_OFFICE.fullmatch(text)) or (contacts and bool(_CONTACT.match(text)))
