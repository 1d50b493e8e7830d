"""The edition that a question names: 2025年, 23年的, 二〇二三年度. Birth years and lengths of service are no editions."""

import re
from typing import NamedTuple

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_OLDEST = 2000
_YEAR = re.compile(
    r"(?<![0-9])(?P<full>(?:19|20)[0-9]{2})(?:年度?|(?=级|届|版)|(?![0-9元块万人个名号房]))(?P<month>[0-9]{1,2}月)?"
    r"|(?<![0-9干满了作事业龄够有第年共])(?P<two>2[0-9])年(?!以|工|经|了|后|前|内(?!蒙)|左|多|龄|期|才|就|能|可|够|行|没|$)(?P<short_month>[0-9]{1,2}月)?"
    r"|(?<![0-9])(?P<old>0[5-9]|1[0-9])年(?=的?(?:文件|意见|通知|政策|老文件|那份|那个|版|度))"
    r"|(?P<chinese>二[〇零一二三四五六七八九]{3}年|二[〇零一二三四五六七八九]年(?=度|的|特|申))"
)
_LIFE = ("出生", "生人", "生的", "毕业", "参加工作", "入职", "上班", "到现在", "就开始", "考的", "拿的", "取得")
_LIVED = re.compile(
    "(?:[0-9]{1,2}[日号])?(?:"
    + "|".join(_LIFE)
    + "|生(?![效产源活])|(?:开始|起|就)?(?:干|做|从事)(?:本|这|的)|(?:开始|起)(?:干|做|从事|上班|工作))"
)
"""Behind a day of somebody's life: 2015年8月开始干本专业."""


class Year(NamedTuple):
    """A year named at text[start:end]; ``dated`` when a month follows, so that it may be a day in the edition's course."""

    start: int
    end: int
    value: int
    dated: bool


def find_years(text: str) -> tuple[Year, ...]:
    """The years that may mean an edition, in reading order."""
    found: list[Year] = []
    for match in _YEAR.finditer(text):
        digits = match["full"] or match["two"] or match["old"] or match["chinese"][:-1].translate(_DIGITS)
        value = int(digits) if len(digits) > 2 else 2000 + int(digits)  # noqa: PLR2004 - 23年 is 2023年
        if value >= _OLDEST and not _LIVED.match(text, match.end()):
            found.append(Year(match.start(), match.end(), value, bool(match["month"] or match["short_month"])))
    return tuple(found)
