"""Form files that are attached: there, in their folder, small enough, and what their ending says."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from knowledge.checks.finding import Finding
from knowledge.errors import nearest
from knowledge.policy import Policy
from knowledge.reading.forms import FORMS, LARGEST_FORM, FormOnDisk
from knowledge.reading.tree import Path

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
BEGINS: Mapping[str, bytes] = {
    ".doc": _OLE,
    ".docx": _ZIP,
    ".et": _OLE,
    ".pdf": b"%PDF",
    ".wps": _OLE,
    ".xls": _OLE,
    ".xlsx": _ZIP,
}
"""The endings that a form may have, and how such a file begins: an error page saved as .docx begins otherwise."""


def form_findings(policy: Policy, forms: Mapping[str, FormOnDisk]) -> Iterator[Finding]:
    """What is wrong with the files that a policy attaches to its documents."""
    for index, document in enumerate(policy.documents):
        if document.file is not None:
            yield from _file(("documents", index, "file", "path"), document.file.path, forms)


def _file(place: Path, written: str, forms: Mapping[str, FormOnDisk]) -> Iterator[Finding]:
    ending = PurePosixPath(written).suffix.lower()
    form = forms.get(written)
    if not is_within(written):
        yield Finding(place, f"只写 {FORMS} 文件夹里的位置，用 / 分开，不能以 / 开头、不能有 .. 和 \\；现在是 {written}")
    elif ending not in BEGINS:
        yield Finding(place, f"不收这种文件，请换成能填的表格；现在是 {written}", tuple(BEGINS))
    elif form is None:
        yield Finding(place, f"{FORMS} 文件夹里没有 {written}，请放进去或改成实际的位置", nearest=nearest(written, forms))
    elif not 0 < form.size <= LARGEST_FORM:
        size = f"{form.size / 1024 / 1024:.1f} MB，最多 {LARGEST_FORM // 1024 // 1024} MB" if form.size else "空的"
        yield Finding(place, f"{written} 的大小不对：{size}")
    elif not form.head.startswith(BEGINS[ending]):
        yield Finding(place, f"{written} 的内容不是 {ending} 文件（多半是下载时存成了网页，或者读不了），请重新下载、打开看过再放")


def is_within(written: str) -> bool:
    """Whether a place as written stays in the folder, on every system."""
    parts = written.split("/")
    return "\\" not in written and ":" not in written and not any(not part or part.startswith(".") for part in parts)
