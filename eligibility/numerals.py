"""Numbers as people write them: digits, Chinese numerals, both together, always exact."""

import re
import unicodedata
from decimal import Decimal

from knowledge.numerals import read_numeral, write_numeral

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "k": 1_000, "w": 10_000}
_BELOW = {"百": "十", "千": "百", "万": "千", "亿": "千万"}
_VARIANTS = str.maketrans("〇○两俩仨壹贰叁肆伍陆柒捌玖拾佰仟萬億點", "零零二二三一二三四五六七八九十百千万亿点")

_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,6})?")
_SCALED = re.compile(rf"(?P<count>[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?)(?P<unit>[{''.join(_UNITS)}])")
_SHORT = re.compile(rf"(?P<most>.*(?P<unit>[百千万亿]))(?P<last>[{_DIGITS[1:]}])")
_RUN = re.compile("[零〇○一二三四五六七八九十百千两廿]+")


def plain(text: str) -> str:
    """A message in one width and case, without spaces and what cannot be seen, without punctuation at its ends."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(character for character in folded if not character.isspace() and unicodedata.category(character)[0] not in "CM")
    return seen.strip("。.!,;、~…'\"“”‘’")


def number(text: str) -> Decimal | None:
    """The exact number that a plain text is, such as 3000, 3,000, 三千, 1.2万, 1万2, 三千五, 两万; None when it is none.

    Rows of bare numerals (三四) mean "three or four" as often as 34: they are not taken for a number.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if scaled := _SCALED.fullmatch(text):
        return Decimal(scaled["count"]) * _UNITS[scaled["unit"]]
    return _spoken(text)


def _spoken(text: str) -> Decimal | None:
    chinese = re.sub("[0-9]{1,4}", lambda found: write_numeral(found[0]), text[:30]).translate(_VARIANTS)
    whole, point, part = chinese.partition("点")
    if whole and part and whole[-1] not in _UNITS and part[-1] in _UNITS:
        count = _spoken(chinese[:-1])
        return None if count is None else count * _UNITS[part[-1]]
    if short := _SHORT.fullmatch(whole):
        whole += _BELOW[short["unit"]]
    try:
        value = Decimal(int(read_numeral(whole, "strict")))
    except ValueError:
        return None
    if not point:
        return value
    return value + Decimal("0." + "".join(str(_DIGITS.index(digit)) for digit in part)) if part and set(part) <= set(_DIGITS) else None


def arabic(text: str, *, years: bool = False) -> str:
    """A plain text with its Chinese numerals in digits; with ``years`` also years read digit by digit (一九八〇, 八零年)."""

    def digits(found: re.Match[str]) -> str:
        run = found[0].translate(_VARIANTS)
        bare = set(run) <= set(_DIGITS)
        as_year = len(run) == 4 or (len(run) == 2 and text[found.end() : found.end() + 1] == "年")  # noqa: PLR2004 - figures of a year
        if years and bare and as_year:
            return "".join(str(_DIGITS.index(digit)) for digit in run)
        value = number(run.lstrip("零") or "零")
        return found[0] if value is None else f"{value:f}"

    return _RUN.sub(digits, text)
