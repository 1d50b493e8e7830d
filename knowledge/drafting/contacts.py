"""Office lines, fax, mail boxes and addresses. Private mobile numbers stay out; what looks wrong is kept and told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Found, Page, place_of
from knowledge.drafting.words import Words

ContactKind = Literal["phone", "fax", "mail", "address", "url"]

_EXTENSION = r"(?:\s*(?:-|转|分机|\*)\s*(?:分机)?(?P<{}>[0-9]{{1,5}})(?![0-9]))?"
_LINE = r"(?:[0-9]{6,9}|[0-9]{3,4} [0-9]{4})"
_PHONE = re.compile(
    rf"(?<![0-9A-Za-z./-])(?P<area>0[0-9]{{2,3}})\s*\)?\s*-\s*(?P<local>{_LINE})(?![0-9]){_EXTENSION.format('ext')}"
    r"|(?<![0-9A-Za-z./-])(?P<run>0[0-9]{9,11})(?![0-9])"
    rf"|\((?P<area2>0[0-9]{{2,3}})\)\s*(?P<local2>{_LINE})(?![0-9]){_EXTENSION.format('ext2')}"
    rf"|(?<![0-9A-Za-z./-])(?P<area3>0[0-9]{{2,3}}) (?P<local3>[1-9][0-9]{{6,7}})(?![0-9]){_EXTENSION.format('ext3')}"
    r"|(?<![0-9A-Za-z.-])(?P<short>[48]00-?[0-9]{3}-?[0-9]{4})(?![0-9])"
)
_LOCAL = re.compile(
    r"(?<![0-9A-Za-z./\-])(?P<number>[1-9](?:[0-9]{6,7}|[0-9]{2,3} [0-9]{4}))(?![0-9A-Za-z.])(?!-[0-9]{6})" + _EXTENSION.format("ext")
)
_SPOKEN = re.compile("电话|咨询|联系|热线")
_LABELLED = re.compile("(?:^|[,。; ])[\u4e00-\u9fff]{2,8}: ?$|(?:局|厅|部|办公室|中心|科|处|室|站|所|院|校) ?$")
_DATED = re.compile("20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]$")
_NAMED_LINE = re.compile(r"\s*(?:[\u4e00-\u9fff()]{2,24})[ :|]+(?=[0-9])")
"""A line of a list: an office or a place, and its number."""
_HOTLINE = re.compile(r"(?<![0-9])12(?:333|345|351|355|366)(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ \-－—–]?[0-9]{4}){2}(?![0-9])")
_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]*@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_URL = re.compile(r"https?://[A-Za-z0-9./_\-?=&%#:]+|(?<![A-Za-z0-9@.])www\.[A-Za-z0-9./_\-]+")
_JUST_CALLED = re.compile(
    r"(?:电\s*话|传\s*真|联\s*系|咨\s*询|热\s*线|监\s*督|方\s*式|外线|座机|固话)[^0-9。;]{0,14}$"
    r"|(?:[0-9]{7,8}|转[0-9]{1,5})(?:\([^()]{1,12}\))?[、/,;和? ]+\s*$"
)
_CALLED_ABOVE = re.compile("电话|热线|联系方式|咨询|受理点")
_ADDRESS = re.compile(
    r"(?:地\s*址|线下|受理地点|报送地点|邮寄地址|通讯地址|办公地点|申报地点|办理地点|报名地点|寄送地址|邮寄至|寄至|送至)\s*[:为]?\s*(?P<address>[^,。;\n]{6,60})"
)
_ADDRESS_BELOW = re.compile(r"(?:^|\n)\s*(?:办公|联系|通讯|受理|办理)?(?:地址|地点)\s*\n\s*(?P<address>[^,。;\n]{6,60})")
_LENGTHS = (7, 8)


@dataclass(frozen=True)
class Contact(Found):
    """One way to reach an office."""

    kind: ContactKind
    value: str
    office: str | None
    doubt: str | None = None


def contacts_in(page: Page, outline: Outline, body: int, words: Words) -> tuple[Contact, ...]:
    """Every contact of a text, each value once; those of the page around the notice left out."""
    ends = "|".join(words.offices)
    office = re.compile(rf"[\u4e00-\u9fff()]{{2,30}}?(?:{ends}|科|处|室|股|站|窗口|大厅)(?=[\s,。;:、(]|联系|咨询|电话|$)")
    found: dict[tuple[ContactKind, str], Contact] = {}
    above = ""
    for part in outline.parts:
        text = page.plain[part.place.start : part.place.end]
        if part.place.start < body or words.is_chrome(text):
            continue
        for one in (*_phones(part, text, office, above), *_others(page, part, text)):
            found.setdefault((one.kind, one.value), one)
        above = above if _NAMED_LINE.match(text) else text
    for mark in _ADDRESS_BELOW.finditer(page.plain):
        around = outline.at(mark.start("address"))
        if around and re.search("[路街号楼室区层栋座镇]", mark["address"]):
            one = Contact(place_of(mark, 0, "address"), around.clause, "address", mark["address"].strip(), None)
            found.setdefault((one.kind, one.value), one)
    return tuple(found.values())


def has_mobile(page: Page) -> bool:
    """Whether a private number stands in the text: it is left out, and that is told."""
    return _MOBILE.search(page.plain) is not None


def _phones(part: Part, text: str, office: re.Pattern[str], above: str) -> Iterator[Contact]:
    taken: list[re.Match[str]] = list(_MOBILE.finditer(text))
    for mark in _PHONE.finditer(text):
        taken.append(mark)
        local = (mark["local"] or mark["local2"] or mark["local3"] or "").replace(" ", "")
        wrong = bool(local) and len(local) not in _LENGTHS
        yield _contact(part, mark, _in_full(mark), "号码的位数不对，原样保留，请核对" if wrong else None, office)
    named = _NAMED_LINE.match(text) if _CALLED_ABOVE.search(above) else None
    for mark in _LOCAL.finditer(text):
        inside = any(one.start() <= mark.start() < one.end() for one in taken)
        before = text[: mark.start()]
        called = _JUST_CALLED.search(before) or (named and named.end() == mark.start() and not _DATED.match(mark[0]))
        called = called or (_SPOKEN.search(text) and _LABELLED.search(before))
        if not inside and called and "@" not in text[mark.end() : mark.end() + 2] and not re.match(" *[元人名号]", text[mark.end() :]):
            yield _contact(part, mark, _extended(mark["number"].replace(" ", ""), mark["ext"]), "没有印区号", office)
    for mark in _HOTLINE.finditer(text):
        yield _contact(part, mark, mark[0], None, office)


def _in_full(mark: re.Match[str]) -> str:
    """A number with its area code and, where it has one, its extension."""
    for which in ("", "2", "3"):
        if local := mark[f"local{which}"]:
            return _extended(f"{mark[f'area{which}']}-{local.replace(' ', '')}", mark[f"ext{which}"])
    return str(mark["run"] or mark["short"])


def _extended(number: str, extension: str | None) -> str:
    return f"{number}-{extension}" if extension else number


def _contact(part: Part, mark: re.Match[str], value: str, doubt: str | None, office: re.Pattern[str]) -> Contact:
    before = mark.string[: mark.start()]
    kind: ContactKind = "fax" if re.search("传\\s*真[^0-9电]{0,4}$", before) else "phone"
    begin = max(before.rfind(stop) for stop in "。;\n") + 1
    named = [found[0] for found in office.finditer(before[begin:])]
    return Contact(place_of(mark, part.place.start), part.clause, kind, value, _trimmed(named[-1]) if named else None, doubt)


def _trimmed(office: str) -> str | None:
    """An office without the words of the sentence before it."""
    bare = re.split("报送|报至|送至|交至|联系|日前|请|到|向|由|至", office.strip("()"))[-1]
    return bare if len(bare) > 2 else None  # noqa: PLR2004 - a name


def _others(page: Page, part: Part, text: str) -> Iterator[Contact]:
    start = part.place.start
    for mark in _MAIL.finditer(text):
        yield Contact(place_of(mark, start), part.clause, "mail", mark[0], None)
    for mark in _URL.finditer(text):
        yield Contact(place_of(mark, start), part.clause, "url", mark[0].rstrip("."), None)
    for mark in _ADDRESS.finditer(text):
        if re.search("[路街号楼室区层栋座镇]", mark["address"]) and not mark["address"].startswith("http") and "@" not in mark["address"]:
            place = place_of(mark, start, "address")
            yield Contact(place, part.clause, "address", page.quote(place).strip(), None)
