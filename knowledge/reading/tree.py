"""YAML to plain data with the line of every place, in one pass over the parser's events.

No recursion and nothing is composed, so neither depth nor anchors can blow up: an alias is only ever an event, refused on sight.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from knowledge.reading.scalars import TrapError, resolve
from knowledge.reading.source import STRAY, Fault
from knowledge.reading.syntax import fault_of

Path = tuple[str | int, ...]
"""Keys and list positions (from 0) from the top of a file."""

DEEPEST = 32
"""Lists and mappings inside each other; a policy file needs about ten."""

MOST_NODES = 50_000
"""Keys, values, lists and mappings; a policy file of 600 lines has about 2,000."""

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TooMuchError(Exception):
    """The file is not worth reading on."""


@dataclass
class Tree:
    """What a file says, where it says it, and what was wrong on the way."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    complete: bool = True
    """Whether it was read to its end."""


@dataclass
class _Open:
    """A list or mapping that is being read."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    """In a mapping: the key whose value comes next; None while a key is due."""
    key_line: int = 0


class _Reader:
    """Takes events one by one; keeps what is open on a list of its own."""

    def __init__(self) -> None:
        self.tree = Tree()
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events have no common typed shape
        line = event.start_mark.line + 1
        match event:
            case yaml.DocumentStartEvent():
                self._start_document(line, strange=bool(event.tags or event.version))
            case yaml.AliasEvent():
                self._fault(line, f"不支持 YAML 引用 *{event.anchor}，请把内容完整写出来")
                self._put(None, line)
            case yaml.ScalarEvent():
                self._refuse_decoration(event, line)
                self._scalar(event, line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_decoration(event, line)
                self._start({} if isinstance(event, yaml.MappingStartEvent) else [], line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def _fault(self, line: int, message: str) -> None:
        self.tree.faults.append(Fault(line, message))

    def _stop(self, line: int, message: str) -> None:
        self._fault(line, message)
        raise _TooMuchError

    def _start_document(self, line: int, *, strange: bool) -> None:
        self._documents += 1
        if strange:
            self._fault(line, "不支持以 % 开头的 YAML 指令，请删去")
        if self._documents > 1:
            self._stop(line, "一个文件只写一份内容，请删去 --- 之后多余的部分")

    def _refuse_decoration(self, event: Any, line: int) -> None:  # noqa: ANN401 - as above
        if event.anchor is not None:
            self._fault(line, f"不支持 YAML 锚点 &{event.anchor}，请删去；要文字请加引号")
        if event.tag is not None:
            self._fault(line, f"不支持 YAML 标签 {event.tag}，请删去；要文字请加引号")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        text: str = event.value
        if event.style == '"' and STRAY.search(text):
            self._fault(line, "双引号里的 \\u 或 \\x 写法带来了看不见的字符，请删去")
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, text, line, plain=not event.style)
            return
        if event.style:  # plain is None or empty, by parser
            self._put(text, line)
            return
        try:
            self._put(resolve(text), line)
        except TrapError as trap:
            self._fault(line, str(trap))
            self._put(text, line)

    def _key(self, top: _Open, text: str, line: int, *, plain: bool) -> None:
        self._count(line)
        if plain and text in {"<<", "="}:
            self._fault(line, f"不支持 YAML 的 {text} 键，请把内容完整写出来")
        if text in top.value:
            self._fault(line, f"{text} 写了两次（前一次在第{self.tree.lines[(*top.path, text)]}行），请合并或删去一个")
        top.key, top.key_line = text, line

    def _start(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self._open) >= DEEPEST:
            self._stop(line, f"嵌套太深（超过 {DEEPEST} 层），请拆开写")
        path = self._put(value, line)
        self._open.append(_Open(value, path))

    def _put(self, value: Any, line: int) -> Path:  # noqa: ANN401 - data of any shape
        self._count(line)
        path: Path = ()
        if self._open:
            path, line = self._put_inside(self._open[-1], value, line)
        else:
            self.tree.data = value
        self.tree.lines.setdefault(path, line)
        return path

    def _put_inside(self, top: _Open, value: Any, line: int) -> tuple[Path, int]:  # noqa: ANN401 - data of any shape
        if isinstance(top.value, list):
            top.value.append(value)
            return (*top.path, len(top.value) - 1), line
        if top.key is None:  # a list or mapping where a key is due: `? [a]`
            self._fault(line, "键只能是文字，不能是列表或一组键")
            top.key, top.key_line = "?", line
            return (*top.path, "?"), line
        key, top.key = top.key, None
        top.value.setdefault(key, value)
        return (*top.path, key), top.key_line

    def _count(self, line: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(line, f"内容太多（超过 {MOST_NODES} 项），请拆成几个文件")


def read_tree(text: str) -> Tree:
    """The data of a YAML text: dicts, lists, text, bool, int, Decimal, None. Never raises; what is wrong stands in ``faults``."""
    reader = _Reader()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            reader.take(event)
    except _TooMuchError:
        reader.tree.complete = False
    except yaml.YAMLError as error:
        reader.tree.complete = False
        reader.tree.faults.append(fault_of(error, text))
    return reader.tree
