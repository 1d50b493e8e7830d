"""What a draft left open: texts that begin with a mark, wherever they stand, also in entries that the model refused."""

from collections.abc import Iterator
from typing import Any

from knowledge.checks.finding import Finding
from knowledge.drafting.marks import MARKS, TO_ENCODE
from knowledge.reading.tree import Path


def open_findings(data: Any, path: Path = ()) -> Iterator[Finding]:  # noqa: ANN401 - a file's data of any shape
    """One finding for every open text of a policy file; paths are those of the document."""
    match data:
        case dict():
            for key, value in data.items():
                yield from open_findings(value, (*path, key))
        case list() | tuple():
            for index, value in enumerate(data):
                yield from open_findings(value, (*path, index))
        case str() if mark := next((mark for mark in MARKS if data.startswith(mark)), None):
            cure = "用自己的话写，并写 rule 或留给评审" if mark == TO_ENCODE else "定好后删去“待定：”"
            yield Finding(path, f"草稿里还没有定：{data.removeprefix(mark)[:40]}（{cure}）")
