"""A text's lines as they were before a screen or a page broke them. Every function keeps each character's place.

Cells of a table's row stand between ``|``, and behind ``:`` where a row is a label and its content; emoji are bullets and numbers; the
numbers of pages are gone; what a page broke in the middle of a sentence stands in one line.
"""

import re

_KEYCAP = re.compile("([0-9])(\ufe0f?)\u20e3")
_CELLS = re.compile(r"(?<=\S)( *)[\t|｜│┃]( *)(?=\S)")
_COUNT = "[一二三四五六七八九十]{1,3}"
_HEADED = re.compile(
    rf"((?:{_COUNT}、|[(（]{_COUNT}[)）])\s?[\u4e00-\u9fff]{{2,10}})[ \u3000](?=[\u4e00-\u9fff《(（])(?!{_COUNT}、|[(（](?:{_COUNT}|[0-9]))"
)
"""一、征集范围 在我市……: a heading and its text in one line."""
_EDGE = re.compile(r"^[\s|｜│┃]+|[\s|｜│┃]+$")
_LABELLED = re.compile(r"\s*[\u4e00-\u9fff()、/ ]{2,14}(?P<mark>\|)(?=[^|]+$)")
_PICTURES = ((0x25A0, 0x25CA), (0x25CC, 0x25FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF))
"""Blocks of signs that stand for a bullet; ○ (U+25CB) is a zero in years."""
_JOINERS = frozenset("\ufe0e\ufe0f\u200b\u200d\u2060")

_PAGE_NUMBER = re.compile(
    r"^[ ]*(?:[-—–－][ ]*[0-9]{1,3}[ ]*[-—–－]|第[ ]*[0-9]{1,3}[ ]*页(?:[ /,]*共[ ]*[0-9]{1,3}[ ]*页)?)[ ]*$", re.MULTILINE
)
_AS_WIDE_AS_PAPER = 60
_SHORTEST = 12
_BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百0-9]{1,5}[条章编]|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}(?:[、)]|\.(?![0-9]))"
    r"|[①-⑳●◆■★▲□※◇➤►#·•*?\[|]|附\s*件|[^,。;:]{2,12}:)"
)
_OPEN = re.compile(r"[\u4e00-\u9fff0-9,、(《“-]$")
_WHOLE = re.compile("(?:通知|公告|通告|意见|方案|办法|细则|规定|指南|公示|函)$")
_NUMBER_BROKEN = re.compile("[0-9]-$")


_HALF_BRACKET = re.compile(r"^(\s*(?:[答问QA][0-9]{0,2}\s*[:：]\s*)?[0-9]{1,2})[)）](?![0-9])")
_TWO_FIGURES = re.compile(r"^(\s*0[1-9])[ \u3000](?=\s*[\u4e00-\u9fff]{2,12}\s*$)")
_LETTER = re.compile(r"^(\s*)([A-H])(?=[.．、]\s*[\u4e00-\u9fff])")


def celled(line: str) -> str:
    """A line with ``|`` between its cells, ``:`` behind a label, and emoji as bullets and numbers; 1) as 1、 and A. as a."""
    line = _HALF_BRACKET.sub(r"\1、", line)
    line = _TWO_FIGURES.sub(r"\1、", line)
    line = _LETTER.sub(lambda mark: mark[1] + mark[2].lower(), line)
    line = _KEYCAP.sub(lambda mark: f"{mark[1]}、{' ' * len(mark[2])}", line)
    line = "".join(_sign(character) for character in line)
    line = _EDGE.sub(lambda edge: " " * len(edge[0]), line)
    line = _CELLS.sub(lambda mark: f"{mark[1]}|{mark[2]}", line)
    line = _HEADED.sub(r"\1:", line)
    labelled = _LABELLED.match(line)
    return f"{line[: labelled.start('mark')]}:{line[labelled.end('mark') :]}" if labelled else line


def _sign(character: str) -> str:
    if character in _JOINERS:
        return " "
    code = ord(character)
    return "●" if any(first <= code <= last for first, last in _PICTURES) else character


def unbroken(text: str) -> str:
    """A text in one width without the numbers of its pages, and with its sentences in one line each."""
    bare = _PAGE_NUMBER.sub(lambda mark: " " * len(mark[0]), text)
    lines = bare.split("\n")
    widest = max((len(line.strip()) for line in lines), default=0)
    if widest > _AS_WIDE_AS_PAPER:
        return bare
    joined = [lines[0]]
    last = lines[0]
    for line in lines[1:]:
        goes_on = line.strip() and _goes_on(last.strip(), line, widest)
        joined.append(f" {line}" if goes_on else f"\n{line}")
        last = line if line.strip() else last
    return "".join(joined)


def _goes_on(line: str, after: str, widest: int) -> bool:
    """Whether a line ends in the middle of a sentence that the next one finishes."""
    if _NUMBER_BROKEN.search(line) and after.strip()[:1].isdecimal():
        return True
    if len(line) < max(_SHORTEST, widest / 2) or not _OPEN.search(line) or _WHOLE.search(line) or _BEGINS.match(after) or "|" in line:
        return False
    return line.endswith((",", "、")) or (re.search("[,。;、]", line) is not None and re.search("[。;]", after) is not None)
