"""What belongs together in a policy's changes, in the order in which it matters to those who check it."""

from collections.abc import Iterable, Iterator

from bot.views.changes.labels import field_label
from bot.views.changes.lines import Sides, entry_lines
from knowledge.changes.change import Change

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("类别", ("tracks",)),
    ("条件", ("conditions", "judged_on", "scope_clause", "applicant")),
    ("日期和环节", ("stages",)),
    ("待遇和金额", ("benefits", "shares")),
    ("名额", ("quotas",)),
    ("材料和文件", ("materials", "documents")),
    ("怎么报、义务和特殊情况", ("gates", "duties", "situations")),
    ("联系方式和系统", ("contacts", "systems")),
    ("名称和叫法", ("id", "title", "short_title", "aliases", "units", "series", "year", "region", "genre")),
    ("来源和说明", ("issuers", "document_number", "signed", "published", "sources", "summary", "audience")),
    ("存疑和没有的内容", ("caveats", "absences")),
    ("例子", ("examples",)),
)
"""Each field of a policy once."""


def policy_sections(sides: Sides, changes: Iterable[Change]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each section's name and lines; sections without a change are left out."""
    told = tuple(changes)
    for name, fields in SECTIONS:
        own = [change for field in fields for change in told if change.path and change.path[0] == field]
        if own:
            yield name, tuple(section_lines(sides, own))


def section_lines(sides: Sides, changes: Iterable[Change]) -> Iterator[str]:
    """Entry by entry; then which lists of the file stand in another order."""
    by_entry: dict[tuple[str, ...], list[Change]] = {}
    moved = []
    for change in changes:
        if change.what == "moved" and not change.within:
            moved.append(change)
        else:
            by_entry.setdefault(change.within or change.path[:1], []).append(change)
    for own in by_entry.values():
        yield from entry_lines(sides, own)
    yield from (f"· {_order(sides, change)}" for change in moved)


def _order(sides: Sides, change: Change) -> str:
    entry, keys = change.entries[1], change.new
    label = field_label(type(entry), change.path[-1]) if entry is not None else ""
    return f"{label}换了次序：{'、'.join(sides.new.name(str(key)) for key in keys) if isinstance(keys, tuple) else keys}"
