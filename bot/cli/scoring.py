"""``ask --explain`` and ``ask --score``: what each channel saw, and how well a labelled file is understood; for those who tune words."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from bot.usecases.checking import BadInputError
from knowledge.search.index import Index
from knowledge.search.scoring import Judged, Labelled, Score, judged, score
from knowledge.search.understanding import Understanding

_HEAD = (
    "kind             ours  policy  and intent  told  shown  misled  answered  buttons  wrongly refused | foreign  refused | answered wrong"
)


def explained(understood: Understanding) -> Iterator[str]:
    """Line by line: the decision, how the question was read, and what each channel saw."""
    yield f"{understood.action}  confidence {understood.confidence:.3f}  " + " ".join((*understood.policies, *understood.tracks))
    yield "intents  " + " ".join(understood.intents)
    if understood.likely:
        yield "likely  " + " ".join(understood.likely)
    if understood.slots:
        yield "slots  " + " ".join(f"{one.slot} ({one.name})" for one in understood.slots)
    if understood.read_as is not None:
        yield f"read as  {understood.read_as}"
    if understood.looked_up is not None:
        yield f"looked up  {understood.looked_up.kind} {understood.looked_up.shown}"
    if understood.elsewhere is not None:
        yield "elsewhere  " + " ".join((*understood.elsewhere.regions, *map(str, understood.elsewhere.years)))
    for seen in understood.explain:
        yield f"{seen.channel:<9}{seen.score:>6.3f}  {seen.saw}"


def labelled(path: Path) -> tuple[Labelled, ...]:
    """The lines of a labelled file; BadInputError names the first that is none."""
    rows = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise BadInputError(f"--score {path} 读不了（{error.strerror}）。请检查文件名和位置") from None
    for number, line in enumerate(lines, 1):
        try:
            rows.append(Labelled.model_validate_json(line))
        except ValidationError as error:
            raise BadInputError(f"{path}:{number}: {error.errors()[0]['msg']}") from None
    return tuple(rows)


def scored(index: Index, rows: Iterable[Labelled]) -> tuple[Judged, ...]:
    """All of them asked; those that a general fact answers are another matter."""
    ours = (row for row in rows if row.policy is not None or row.general is None)
    return judged(ours, lambda question, topic: index.understand(question, topic=topic))


def table(found: tuple[Judged, ...]) -> Iterator[str]:
    """One line a kind and one for all, then every question that was not understood."""
    yield _HEAD
    for kind in dict.fromkeys(one.row.kind for one in found):
        yield _line(kind, score(one for one in found if one.row.kind == kind))
    yield _line("all", score(found))
    for one in found:
        if one.outcome != "right" or not one.intent_right:
            yield f"{one.outcome:<8} {one.row.q}  {' '.join(one.understood.policies)}  {' '.join(one.understood.intents)}"


def _line(kind: str, of: Score) -> str:
    parts = (of.policy, of.both, of.told, of.shown, of.misled, of.answered, of.offered, of.refused_ours)
    policy, both, told, shown, misled, answered, offered, refused = (_percent(part, of.ours) for part in parts)
    foreign = f"{of.foreign:>8}{_percent(of.refused, of.foreign):>9}"
    ours = f"{kind:<16}{of.ours:>5}{policy:>8}{both:>12}{told:>6}{shown:>7}{misled:>8}{answered:>10}{offered:>9}{refused:>17}"
    return f"{ours} |{foreign} |{of.wrong:>15}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"
