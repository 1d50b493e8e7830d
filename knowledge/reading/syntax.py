"""The YAML parser's complaints, in Chinese and with the likely cure."""

import re

import yaml

from knowledge.reading.source import Fault

_CURES: tuple[tuple[str, str], ...] = (
    ("mapping values are not allowed", "冒号位置不对：缩进没有对齐，或者文字里有英文冒号加空格（请给整段文字加引号）"),
    ("sequence entries are not allowed", '减号位置不对：列表请另起一行写“- 内容”；单独的 - 要加引号写成 "-"'),
    ("block collections", "列表或键的位置不对：请另起一行并对齐"),
    ("that cannot start any token", "值不能以 @、`、% 或 Tab 开头，请给整段文字加引号"),
    ("could not find expected ':'", "这里少了英文冒号和空格，应写成“键: 值”；多行文字请加引号"),
    ("did not find expected key", "缩进没有对齐，或者引号后面还有多余内容"),
    ("expected <block end>", "缩进没有对齐，或者引号后面还有多余内容"),
    ("did not find expected '-' indicator", "列表没有对齐：每一项的减号要在同一列"),
    ("expected ',' or", "方括号或花括号没有写完：各项用英文逗号隔开，并记得收尾"),
    ("flow", "方括号或花括号没有写完：各项用英文逗号隔开，并记得收尾"),
    ("unexpected end of stream", "引号没有收尾"),
    ("unknown escape character", "双引号里的反斜杠有特殊含义，请改用单引号"),
    ("escape", "双引号里的反斜杠有特殊含义，请改用单引号"),
    ("alphabetic or numeric character", "值以 * 或 & 开头在 YAML 里有特殊含义，请加引号"),
    ("anchor", "值以 * 或 & 开头在 YAML 里有特殊含义，请加引号"),
    ("alias", "值以 * 或 & 开头在 YAML 里有特殊含义，请加引号"),
    ("tag", "值以 ! 开头在 YAML 里有特殊含义，请加引号"),
    ("directive", "以 % 开头的行有特殊含义，请加引号或删去"),
    ("document start", "一个文件只写一份内容，请删去 --- 之后多余的部分"),
)

_FULL_WIDTH_COLON = re.compile(r"^[ -]*[A-Za-z_]+：")
_NO_SPACE = re.compile(r"^[ -]*[A-Za-z_]+:[^\s/]")


def fault_of(error: yaml.YAMLError, text: str) -> Fault:
    """The complaint as a fault, on the line where the mistake most likely stands."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = f"{getattr(error, 'problem', None) or error}".lower()
    lines = text.split("\n")
    index = min(mark.line, len(lines) - 1) if mark else 0
    for near in (index, index - 1):
        if near >= 0 and _FULL_WIDTH_COLON.match(lines[near]):
            return Fault(near + 1, "键后面用了中文冒号，请写英文冒号加空格，例如 id: abc")
        if near >= 0 and _NO_SPACE.match(lines[near]):
            return Fault(near + 1, "冒号后面少了空格，请写成“键: 值”")
    cure = next((cure for words, cure in _CURES if words in said), None)
    return Fault(index + 1 if mark else None, f"YAML 写法有误：{cure}" if cure else "YAML 写法有误，请检查缩进、冒号和引号")
