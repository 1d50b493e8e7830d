"""What a value without quotes means: our own closed rules, narrower than YAML's.

``true``/``false``, ``null`` or nothing, whole numbers, decimals (never floats); all else is text. Whatever YAML 1.1 would
quietly turn into something else is refused with its cure.
"""

import re
from decimal import Decimal

Scalar = bool | int | Decimal | str | None

_NAMED: dict[str, bool | None] = {"": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")

_TRAPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?i:yes|no|on|off|y|n)"),
        '不加引号的 {0} 在 YAML 里会变成真或假：是/否请写 true 或 false，要文字请加引号 "{0}"',
    ),
    (re.compile(r"(?i:true|false)"), "请写小写的 true 或 false"),
    (re.compile(r"~|(?i:null)"), "没有内容请写 null，或者冒号后留空"),
    (re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?"), '不加引号的 {0} 在 YAML 里会按六十进制变成数字，请加引号 "{0}"'),
    (
        re.compile(r"[-+]?0[0-9_]+(\.[0-9]*)?|[-+]?0[xXoObB][0-9a-fA-F_]+"),
        '以 0 开头的 {0} 在 YAML 里可能变成另一个数：数字请去掉开头的 0，号码请加引号 "{0}"',
    ),
    (re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?"), "数字里不要用下划线：{0}；要文字请加引号"),
    (
        re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.?[0-9]*)[eE][-+]?[0-9]+|[-+]?\.[0-9]+|[-+]?[0-9]+\.|[-+]?\.(?i:inf|nan)|\.(?i:nan)"),
        "数字请写成 1000 或 0.5 这样的格式，不要写成 {0}；要文字请加引号",
    ),
    (re.compile(r"\+[0-9]+(\.[0-9]+)?|-?[0-9]{19,}(\.[0-9]+)?|-?[0-9]+\.[0-9]{19,}"), '数字写法不对：{0}；号码请加引号 "{0}"'),
    (re.compile(r"="), '单独的 = 在 YAML 里有特殊含义，要文字请加引号 "="'),
)


class TrapError(ValueError):
    """A value that YAML would misread; the message, in Chinese, tells what to write."""


def resolve(plain: str) -> Scalar:
    """The value of a scalar written without quotes; TrapError for one that YAML would misread."""
    if plain in _NAMED:
        return _NAMED[plain]
    if plain[0] not in _SUSPECT or len(plain) > _LONGEST:
        return plain
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if _DECIMAL.fullmatch(plain):
        return Decimal(plain)
    trap = next((message for pattern, message in _TRAPS if pattern.fullmatch(plain)), None)
    if trap:
        raise TrapError(trap.format(plain))
    return plain


_LONGEST = 64
"""Characters; nobody writes a longer number, and the patterns above may take the square of it."""

_SUSPECT = frozenset("0123456789+-.=~yYnNoOtTfF")
"""First characters of everything above; all other text is text."""
