"""A first clause list from a notice's text, for an admin to correct. Nothing of the text itself goes into it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.coverage.collation import digest
from knowledge.coverage.headings import Heading, Line, headings, lines_of, several_in


@dataclass(frozen=True)
class Proposed:
    """One clause, or a part of one, and where it stands in the text."""

    id: str
    start: int
    end: int
    sha: str
    line: int
    """From 1."""
    nothing: str | None
    doubt: str | None
    """What to look at, in Chinese."""


def proposed(text: str, settled: Mapping[int, str | None]) -> tuple[Proposed, ...]:
    """The clauses of a text, which is not empty, one after the other and without a gap.

    ``settled``: by line, the id that begins there, whatever the text looks like; None: nothing begins there.
    """
    lines = lines_of(text)
    found = {number: heading for number, heading in headings(lines).items() if number not in settled}
    found |= {number: Heading(name) for number, name in settled.items() if name is not None}
    first = next((line.number for line in lines if line.text), 1)
    begun = found if found and min(found) <= first else {first: Heading("页头"), **found}
    return tuple(_spans(text, lines, dict(sorted(begun.items()))))


def _spans(text: str, lines: Sequence[Line], begun: Mapping[int, Heading]) -> Iterator[Proposed]:
    """Each heading with all lines up to the next; blank lines before the first belong to it."""
    numbers = list(begun)
    for at, number in enumerate(numbers):
        following = numbers[at + 1] if at + 1 < len(numbers) else len(lines) + 1
        start = lines[number - 1].start if at else 0
        end = lines[following - 1].start if following <= len(lines) else len(text)
        heading = begun[number]
        held = lines[number - 1 : following - 1]
        after = begun[following].id if following in begun else ""
        yield Proposed(
            heading.id,
            start,
            end,
            digest(text[start:end]),
            number,
            heading.nothing or _empty(heading.id, held, after),
            _doubt(heading, held),
        )


def _empty(name: str, held: Sequence[Line], after: str) -> str | None:
    """A clause of one short line, before its own first sub-clause, is its heading."""
    written = [line.text for line in held if line.text]
    leads = after != name and after.startswith(name)
    return "标题" if leads and len(written) == 1 and not any(mark in written[0] for mark in "，。；,;") else None


def _doubt(heading: Heading, held: Sequence[Line]) -> str | None:
    crowded = next((line for line in held if several_in(line)), None)
    if crowded:
        return f"第{crowded.number}行里像是连着 {several_in(crowded)} 条，请在原文里每条前换行，再运行一次"
    return heading.doubt


def written(head: str, clauses: Sequence[Proposed]) -> str:
    """The clause list as a file below its head. Every line tells by a remark which line of the text it is, and what to look at."""
    lines = [head, "clauses:"]
    for one in clauses:
        name = f'"{one.id}"' if one.id.isdecimal() else one.id
        nothing = f", nothing: {one.nothing}" if one.nothing else ""
        doubt = f"，请核对：{one.doubt}" if one.doubt else ""
        lines.append(f'  - {{id: {name}, start: {one.start}, end: {one.end}, sha: "{one.sha}"{nothing}}}  # 第{one.line}行{doubt}')
    return "\n".join(lines) + "\n"
