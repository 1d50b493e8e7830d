"""Bytes to clean text: encoding, size, stray characters, private numbers. Whatever is found is told by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 512 * 1024
"""Bytes; a policy file of 600 lines has about 40 KiB."""

_SAME_KIND = 5
"""A file full of one mistake is told about it this often."""


@dataclass(frozen=True)
class Fault:
    """One mistake on one line, before its file has places."""

    line: int | None
    message: str
    fatal: bool = False
    """Whether reading on would only bring follow-up mistakes."""


_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_ZERO_WIDTH = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"

STRAY = re.compile(f"[{_CONTROL}{_ZERO_WIDTH}]")
"""Characters that nobody sees; some of them break lines in YAML."""

_LINE_FAULTS: tuple[tuple[re.Pattern[str], str, bool], ...] = (
    (
        re.compile(r"^(<{7}|>{7}|\|{7})(\s|$)|^={7}$"),
        "有合并冲突留下的标记，请选定一个版本并删去 <<<<<<<、=======、>>>>>>> 这些行",
        True,
    ),
    (re.compile(r"^ *\t"), "缩进用了 Tab 键，请改成空格（每层两个）", True),
    (re.compile(f"[{_CONTROL}]"), "有看不见的控制字符，请删去后重新输入这一行", False),
    (re.compile(f"[{_ZERO_WIDTH}]"), "有看不见的零宽字符（多半是从网页粘贴带来的），请删去后重新输入这一行", False),
    (
        re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])"),
        "像是私人手机号，不收录；只写办公电话，并在 left_out 说明没有收录什么",
        False,
    ),
    (re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])"), "像是身份证号码，不收录，请删去", False),
)


def text_of(raw: bytes) -> str | Fault:
    """The text of a file with plain line ends, or why there is none."""
    if len(raw) > LARGEST:
        return Fault(None, f"文件有 {len(raw) // 1024} KiB，超过上限 {LARGEST // 1024} KiB，请拆开或删去多余内容")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault(1, "文件不是 UTF-8 编码（像是 UTF-16），请另存为 UTF-8")
    if raw.startswith(b"\xef\xbb\xbf"):
        return Fault(1, "文件开头有 BOM 标记，请另存为“UTF-8（无 BOM）”")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return Fault(raw.count(b"\n", 0, error.start) + 1, "文件不是 UTF-8 编码（像是 GBK），请另存为 UTF-8")


def faults_in(text: str) -> Iterator[Fault]:
    """What stands in the text that must not, line by line."""
    seen = dict.fromkeys(range(len(_LINE_FAULTS)), 0)
    for number, line in enumerate(text.split("\n"), start=1):
        for kind, (pattern, message, fatal) in enumerate(_LINE_FAULTS):
            if pattern.search(line) and seen[kind] < _SAME_KIND:
                seen[kind] += 1
                yield Fault(number, message, fatal)
