"""An edit of some version laid upon what was published since. Pure."""

from collections.abc import Iterator, Mapping

from bot.usecases.merging import merge
from bot.usecases.refusals import ClashError, NothingNewError
from bot.usecases.standing import Standing, digests_of
from knowledge.checks.names import name_problems
from knowledge.errors import KnowledgeError, Problem
from knowledge.reading.files import Files
from knowledge.reading.forms import LARGEST_FORM


def refuse_unfit(changes: Mapping[str, bytes | None]) -> None:
    """Refuse files before anybody looks into them; how large a YAML file may be is said where it is read.

    Raises:
        KnowledgeError: some have no place by their names, or are too large.
    """
    refused = tuple(_unfit(changes))
    if refused:
        raise KnowledgeError(refused)


def lay(standing: Standing, start: Files, changes: Mapping[str, bytes | None]) -> Files:
    """What is published last, with changes that somebody made to the files that they started from.

    Raises:
        ClashError: somebody else changed the same files since.
        NothingNewError: it is what is published last.
    """
    new = {path: raw for path, raw in changes.items() if raw is not None}
    ours = {path: raw for path, raw in start.items() if path not in changes} | new
    merged = merge(digests_of(start), digests_of(ours), standing.published)
    if merged.clashes:
        raise ClashError(merged.clashes, standing.latest)
    if merged.files == standing.published:
        raise NothingNewError
    return standing.content(merged.files, new)


def _unfit(changes: Mapping[str, bytes | None]) -> Iterator[Problem]:
    yield from name_problems(changes)
    most = LARGEST_FORM // 1024 // 1024
    yield from (Problem(path, None, "", f"文件太大，最多 {most} MB") for path, raw in changes.items() if raw and len(raw) > LARGEST_FORM)
